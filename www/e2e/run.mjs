// The page in a real browser: `npm run e2e`. `www/dist` must be built; the stand-in's page is built here.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "./harness.mjs";

const www = new URL("..", import.meta.url).pathname;
const wanted = process.argv.slice(2);
const runs = (name) => wanted.length === 0 || wanted.includes(name);
let [passed, failed] = [0, 0];
const count = (result) => {
  passed += result.passed;
  failed += result.failed;
};

if (runs("stand-in")) {
  const dist = mkdtempSync(join(tmpdir(), "spawnpoint-page-"));
  const env = { ...process.env, SPAWNPOINT_MOCK: "1", SPAWNPOINT_LESSONS: join(www, "test/lessons") };
  execFileSync("npx", ["vite", "build", "--outDir", dist, "--logLevel", "error"], { cwd: www, env, stdio: "inherit" });
  count(await suite("page", dist, (await import("./stand-in.mjs")).tests));
  rmSync(dist, { recursive: true });
}
if (runs("lesson") && existsSync(new URL("lesson.mjs", import.meta.url))) {
  count(await suite("lesson", join(www, "dist"), (await import("./lesson.mjs")).tests));
}
if (runs("halves")) count(await suite("halves", join(www, "dist"), (await import("./halves.mjs")).tests));
if (runs("route")) count(await suite("route", join(www, "dist"), (await import("./route.mjs")).tests));
if (runs("cluster")) count(await suite("cluster", join(www, "dist"), (await import("./cluster.mjs")).tests));
if (runs("pictures")) count(await suite("pictures", join(www, "dist"), (await import("./pictures.mjs")).tests));
if (runs("offline")) count(await suite("offline", join(www, "dist"), (await import("./offline.mjs")).tests));
if (runs("survives")) count(await suite("survives", join(www, "dist"), (await import("./survives.mjs")).tests));
if (runs("learner")) count(await suite("learner", join(www, "dist"), (await import("./learner.mjs")).tests));
if (runs("accessible")) count(await suite("accessible", join(www, "dist"), (await import("./accessible.mjs")).tests));
if (runs("firefox")) count(await (await import("./firefox.mjs")).firefox(join(www, "dist")));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

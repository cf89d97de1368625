// The page in a real browser: `npm run e2e [-- SUITE...]`. `www/dist` must be built; the stand-in's page is built here.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firefox } from "./firefox.mjs";
import { suite } from "./harness.mjs";

const www = new URL("..", import.meta.url).pathname;
const dist = join(www, "dist");

/** Each suite, as what runs it: `{ passed, failed }`. */
const SUITES = { "stand-in": standIn };
for (const name of ["lesson", "halves", "route", "cluster", "pictures", "offline", "survives", "bombs", "learner", "promises", "accessible"]) {
  SUITES[name] = async () => suite(name, dist, (await import(`./${name}.mjs`)).tests);
}
SUITES.firefox = () => firefox(dist);

SUITES.author = async () => {
  const { buildPage, tests } = await import("./author.mjs");
  const { page, remove } = buildPage();
  const result = await suite("author", page, tests);
  remove();
  return result;
};

/** A page with a small lesson and without the runtime. */
async function standIn() {
  const page = mkdtempSync(join(tmpdir(), "spawnpoint-page-"));
  const env = { ...process.env, SPAWNPOINT_MOCK: "1", SPAWNPOINT_LESSONS: join(www, "test/lessons") };
  execFileSync("npx", ["vite", "build", "--outDir", page, "--logLevel", "error"], { cwd: www, env, stdio: "inherit" });
  const result = await suite("page", page, (await import("./stand-in.mjs")).tests);
  rmSync(page, { recursive: true });
  return result;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SUITES));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(", ")}; there are: ${Object.keys(SUITES).join(", ")}`);
  process.exit(2);
}
let [passed, failed] = [0, 0];
for (const name of wanted.length > 0 ? wanted : Object.keys(SUITES)) {
  const result = await SUITES[name]();
  passed += result.passed;
  failed += result.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

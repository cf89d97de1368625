/** `offline.js`, the service worker: the list of what was built, and `src/offline.ts`. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const ENTRY = fileURLToPath(new URL("../src/offline.ts", import.meta.url));
const NAME = "offline.js";
/** What the bundler names by its content. */
const NAMED = /^assets\//;

const digest = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** The files of `directory`: those named by content, and the digests of the others. */
export function built(directory: string): { version: string; named: string[]; pages: Record<string, string> } {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1).replaceAll("\\", "/"))
    .filter((path) => path !== NAME)
    .sort();
  const named = files.filter((path) => NAMED.test(path));
  const pages = Object.fromEntries(files.filter((path) => !NAMED.test(path)).map((path) => [path, digest(readFileSync(join(directory, path)))]));
  return { version: digest(JSON.stringify([named, pages])).slice(0, 16), named, pages };
}

export function offlinePlugin(): Plugin {
  return {
    name: "spawnpoint-offline",
    apply: "build",
    enforce: "post",
    async writeBundle({ dir }) {
      if (dir === undefined) return;
      const made = await build({
        configFile: false,
        logLevel: "error",
        build: { write: false, target: "es2022", lib: { entry: ENTRY, formats: ["iife"], name: "offline" } },
      });
      const [output] = [made].flat();
      if (!output || !("output" in output)) this.error("offline.js was not built");
      writeFileSync(join(dir, NAME), `const BUILT = ${JSON.stringify(built(dir))};\n${output.output[0].code}`);
    },
  };
}

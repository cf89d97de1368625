/**
 * `embed.js`, which other sites name in a script element. A classic script in one file: a module of another origin would
 * need headers that a plain static host does not send.
 */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const ENTRY = fileURLToPath(new URL("../src/embed.ts", import.meta.url));

export function embedPlugin(): Plugin {
  return {
    name: "spawnpoint-embed",
    apply: "build",
    async generateBundle() {
      const made = await build({
        configFile: false,
        logLevel: "error",
        build: { write: false, target: "es2022", lib: { entry: ENTRY, formats: ["iife"], name: "spawnpoint" } },
      });
      const [output] = [made].flat();
      if (!output || !("output" in output)) this.error("embed.js was not built");
      this.emitFile({ type: "asset", fileName: "embed.js", source: output.output[0].code });
    },
  };
}

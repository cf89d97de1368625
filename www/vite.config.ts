import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { embedPlugin } from "./build/embed.ts";
import { offlinePlugin } from "./build/offline.ts";
import { lessonsPlugin } from "./build/plugin.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Lessons may come from elsewhere: a docs author builds a page of their own, tests use a small one. */
const lessons = process.env["SPAWNPOINT_LESSONS"] ?? here("../lessons");
/** For work on the page without Rust, and never in what is shipped. */
const [wasm, first, rest] = process.env["SPAWNPOINT_MOCK"]
  ? [here("test/mock/world.ts"), here("public/favicon.svg"), here("public/favicon.svg")]
  : [here("src/wasm/spawnpoint.js"), here("src/wasm/first.wasm"), here("src/wasm/rest.wasm")];

export default defineConfig(({ command }) => ({
  base: command === "build" ? "./" : "/",
  plugins: [lessonsPlugin(lessons), embedPlugin(), offlinePlugin()],
  resolve: {
    alias: [
      { find: /^spawnpoint-wasm-first/, replacement: first },
      { find: /^spawnpoint-wasm-rest/, replacement: rest },
      { find: /^spawnpoint-wasm$/, replacement: wasm },
    ],
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: { index: here("index.html") },
    },
  },
  worker: { format: "iife" },
  server: { host: "127.0.0.1", fs: { allow: [here("..")] } },
  test: { include: ["test/**/*.test.ts"], environment: "node", reporters: ["default", here("test/summary.ts")] },
}));

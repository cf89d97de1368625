// Samples in headless Chromium: a page with a worker that loads the wasm module and does one sample.
//
// Each sample has a worker of its own, hence a fresh wasm memory; the clock runs only while the world does, so that
// fetching and compiling the module count for nothing here (the page's own tests measure them).
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { serve } from "../tools/serve.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SAMPLE_MS_MAX = 120_000;
/** Room for a million processes; what the page itself allows by default is less. */
const MEMORY_MAX = 2 ** 31;

/** How Debian's Chromium is started. */
export function chromiumOptions() {
  return {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  };
}

/** Opens the browser; resolves to `{ sample, close, version }`. `wasm` is the module's directory below the root. */
export async function openBrowser(wasm) {
  const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
  const { address, close } = await serve(ROOT);
  const browser = await chromium.launch(chromiumOptions());
  const page = await browser.newPage();
  await page.goto(`${address}tests/bench/page.html`);
  const workerUrl = `${address}tests/bench/worker.js`;
  const wasmUrl = `${address}${wasm}/spawnpoint.js`;
  return {
    version: browser.version(),
    /** `expression` with `module` loaded from `source`; resolves to `{ ms, answer, megabytes }`. */
    async sample(module, source, expression) {
      const result = await page.evaluate(inWorker, {
        workerUrl,
        job: { wasmUrl, module, source, expression, memoryMax: MEMORY_MAX },
        limitMs: SAMPLE_MS_MAX,
      });
      if (result.error) throw new Error(`in Chromium: ${result.error}`);
      return result;
    },
    async close() {
      await browser.close();
      close();
    },
  };
}

/** Runs in the page: hands the job to a new worker and waits for its one answer. */
function inWorker({ workerUrl, job, limitMs }) {
  return new Promise((done) => {
    const worker = new Worker(workerUrl, { type: "module" });
    const end = (result) => {
      clearTimeout(limit);
      worker.terminate();
      done(result);
    };
    const limit = setTimeout(() => end({ error: "no answer in time" }), limitMs);
    worker.onmessage = (event) => end(event.data);
    worker.onerror = (event) => end({ error: event.message || "the worker failed" });
    worker.postMessage(job);
  });
}

// One sample inside a Web Worker: the whole life of one world that evaluates one expression.
// The message: { wasmUrl, module, source, expression, memoryMax }; the answer: { ms, answer, megabytes } or { error }.
import { load } from "./halves.js";

/** Between two turns of the event loop the page would have; reductions of one call, as the page's worker spends them. */
const SLICE_REDUCTIONS = 4_000;

self.onmessage = async ({ data: job }) => {
  try {
    self.postMessage(await sample(job));
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};

/** The world halts by itself once the value is printed, as `spawnpoint eval` does; no events are recorded. */
async function sample({ wasmUrl, module, source, expression, memoryMax }) {
  const { wasm, memory } = await load(wasmUrl);
  const world = wasm.World.create({ seed: 1, log: false, memoryMax, evaluate: `${expression}.` });
  const start = performance.now();
  const loaded = world.input({ kind: "module", name: `${module}.erl`, source });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map((d) => `${d.line}: ${d.message}`).join("; "));
  let report;
  do report = world.run(SLICE_REDUCTIONS, 0);
  while (report.status === "running");
  const ms = performance.now() - start;
  const answer = world.takeOutput().trim();
  if (report.status !== "halted") throw new Error(`the world is ${report.status}; it printed: ${answer}`);
  if (answer.startsWith("**")) throw new Error(answer);
  return { ms, answer, megabytes: memory.buffer.byteLength / 1024 / 1024 };
}

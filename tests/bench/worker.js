// One sample inside a Web Worker: the whole life of one world that evaluates one expression.
// The message: { wasmUrl, module, source, expression }; the answer: { ms, answer, megabytes } or { error }.

/** Between two turns of the event loop the page would have; reductions of one call, as the page's worker spends them. */
const SLICE_REDUCTIONS = 4_000;

self.onmessage = async ({ data: job }) => {
  try {
    self.postMessage(await sample(job));
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};

async function sample({ wasmUrl, module, source, expression }) {
  const wasm = await import(wasmUrl);
  const { memory } = await wasm.default();
  if (!wasm.World) throw new Error("the wasm module has no World yet");
  const world = wasm.World.create({ seed: 1 });
  const loaded = world.input({ kind: "module", name: `${module}.erl`, source });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map((d) => `${d.line}: ${d.message}`).join("; "));
  settle(world);
  const start = performance.now();
  world.input({ kind: "shell", text: `${expression}.` });
  const head = settle(world);
  const ms = performance.now() - start;
  const last = world.events(Math.max(0, head - 20), head).filter((event) => event.kind.startsWith("shell_")).pop();
  if (last?.kind !== "shell_result") throw new Error(last?.text ?? "the shell printed nothing");
  return { ms, answer: last.text.trim(), megabytes: memory.buffer.byteLength / 1024 / 1024 };
}

/** Runs until nothing is left to do; timers are not waited for, none of the programs sets one. */
function settle(world) {
  for (;;) {
    const report = world.run(SLICE_REDUCTIONS, 0);
    if (report.status !== "running") return report.head;
  }
}

// Clusters inside a Web Worker. The message: { wasmUrl, source, nodes }; the answer: figures by name, or { error }.
import { load } from "./halves.js";

const REDUCTIONS = 1_000_000;
const MESSAGES = 100_000;

self.onmessage = async ({ data: job }) => {
  try {
    self.postMessage(await measure(job));
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};

async function measure({ wasmUrl, source, nodes }) {
  const { wasm, memory } = await load(wasmUrl);

  const two = start(wasm, source, 2);
  two.line(1, `counter:flood('n2@host', ${MESSAGES}).`);
  const flood = seconds(() => two.until(`${MESSAGES}`));

  let many;
  const connecting = seconds(() => {
    many = start(wasm, source, nodes);
  });
  const joining = seconds(() => {
    many.line(1, "counter:start(10).");
    many.until("global server");
    for (let n = 2; n <= nodes; n += 1) {
      many.line(n, "counter:join().");
      many.until("local server");
    }
  });
  return {
    messages_per_second: Math.round(MESSAGES / flood),
    nodes,
    nodes_connect_host_s: connecting.toFixed(1),
    nodes_cluster_host_s: joining.toFixed(1),
    nodes_megabytes: Math.round(memory.buffer.byteLength / 1024 / 1024),
  };
}

function seconds(act) {
  const start = performance.now();
  act();
  return (performance.now() - start) / 1000;
}

/** Connected nodes with the module, driven as the native measure drives them. */
function start(wasm, source, count) {
  const names = Array.from({ length: count }, (_, i) => `n${i + 1}@host`);
  const world = wasm.World.create({ seed: 1, log: false, nodes: names });
  /** Lets virtual time pass; the clock stops at each timer, so that a hair more than its time is asked for. */
  const pass = (ms) => {
    const end = world.run(0, 0).clockMs + ms;
    for (;;) {
      const report = world.run(REDUCTIONS, 0);
      if (report.status === "running") continue;
      if (report.clockMs >= end) return;
      world.advanceClock(report.status === "waiting" ? Math.min(report.untilMs + 1e-5, end) : end);
    }
  };
  const line = (n, text) => world.input({ kind: "shell", node: names[n - 1], text });
  const until = (wanted) => {
    for (let turn = 0; turn < 2000; turn += 1) {
      if (world.takeOutput().includes(wanted)) return;
      pass(10);
    }
    throw new Error(`${wanted} was not printed`);
  };
  pass(1000);
  world.input({ kind: "module", name: "counter", source });
  for (let n = 2; n <= count; n += 1) {
    line(n, "net_adm:ping('n1@host').");
    pass(50);
  }
  pass(5000);
  return { line, until };
}

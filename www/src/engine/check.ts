/** An exercise's check: runs in a world of its own, turn by turn, without pacing. */
import type { Input, Replies, Request, WasmModule, World } from "../protocol.ts";
import { CHECK_CLOCK_MS_MAX, isPassed } from "./verdict.ts";

const TURN_REDUCTIONS = 40_000;
/** Booting takes far less. */
const BOOT_REDUCTIONS_MAX = 10_000_000;
const REDUCTIONS_MAX = 50_000_000;

/** The worker listens again after so long. */
const SLICE_MS = 10;

/** Getting to know each other takes nodes a few times the latency of their lines. */
const CONNECT_MS_MAX = 1_000;

/** Lets the worker answer what has come meanwhile. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

async function untilPrompted(world: World): Promise<void> {
  for (let spent = 0; spent < BOOT_REDUCTIONS_MAX; spent += TURN_REDUCTIONS) {
    if (world.run(TURN_REDUCTIONS, 0).status !== "running") return;
    await breathe();
  }
}

/** A node that was started is brought to its prompt, with the modules that all nodes have. */
export async function restart(world: World, node: string): Promise<void> {
  await untilPrompted(world);
  const modules = new Map<string, Input>();
  for (const { input } of world.inputs()) {
    if (input.kind === "module" && (input.node ?? node) === node) modules.set(input.name, { ...input, node });
  }
  for (const module of modules.values()) world.input(module);
}

/** Brings fresh nodes to their first prompts: before it, nobody reads what is typed. Then all of them connect, if `connected`. */
export async function boot(world: World, nodes: readonly string[] = [], connected = false): Promise<void> {
  await untilPrompted(world);
  if (!connected) return;
  for (const input of connections(nodes)) world.input(input);
  for (let spent = 0; spent < BOOT_REDUCTIONS_MAX; spent += TURN_REDUCTIONS) {
    const { status, untilMs = 0 } = world.run(TURN_REDUCTIONS, 0);
    await breathe();
    if (status === "running") continue;
    if (status !== "waiting" || untilMs > CONNECT_MS_MAX) return;
    world.advanceClock(untilMs);
  }
}

function connections(nodes: readonly string[]): Input[] {
  return nodes.flatMap((b, i) => nodes.slice(0, i).map((a): Input => ({ kind: "connect", a, b })));
}

export async function runCheck(
  wasm: WasmModule,
  { config, modules, code }: Extract<Request, { type: "check" }>,
): Promise<Replies["check"]> {
  const world = wasm.World.create(config);
  try {
    const { nodes = [] } = config;
    await boot(world, nodes, true);
    for (const module of modules) {
      const { ok, diagnostics } = world.input({ kind: "module", ...module });
      const first = diagnostics.find((d) => d.severity === "error");
      if (!ok) return { passed: false, printed: first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : "" };
    }
    let seen = world.head();
    world.input({ kind: "shell", text: code });
    let since = performance.now();
    for (let spent = 0; spent < REDUCTIONS_MAX; spent += TURN_REDUCTIONS) {
      const report = world.run(TURN_REDUCTIONS, 0);
      const news = world.events(seen, report.head);
      seen = report.head;
      const answer = news.find((e) => (e.kind === "shell_result" || e.kind === "shell_error") && (nodes.length === 0 || e.node === nodes[0]));
      if (answer) {
        const passed = isPassed(answer);
        return { passed, printed: passed ? "" : (answer.text ?? "").trim() };
      }
      if (report.status === "waiting" && (report.untilMs ?? 0) <= CHECK_CLOCK_MS_MAX) world.advanceClock(report.untilMs ?? 0);
      else if (report.status !== "running" || seen >= wasm.eventsMax()) break;
      // A check takes thousands of turns, most of them short: from one timer of a cluster to the next.
      if (performance.now() - since < SLICE_MS) continue;
      await breathe();
      since = performance.now();
    }
    return { passed: false, printed: "" };
  } finally {
    world.free();
  }
}

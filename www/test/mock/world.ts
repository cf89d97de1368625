/**
 * A stand-in for the wasm module, for unit tests and for building the page without Rust. It knows a handful of shell
 * lines by heart; it is deterministic, and everything it tells follows the contract in `src/protocol.ts`.
 */
import type { Diagnostic, Input, InputResult, RecordedInput, RunReport, ViewModel, World, WorldConfig, WorldEvent } from "../../src/protocol.ts";
import { Machine } from "./machine.ts";

export const worn = (): boolean => false;
/** Room for what a page does; tests of a full log make it small. */
export const log = { eventsMax: 20_000 };
export const eventsMax = (): number => log.eventsMax;
export const eventsBeyond = (): number => 20;

export function version(): string {
  return "0.0.0-mock";
}

class MockWorld implements World {
  private machine: Machine;
  private log: RecordedInput[] = [];
  private views: ViewModel[] = [];

  constructor(private readonly config: WorldConfig) {
    this.machine = new Machine();
    this.views.push(this.machine.view());
  }

  static create(config: WorldConfig): World {
    return new MockWorld(config);
  }

  static restore(config: WorldConfig, inputs: RecordedInput[]): World {
    const world = new MockWorld(config);
    for (const recorded of inputs) {
      while (world.head() < recorded.step && world.run(4000, 1).status === "running") continue;
      if (recorded.input.kind === "advance") world.advanceClock(recorded.input.toMs);
      else world.input(recorded.input);
    }
    return world;
  }

  static diagnose(name: string, source: string): Diagnostic[] {
    const found: Diagnostic[] = [];
    source.split("\n").forEach((text, index) => {
      const column = text.indexOf("Unbound");
      if (column >= 0) found.push(diagnostic(name, index + 1, [...text.slice(0, column)].length + 1, "variable 'Unbound' is unbound"));
    });
    if (!source.includes("-module(")) found.push(diagnostic(name, 1, 1, "no module definition"));
    return found;
  }

  printed(step: number): string {
    return this.views.at(-1)?.shells[0]?.transcript.find((entry) => entry.step === step)?.output ?? "";
  }

  input(input: Input): InputResult {
    const { head, reductions } = this.machine;
    this.log.push({ step: head, slices: reductions / 100, input });
    const diagnostics = input.kind === "module" ? MockWorld.diagnose(input.name, input.source) : [];
    if (diagnostics.length === 0) this.machine.input(input);
    this.snap();
    return { ok: diagnostics.length === 0, diagnostics };
  }

  run(maxReductions: number, maxEvents: number): RunReport {
    const before = this.machine.head;
    for (let spent = 0; spent < maxReductions; spent += 100) {
      if (maxEvents > 0 && this.machine.head - before >= maxEvents) break;
      if (!this.machine.slice()) break;
      this.snap();
    }
    return this.machine.report();
  }

  private snap(): void {
    const view = this.machine.view();
    for (let step = this.views.length; step < this.machine.head; step++) this.views[step] = { ...view, step };
    this.views[this.machine.head] = view;
  }

  advanceClock(ms: number): void {
    const { head, reductions } = this.machine;
    this.log.push({ step: head, slices: reductions / 100, input: { kind: "advance", toMs: ms } });
    this.machine.advance(ms);
    this.snap();
  }

  head(): number {
    return this.machine.head;
  }

  events(from: number, to: number): WorldEvent[] {
    return this.machine.events.slice(from, to);
  }

  view(step: number): ViewModel {
    return structuredClone(this.views[Math.max(0, Math.min(step, this.head()))] ?? this.machine.view());
  }

  inputs(): RecordedInput[] {
    return structuredClone(this.log);
  }

  fork(step: number): World {
    const world = MockWorld.restore(
      this.config,
      this.log.filter((r) => r.step < step),
    ) as MockWorld;
    while (world.head() < step && world.run(100, 1).status === "running") continue;
    return world;
  }

  logHash(): string {
    return String(this.machine.events.length);
  }

  free(): void {
    this.views = [];
  }
}

function diagnostic(file: string, line: number, column: number, message: string): Diagnostic {
  return { severity: "error", message, file: `${file}.erl`, line, column };
}

export { MockWorld as World };
export { MockPlayer as Player } from "./player.ts";

/** wasm-bindgen's initialiser. */
export default function init(): Promise<void> {
  return Promise.resolve();
}

import { describe, expect, it } from "vitest";
import type { WorldEvent } from "../src/protocol.ts";
import { countUpTo, Reading, Visibility } from "../src/state/visible.ts";

const log = (...entries: [WorldEvent["kind"], string, Partial<WorldEvent>?][]): WorldEvent[] =>
  entries.map(([kind, pid, rest], i) => ({ seq: i + 1, timeMs: 0, node: "n", kind, pid, ...rest }));
const at = (module: string): Partial<WorldEvent> => ({ at: { mfa: `${module}:f/1`, module, line: 1 } });

function shown(events: WorldEvent[]): number[] {
  const visibility = new Visibility();
  visibility.grow(events);
  return visibility.shown;
}

describe("what a learner sees", () => {
  it("passes over printing through the io server, but not what is printed", () => {
    const events = log(
      ["spawn", "", { peer: "io", name: "user:server/0" }],
      ["spawn", "a", { peer: "b", name: "msg_cache:loop/1" }],
      ["monitor", "b", { peer: "io", ...at("io") }],
      ["send", "b", { peer: "io", message: 1 }],
      ["queued", "io", { peer: "b", message: 1 }],
      ["wait", "b", at("io")],
      ["output", "b", { text: "hello" }],
      ["queued", "b", { peer: "io", message: 2 }],
      ["receive", "b", { message: 2 }],
      ["wait", "b", at("msg_cache")],
    );
    expect(shown(events)).toEqual([2, 7, 10]);
  });

  it("passes over what prints nothing", () => {
    expect(shown(log(["output", "a", { text: "" }], ["output", "a", { text: "\n" }]))).toEqual([2]);
  });

  it("passes over what is sent to one of the runtime's own by its name, on its node", () => {
    const events = log(
      ["spawn", "", { peer: "own", name: "global:server/0" }],
      ["register", "own", { name: "global_name_server" }],
      ["send", "a", { peer: "global_name_server", message: 1 }],
      ["send", "a", { peer: "global_name_server", message: 2, node: "m" }],
    );
    expect(shown(events)).toEqual([4]);
  });

  it("passes over frames of the runtime's own, at both ends, and the clock's small steps", () => {
    const events = log(
      ["spawn", "", { peer: "global", name: "global:init/0" }],
      ["frame_sent", "global", { peer: "b" }],
      ["frame_sent", "server", { peer: "b" }],
      ["clock", "", { timeMs: 10 }],
      ["frame_received", "", { peer: "a", cause: 2 }],
      ["frame_received", "", { peer: "a", cause: 3 }],
      ["clock", "", { timeMs: 10.5 }],
      ["clock", "", { timeMs: 20 }],
    );
    expect(shown(events)).toEqual([3, 4, 6, 8]);
  });

  it("keeps a shell's evaluator, not its reader", () => {
    const events = log(
      ["spawn", "", { peer: "shell", name: "shell:-start/0-fun-0-/0" }],
      ["spawn", "shell", { peer: "eval", name: "shell:-start_evaluator/1-fun-1-/4" }],
      ["shell_input", "shell", { text: "self() ! a." }],
      ["send", "eval", { peer: "eval", message: 1 }],
      ["queued", "eval", { peer: "eval", message: 1 }],
      ["send", "eval", { peer: "shell", message: 2 }],
    );
    expect(shown(events)).toEqual([3, 4, 5]);
  });

  it("puts the shell's answers on its evaluator's lifeline", () => {
    const shell = new Reading();
    const events = log(
      ["spawn", "reader", { peer: "eval", name: "shell:-start_evaluator/1-fun-1-/4" }],
      ["shell_result", "reader", { text: "ok" }],
    );
    expect(events.map((e) => shell.map(e).pid)).toEqual(["reader", "eval"]);
  });

  it("tells a skipped message with its text", () => {
    const reading = new Reading();
    const events = log(["queued", "a", { message: 1, text: "hi" }], ["skip", "a", { message: 1 }]);
    expect(events.map((e) => reading.map(e).text)).toEqual(["hi", "hi"]);
  });

  it("grows with the log", () => {
    const visibility = new Visibility();
    const events = log(["output", "a"], ["output", "a"]);
    visibility.grow(events.slice(0, 1));
    visibility.grow(events);
    expect(visibility.shown).toEqual([1, 2]);
  });

  it("counts by bisection", () => {
    expect([0, 1, 4, 5, 100].map((n) => countUpTo([1, 4, 9], n))).toEqual([0, 1, 2, 2, 3]);
  });
});

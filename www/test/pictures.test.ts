import { describe as suite, expect, it } from "vitest";
import { causalPast, neighbour } from "../src/pictures/causality.ts";
import { brief } from "../src/pictures/describe.ts";
import { layout } from "../src/pictures/layout.ts";
import type { WorldEvent } from "../src/protocol.ts";

let seq = 0;
const event = (kind: WorldEvent["kind"], pid: string, rest: Partial<WorldEvent> = {}): WorldEvent => ({
  seq: ++seq,
  timeMs: 0,
  node: "n",
  kind,
  pid,
  ...rest,
});

function exchange(): WorldEvent[] {
  seq = 0;
  return [
    event("spawn", "a", { peer: "b" }),
    event("output", "c"),
    event("send", "a", { peer: "b", message: 1 }),
    event("queued", "b", { peer: "a", message: 1, index: 0, cause: 3, text: "hello" }),
    event("output", "a"),
    event("receive", "b", { message: 1 }),
  ];
}

suite("causal past", () => {
  it("is what could have led to the event, and no more", () => {
    expect([...causalPast(exchange(), 6)].sort()).toEqual([1, 3, 4, 6]);
    expect([...causalPast(exchange(), 5)].sort()).toEqual([1, 3, 5]);
    expect([...causalPast(exchange(), 2)]).toEqual([2]);
  });

  it("takes a few milliseconds for 10,000 events", () => {
    seq = 0;
    const events = Array.from({ length: 10_000 }, (_, i) => event("send", `p${i % 50}`, i > 60 ? { cause: i - 60 } : {}));
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      expect(causalPast(events, 10_000).size).toBeGreaterThan(5_000);
      layout(events, new Set(), new Set());
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it("finds the neighbour on a lifeline", () => {
    expect(neighbour(exchange(), "a", 5, -1, new Set())).toBe(3);
    expect(neighbour(exchange(), "b", 4, 1, new Set())).toBe(6);
    expect(neighbour(exchange(), "c", 2, 1, new Set())).toBe(0);
  });
});

suite("space-time layout", () => {
  it("gives each process a column in order of appearance, and each message an arrow and a rest", () => {
    const { columns, arrows, rests } = layout(exchange(), new Set(), new Set());
    expect(columns.map((c) => c.pid)).toEqual(["a", "b", "c"]);
    expect(arrows.map((a) => [a.kind, a.from, a.to])).toEqual([
      ["spawn", { row: 0, column: 0 }, { row: 0, column: 1 }],
      ["message", { row: 2, column: 0 }, { row: 3, column: 1 }],
    ]);
    expect(rests).toEqual([{ column: 1, from: 3, to: 5, index: 0 }]);
  });

  it("collapses runs of the same kind on one lifeline, unless opened", () => {
    seq = 0;
    const events = Array.from({ length: 9 }, () => event("skip", "a"));
    expect(layout(events, new Set(), new Set()).rows.map((r) => r.count)).toEqual([9]);
    expect(layout(events, new Set([1]), new Set()).rows).toHaveLength(9);
  });
});

suite("hidden events", () => {
  it("take no row, no column and no number", () => {
    seq = 0;
    const events = [event("send", "a", { peer: "io" }), event("queued", "io", { peer: "a", cause: 1 }), event("output", "a")];
    const { rows, rowOf, columns } = layout(events, new Set(), new Set([1, 2]));
    expect(rows.map((r) => [r.event.seq, r.ordinal])).toEqual([[3, 1]]);
    expect(rowOf).toEqual([0, 0, 0]);
    expect(columns.map((c) => c.pid)).toEqual(["a"]);
  });
});

suite("long texts", () => {
  it("are shortened without losing the sign that they were", () => {
    expect(brief("a\n  b")).toBe("a b");
    expect(brief("x".repeat(100), 10)).toBe(`${"x".repeat(9)}…`);
  });
});

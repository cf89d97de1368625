import { describe as suite, expect, it } from "vitest";
import { CausalPast, neighbour } from "../src/pictures/causality.ts";
import { brief } from "../src/pictures/describe.ts";
import { GrowingLayout, type Layout } from "../src/pictures/layout.ts";
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

const layout = (events: readonly WorldEvent[], expanded: ReadonlySet<number>, hidden: ReadonlySet<number>): Layout => new GrowingLayout(events, expanded, hidden).grow();
const causalPast = (events: readonly WorldEvent[], seq: number): number[] => {
  const past = new CausalPast(events, seq);
  return events.map((e) => e.seq).filter((seq) => past.has(seq));
};

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
    expect(causalPast(exchange(), 6)).toEqual([1, 3, 4, 6]);
    expect(causalPast(exchange(), 5)).toEqual([1, 3, 5]);
    expect(causalPast(exchange(), 2)).toEqual([2]);
  });

  it("takes a few milliseconds for 10,000 events", () => {
    seq = 0;
    const events = Array.from({ length: 10_000 }, (_, i) => event("send", `p${i % 50}`, i > 60 ? { cause: i - 60 } : {}));
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      expect(causalPast(events, 10_000).length).toBeGreaterThan(5_000);
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

  it("takes back nothing too much when events turn out to be a run", () => {
    seq = 0;
    let state = 7;
    const chance = (n: number): number => (state = (state * 48271) % 2147483647) % n;
    const kinds = ["send", "queued", "receive", "spawn", "exit", "skip"] as const;
    const events = Array.from({ length: 400 }, () => {
      // Runs of all lengths around the four that make one.
      const kind = kinds[chance(3) === 0 ? chance(6) : state % 2] ?? "send";
      const cause = kind === "queued" && seq > 3 ? { cause: seq - chance(3) } : {};
      return event(kind, `p${chance(2)}`, { peer: `p${chance(30)}`, message: chance(40), index: chance(3), text: "hello", ...cause });
    });
    const hidden = new Set(events.filter(() => chance(9) === 0).map((e) => e.seq));
    const growing = layout(events, new Set([20]), hidden);
    // Told plainly: events alike and next to each other, in groups; a group of four and more is one row.
    const groups: WorldEvent[][] = [];
    for (const e of events) {
      const last = groups.at(-1)?.at(-1);
      if (hidden.has(e.seq)) groups.push([]);
      else if (last?.kind === e.kind && last.pid === e.pid) groups.at(-1)?.push(e);
      else groups.push([e]);
    }
    const rows = groups.flatMap((g) => (g.length >= 4 && g[0]?.seq !== 20 ? [[g[0]?.seq, g.length]] : g.map((e) => [e.seq, 1])));
    expect(growing.rows.map((r) => [r.event.seq, r.count])).toEqual(rows);
    for (const arrow of growing.arrows) expect(arrow.to.row).toBe(growing.rowOf[arrow.seq - 1]);
    const shown = events.filter((e) => !hidden.has(e.seq));
    expect(growing.arrows).toHaveLength(shown.filter((e) => e.kind === "spawn" || e.cause !== undefined).length);
    const rested = shown.filter((e) => e.kind === "queued");
    expect(growing.rests.map((r) => r.from)).toEqual(rested.map((e) => growing.rowOf[e.seq - 1]));
    expect(new Set(growing.columns.map((c) => c.pid)).size).toBe(growing.columns.length);
    expect(growing.rows.some((r) => r.count > 4)).toBe(true);
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
    expect(brief("{#Ref<0.2952790016.2712847316.131087>,ok}")).toBe("{#Ref<…131087>,ok}");
    expect(brief("x".repeat(100), 10)).toBe(`${"x".repeat(9)}…`);
  });
});

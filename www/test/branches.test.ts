import { describe, expect, it } from "vitest";
import type { Progress } from "../src/engine/engine.ts";
import { aligned } from "../src/pictures/aligned.ts";
import { partingOf } from "../src/pictures/branches.ts";
import type { WorldEvent } from "../src/protocol.ts";
import { Branch } from "../src/state/branch.ts";

const told = (text: string): { words: string }[] => [...text].map((words) => ({ words }));
const shown = (left: string, right: string): string => aligned(told(left), told(right)).map(({ left, right, same }) => `${left?.words ?? "-"}${same ? "=" : " "}${right?.words ?? "-"}`).join(", ");

describe("two histories", () => {
  it.each([
    ["abc", "abc", "a=a, b=b, c=c"],
    ["abxd", "abyd", "a=a, b=b, x y, d=d"],
    ["ab", "", "a -, b -"],
    ["", "ab", "- a, - b"],
    ["axyb", "ab", "a=a, x -, y -, b=b"],
  ])("are aligned by what both have: %s %s", (left, right, rows) => {
    expect(shown(left, right)).toBe(rows);
  });

  it("part at the fork that lies between them, whichever way around", () => {
    const info = (branch: number, parent: number | undefined, forkedAt: number): [number, Branch] => [
      branch,
      new Branch({ branch, ...(parent === undefined ? {} : { parent }), forkedAt, head: 100, clockMs: 0, status: "idle", active: false }),
    ];
    const branches = new Map([info(0, undefined, 0), info(1, 0, 40), info(2, 1, 20), info(3, 1, 60)]);
    expect([[0, 1], [1, 0], [0, 3], [1, 3], [2, 3], [0, 2]].map(([a = 0, b = 0]) => partingOf(branches, a, b))).toEqual([40, 40, 40, 60, 20, 20]);
  });
});

describe("a branch", () => {
  it("passes over what its world tells again", () => {
    const info = { branch: 0, forkedAt: 0, head: 2, clockMs: 0, status: "idle", active: false } as const;
    const branch = new Branch(info);
    const told = (...seqs: number[]): WorldEvent[] => seqs.map((seq) => ({ seq, kind: "clock", pid: "<0.1.0>", timeMs: seq }) as WorldEvent);
    const tell = (events: WorldEvent[]): void => branch.apply({ type: "progress", v: 1, id: 0, world: 1, info, events, inputs: [] } as unknown as Progress);
    tell(told(1, 2));
    tell(told(1, 2));
    tell(told(2, 3));
    expect(branch.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});

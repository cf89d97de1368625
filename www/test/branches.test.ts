import { describe, expect, it } from "vitest";
import { aligned } from "../src/pictures/aligned.ts";
import { partingOf } from "../src/pictures/branches.ts";
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
      new Branch({ branch, ...(parent === undefined ? {} : { parent }), forkedAt, head: 100, clockMs: 0, status: "idle", active: false, full: false }),
    ];
    const branches = new Map([info(0, undefined, 0), info(1, 0, 40), info(2, 1, 20), info(3, 1, 60)]);
    expect([[0, 1], [1, 0], [0, 3], [1, 3], [2, 3], [0, 2]].map(([a = 0, b = 0]) => partingOf(branches, a, b))).toEqual([40, 40, 40, 60, 20, 20]);
  });
});

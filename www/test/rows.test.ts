import { describe as suite, expect, it } from "vitest";
import { compareRows, compareTables, groups } from "../src/pictures/rows.ts";
import type { TableView } from "../src/protocol.ts";

const table = (type: TableView["type"], rows: [string, string][], rest: Partial<TableView> = {}): TableView => ({
  id: "t",
  node: "n",
  name: "t",
  named: true,
  owner: "<0.5.0>",
  type,
  protection: "protected",
  keypos: 1,
  size: rows.length,
  fixed: false,
  rows: rows.map(([key, text]) => ({ key, text })),
  ...rest,
});

const signs = (now: TableView, base: TableView | "none" | undefined, before: TableView | "none" | undefined): string[] =>
  compareRows(now, base, before).map((r) => `${{ same: "=", new: "+", changed: "~", gone: "-" }[r.change]}${r.text}${r.now ? "!" : ""}`);

suite("rows of a set", () => {
  const base = table("set", [["a", "{a,1}"], ["b", "{b,1}"], ["c", "{c,1}"]]);

  it("are new, changed or gone by their keys, and what went stands where it was", () => {
    const now = table("set", [["a", "{a,1}"], ["c", "{c,2}"], ["d", "{d,1}"]]);
    expect(signs(now, base, base)).toEqual(["={a,1}", "-{b,1}!", "~{c,2}!", "+{d,1}!"]);
    expect(compareRows(now, base, base).find((r) => r.change === "changed")?.was).toBe("{c,1}");
  });

  it("tell what this very event did from what the line did before", () => {
    const before = table("set", [["a", "{a,1}"], ["b", "{b,1}"], ["c", "{c,2}"]]);
    const now = table("set", [["a", "{a,9}"], ["b", "{b,1}"], ["c", "{c,2}"]]);
    expect(signs(now, base, before)).toEqual(["~{a,9}!", "={b,1}", "~{c,2}"]);
  });

  it("of a new table are all new, and without anything to compare with none is", () => {
    expect(signs(base, "none", "none")).toEqual(["+{a,1}!", "+{b,1}!", "+{c,1}!"]);
    expect(signs(base, undefined, undefined)).toEqual(["={a,1}", "={b,1}", "={c,1}"]);
  });

  it("that are shown in part are not taken for gone or new", () => {
    const now = table("set", [["b", "{b,2}"], ["e", "{e,1}"]], { size: 1000 });
    expect(signs(now, base, base)).toEqual(["~{b,2}", "={e,1}"]);
  });
});

suite("rows of a bag", () => {
  it("are gathered by key; equal rows of a duplicate_bag are counted", () => {
    const base = table("duplicate_bag", [["a", "{a,1}"], ["a", "{a,1}"], ["b", "{b,1}"]]);
    const now = table("duplicate_bag", [["a", "{a,1}"], ["a", "{a,1}"], ["a", "{a,1}"], ["b", "{b,2}"]]);
    expect(signs(now, base, base)).toEqual(["={a,1}", "={a,1}", "+{a,1}!", "-{b,1}!", "+{b,2}!"]);
    expect(groups(compareRows(now, base, base)).map((g) => [g.key, g.rows.length])).toEqual([["a", 3], ["b", 2]]);
  });
});

suite("tables", () => {
  it("are new and gone with the last input", () => {
    const [a, b] = [table("set", [], { id: "a" }), table("set", [["k", "{k}"]], { id: "b" })];
    expect(compareTables([a], [b], [b]).map((c) => [c.table.id, c.change])).toEqual([["a", "new"], ["b", "gone"]]);
    expect(compareTables([a], undefined, undefined).map((c) => c.change)).toEqual(["same"]);
  });
});

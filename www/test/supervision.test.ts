import { describe as suite, expect, it } from "vitest";
import { supervisionTrees, type TreeNode } from "../src/pictures/supervision.ts";
import type { ProcessView } from "../src/protocol.ts";

const process = (pid: string, rest: Partial<ProcessView> = {}): ProcessView => ({
  pid,
  node: "n",
  system: false,
  shell: false,
  status: "waiting",
  initial: "proc_lib:init_p/5",
  mailbox: [],
  mailboxTotal: 0,
  links: [],
  monitors: [],
  trapExit: false,
  reductions: 0,
  heapWords: 0,
  lastStep: 0,
  ...rest,
});
const supervisor = { behaviour: { kind: "supervisor", module: "sup" } };
const shape = (node: TreeNode): unknown => [node.process.pid, ...node.children.map(shape)];

suite("the supervision tree", () => {
  it("goes from supervisors to those they started, by pid or by name", () => {
    const trees = supervisionTrees([
      process("shell", { shell: true }),
      process("s1", { ...supervisor, name: "top", ancestors: ["shell"] }),
      process("s2", { ...supervisor, ancestors: ["top", "shell"] }),
      process("w1", { ancestors: ["s2", "top", "shell"] }),
      process("stranger", { parent: "shell" }),
    ]);
    expect(trees.map(shape)).toEqual([["s1", ["s2", ["w1"]]]]);
  });

  it("tells a dead supervisor by the one that has its name now, and puts the two beside each other", () => {
    const trees = supervisionTrees([
      process("s", supervisor),
      process("u1", { name: "users", status: "exited", parent: "s" }),
      process("w1", { status: "exited", parent: "u1" }),
      process("l", { name: "listener", ancestors: ["s"] }),
      process("u2", { ...supervisor, name: "users", ancestors: ["s"] }),
    ]);
    expect(trees.map(shape)).toEqual([["s", ["u1", ["w1"]], ["u2"], ["l"]]]);
  });

  it("keeps a child that died beside the one that replaced it", () => {
    const trees = supervisionTrees([
      process("s", supervisor),
      process("w1", { status: "exited", exitReason: "killed", parent: "s" }),
      process("w2", { ancestors: ["s"] }),
    ]);
    expect(trees.map(shape)).toEqual([["s", ["w1"], ["w2"]]]);
  });
});

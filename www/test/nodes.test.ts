import { describe as suite, expect, it } from "vitest";
import { groupsOf } from "../src/pictures/groups.ts";
import type { LinkView, NodeView } from "../src/protocol.ts";
import { faultInputs } from "../src/state/faults.ts";
import { identifyEvent, shortNode, split } from "../src/state/identity.ts";

const NODES = ["a@h", "b@h", "c@h"];

suite("faults as lessons write them", () => {
  it.each([
    ["kill a@h", [{ kind: "crashNode", node: "a@h" }]],
    ["start b@h", [{ kind: "startNode", node: "b@h" }]],
    ["partition a@h b@h | c@h", ["a@h", "b@h"].flatMap((a) => [{ kind: "partition", a, b: "c@h" }, { kind: "disconnect", a, b: "c@h" }])],
    ["heal", [{ kind: "heal", a: "b@h", b: "c@h" }, { kind: "connect", a: "b@h", b: "c@h" }]],
    ["dance", []],
  ])("%s", (text, inputs) => expect(faultInputs(text, NODES, [["b@h", "c@h"]])).toEqual(inputs));
});

suite("who is who on several nodes", () => {
  it("is the pid with its node; names, other nodes' pids and the world itself stay", () => {
    const event = { seq: 1, timeMs: 0, node: "a@h", kind: "send", pid: "<0.85.0>", peer: "<0.85.0>@b@h" } as const;
    expect(identifyEvent(event)).toMatchObject({ pid: "<0.85.0>@a@h", peer: "<0.85.0>@b@h" });
    expect(identifyEvent({ ...event, pid: "", peer: "counter" })).toMatchObject({ pid: "", peer: "counter" });
  });

  it("is taken apart again for a fault", () => {
    expect(split("<0.85.0>@a@h")).toEqual({ pid: "<0.85.0>", node: "a@h" });
    expect(split("<0.85.0>")).toEqual({ pid: "<0.85.0>" });
    expect(shortNode("a@h")).toBe("a");
  });
});

suite("groups of nodes", () => {
  const nodes = NODES.map((name): NodeView => ({ name, state: "running", creation: 1 }) as NodeView);
  const cut = (...pairs: [string, string][]): LinkView[] => pairs.map(([a, b]) => ({ a, b, upAtA: false, upAtB: false, cutToA: true, cutToB: true, latencyMs: 1, jitterMs: 0, bytesPerS: 0 }));
  const names = (links: LinkView[]): string => groupsOf(nodes, links).map((group) => group.map((node) => node.name[0]).join("")).join("|");

  it("are one while there is a way, and part where there is none", () => {
    expect(names([])).toBe("abc");
    expect(names(cut(["a@h", "b@h"]))).toBe("abc");
    expect(names(cut(["b@h", "a@h"], ["b@h", "c@h"]))).toBe("ac|b");
    expect(names(cut(["a@h", "b@h"], ["b@h", "c@h"], ["a@h", "c@h"]))).toBe("a|b|c");
  });
});

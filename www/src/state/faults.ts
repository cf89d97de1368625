/** Faults as lessons write them, as inputs to the world. Pure. */
import type { Input } from "../protocol.ts";

/**
 * `kill NODE`, `start NODE`, `pause NODE`, `resume NODE`, `partition NODE NODE | NODE`, `heal`: see lessons/README.md.
 * What is none of these gives no input. `cut`: the pairs of nodes that do not reach each other now.
 */
export function faultInputs(text: string, nodes: readonly string[], cut: readonly (readonly [string, string])[]): Input[] {
  const [verb = "", ...words] = text.trim().split(/\s+/);
  const [node = ""] = words;
  switch (verb) {
    case "kill":
      return [{ kind: "crashNode", node }];
    case "start":
      return [{ kind: "startNode", node }];
    case "pause":
      return [{ kind: "pause", node }];
    case "resume":
      return [{ kind: "resume", node }];
    case "partition": {
      const groups = words.join(" ").split("|").map((group) => group.trim().split(/\s+/));
      const group = (node: string): number => groups.findIndex((g) => g.includes(node));
      // What was connected breaks at once: nobody wants to sit out the ticks.
      return pairs(nodes).flatMap(([a, b]): Input[] => (group(a) < 0 || group(b) < 0 || group(a) === group(b) ? [] : [{ kind: "partition", a, b }, { kind: "disconnect", a, b }]));
    }
    case "heal":
      return cut.flatMap(([a, b]) => mend(a, b));
    default:
      return [];
  }
}

const FAULTS: ReadonlySet<Input["kind"]> = new Set(["kill", "crashNode", "startNode", "pause", "resume", "partition", "heal", "delay", "disconnect"]);

/** Whether it is done to a process, a node or the network, from outside. */
export const isFault = (input: Input): boolean => FAULTS.has(input.kind);

/** The line is whole again, and those at its ends find each other. */
export const mend = (a: string, b: string): Input[] => [{ kind: "heal", a, b }, { kind: "connect", a, b }];

function pairs(nodes: readonly string[]): [string, string][] {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b): [string, string] => [a, b]));
}

/** Faults as lessons write them, as inputs to the world. Pure. */
import type { Input } from "../protocol.ts";

/**
 * `kill NODE`, `start NODE`, `pause NODE`, `resume NODE`, `partition NODE NODE | NODE`, `heal`: see lessons/README.md.
 * What is none of these gives no input.
 */
export function faultInputs(text: string, nodes: readonly string[]): Input[] {
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
      return pairs(nodes).flatMap(([a, b]) => (groups.some((g) => g.includes(a) && g.includes(b)) ? [] : groupsOf(groups, a, b) ? [{ kind: "partition", a, b } as const] : []));
    }
    case "heal":
      return pairs(nodes).map(([a, b]) => ({ kind: "heal", a, b }));
    default:
      return [];
  }
}

const groupsOf = (groups: readonly string[][], a: string, b: string): boolean => groups.some((g) => g.includes(a)) && groups.some((g) => g.includes(b));

function pairs(nodes: readonly string[]): [string, string][] {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b): [string, string] => [a, b]));
}

/** Nodes by who reaches whom: those between whom there is a way without a cut stand together. Pure. */
import type { LinkView, NodeView } from "../protocol.ts";

/** Groups in order of their first node, nodes in the given order. */
export function groupsOf(nodes: readonly NodeView[], links: readonly LinkView[]): NodeView[][] {
  const cut = new Set(links.filter((l) => l.cutToA || l.cutToB).flatMap((l) => [`${l.a} ${l.b}`, `${l.b} ${l.a}`]));
  const groups: NodeView[][] = [];
  const left = new Set(nodes);
  for (const first of nodes) {
    if (!left.delete(first)) continue;
    const group = [first];
    for (const at of group) {
      for (const other of left) {
        if (cut.has(`${at.name} ${other.name}`)) continue;
        left.delete(other);
        group.push(other);
      }
    }
    groups.push(nodes.filter((node) => group.includes(node)));
  }
  return groups;
}

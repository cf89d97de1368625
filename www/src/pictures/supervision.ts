/** The supervision tree of one moment: who started whom, as `proc_lib` remembers it. Pure. */
import type { ProcessView } from "../protocol.ts";

export interface TreeNode {
  process: ProcessView;
  supervisor: boolean;
  children: TreeNode[];
}

const SUPERVISOR = /^supervisor/;
export const isSupervisor = (p: ProcessView): boolean => SUPERVISOR.test(p.behaviour?.kind ?? "") || SUPERVISOR.test(p.initial);

const key = (node: string, pid: string): string => `${node} ${pid}`;

/**
 * The trees whose roots are supervisors that no other supervisor has started. Children stand in order of creation; those
 * that have exited stand before the one that has their name now, so that a restart shows as a cross and a new sibling.
 */
export function supervisionTrees(processes: readonly ProcessView[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const named = new Map<string, TreeNode>();
  // What an exited process was is forgotten, but not what the one of its name is now.
  const supervisors = new Set(processes.filter(isSupervisor).flatMap((p) => [key(p.node, p.pid), ...(p.name === undefined ? [] : [key(p.node, p.name)])]));
  for (const process of processes) {
    const supervisor = supervisors.has(key(process.node, process.pid)) || (process.name !== undefined && supervisors.has(key(process.node, process.name)));
    const node = { process, supervisor, children: [] };
    nodes.set(key(process.node, process.pid), node);
    if (process.name !== undefined && process.status !== "exited") named.set(key(process.node, process.name), node);
  }
  const roots: TreeNode[] = [];
  for (const node of nodes.values()) {
    const { process } = node;
    // What an exited process remembered is gone; who spawned it stands in the log.
    const starter = process.ancestors?.[0] ?? process.parent;
    const parent = starter === undefined ? undefined : (nodes.get(key(process.node, starter)) ?? named.get(key(process.node, starter)));
    if (parent !== undefined && parent !== node && parent.supervisor) parent.children.push(node);
    else if (node.supervisor) roots.push(node);
  }
  for (const node of nodes.values()) node.children = byName(node.children);
  return byName(roots);
}

/** Those of one name beside each other, in order of the first of them. */
function byName(nodes: readonly TreeNode[]): TreeNode[] {
  const groups = new Map<string, TreeNode[]>();
  for (const node of nodes) {
    const name = key(node.process.node, node.process.name ?? node.process.pid);
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  return [...groups.values()].flat();
}

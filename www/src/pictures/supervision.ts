/** The supervision tree of one moment: who started whom, as `proc_lib` remembers it. Pure. */
import type { ProcessView } from "../protocol.ts";

export interface TreeNode {
  process: ProcessView;
  children: TreeNode[];
}

const SUPERVISOR = /^supervisor/;
export const isSupervisor = (p: ProcessView): boolean => SUPERVISOR.test(p.behaviour?.kind ?? "") || SUPERVISOR.test(p.initial);

const key = (node: string, pid: string): string => `${node} ${pid}`;

/**
 * The trees whose roots are supervisors that no other supervisor has started. Children stand in order of creation, those
 * that have exited among them, so that a restart shows as a cross and a new sibling.
 */
export function supervisionTrees(processes: readonly ProcessView[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>();
  const named = new Map<string, TreeNode>();
  for (const process of processes) {
    const node = { process, children: [] };
    nodes.set(key(process.node, process.pid), node);
    if (process.name !== undefined && process.status !== "exited") named.set(key(process.node, process.name), node);
  }
  const roots: TreeNode[] = [];
  for (const node of nodes.values()) {
    const { process } = node;
    // What an exited process remembered is gone; who spawned it stands in the log.
    const starter = process.ancestors?.[0] ?? process.parent;
    const parent = starter === undefined ? undefined : (nodes.get(key(process.node, starter)) ?? named.get(key(process.node, starter)));
    if (parent !== undefined && parent !== node && isSupervisor(parent.process)) parent.children.push(node);
    else if (isSupervisor(process)) roots.push(node);
  }
  return roots;
}

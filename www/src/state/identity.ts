/**
 * Who is who when there are several nodes: a pid names a process on its own node only, so in a world of several nodes the
 * page says `<0.85.0>@n2@host`, everywhere. One node's pids stay as they are. Pure.
 */
import type { ProcessView, ViewModel, WorldEvent } from "../protocol.ts";

const LOCAL = /^<0\.\d+\.\d+>$/;

const on = (node: string, pid: string): string => (LOCAL.test(pid) ? `${pid}@${node}` : pid);

/** Pid and node of a name made here. */
export function split(id: string): { pid: string; node?: string } {
  const at = id.indexOf("@");
  return at < 0 || !id.startsWith("<") ? { pid: id } : { pid: id.slice(0, at), node: id.slice(at + 1) };
}

/** The node's name without its host. */
export const shortNode = (node: string): string => node.replace(/@.*$/, "");

/** A name made here with the node's short name: `<0.85.0>@n2`. */
export const shortId = (id: string): string => id.replace(/@([^@]*)@.*$/, "@$1");

export function identifyEvent(event: WorldEvent): WorldEvent {
  const peer = event.peer == null ? {} : { peer: on(event.node, event.peer) };
  return { ...event, pid: on(event.node, event.pid), ...peer };
}

function identifyProcess(p: ProcessView): ProcessView {
  const all = (pids: string[]): string[] => pids.map((pid) => on(p.node, pid));
  return {
    ...p,
    pid: on(p.node, p.pid),
    ...(p.parent === undefined ? {} : { parent: on(p.node, p.parent) }),
    ...(p.ancestors === undefined ? {} : { ancestors: all(p.ancestors) }),
    links: all(p.links),
    monitors: all(p.monitors),
    mailbox: p.mailbox.map((m) => ({ ...m, from: on(p.node, m.from) })),
  };
}

export function identifyView(view: ViewModel): ViewModel {
  return {
    ...view,
    processes: view.processes.map(identifyProcess),
    tables: view.tables.map((t) => ({ ...t, owner: on(t.node, t.owner), ...(t.heir === undefined ? {} : { heir: on(t.node, t.heir) }) })),
    shells: view.shells.map((s) => ({ ...s, pid: on(s.node, s.pid) })),
  };
}

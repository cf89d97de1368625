/**
 * Numbers that a server gives out, such as ids, with what was skipped and what was given twice. A request is one for a number
 * when no process has ever answered it with the same number again; where two processes did, the number is a duplicate. Pure.
 */
import type { Call } from "./calls.ts";

export interface Stretch {
  from: number;
  to: number;
  kind: "once" | "gap" | "twice";
  /** Of a duplicate: the processes that gave it, in order. */
  by: string[];
}

export interface Numbering {
  server: string;
  request: string;
  /** In ascending order, without holes. */
  stretches: Stretch[];
}

const NUMBER = /^\d{1,15}$/;

/** What was given out up to `step` by servers with a name (`names`, by pid), from at least two answers on. */
export function numberings(calls: readonly Call[], names: ReadonlyMap<string, string>, step: number): Numbering[] {
  const asked = new Map<string, { server: string; request: string; given: Map<number, string[]>; repeats: boolean; answers: number }>();
  for (const { server: pid, request, reply, replied } of calls) {
    const server = names.get(pid);
    if (server === undefined || replied === 0 || replied > step || !NUMBER.test(reply ?? "")) continue;
    const key = `${server} ${request}`;
    const group = asked.get(key) ?? { server, request, given: new Map<number, string[]>(), repeats: false, answers: 0 };
    asked.set(key, group);
    const by = group.given.get(Number(reply));
    group.repeats ||= by?.includes(pid) === true;
    group.answers++;
    if (by) by.push(pid);
    else group.given.set(Number(reply), [pid]);
  }
  return [...asked.values()].filter((g) => !g.repeats && g.answers > 1).map(({ server, request, given }) => ({ server, request, stretches: stretches(given) }));
}

function stretches(given: ReadonlyMap<number, readonly string[]>): Stretch[] {
  const all: Stretch[] = [];
  for (const [number, by] of [...given].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && number > last.to + 1) all.push({ from: last.to + 1, to: number - 1, kind: "gap", by: [] });
    if (by.length > 1) all.push({ from: number, to: number, kind: "twice", by: [...by] });
    else if (last?.kind === "once" && number === last.to + 1) last.to = number;
    else all.push({ from: number, to: number, kind: "once", by: [] });
  }
  return all;
}

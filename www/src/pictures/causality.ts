/** Happened-before on the event log: order on a lifeline, plus `cause` between lifelines. Pure. */
import type { WorldEvent } from "../protocol.ts";

/** Sequence numbers of everything that led to event `seq`, itself included. One pass backwards. */
export function causalPast(events: readonly WorldEvent[], seq: number): Set<number> {
  const past = new Set<number>();
  const chosen = events[seq - 1];
  if (!chosen) return past;
  past.add(seq);
  const lifelines = new Set<string>();
  for (let i = seq - 1; i >= 0; i--) {
    const event = events[i];
    if (!event || (!past.has(event.seq) && !lifelines.has(event.pid))) continue;
    past.add(event.seq);
    // The world itself ("": code, clock) is on nobody's lifeline.
    if (event.pid !== "") lifelines.add(event.pid);
    if (event.cause != null) past.add(event.cause);
  }
  return past;
}

/** The nearest event of `pid` before (`-1`) or after (`1`) `step` that is not hidden; 0 when there is none. */
export function neighbour(
  events: readonly WorldEvent[],
  pid: string,
  step: number,
  direction: -1 | 1,
  hidden: ReadonlySet<number>,
): number {
  for (let i = step - 1 + direction; i >= 0 && i < events.length; i += direction) {
    const event = events[i];
    if (event?.pid === pid && !hidden.has(event.seq)) return event.seq;
  }
  return 0;
}

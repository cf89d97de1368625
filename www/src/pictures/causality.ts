/** Happened-before on the event log: order on a lifeline, plus `cause` between lifelines. Pure. */
import type { WorldEvent } from "../protocol.ts";

/** Everything that led to event `seq`, itself included. Found backwards, and only as far as somebody asks. */
export class CausalPast {
  private readonly found = new Set<number>();
  private readonly lifelines = new Set<string>();
  /** Index of the next event to look at. */
  private at: number;

  constructor(
    private readonly events: readonly WorldEvent[],
    seq: number,
  ) {
    this.at = seq - 1;
    if (events[seq - 1]) this.found.add(seq);
  }

  has(seq: number): boolean {
    for (; this.at >= 0 && this.at >= seq - 1; this.at--) this.look(this.events[this.at]);
    return this.found.has(seq);
  }

  private look(event: WorldEvent | undefined): void {
    if (!event || (!this.found.has(event.seq) && !this.lifelines.has(event.pid))) return;
    this.found.add(event.seq);
    // The world itself ("": code, clock) is on nobody's lifeline.
    if (event.pid !== "") this.lifelines.add(event.pid);
    if (event.cause != null) this.found.add(event.cause);
  }
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

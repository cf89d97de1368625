/** Rows, columns and arrows of the space-time diagram. Pure: events in, geometry in units of rows and columns out. */
import type { WorldEvent } from "../protocol.ts";
import type { Call } from "./calls.ts";
import { payload, type MessageKind } from "./payload.ts";

export interface Row {
  /** First event of the row, and how many it stands for. */
  event: WorldEvent;
  count: number;
  /** Number of its first event among those shown. */
  ordinal: number;
}

export interface Column {
  pid: string;
  /** Rows between which the process lives; `to` is undefined while it is alive. */
  from: number;
  to: number | undefined;
}

export interface Arrow {
  from: { row: number; column: number };
  to: { row: number; column: number };
  kind: MessageKind;
  /** Event at the arrow's end. */
  seq: number;
}

/** A message lying in a queue: from `queued` to `receive`, or to the end when nobody took it. */
export interface Rest {
  column: number;
  from: number;
  to: number | undefined;
  /** Which of the parallel bars. */
  index: number;
}

/** A call in progress: its caller waits, its server serves. `to` is undefined while it goes on. */
export interface Span {
  column: number;
  from: number;
  to: number | undefined;
  kind: "wait" | "serve";
}

export interface Layout {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly arrows: readonly Arrow[];
  readonly rests: readonly Rest[];
  /** Row of each event, by seq - 1. */
  readonly rowOf: readonly number[];
}

/** From this many on, similar events in a row are drawn as one. */
const RUN_MIN = 4;

/**
 * The layout of a log that only grows: each event is placed once. Events whose seq is `hidden` take no row; `expanded` are the
 * first events of runs to be drawn one by one. Whether events are a run shows with the fourth: until then what was placed
 * for the first three can be taken back.
 */
export class GrowingLayout implements Layout {
  readonly rows: Row[] = [];
  readonly rowOf: number[] = [];
  readonly columns: Column[] = [];
  readonly arrows: Arrow[] = [];
  readonly rests: Rest[] = [];
  private readonly columnOf = new Map<string, number>();
  private readonly resting = new Map<number, Rest>();
  private ordinal = 0;
  /** The events in a row that are alike: where they begin, how many there are, and their first row. */
  private run: { first: WorldEvent; length: number; row: number } | undefined;
  /** Takes back what was placed for the run, last things first. */
  private undo: (() => void)[] = [];

  constructor(
    readonly events: readonly WorldEvent[],
    private readonly expanded: ReadonlySet<number>,
    readonly hidden: ReadonlySet<number>,
  ) {}

  /** Places what was appended since the last time. */
  grow(): this {
    for (let i = this.rowOf.length; i < this.events.length; i++) {
      const event = this.events[i] as WorldEvent;
      if (this.hidden.has(event.seq)) {
        this.rowOf.push(Math.max(0, this.rows.length - 1));
        this.run = undefined;
      } else {
        this.ordinal++;
        this.show(event);
      }
    }
    return this;
  }

  column(pid: string): number | undefined {
    return this.columnOf.get(pid);
  }

  private show(event: WorldEvent): void {
    const { run } = this;
    if (run?.first.kind !== event.kind || run.first.pid !== event.pid) {
      this.run = { first: event, length: 1, row: this.rows.length };
      this.undo = [];
      return this.place(event, this.newRow(event));
    }
    run.length++;
    if (run.length < RUN_MIN || this.expanded.has(run.first.seq)) return this.place(event, this.newRow(event));
    if (run.length === RUN_MIN) this.collapse(run.row);
    (this.rows[run.row] as Row).count = run.length;
    this.place(event, run.row);
  }

  private newRow(event: WorldEvent): number {
    this.rows.push({ event, count: 1, ordinal: this.ordinal });
    return this.rows.length - 1;
  }

  /** The first events of a run move into one row. */
  private collapse(row: number): void {
    for (const step of this.undo.reverse()) step();
    this.undo = [];
    this.rows.length = row + 1;
    const from = this.rowOf.length - (RUN_MIN - 1);
    const again = this.events.slice(from, this.rowOf.length);
    this.rowOf.length = from;
    for (const event of again) this.place(event, row);
  }

  /** Whether what is placed now may have to be taken back. */
  private get open(): boolean {
    return this.run !== undefined && this.run.length < RUN_MIN;
  }

  private push<T>(list: T[], item: T): T {
    list.push(item);
    if (this.open) this.undo.push(() => void list.pop());
    return item;
  }

  private set<T, K extends keyof T>(object: T, key: K, value: T[K]): void {
    const before = object[key];
    object[key] = value;
    if (this.open) this.undo.push(() => (object[key] = before));
  }

  private columnAt(pid: string, row: number): number {
    const known = this.columnOf.get(pid);
    if (known !== undefined) return known;
    this.columnOf.set(pid, this.columns.length);
    if (this.open) this.undo.push(() => void this.columnOf.delete(pid));
    this.push(this.columns, { pid, from: row, to: undefined });
    return this.columns.length - 1;
  }

  private place(event: WorldEvent, row: number): void {
    this.rowOf.push(row);
    if (event.pid === "") return;
    const at = this.columnAt(event.pid, row);
    if (event.kind === "spawn" && event.peer) {
      const child = this.columnAt(event.peer, row);
      this.push(this.arrows, { from: { row, column: at }, to: { row, column: child }, kind: "spawn", seq: event.seq });
    }
    const lifeline = this.columns[at];
    if (event.kind === "exit" && lifeline) this.set(lifeline, "to", row);
    if (event.kind === "queued" && event.message != null) {
      this.resting.set(event.message, this.push(this.rests, { column: at, from: row, to: undefined, index: event.index ?? 0 }));
    }
    if (event.kind === "receive" && event.message != null) {
      const rest = this.resting.get(event.message);
      if (rest) this.set(rest, "to", row);
    }
    this.arrow(event, row, at);
  }

  private arrow(event: WorldEvent, row: number, at: number): void {
    const source = event.cause == null ? undefined : this.events[event.cause - 1];
    // Of what a process does to itself only messages are worth an arrow.
    if (!source || source.pid === "" || (source.pid === event.pid && event.kind !== "queued")) return;
    const sourceRow = this.rowOf[source.seq - 1] ?? 0;
    const from = { row: sourceRow, column: this.columnAt(source.pid, sourceRow) };
    this.push(this.arrows, { from, to: { row, column: at }, kind: arrowKind(event), seq: event.seq });
  }
}

const layouts = new WeakMap<readonly WorldEvent[], GrowingLayout>();

/** The layout of a log in which no run is opened: the list and the diagram share it. */
export function layoutOf(events: readonly WorldEvent[], hidden: ReadonlySet<number>): GrowingLayout {
  let made = layouts.get(events);
  if (made?.hidden !== hidden) layouts.set(events, (made = new GrowingLayout(events, NONE, hidden)));
  return made;
}

const NONE: ReadonlySet<number> = new Set();

/** What is drawn for calls that are in progress between two events. */
export function spans(made: GrowingLayout, calls: readonly Call[], firstSeq: number, lastSeq: number): Span[] {
  const row = (seq: number): number | undefined => (seq === 0 ? undefined : made.rowOf[seq - 1]);
  return calls.flatMap((call) => {
    if (call.sent > lastSeq || made.hidden.has(call.sent)) return [];
    const [caller, server] = [made.column(call.caller), made.column(call.server)];
    const [sent, taken] = [row(call.sent), row(call.taken)];
    const parts: Span[] = [];
    if (caller !== undefined && sent !== undefined && after(call.ended, firstSeq)) parts.push({ column: caller, from: sent, to: row(call.ended), kind: "wait" });
    if (server !== undefined && taken !== undefined && after(call.replied, firstSeq)) parts.push({ column: server, from: taken, to: row(call.replied) ?? made.columns[server]?.to, kind: "serve" });
    return parts;
  });
}

/** Whether something goes on at `seq`; 0 is an end that has not come. */
const after = (end: number, seq: number): boolean => end === 0 || end >= seq;

function arrowKind(event: WorldEvent): MessageKind {
  if (event.kind === "exit_signal") return "exit";
  if (event.kind === "down") return "down";
  if (/^(socket|client)_/.test(event.kind)) return "data";
  return payload(event.text ?? "").kind;
}

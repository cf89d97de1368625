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
  rows: Row[];
  columns: Column[];
  arrows: Arrow[];
  rests: Rest[];
  spans: Span[];
  /** Row of each event, by seq - 1. */
  rowOf: number[];
}

/** From this many on, similar events in a row are drawn as one. */
const RUN_MIN = 4;

/** Events whose seq is `hidden` take no row; `expanded` are the first events of runs to be drawn one by one. */
export function layout(
  events: readonly WorldEvent[],
  expanded: ReadonlySet<number>,
  hidden: ReadonlySet<number>,
  calls: readonly Call[] = [],
): Layout {
  const rows: Row[] = [];
  const rowOf: number[] = [];
  let ordinal = 0;
  for (let i = 0; i < events.length; ) {
    if (hidden.has(i + 1)) {
      rowOf.push(Math.max(0, rows.length - 1));
      i++;
      continue;
    }
    const length = runLength(events, i, hidden);
    const event = events[i] as WorldEvent;
    if (length >= RUN_MIN && !expanded.has(event.seq)) {
      for (let k = 0; k < length; k++) rowOf.push(rows.length);
      rows.push({ event, count: length, ordinal: ordinal + 1 });
    } else {
      for (let k = 0; k < length; k++) {
        rowOf.push(rows.length);
        rows.push({ event: events[i + k] as WorldEvent, count: 1, ordinal: ordinal + k + 1 });
      }
    }
    i += length;
    ordinal += length;
  }
  const shown = hidden.size === 0 ? events : events.filter((e) => !hidden.has(e.seq));
  const drawn = lines(shown, events, rowOf);
  return { rows, rowOf, ...drawn, spans: spans(calls, drawn.columns, rowOf) };
}

function spans(calls: readonly Call[], columns: readonly Column[], rowOf: readonly number[]): Span[] {
  const columnOf = new Map(columns.map((c, i) => [c.pid, i]));
  const row = (seq: number): number | undefined => (seq === 0 ? undefined : rowOf[seq - 1]);
  return calls.flatMap((call) => {
    const [caller, server] = [columnOf.get(call.caller), columnOf.get(call.server)];
    const [sent, taken] = [row(call.sent), row(call.taken)];
    const parts: Span[] = [];
    if (caller !== undefined && sent !== undefined) parts.push({ column: caller, from: sent, to: row(call.ended), kind: "wait" });
    if (server !== undefined && taken !== undefined) parts.push({ column: server, from: taken, to: row(call.replied) ?? columns[server]?.to, kind: "serve" });
    return parts;
  });
}

function runLength(events: readonly WorldEvent[], start: number, hidden: ReadonlySet<number>): number {
  const first = events[start] as WorldEvent;
  let end = start + 1;
  while (end < events.length && !hidden.has(end + 1) && events[end]?.kind === first.kind && events[end]?.pid === first.pid) end++;
  return end - start;
}

function lines(shown: readonly WorldEvent[], events: readonly WorldEvent[], rowOf: number[]): Pick<Layout, "columns" | "arrows" | "rests"> {
  const columns: Column[] = [];
  const columnOf = new Map<string, number>();
  const arrows: Arrow[] = [];
  const rests: Rest[] = [];
  const resting = new Map<number, Rest>();
  const column = (pid: string, row: number): number => {
    let at = columnOf.get(pid);
    if (at === undefined) {
      at = columns.length;
      columnOf.set(pid, at);
      columns.push({ pid, from: row, to: undefined });
    }
    return at;
  };
  for (const event of shown) {
    if (event.pid === "") continue;
    const row = rowOf[event.seq - 1] ?? 0;
    const at = column(event.pid, row);
    if (event.kind === "spawn" && event.peer) {
      const child = column(event.peer, row);
      arrows.push({ from: { row, column: at }, to: { row, column: child }, kind: "spawn", seq: event.seq });
    }
    const lifeline = columns[at];
    if (event.kind === "exit" && lifeline) lifeline.to = row;
    if (event.kind === "queued" && event.message != null) {
      const rest: Rest = { column: at, from: row, to: undefined, index: event.index ?? 0 };
      resting.set(event.message, rest);
      rests.push(rest);
    }
    if (event.kind === "receive" && event.message != null) {
      const rest = resting.get(event.message);
      if (rest) rest.to = row;
    }
    const source = event.cause == null ? undefined : events[event.cause - 1];
    // Of what a process does to itself only messages are worth an arrow.
    if (source && source.pid !== "" && (source.pid !== event.pid || event.kind === "queued")) {
      const from = { row: rowOf[source.seq - 1] ?? 0, column: column(source.pid, rowOf[source.seq - 1] ?? 0) };
      arrows.push({ from, to: { row, column: at }, kind: arrowKind(event), seq: event.seq });
    }
  }
  return { columns, arrows, rests };
}

function arrowKind(event: WorldEvent): MessageKind {
  if (event.kind === "exit_signal") return "exit";
  if (event.kind === "down") return "down";
  if (/^(socket|client)_/.test(event.kind)) return "data";
  return payload(event.text ?? "").kind;
}

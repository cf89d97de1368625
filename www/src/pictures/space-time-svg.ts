/** The drawing of the space-time diagram: a pure function from layout and window to SVG. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { EventKind } from "../protocol.ts";
import type { Call } from "./calls.ts";
import { spans, type Arrow, type Column, type GrowingLayout, type Rest, type Span } from "./layout.ts";
import type { MessageKind } from "./payload.ts";

export const ROW_HEIGHT = 28;

export interface Drawing {
  made: GrowingLayout;
  /** Those that are shown. */
  calls: readonly Call[];
  /** Window of rows, `first <= row < last`. */
  first: number;
  last: number;
  columnWidth: number;
  step: number;
  past: { has(seq: number): boolean };
  /** Events of the call that the chosen event belongs to. */
  pair: ReadonlySet<number>;
  focus: string | undefined;
  /** Pixels at the right that lie under the words. */
  cover: number;
}

const y = (row: number): number => row * ROW_HEIGHT + ROW_HEIGHT / 2;

export function drawing(d: Drawing): TemplateResult {
  const { made, first, last, columnWidth } = d;
  const x = (column: number): number => (column + 0.5) * columnWidth;
  const [width, top, height] = [made.columns.length * columnWidth, first * ROW_HEIGHT, (last - first) * ROW_HEIGHT];
  const inWindow = (from: number, to: number): boolean => Math.min(from, to) < last && Math.max(from, to) >= first;
  const nowRow = made.rowOf[d.step - 1];
  // Only the window is drawn: a picture as tall as ten thousand rows is slow to paint.
  return html`<svg class="lines" aria-hidden="true" width=${width} height=${height} viewBox="0 ${top} ${width} ${height}" .style=${`top:${top}px;clip-path:inset(0 ${d.cover}px 0 0)`}>
    ${made.columns.map((column, i) => lifeline(column, x(i), d))}
    ${spans(made, d.calls, made.rows[first]?.event.seq ?? 0, made.rows[last - 1]?.event.seq ?? 0).map((s) => span(s, x(s.column), made.rows.length))}
    ${drawnRests(made, inWindow).map((r) => rest(r, x(r.column), made.rows.length))}
    ${nowRow === undefined ? nothing : svg`<line class="now" x1="0" x2=${made.columns.length * columnWidth} y1=${y(nowRow)} y2=${y(nowRow)} />`}
    ${made.arrows.filter((a) => inWindow(a.from.row, a.to.row)).map((a) => arrow(a, x, d))}
    ${made.rows.slice(first, last).map((row, i) => {
      const column = made.columns.findIndex((c) => c.pid === row.event.pid);
      return column < 0 ? nothing : mark(row.event.kind, x(column), y(first + i), tone(row.event.seq, d));
    })}
  </svg>`;
}

/** Strong when it led to the chosen event, pale when it did not, faint when it comes later. */
function tone(seq: number, d: Drawing): string {
  if (seq === d.step || (d.pair.has(seq) && seq <= d.step)) return "chosen";
  if (seq > d.step) return "future";
  return d.past.has(seq) ? "past" : "";
}

function lifeline(column: Column, x: number, d: Drawing): SVGTemplateResult {
  const from = Math.max(column.from, d.first - 1);
  const to = Math.min(column.to ?? d.made.rows.length, d.last + 1);
  if (from > to) return svg``;
  return svg`<line class="life ${column.pid === d.focus ? "focus" : ""}" x1=${x} x2=${x} y1=${y(from)} y2=${column.to === undefined ? y(to) + ROW_HEIGHT : y(to)} />`;
}

const REST_GAP = 4;
const RESTS_DRAWN_MAX = 6;

/** Messages that lie in the window. Far back in a long queue bars lie upon each other: one of them is drawn. */
function drawnRests(made: GrowingLayout, inWindow: (from: number, to: number) => boolean): Rest[] {
  const drawn: Rest[] = [];
  const merged = new Map<number, Rest>();
  const end = made.rows.length;
  for (const r of made.rests) {
    if (!inWindow(r.from, r.to ?? end)) continue;
    const one = r.index < RESTS_DRAWN_MAX ? undefined : merged.get(r.column);
    if (one) one.to = Math.max(one.to ?? end, r.to ?? end);
    else if (r.index < RESTS_DRAWN_MAX) drawn.push(r);
    else merged.set(r.column, { ...r });
  }
  return [...drawn, ...merged.values()];
}

function rest(r: Rest, x: number, end: number): SVGTemplateResult {
  const at = x + 7 + Math.min(r.index, RESTS_DRAWN_MAX) * REST_GAP;
  return svg`<line class="rest" x1=${at} x2=${at} y1=${y(r.from)} y2=${y(r.to ?? end)} />`;
}

/** Who waits for an answer has a hollow bar on its lifeline, who works on it a solid one. */
function span(s: Span, x: number, end: number): SVGTemplateResult {
  const height = Math.max(2, y(s.to ?? end) - y(s.from));
  return svg`<rect class="span ${s.kind}" x=${x - 3.5} y=${y(s.from)} width="7" height=${height} rx="2" />`;
}

function arrow(a: Arrow, x: (column: number) => number, d: Drawing): SVGTemplateResult {
  const [x1, y1, x2, y2] = [x(a.from.column), y(a.from.row), x(a.to.column), y(a.to.row)];
  const classes = `arrow ${a.kind} ${tone(a.seq, d)}`;
  if (a.from.column === a.to.column) {
    // To itself: a small loop beside the lifeline.
    const path = `M${x1} ${y1} C${x1 - 22} ${y1} ${x2 - 22} ${y2} ${x2 - 6} ${y2}`;
    return svg`<path class=${classes} d=${path} />${head(a.kind, x2 - 5, y2, 1, 0, classes)}`;
  }
  // A spawn's arrow ends where the child's lifeline begins, on the same row.
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [ex, ey] = [x2 - ux * 6, y2 - uy * 6];
  return svg`<line class=${classes} x1=${x1} y1=${y1} x2=${ex - ux * 3} y2=${ey - uy * 3} />${head(a.kind, ex, ey, ux, uy, classes)}`;
}

/** The end of an arrow, at the point and along the direction: its shape says what kind of message it is. */
export function head(kind: MessageKind, x: number, y: number, ux: number, uy: number, classes: string): SVGTemplateResult {
  const at = (along: number, across: number): string => `${x + ux * along - uy * across},${y + uy * along + ux * across}`;
  switch (kind) {
    case "reply":
      return svg`<polyline class="${classes} end" points="${at(-7, 4)} ${at(0, 0)} ${at(-7, -4)}" />`;
    case "cast":
      return svg`<polyline class="${classes} end" points="${at(-8, 4.5)} ${at(0, 0)} ${at(-6, 0)}" />`;
    case "exit":
      return svg`<path class="${classes} end" d="M${at(-6, 3.5)} L${at(1, -3.5)} M${at(-6, -3.5)} L${at(1, 3.5)}" />`;
    case "down":
      return svg`<circle class="${classes} end" cx=${x - ux * 3} cy=${y - uy * 3} r="3" />`;
    case "spawn":
      return svg`<path class="${classes} end" d="M${at(-6, 0)} L${at(1, 0)} M${at(-2.5, 3.5)} L${at(-2.5, -3.5)}" />`;
    default:
      return svg`<polygon class="${classes} head" points="${at(0, 0)} ${at(-7, 3.5)} ${at(-7, -3.5)}" />`;
  }
}

/** Every kind has a shape of its own; colour says only how it relates to the chosen event. */
export function mark(kind: EventKind, x: number, y: number, tone: string): SVGTemplateResult {
  const at = `translate(${x} ${y})`;
  const path = (d: string, solid = false): SVGTemplateResult =>
    svg`<path class="mark ${tone} ${solid ? "solid" : ""}" transform=${at} d=${d} />`;
  switch (kind) {
    case "send":
    case "socket_send":
    case "client_send":
    case "timer_fired":
      return path("M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0", true);
    case "queued":
      return path("M-5-3.500h10v7h-10zM-5-3.5 0 1 5-3.5");
    case "receive":
      return path("M-5-3.500h10v7h-10zM-2.5 0-.5 2 3-2", false);
    case "skip":
      return path("M-5-3.500h10v7h-10zM-4 3 4-3");
    case "exit":
    case "exit_signal":
      return path("M-4-4 4 4M4-4-4 4");
    case "spawn":
      return path("M-4.5 0h9M0-4.500v9");
    case "wait":
      return path("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0");
    case "timeout":
    case "timer_set":
      return path("M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M0-2.500V0L2 1.5");
    case "shell_input":
      return path("M-3-4 2 0-3 4");
    case "shell_error":
    case "error_report":
      return path("M0-5V1M0 4.500v.1");
    case "down":
      return path("M0-5v9M-3.5 1 0 4.5 3.5 1");
    case "table_new":
    case "table_write":
    case "table_delete":
    case "table_gone":
    case "table_transfer":
    case "table_rename":
      return path("M-5-4h10v8h-10zM-5-1.300h10M-5 1.400h10");
    case "socket_data":
    case "client_data":
    case "socket_receive":
      return path("M-5 0-1.500-3.500H5v7h-6.500z");
    case "socket_listen":
    case "socket_connect":
    case "socket_connected":
    case "socket_accept":
    case "client_connect":
    case "client_connected":
      return path("M-5-1.500h3v3h-3zM2-1.500h3v3H2zM-2 0h4");
    case "socket_close":
    case "socket_closed":
    case "socket_refused":
    case "client_close":
    case "client_closed":
    case "client_refused":
      return path("M-5-1.500h3v3h-3zM2-1.500h3v3H2zM-1.500-3 1.500 3");
    case "link":
    case "unlink":
    case "monitor":
    case "demonitor":
      return path("M-4.5 0h4M.5 0h4M-2-2.500a2.5 2.5 0 1 0 0 5M2-2.500a2.5 2.5 0 1 1 0 5");
    default:
      return path("M-3.5-3.500h7v7h-7z");
  }
}

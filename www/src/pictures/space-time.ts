/**
 * `<sp-space-time>`: the event log as rows. Each row is a button with the event in words; beside the words runs one
 * lifeline per process (unless `plain`), with arrows slanting from send to queue. Only visible rows are rendered, so
 * ten thousand events scroll like ten. What led to the chosen event is bright.
 */
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { WorldEvent } from "../protocol.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { CausalPast } from "./causality.ts";
import { CallNumbers, type Call, type Calls } from "./calls.ts";
import { describe, type NameOf } from "./describe.ts";
import { GrowingLayout, layoutOf, type Row } from "./layout.ts";
import type { MessageKind } from "./payload.ts";
import { drawing, head, mark, ROW_HEIGHT } from "./space-time-svg.ts";
import { spaceTimeStyles } from "./space-time-styles.ts";

const KINDS: readonly MessageKind[] = ["message", "call", "reply", "cast", "system", "data", "spawn", "exit", "down"];
const MARKS = ["send", "queued", "skip", "receive", "wait", "timeout", "exit", "down", "link", "table_write", "output"] as const;
/** Over a lifeline there is little room, and all pids begin and end alike. */
const brief = (name: string): string => /^<(\d+\.\d+\.\d+)>/.exec(name)?.[1] ?? name;

/** Lines that `name` takes when so many letters fit into one. */
function linesOf(name: string, letters: number): number {
  let [lines, used] = [1, 0];
  for (const piece of name.split(BREAKS)) {
    if (used > 0 && used + piece.length > letters) [lines, used] = [lines + 1, 0];
    lines += Math.floor(Math.max(0, piece.length - 1) / letters);
    used = piece.length > letters ? piece.length % letters : used + piece.length;
  }
  return lines;
}

const NO_EVENTS: ReadonlySet<number> = new Set();
const COLUMN_MAX = 88;
const COLUMN_MIN = 22;
/** In narrower columns the names stand upright, so high at most. */
const COLUMN_UPRIGHT = 44;
const UPRIGHT_MAX = 150;
/** Names over the lifelines: a line's height, a letter's width, and how many lines a name may take. */
const HEAD_LINE = 14;
const HEAD_LETTER = 6.7;
const HEAD_LINES_MAX = 3;
/** Where a long name may be broken. */
const BREAKS = /(?<=[_:/-])/;
/** Characters of the whole text. */
const WHOLE_CHARS_MAX = 20_000;
/** Room for the bar that scrolls the rows. */
const SCROLLBAR = 16;
/** Rows kept rendered above and below the visible ones. */
const OVERSCAN = 8;

export class SpSpaceTime extends LitElement {
  static override properties = {
    events: { attribute: false },
    count: { type: Number },
    step: { type: Number },
    nameOf: { attribute: false },
    plain: { type: Boolean, reflect: true },
    focus_: { attribute: false },
    hidden_: { attribute: false },
    calls: { attribute: false },
    still: { type: Boolean },
    cut: { state: true },
    top: { state: true },
    left: { state: true },
    height: { state: true },
    width: { state: true },
  };
  declare events: readonly WorldEvent[];
  /** Length of `events`: the array itself is appended to in place. */
  declare count: number;
  declare step: number;
  declare nameOf: NameOf;
  declare plain: boolean;
  declare focus_: string | undefined;
  /** Events not shown, by seq; grows with `events`. */
  declare hidden_: ReadonlySet<number>;
  /** Calls and their replies; grows with `events`. */
  declare calls: Calls | undefined;
  /** Whether the moment stays: of one that is gone with the next event nobody reads the whole text. */
  declare still: boolean;
  /** Whether the chosen row could not hold all its words. */
  declare cut: boolean;
  declare top: number;
  declare left: number;
  declare height: number;
  declare width: number;

  private expanded: ReadonlySet<number> = new Set();
  private made = new GrowingLayout([], NO_EVENTS, NO_EVENTS);
  private past = new CausalPast([], 0);
  private numbers: CallNumbers | undefined;
  private resize: ResizeObserver | undefined;
  /** The frame that will measure, and whether the chosen row is to be scrolled into sight then. */
  private measuring = 0;
  private unrevealed = false;

  constructor() {
    super();
    this.plain = false;
    this.still = true;
    this.hidden_ = new Set();
    this.cut = false;
    this.top = 0;
    this.left = 0;
    this.height = 400;
    this.width = 600;
    new Watch(this, () => [language]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize = new ResizeObserver(([entry]) => {
      this.height = entry?.contentRect.height ?? this.height;
      this.width = entry?.contentRect.width ?? this.width;
    });
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize?.disconnect();
    cancelAnimationFrame(this.measuring);
    this.measuring = 0;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (this.made.events !== this.events || this.made.hidden !== this.hidden_) {
      this.expanded = NO_EVENTS;
      this.made = layoutOf(this.events, this.hidden_);
    }
    this.made.grow();
    if (this.calls && (this.numbers?.calls !== this.calls || this.numbers.hidden !== this.hidden_)) this.numbers = new CallNumbers(this.calls, this.hidden_);
    this.numbers?.grow();
    if (changed.has("events") || changed.has("step")) this.past = new CausalPast(this.events, this.step);
  }

  override updated(changed: PropertyValues<this>): void {
    // Opening the whole text below takes room from the rows.
    if (changed.has("step") || changed.has("count") || changed.has("height") || changed.has("cut")) this.unrevealed = true;
    if (this.measuring !== 0) return;
    // With the frame that lays out anyway: measuring here would lay the whole page out for each of the first events.
    this.measuring = requestAnimationFrame(() => {
      this.measuring = 0;
      this.measure();
    });
  }

  private measure(): void {
    if (this.unrevealed) this.reveal();
    this.unrevealed = false;
    const words = this.renderRoot.querySelector<HTMLElement>("li.now .words");
    this.cut = words !== null && words.scrollWidth > words.clientWidth + 1;
  }

  /** Scrolls the chosen row into sight, by as little as need be. */
  private reveal(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    const row = this.made.rowOf[this.step - 1];
    if (!scroller || row === undefined) return;
    const y = row * ROW_HEIGHT;
    const visible = scroller.clientHeight - ROW_HEIGHT * 2 - (this.plain ? 0 : this.headsHeight);
    if (y < scroller.scrollTop + ROW_HEIGHT) scroller.scrollTop = y - ROW_HEIGHT;
    else if (y > scroller.scrollTop + visible) scroller.scrollTop = y - visible;
    this.revealColumn(scroller, this.made.rows[row]?.event.pid);
  }

  /** More lifelines than there is room for scroll under the words. */
  private revealColumn(scroller: HTMLElement, pid: string | undefined): void {
    const column = this.made.columns.findIndex((c) => c.pid === pid);
    if (column < 0 || this.linesWidth <= this.room) return;
    const x = column * this.columnWidth;
    const last = this.room - this.columnWidth;
    if (x < scroller.scrollLeft || x > scroller.scrollLeft + last) scroller.scrollLeft = x - last / 2;
  }

  /** What the lifelines may take of the width; the rest is for words. */
  private get room(): number {
    return this.width * (this.width < 480 ? 0.36 : 0.45);
  }

  private get columnWidth(): number {
    return Math.max(COLUMN_MIN, Math.min(COLUMN_MAX, this.room / Math.max(1, this.made.columns.length)));
  }

  /** Lines that the longest name takes over its lifeline, with its node below. */
  private get headsHeight(): number {
    if (this.upright) {
      const longest = Math.max(...this.made.columns.map(({ pid }) => brief(this.nameOf(pid)).length));
      return Math.min(UPRIGHT_MAX, 12 + Math.ceil(longest * HEAD_LETTER));
    }
    const letters = Math.max(1, Math.floor((this.columnWidth - 4) / HEAD_LETTER));
    const lines = this.made.columns.map(({ pid }) => {
      const [name = "", node] = this.nameOf(pid).split("@");
      return Math.min(HEAD_LINES_MAX, linesOf(brief(name), letters)) + (node === undefined ? 0 : 1);
    });
    return 6 + HEAD_LINE * Math.max(1, ...lines);
  }

  private get upright(): boolean {
    return this.columnWidth < COLUMN_UPRIGHT;
  }

  private get linesWidth(): number {
    return this.plain ? 0 : this.made.columns.length * this.columnWidth;
  }

  private expand(row: Row): void {
    this.expanded = new Set([...this.expanded, row.event.seq]);
    this.made = new GrowingLayout(this.events, this.expanded, this.hidden_);
    this.requestUpdate();
  }

  /** Events of the call that the chosen event belongs to. */
  private get pair(): ReadonlySet<number> {
    return new Set(this.numbers?.of(this.step)?.call.events ?? []);
  }

  /** The whole text of the chosen event, when its row cannot hold it. */
  private whole(): TemplateResult | typeof nothing {
    if (!this.still) return nothing;
    const event = this.events[this.step - 1];
    if (event?.kind === "frame_sent") return this.frame(event);
    const text = event?.text ?? "";
    const shown = text.length > WHOLE_CHARS_MAX ? `${text.slice(0, WHOLE_CHARS_MAX)}…` : text;
    if (shown === "" || !(this.cut || shown.trim().includes("\n"))) return nothing;
    return html`<div class="whole" role="group" aria-label=${t().messages.whole}><pre tabindex="0" translate="no">${shown}</pre></div>`;
  }

  /** A frame opened: its control message, and the bytes of the wire. */
  private frame(event: WorldEvent): TemplateResult {
    const hex = (event.bytes ?? []).map((b) => b.toString(16).padStart(2, "0"));
    const lines = Array.from({ length: Math.ceil(hex.length / 16) }, (_, i) => hex.slice(i * 16, i * 16 + 16).join(" "));
    return html`<div class="whole" role="group" aria-label=${t().messages.whole}><pre tabindex="0" translate="no">${event.name} ${event.text}${"\n"}${lines.join("\n")}</pre></div>`;
  }

  private legend(): TemplateResult {
    const { kinds, marks, legend, rest, serving, past } = t().messages;
    const line = (kind: MessageKind): TemplateResult =>
      html`<li><svg width="30" height="12" aria-hidden="true">${svg`<line class="arrow ${kind}" x1="0" x2="23" y1="6" y2="6"/>${head(kind, 28, 6, 1, 0, `arrow ${kind}`)}`}</svg>${kinds[kind]}</li>`;
    const sign = (kind: (typeof MARKS)[number]): TemplateResult =>
      html`<li><svg width="14" height="14" aria-hidden="true">${mark(kind, 7, 7, "past")}</svg>${marks[kind]}</li>`;
    return html`<details class="legend">
      <summary>${legend}</summary>
      <ul>${KINDS.map(line)}</ul>
      <ul>
        ${MARKS.map(sign)}
        <li><svg width="6" height="14" aria-hidden="true">${svg`<line class="rest" x1="3" x2="3" y1="0" y2="14"/>`}</svg>${rest}</li>
        <li><svg width="20" height="14" aria-hidden="true">${svg`<rect class="span wait" x="1" y="1" width="7" height="12" rx="2"/><rect class="span serve" x="12" y="1" width="7" height="12" rx="2"/>`}</svg>${serving}</li>
      </ul>
      <p>${past}</p>
    </details>`;
  }

  override render(): TemplateResult {
    const { rows } = this.made;
    if (rows.length === 0) return html`<p class="none">${t().messages.none}</p>`;
    const first = Math.max(0, Math.floor(this.top / ROW_HEIGHT) - OVERSCAN);
    const last = Math.min(rows.length, Math.ceil((this.top + this.height) / ROW_HEIGHT) + OVERSCAN);
    const width = this.linesWidth;
    const wide = width > this.room;
    const words = Math.round(this.width - this.room - SCROLLBAR);
    const shown = rows.slice(first, last);
    return html`<div class="scroller ${wide ? "wide" : ""} ${this.top > 0 ? "scrolled" : ""}" @scroll=${this.scrolled}>
      ${this.plain ? nothing : this.heads(width, words)}
      <div class="sheet" .style=${`height:${rows.length * ROW_HEIGHT}px;--lines:${width}px;--words:${words}px;--digits:${String(rows.length).length}`}>
        ${this.plain
          ? nothing
          : drawing({ made: this.made, calls: this.numbers?.shown ?? [], first, last, columnWidth: this.columnWidth, step: this.step, past: this.past, pair: this.pair, focus: this.focus_, cover: wide ? Math.max(0, width - this.left - this.room) : 0 })}
        <ol .style=${`transform:translateY(${first * ROW_HEIGHT}px)`} aria-label=${t().messages.list}>
          ${shown.map((row, i) => this.row(row, first + i))}
        </ol>
      </div>
    </div>
    ${this.whole()} ${this.plain ? nothing : this.legend()}`;
  }

  private scrolled(event: Event): void {
    const { scrollTop, scrollLeft } = event.target as HTMLElement;
    this.top = scrollTop;
    this.left = scrollLeft;
  }

  private heads(width: number, words: number): TemplateResult {
    return html`<div class="heads ${this.upright ? "upright" : ""}" .style=${`--lines:${width}px;--words:${words}px;--column:${this.columnWidth}px;--heads:${this.headsHeight}px`}>
      ${this.made.columns.map(
        ({ pid }) => html`<button class="mono" translate="no" aria-pressed=${pid === this.focus_} title=${pid}
          @click=${() => this.dispatchEvent(new CustomEvent("choose", { detail: pid, bubbles: true, composed: true }))}>${this.headOf(pid)}</button>`,
      )}
      <span class="over"></span>
    </div>`;
  }

  /** Among nodes, the node stands below the name. */
  private headOf(pid: string): TemplateResult {
    const [name = "", node] = this.nameOf(pid).split("@");
    const pieces = this.upright ? [brief(name)] : brief(name).split(BREAKS);
    return html`<span class="name ${name.startsWith("<") ? "pid" : ""}">${pieces.map((piece, i) => (i === 0 ? piece : html`<wbr />${piece}`))}</span>${node === undefined ? nothing : html` <span class="at">${node}</span>`}`;
  }

  private row(row: Row, index: number): TemplateResult {
    const { event, count, ordinal } = row;
    const now = this.step >= event.seq && this.step < event.seq + count;
    const state = now ? "now" : event.seq > this.step ? "future" : this.past.has(event.seq) ? "past" : "";
    const words = describe(event, this.nameOf, t(), 160);
    const ticket = count === 1 ? this.numbers?.of(event.seq) : undefined;
    const paired = ticket !== undefined && ticket.call === this.numbers?.of(this.step)?.call;
    return html`<li aria-setsize=${this.made.rows.length} aria-posinset=${index + 1} class="${state} ${event.kind} ${paired ? "paired" : ""}">
      <div class="row"><button class="event" aria-current=${now ? "step" : nothing} @click=${() => this.goto(event.seq + count - 1)}>
        <span class="seq" aria-hidden="true">${ordinal}</span><span class="words">${words}</span>
        ${ticket ? html`<span class="hidden-visually">, ${t().messages.ticket(ticket.number)}</span>` : nothing}
      </button>
      ${ticket ? html`<span class="ticket" aria-hidden="true" title=${this.ticketHint(ticket)}>${ticket.number}</span>` : nothing}
      ${count > 1 ? html`<button class="more" @click=${() => this.expand(row)}>${t().messages.collapsed(count)}</button>` : nothing}</div>
    </li>`;
  }

  private ticketHint({ number, call }: { number: number; call: Call }): string {
    const rows = [...new Set(call.events.map((seq) => this.made.rows[this.made.rowOf[seq - 1] ?? 0]?.ordinal ?? 0))];
    return t().messages.ticketHint(number, rows.join(", "));
  }

  private goto(seq: number): void {
    this.dispatchEvent(new CustomEvent("goto", { detail: seq, bubbles: true, composed: true }));
  }

  static override styles = [shared, spaceTimeStyles];
}

customElements.define("sp-space-time", SpSpaceTime);

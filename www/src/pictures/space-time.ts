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
import { causalPast } from "./causality.ts";
import { describe, type MessageKind, type NameOf } from "./describe.ts";
import { layout, type Layout, type Row } from "./layout.ts";
import { drawing, ROW_HEIGHT } from "./space-time-svg.ts";
import { spaceTimeStyles } from "./space-time-styles.ts";

const KINDS: readonly MessageKind[] = ["message", "call", "reply", "cast", "spawn", "exit", "down"];
const COLUMN_MAX = 88;
const COLUMN_MIN = 40;
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
    top: { state: true },
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
  declare top: number;
  declare height: number;
  declare width: number;

  private expanded: ReadonlySet<number> = new Set();
  private made: Layout = { rows: [], columns: [], arrows: [], rests: [], rowOf: [] };
  private past: ReadonlySet<number> = new Set();
  private resize: ResizeObserver | undefined;

  constructor() {
    super();
    this.plain = false;
    this.hidden_ = new Set();
    this.top = 0;
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
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("events") || changed.has("count") || changed.has("hidden_")) this.relayout();
    if (changed.has("events") || changed.has("count") || changed.has("step")) this.past = causalPast(this.events, this.step);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("step") || changed.has("count") || changed.has("height")) this.reveal();
  }

  /** Scrolls the chosen row into sight, by as little as need be. */
  private reveal(): void {
    const scroller = this.renderRoot.querySelector<HTMLElement>(".scroller");
    const row = this.made.rowOf[this.step - 1];
    if (!scroller || row === undefined) return;
    const y = row * ROW_HEIGHT;
    const visible = scroller.clientHeight - ROW_HEIGHT * 2;
    if (y < scroller.scrollTop + ROW_HEIGHT) scroller.scrollTop = y - ROW_HEIGHT;
    else if (y > scroller.scrollTop + visible) scroller.scrollTop = y - visible;
  }

  private get columnWidth(): number {
    const room = this.width * (this.width < 480 ? 0.36 : 0.45);
    return Math.max(COLUMN_MIN, Math.min(COLUMN_MAX, room / Math.max(1, this.made.columns.length)));
  }

  private expand(row: Row): void {
    this.expanded = new Set([...this.expanded, row.event.seq]);
    this.relayout();
    this.requestUpdate();
  }

  private relayout(): void {
    this.made = layout(this.events, this.expanded, this.hidden_);
  }

  /** The whole text of the chosen event, when its row cannot hold it. */
  private whole(): TemplateResult | typeof nothing {
    const event = this.events[this.step - 1];
    const long = event?.text !== undefined && (event.text.length > 40 || event.text.includes("\n"));
    if (!event || !long) return nothing;
    return html`<div class="whole" role="group" aria-label=${t().messages.whole}><pre tabindex="0" translate="no">${event.text}</pre></div>`;
  }

  private legend(): TemplateResult {
    const { kinds, legend } = t().messages;
    const line = (kind: MessageKind): TemplateResult =>
      html`<li><svg width="28" height="8" aria-hidden="true">${svg`<line class="arrow ${kind}" x1="0" x2="28" y1="4" y2="4"/>`}</svg>${kinds[kind]}</li>`;
    return html`<details class="legend"><summary>${legend}</summary><ul>${KINDS.map(line)}</ul><p>${t().messages.past}</p></details>`;
  }

  override render(): TemplateResult {
    const { rows, columns } = this.made;
    if (rows.length === 0) return html`<p class="none">${t().messages.none}</p>`;
    const first = Math.max(0, Math.floor(this.top / ROW_HEIGHT) - OVERSCAN);
    const last = Math.min(rows.length, Math.ceil((this.top + this.height) / ROW_HEIGHT) + OVERSCAN);
    const width = this.plain ? 0 : columns.length * this.columnWidth;
    const shown = rows.slice(first, last);
    return html`<div class="scroller" @scroll=${(e: Event) => (this.top = (e.target as HTMLElement).scrollTop)}>
      ${this.plain ? nothing : this.heads(width)}
      <div class="sheet" .style=${`height:${rows.length * ROW_HEIGHT}px;--lines:${width}px`}>
        ${this.plain
          ? nothing
          : drawing({ made: this.made, first, last, columnWidth: this.columnWidth, step: this.step, past: this.past, focus: this.focus_ })}
        <ol .style=${`transform:translateY(${first * ROW_HEIGHT}px)`} aria-label=${t().messages.list}>
          ${shown.map((row, i) => this.row(row, first + i))}
        </ol>
      </div>
    </div>
    ${this.whole()} ${this.plain ? nothing : this.legend()}`;
  }

  private heads(width: number): TemplateResult {
    return html`<div class="heads" .style=${`--lines:${width}px;--column:${this.columnWidth}px`}>
      ${this.made.columns.map(
        ({ pid }) => html`<button class="mono" translate="no" aria-pressed=${pid === this.focus_} title=${pid}
          @click=${() => this.dispatchEvent(new CustomEvent("choose", { detail: pid, bubbles: true, composed: true }))}>${this.nameOf(pid)}</button>`,
      )}
    </div>`;
  }

  private row(row: Row, index: number): TemplateResult {
    const { event, count, ordinal } = row;
    const now = this.step >= event.seq && this.step < event.seq + count;
    const state = now ? "now" : event.seq > this.step ? "future" : this.past.has(event.seq) ? "past" : "";
    const words = describe(event, this.nameOf, t(), 160);
    return html`<li aria-setsize=${this.made.rows.length} aria-posinset=${index + 1} class="${state} ${event.kind}">
      <button aria-current=${now ? "step" : nothing} @click=${() => this.goto(event.seq + count - 1)}>
        <span class="seq" aria-hidden="true">${ordinal}</span><span class="words">${words}</span>
      </button>
      ${count > 1 ? html`<button class="more" @click=${() => this.expand(row)}>${t().messages.collapsed(count)}</button>` : nothing}
    </li>`;
  }

  private goto(seq: number): void {
    this.dispatchEvent(new CustomEvent("goto", { detail: seq, bubbles: true, composed: true }));
  }

  static override styles = [shared, spaceTimeStyles];
}

customElements.define("sp-space-time", SpSpaceTime);

/**
 * `<sp-process-card>`: one process at one moment. Its mailbox is a tray in queue order: the next message on top,
 * skipped ones dim, the one just taken marked; a wait with `after` is an arc that shrinks. A pure function of its
 * properties.
 */
import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { language, seconds, t } from "../i18n/index.ts";
import type { MailboxItem, ProcessView, WorldEvent } from "../protocol.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { icons } from "../parts/icons.ts";

type Slip = Omit<MailboxItem, "state"> & { state: MailboxItem["state"] | "matched" };

const ARC_RADIUS = 7;
const ARC_LENGTH = 2 * Math.PI * ARC_RADIUS;

const atPrompt = (p: ProcessView): boolean => p.shell && p.status === "waiting" && p.current?.module === "shell";

/** The tray, with the message that the event at this moment took put back at its place. */
export function slips(process: ProcessView, event: WorldEvent | undefined): Slip[] {
  // At its prompt the shell looks for the next line only; that it passes over the rest is no news.
  const skips = !atPrompt(process);
  const tray: Slip[] = process.mailbox.map((m) => (skips ? m : { ...m, state: "queued" }));
  if (event?.kind === "receive" && event.pid === process.pid && event.message != null) {
    const taken: Slip = { id: event.message, from: event.peer ?? "", text: event.text ?? "", state: "matched" };
    tray.splice(Math.min(event.index ?? 0, tray.length), 0, taken);
  }
  return tray;
}

export class SpProcessCard extends LitElement {
  static override properties = {
    process: { attribute: false },
    event: { attribute: false },
    clockMs: { type: Number },
    lastRan: { type: Number },
    title_: { attribute: false },
    selected: { type: Boolean, reflect: true },
    status: { reflect: true },
  };
  declare process: ProcessView;
  declare event: WorldEvent | undefined;
  declare clockMs: number;
  /** Number of its last event among those shown, 0 for none. */
  declare lastRan: number;
  declare title_: string;
  declare selected: boolean;
  declare status: string;

  constructor() {
    super();
    this.clockMs = 0;
    this.lastRan = 0;
    this.selected = false;
    new Watch(this, () => [language]);
  }

  override willUpdate(): void {
    this.status = this.process.status;
  }

  private emit(name: "choose" | "goto" | "kill", detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  override render(): TemplateResult {
    const m = t().process;
    const p = this.process;
    const titled = this.title_ !== p.pid;
    return html`<article aria-label="${this.title_} ${m.status[p.status]}">
      <header>
        <button class="who" aria-pressed=${this.selected} @click=${() => this.emit("choose", p.pid)}>
          <span class="mono" translate="no">${this.title_}</span>
          ${titled ? html`<span class="mono pid" translate="no">${p.pid}</span>` : nothing}
        </button>
        <span class="status"><i aria-hidden="true"></i>${m.status[p.status]}</span>
      </header>
      ${this.where()} ${p.status === "exited" ? nothing : this.tray()} ${this.foot()}
    </article>`;
  }

  private where(): TemplateResult {
    const m = t().process;
    const p = this.process;
    if (p.status === "exited") {
      return html`<p class="where bad">${m.reason}: <span class="mono" translate="no">${p.exitReason ?? ""}</span></p>`;
    }
    const at = p.current;
    if (atPrompt(p)) return html`<p class="where">${m.atPrompt}</p>`;
    return html`<p class="where">
      <span class="mono" translate="no">${at?.mfa ?? p.initial}</span>${at && at.line > 0 ? html` <span>${m.line(at.line)}</span>` : nothing}
      ${this.arc()}
    </p>`;
  }

  private arc(): TemplateResult | typeof nothing {
    const waiting = this.process.waiting;
    if (!waiting || this.process.status !== "waiting") return nothing;
    const m = t().process;
    if (waiting.untilMs == null) return nothing;
    const total = Math.max(1, waiting.untilMs - waiting.sinceMs);
    const left = Math.max(0, waiting.untilMs - this.clockMs);
    const dash = `${(ARC_LENGTH * left) / total} ${ARC_LENGTH}`;
    return html`<span class="after">
      <svg viewBox="0 0 18 18" aria-hidden="true">
        ${svg`<circle cx="9" cy="9" r=${ARC_RADIUS} class="track"/><circle cx="9" cy="9" r=${ARC_RADIUS} class="left" stroke-dasharray=${dash} transform="rotate(-90 9 9)"/>`}
      </svg>
      ${m.after(seconds(Math.ceil(left / 100) * 100))}
    </span>`;
  }

  private tray(): TemplateResult {
    const m = t().process;
    const all = slips(this.process, this.event);
    const more = this.process.mailboxTotal - this.process.mailbox.length;
    const name = html`<h4>${m.mailbox} <span>${this.process.mailboxTotal === 0 && all.length === 0 ? m.mailboxEmpty : m.messages(this.process.mailboxTotal)}</span></h4>`;
    if (all.length === 0) return html`<section class="tray empty">${name}</section>`;
    return html`<section class="tray">
      ${name}
      <ol>
        ${all.map((slip, index) => this.slip(slip, index))}
      </ol>
      ${more > 0 ? html`<p class="more">${m.more(more)}</p>` : nothing}
    </section>`;
  }

  private slip(slip: Slip, index: number): TemplateResult {
    const m = t().process;
    const words = slip.state === "matched" ? m.matched : slip.state === "skipped" ? m.skipped : m.queued;
    const sign = slip.state === "matched" ? icons.check : slip.state === "skipped" ? icons.cross : nothing;
    const long = slip.text.length > 60;
    return html`<li class=${slip.state}>
      <span class="nr" aria-hidden="true">${index + 1}</span>
      ${long
        ? html`<details><summary class="mono" translate="no">${slip.text.slice(0, 58)}…</summary><pre translate="no">${slip.text}</pre></details>`
        : html`<span class="mono text" translate="no">${slip.text}</span>`}
      <span class="sign">${sign}<span class=${slip.state === "queued" ? "hidden-visually" : ""}>${words}</span></span>
    </li>`;
  }

  private foot(): TemplateResult {
    const m = t();
    const p = this.process;
    const ties = [
      ...(p.links.length > 0 ? [`${m.process.links} ${p.links.join(", ")}`] : []),
      ...(p.monitors.length > 0 ? [`${m.process.monitors} ${p.monitors.join(", ")}`] : []),
    ];
    return html`<footer>
      ${ties.length > 0 ? html`<p class="mono ties" translate="no">${ties.join(" · ")}</p>` : nothing}
      ${this.lastRan > 0
        ? html`<button class="button quiet" @click=${() => this.emit("goto", p.lastStep)}>${m.time.lastRan(this.lastRan)}</button>`
        : nothing}
      ${p.shell || p.status === "exited"
        ? nothing
        : html`<button class="button quiet kill" aria-label=${m.process.killLabel(p.pid)} @click=${() => this.emit("kill", p.pid)}>${m.process.kill}</button>`}
    </footer>`;
  }

  static override styles = [
    shared,
    css`
      article {
        display: flex;
        flex-direction: column;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--raised);
        font-size: 0.8125rem;
        line-height: 1.45;
        transition: border-color var(--ease);
      }
      :host([selected]) article {
        border-color: var(--accent);
        box-shadow: inset 0 2px var(--accent);
      }
      :host([status="exited"]) article {
        border-style: dashed;
        background: none;
        color: var(--ink-2);
      }
      header {
        display: flex;
        align-items: baseline;
        gap: 0.5rem;
        padding: 0.45rem 0.75rem 0;
      }
      .who {
        display: inline-flex;
        align-items: baseline;
        gap: 0.5rem;
        min-width: 0;
        padding: 0;
        border: 0;
        background: none;
        font-size: 0.9375rem;
        font-weight: 600;
        cursor: pointer;
      }
      .pid {
        font-size: 0.8125rem;
        font-weight: 400;
        color: var(--ink-2);
      }
      .status {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        margin-left: auto;
        color: var(--ink-2);
        white-space: nowrap;
      }
      .status i {
        width: 0.55rem;
        height: 0.55rem;
        border: 1.5px solid var(--ink-3);
        border-radius: 50%;
      }
      :host([status="running"]) .status i {
        border-color: var(--accent);
        background: var(--accent);
      }
      :host([status="runnable"]) .status i {
        border-color: var(--accent);
      }
      :host([status="exited"]) .status i {
        border: 0;
        border-radius: 0;
        background: linear-gradient(45deg, transparent 42%, currentColor 42% 58%, transparent 58%),
          linear-gradient(-45deg, transparent 42%, currentColor 42% 58%, transparent 58%);
      }
      p {
        margin: 0;
      }
      .where {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 0.6rem;
        padding: 0 0.75rem 0.4rem;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .bad {
        color: var(--bad);
      }
      .after {
        display: inline-flex;
        align-items: center;
        gap: 0.35rem;
        margin-left: auto;
        color: var(--accent);
        font-variant-numeric: tabular-nums;
      }
      .after svg {
        width: 1.25rem;
        height: 1.25rem;
      }
      circle {
        fill: none;
        stroke-width: 3;
      }
      .track {
        stroke: var(--line);
      }
      .left {
        stroke: var(--accent);
      }
      .tray {
        margin: 0 0.5rem;
        padding: 0.3rem 0.25rem;
        border-top: 1px solid var(--line);
      }
      h4 {
        margin: 0;
        font-size: 0.75rem;
        font-weight: 500;
        color: var(--ink-2);
      }
      h4 span {
        color: var(--ink-3);
        font-weight: 400;
      }
      ol {
        list-style: none;
        margin: 0.25rem 0 0.15rem;
        padding: 0;
        display: grid;
        gap: 3px;
      }
      li {
        display: grid;
        grid-template-columns: 1.5rem minmax(0, 1fr) auto;
        align-items: baseline;
        padding: 0.16rem 0.5rem 0.16rem 0;
        border: 1px solid var(--line-2);
        border-radius: 3px;
        background: var(--paper);
        transition: transform var(--ease), opacity var(--ease);
      }
      .nr {
        text-align: center;
        color: var(--ink-3);
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
      }
      .text {
        overflow-wrap: anywhere;
      }
      .sign {
        display: inline-flex;
        align-items: center;
        gap: 0.25rem;
        padding-left: 0.5rem;
        font-size: 0.75rem;
        color: var(--ink-2);
      }
      li.skipped {
        border-style: dotted;
        background: none;
      }
      li.skipped .text,
      li.skipped summary {
        color: var(--ink-3);
      }
      li.matched {
        border-color: var(--accent);
        background: var(--accent-soft);
        transform: translateX(6px);
      }
      li.matched .sign {
        color: var(--accent);
        font-weight: 600;
      }
      summary {
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      pre {
        margin: 0.25rem 0;
        font: inherit;
        font-family: var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .more {
        color: var(--ink-3);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem;
        padding: 0.1rem 0.25rem 0.3rem;
      }
      .ties {
        flex-basis: 100%;
        padding: 0 0.5rem;
        color: var(--ink-2);
      }
      .kill {
        margin-left: auto;
      }
    `,
  ];
}

customElements.define("sp-process-card", SpProcessCard);

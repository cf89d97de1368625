/**
 * `<sp-process-card>`: one process at one moment. Its mailbox is a tray in queue order: the next message on top,
 * skipped ones dim, the one just taken marked; a wait with `after` is an arc that shrinks. A pure function of its
 * properties.
 */
import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { language, seconds, t } from "../i18n/index.ts";
import type { MailboxItem, ProcessView, WorldEvent } from "../protocol.ts";
import { split } from "../state/identity.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import type { Call } from "./calls.ts";
import { brief, type NameOf } from "./describe.ts";
import { processCardStyles } from "./process-card-styles.ts";
import "./receive-view.ts";
import type { Known, Receive } from "./receive.ts";
import type { Fate } from "./receive-view.ts";
import { memberOf, stateOf } from "./member.ts";
import { differences } from "./term-text.ts";
import { icons } from "../parts/icons.ts";

/** A call in progress that this process makes or serves, with its number. */
export interface Ticket {
  number: number;
  call: Call;
}

/** What a gen_server calls in its module, over and over between `init` and `terminate`. */
const RING = ["handle_call", "handle_cast", "handle_info"];

/** Names of linked or monitored processes, or of tables, on one card. */
const TIES_MAX = 12;

type Slip = Omit<MailboxItem, "state"> & { state: MailboxItem["state"] | "matched" };

const ARC_RADIUS = 7;
const ARC_LENGTH = 2 * Math.PI * ARC_RADIUS;

const atPrompt = (p: ProcessView): boolean => p.shell && p.status === "waiting" && p.current?.module === "shell";

/** The tray, with the message that the event at this moment took put back at its place. */
function slips(process: ProcessView, event: WorldEvent | undefined): Slip[] {
  // At its prompt the shell looks for the next line only; that it passes over the rest is no news.
  const skips = !atPrompt(process);
  const tray: Slip[] = process.mailbox.map((m) => (skips ? m : { ...m, state: "queued" }));
  if (event?.kind === "receive" && event.pid === process.pid && event.message != null) {
    const taken: Slip = { id: event.message, from: event.peer ?? "", text: event.text ?? "", state: "matched" };
    tray.splice(Math.min(event.index ?? 0, tray.length), 0, taken);
  }
  return tray;
}

/** Names in a row, as many as can be taken in. */
function few(names: readonly string[]): string {
  const shown = names.slice(0, TIES_MAX).join(", ");
  return names.length > TIES_MAX ? `${shown}, … ${t().process.more(names.length - TIES_MAX)}` : shown;
}

export class SpProcessCard extends LitElement {
  static override properties = {
    process: { attribute: false },
    event: { attribute: false },
    clockMs: { type: Number },
    lastRan: { type: Number },
    title_: { attribute: false },
    nameOf: { attribute: false },
    tickets: { attribute: false },
    tables: { attribute: false },
    before_: { attribute: false },
    base_: { attribute: false },
    receive_: { attribute: false },
    held: { state: true },
    selected: { type: Boolean, reflect: true },
    status: { reflect: true },
  };
  declare process: ProcessView;
  declare event: WorldEvent | undefined;
  declare clockMs: number;
  /** Number of its last event among those shown, 0 for none. */
  declare lastRan: number;
  declare title_: string;
  declare nameOf: NameOf;
  /** Calls in progress that it makes or serves. */
  declare tickets: readonly Ticket[];
  /** Names of the tables it owns. */
  declare tables: readonly string[];
  /** The same process right before the event at this moment, and right before the last input. */
  declare before_: ProcessView | undefined;
  declare base_: ProcessView | undefined;
  /** The receive it is in, if its source is at hand, with the values of variables that are known. */
  declare receive_: { receive: Receive; known: Known } | undefined;
  /** The message that the learner holds against the clauses. */
  declare held: number | undefined;
  declare selected: boolean;
  declare status: string;

  constructor() {
    super();
    this.clockMs = 0;
    this.lastRan = 0;
    this.selected = false;
    this.tickets = [];
    this.tables = [];
    this.nameOf = (pid) => pid;
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
    // Without a name it is called by its pid.
    const titled = !this.title_.startsWith(split(p.pid).pid);
    return html`<article aria-label="${this.title_} ${m.status[p.status]}">
      <header>
        <h3>
          <button class="who" aria-pressed=${this.selected} @click=${() => this.emit("choose", p.pid)}>
            <span class="mono" translate="no">${this.title_}</span>
            ${titled ? html`<span class="mono pid" translate="no">${split(p.pid).pid}</span>` : nothing}
          </button>
        </h3>
        <span class="status"><i aria-hidden="true"></i>${m.status[p.status]}</span>
      </header>
      ${this.where()} ${this.asking()} ${this.behaviour()} ${p.status === "exited" ? nothing : html`${this.serving()} ${this.tray()} ${this.magnified()}`} ${this.foot()}
    </article>`;
  }

  private where(): TemplateResult {
    const m = t().process;
    const p = this.process;
    if (p.status === "exited") {
      const expected = /^(?:normal|shutdown|\{shutdown,.*)$/.test(p.exitReason ?? "");
      return html`<p class="where ${expected ? "" : "bad"}">${m.reason}: <span class="mono" translate="no">${p.exitReason ?? ""}</span></p>`;
    }
    const at = p.current;
    if (atPrompt(p)) return html`<p class="where">${m.atPrompt}</p>`;
    return html`<p class="where">
      <span class="mono" translate="no">${at?.mfa ?? p.initial}</span>${at && at.line > 0 ? html` <span>${m.line(at.line)}</span>` : nothing}
      ${this.arc()}
    </p>`;
  }

  /** Whose answer it waits for. */
  private asking(): TemplateResult[] {
    const own = this.tickets.filter(({ call }) => call.caller === this.process.pid);
    return own.map(
      ({ number, call }) => html`<p class="asking">
        ${this.ticket(number)}<span>${t().process.waitsFor} <button class="link mono" translate="no" @click=${() => this.emit("choose", call.server)}>${this.nameOf(call.server)}</button></span>
        <span class="mono text" translate="no">${brief(call.request, 120)}</span>
      </p>`,
    );
  }

  /** Whom it owes an answer. */
  private serving(): TemplateResult | typeof nothing {
    const m = t().process;
    const owed = this.tickets.filter(({ call }) => call.server === this.process.pid && call.replied === 0);
    if (owed.length === 0) return nothing;
    return html`<section class="owed">
      <h4>${m.owes}</h4>
      <ul>
        ${owed.map(
          ({ number, call }) => html`<li>
            ${this.ticket(number)}<button class="link mono" translate="no" @click=${() => this.emit("choose", call.caller)}>${this.nameOf(call.caller)}</button>
            <span class="mono text" translate="no">${brief(call.request, 60)}</span>
            <span class="say">${call.taken > 0 ? m.served : m.queued}</span>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private ticket(number: number): TemplateResult {
    return html`<span class="ticket"><span class="hidden-visually">${t().messages.ticket(number)}</span><span aria-hidden="true">${number}</span></span>`;
  }

  /** The behaviour, its callback module, and the state that it keeps, with what the last input has changed in it. */
  private behaviour(): TemplateResult | typeof nothing {
    const m = t().process;
    const { behaviour } = this.process;
    if (!behaviour || this.process.status === "exited") return nothing;
    const running = behaviour.callback?.split("/")[0];
    const member = memberOf(behaviour);
    return html`<section class="behaviour">
      <p class="kind">
        <span class="mono" translate="no">${behaviour.kind}</span>
        ${behaviour.module === behaviour.kind ? nothing : html`<span class="mono module" translate="no">${behaviour.module}</span>`}
        ${member ? html`<span class="mono module" translate="no">${member.target}</span><span class="role">${t().cluster.roles[member.role]}</span>` : nothing}
      </p>
      ${behaviour.kind === "gen_server"
        ? this.ring(running)
        : behaviour.callback
          ? html`<p class="callbacks mono" translate="no" aria-label=${m.callbacks}><span aria-current="step">${behaviour.callback}</span></p>`
          : nothing}
      ${this.state(stateOf(behaviour), behaviour.kind)}
    </section>`;
  }

  /** The callbacks of a gen_server as the way they are called: into the ring, round and round, and out of it. */
  private ring(running: string | undefined): TemplateResult {
    const name = (callback: string): TemplateResult => html`<span class="callback" aria-current=${callback === running ? "step" : nothing}>${callback}</span>`;
    return html`<div class="ring mono" role="group" translate="no" aria-label=${t().process.callbacks}>
      ${name("init")}<i aria-hidden="true">${icons.next}</i>
      <span class="round">${RING.map(name)}<i aria-hidden="true">${icons.again}</i></span>
      <i aria-hidden="true">${icons.next}</i>${name("terminate")}
    </div>`;
  }

  private state(now: string | undefined, kind: string): TemplateResult | typeof nothing {
    const m = t().process;
    const title = kind === "gen_event" ? m.handlers : kind === "gen_statem" ? m.machineState : m.serverState;
    if (now === undefined) {
      // Between two states: the last one that was seen.
      const last = stateOf(this.before_?.behaviour) ?? stateOf(this.base_?.behaviour);
      return last === undefined ? nothing : html`<h4>${title} <span>${m.leaving}</span></h4><pre class="state was" translate="no">${last}</pre>`;
    }
    const was = stateOf(this.base_?.behaviour);
    const changed = was !== undefined && was !== now;
    const before = stateOf(this.before_?.behaviour);
    const justNow = before !== undefined && before !== now;
    return html`<h4>${title} ${changed ? html`<span>${justNow ? m.changedNow : m.changed}</span>` : nothing}</h4>
      <pre class="state ${justNow ? "now" : ""}" translate="no">${differences(was, now).map((p) => (p.changed ? html`<ins>${p.text}</ins>` : p.text))}</pre>
      ${changed ? html`<pre class="state was" translate="no"><del>${differences(now, was).map((p) => (p.changed ? html`<b>${p.text}</b>` : p.text))}</del></pre>` : nothing}`;
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
    const m = { ...t().process, hold: t().receive.hold };
    const words = slip.state === "matched" ? m.matched : slip.state === "skipped" ? m.skipped : m.queued;
    const sign = slip.state === "matched" ? icons.check : slip.state === "skipped" ? icons.cross : nothing;
    const long = slip.text.length > 60;
    return html`<li class=${slip.state}>
      ${this.receive_
        ? html`<button class="nr" aria-pressed=${slip.id === this.magnifiedSlip?.id} title=${m.hold(index + 1)} aria-label=${m.hold(index + 1)} @click=${() => (this.held = slip.id)}>${index + 1}</button>`
        : html`<span class="nr" aria-hidden="true">${index + 1}</span>`}
      ${long
        ? html`<details><summary class="mono" translate="no">${slip.text.slice(0, 58)}…</summary><pre translate="no">${slip.text}</pre></details>`
        : html`<span class="mono text" translate="no">${slip.text}</span>`}
      <span class="sign">${sign}<span class=${slip.state === "queued" ? "hidden-visually" : ""}>${words}</span></span>
    </li>`;
  }

  /** The one that the learner has chosen, that the event is about, or that comes first. */
  private get magnifiedSlip(): Slip | undefined {
    const all = slips(this.process, this.event);
    const about = this.event?.pid === this.process.pid ? this.event.message : undefined;
    return all.find((slip) => slip.id === this.held) ?? all.find((slip) => slip.id === about) ?? all[0];
  }

  private magnified(): TemplateResult | typeof nothing {
    const slip = this.magnifiedSlip;
    if (!this.receive_ || !slip) return nothing;
    const fate: Fate = slip.state === "matched" ? { kind: "taken", line: this.event?.at?.line } : { kind: slip.state };
    return html`<sp-receive .receive=${this.receive_.receive} .known=${this.receive_.known} .message=${slip.text} .fate=${fate}></sp-receive>`;
  }

  private foot(): TemplateResult {
    const m = t();
    const p = this.process;
    const ties: [string, readonly string[]][] = [
      [m.process.links, p.links.map(this.nameOf)],
      [m.process.monitors, p.monitors.map(this.nameOf)],
      [m.process.ownsTables, this.tables],
    ];
    return html`<footer>
      ${ties.map(([words, names]) => (names.length > 0 ? html`<p class="ties">${words} <span class="mono" translate="no">${few(names)}</span></p>` : nothing))}
      ${this.lastRan > 0
        ? html`<button class="button quiet" @click=${() => this.emit("goto", p.lastStep)}>${m.time.lastRan(this.lastRan)}</button>`
        : nothing}
      ${p.shell || p.status === "exited"
        ? nothing
        : html`<button class="button quiet kill" aria-label=${m.process.killLabel(p.pid)} @click=${() => this.emit("kill", p.pid)}>${m.process.kill}</button>`}
    </footer>`;
  }

  static override styles = [shared, processCardStyles];
}

customElements.define("sp-process-card", SpProcessCard);

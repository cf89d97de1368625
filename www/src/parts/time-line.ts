/**
 * `<sp-time-line>`: the moment looked at, and everything that moves it: back, next, scrub, play, branches, speed.
 * Nothing moves by itself; arrow keys work on the scrubber, where they belong.
 */
import { css, html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { language, seconds, t } from "../i18n/index.ts";
import { neighbour } from "../pictures/causality.ts";
import type { Lab } from "../state/lab.ts";
import type { Session } from "../state/session.ts";
import { verdictOf } from "../state/check-world.ts";
import { isFault } from "../state/faults.ts";
import { shortId } from "../state/identity.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { icons } from "./icons.ts";

/** Events per second when playing at speed 1. */
const PLAY_RATE = 3;
/** Positions of the speed control: powers of two from 1/8 to 64, then "skip waits". */
const SPEED_MIN = -3;
const SPEED_SKIP = 7;
/** Marks of faults are so far apart, as a share of the strip. */
const FAULTS_APART = 0.012;
/** Ticks drawn at most on the strip. */
const TICKS_MAX = 400;

const speedAt = (position: number): number => (position >= SPEED_SKIP ? Infinity : 2 ** position);

export class SpTimeLine extends LitElement {
  static override properties = { lab: { attribute: false }, session: { attribute: false }, playing: { state: true }, speed: { state: true } };
  declare lab: Lab;
  declare session: Session;
  declare playing: boolean;
  declare speed: number;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.playing = false;
    this.speed = 0;
    new Watch(this, () => [this.session, language]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
  }

  private move(position: number): void {
    this.pause();
    this.session.seekTo(position);
  }

  private moveToStep(step: number): void {
    this.pause();
    this.session.seek(step);
  }

  private pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.playing = false;
  }

  private play(): void {
    if (this.session.atHead) this.session.seek(0);
    this.playing = true;
    const beat = (): void => {
      if (!this.playing) return;
      this.session.seekTo(this.session.position + 1);
      if (this.session.atHead) return this.pause();
      this.timer = setTimeout(beat, 1000 / (PLAY_RATE * Math.min(64, speedAt(this.speed))));
    };
    this.timer = setTimeout(beat, 0);
  }

  /** What the range does by itself is kept to one and ten events. */
  private key(event: KeyboardEvent): void {
    const { position: step, count: head } = this.session;
    const moves: Record<string, number> = {
      ArrowLeft: step - 1,
      ArrowDown: step - 1,
      ArrowRight: step + 1,
      ArrowUp: step + 1,
      PageDown: step + 10,
      PageUp: step - 10,
      Home: 0,
      End: head,
    };
    const to = moves[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.move(to);
  }

  override render(): TemplateResult {
    const m = t().time;
    const { position: step, count: head } = this.session;
    const { verdict } = this;
    const decided = verdict?.event.seq === this.session.event?.seq ? verdict : undefined;
    const stuck = this.session.atHead && (this.session.active || ["idle", "blocked", "halted"].includes(this.session.current?.info.status ?? "idle"));
    return html`<section aria-label=${m.title}>
      ${this.branches()}
      <div class="strip">
        ${guard([this.session, this.session.branch, this.session.head, this.session.branches.size, this.session.showAll], () => this.ticks())}
        <input type="range" min="0" max=${head} .value=${String(step)} aria-label=${m.scrub} aria-valuetext=${m.at(step, head)}
          @input=${(e: Event) => this.move(Number((e.target as HTMLInputElement).value))} @keydown=${this.key} />
        ${this.verdictMark(verdict)}
      </div>
      <div class="row">
        <button class="button" aria-disabled=${step === 0} @click=${() => this.move(0)} title=${m.start} aria-label=${m.start}>${icons.first}</button>
        <button class="button" aria-disabled=${step === 0} @click=${() => this.move(step - 1)} title=${m.back} aria-label=${m.back}>${icons.back}</button>
        <button class="button" data-next aria-disabled=${stuck} @click=${() => (this.pause(), stuck ? undefined : void this.session.next())} title=${m.next} aria-label=${m.next}>${icons.next}</button>
        <button class="button" aria-disabled=${this.session.atHead} @click=${() => this.move(head)} title=${m.head} aria-label=${m.head}>${icons.last}</button>
        ${this.session.active
          ? html`<button class="button primary" @click=${() => void this.session.stop()} title=${t().shell.stop} aria-label=${t().shell.stop}>${icons.stop}</button>`
          : html`<button class="button" ?disabled=${head === 0} @click=${() => (this.playing ? this.pause() : this.play())}
              title=${this.playing ? m.pause : m.play} aria-label=${this.playing ? m.pause : m.play}>${this.playing ? icons.pause : icons.run}</button>`}
        <span class="at"><span class="long">${m.at(step, head)}</span><span class="short">${step} / ${head}</span></span>
        ${this.follow()}
      </div>
      <div class="row">
        <p class="when ${this.session.atHead || decided ? "" : "past"}">${decided ? t().exercise.verdict(decided.passed) : this.session.atHead ? m.present : m.past} ${this.session.current?.info.full ? m.full : ""}</p>
        <span class="end">${this.speedControl()}</span>
      </div>
    </section>`;
  }

  private ticks(): TemplateResult {
    const { session } = this;
    const span = Math.max(1, session.count);
    const stride = Math.max(1, Math.ceil(session.count / TICKS_MAX));
    const at = (ordinal: number): string => `${(ordinal / span) * 100}%`;
    const ticks: SVGTemplateResult[] = [];
    for (let ordinal = stride; ordinal <= session.count; ordinal += stride) ticks.push(svg`<rect x=${at(ordinal)} y="8" width="1" height="4"/>`);
    for (const { kind, seq } of session.current?.landmarks ?? []) {
      if (kind !== "shell_result") ticks.push(svg`<rect class=${kind === "shell_input" ? "input" : "error"} x=${at(session.ordinal(seq))} y="2" width="2" height="16"/>`);
    }
    const faults = new Set((session.current?.inputs ?? []).filter(({ input }) => isFault(input)).map(({ step }) => session.ordinal(step + 1)));
    let drawn = -Infinity;
    for (const ordinal of faults) {
      // Cutting off a node is several inputs.
      if (ordinal < drawn + span * FAULTS_APART) continue;
      drawn = ordinal;
      ticks.push(svg`<svg class="fault" x=${at(ordinal)} y="10" overflow="visible"><path d="M0-6 5 0 0 6-5 0z"/></svg>`);
    }
    const forks = new Set([...session.branches.values()].filter((b) => b.info.parent === session.branch).map((b) => b.info.forkedAt));
    for (const step of forks) ticks.push(svg`<circle class="fork" cx=${at(session.ordinal(step))} cy="10" r="4"/>`);
    return html`<svg class="ticks" aria-hidden="true" height="20" width="100%">${ticks}</svg>`;
  }

  /** Over the scrubber's thumb, which stands there when the check's world opens. */
  private verdictMark(verdict: ReturnType<typeof verdictOf>): TemplateResult | typeof nothing {
    if (!verdict) return nothing;
    const at = `${(this.session.ordinal(verdict.event.seq) / Math.max(1, this.session.count)) * 100}%`;
    const [name, sign] = verdict.passed ? ["passed", "m-3.500 0 2.500 2.500 4.500-5"] : ["failed", "m-2.700-2.700 5.400 5.400m0-5.400-5.400 5.400"];
    return html`<svg class="ticks" aria-hidden="true" height="20" width="100%"><svg class="verdict ${name}" x=${at} y="10" overflow="visible"><circle r="5.500" /><path d=${sign} /></svg></svg>`;
  }

  /** How the check ended whose world this is; on another branch it may end otherwise. */
  private get verdict(): ReturnType<typeof verdictOf> {
    const check = this.lab.watched?.check;
    return check && this.session.current && verdictOf(this.session.current, check.nodes[0]);
  }

  private branches(): TemplateResult | typeof nothing {
    const all = [...this.session.branches.values()];
    if (all.length < 2) return nothing;
    const m = t().time;
    return html`<div class="branches" role="group" aria-label=${m.branches}>
      <span>${m.branches}</span>
      ${all.map(
        ({ info }) => html`<button class="button" aria-pressed=${info.branch === this.session.branch}
          @click=${() => (this.pause(), this.session.select(info.branch))}>${m.branch(info.branch, this.session.ordinal(info.forkedAt))}</button>`,
      )}
    </div>`;
  }

  /** Previous and next event of the process in focus. */
  private follow(): TemplateResult | typeof nothing {
    const pid = this.session.focus;
    if (!pid) return nothing;
    const m = t().time;
    const to = (direction: -1 | 1): number => neighbour(this.session.events, pid, this.session.step, direction, this.session.hidden);
    const [before, after] = [to(-1), to(1)];
    return html`<span class="follow" role="group" aria-label=${m.follow}>
      <button class="button quiet" aria-disabled=${before === 0} @click=${() => before > 0 && this.moveToStep(before)} title=${m.pathOf(pid)} aria-label=${m.pathOf(pid)}>${icons.back}</button>
      <span class="mono" translate="no" title=${pid}>${shortId(pid)}</span>
      <button class="button quiet" aria-disabled=${after === 0} @click=${() => after > 0 && this.moveToStep(after)} title=${m.nextOf(pid)} aria-label=${m.nextOf(pid)}>${icons.next}</button>
    </span>`;
  }

  private speedControl(): TemplateResult {
    const m = t().time;
    const speed = speedAt(this.speed);
    const words = Number.isFinite(speed) ? m.speedValue(speed < 1 ? `1/${1 / speed}` : String(speed)) : m.skip;
    const set = (e: Event): void => {
      this.speed = Number((e.target as HTMLInputElement).value);
      this.lab.setSpeed(speedAt(this.speed));
    };
    return html`<label class="speed"><span class="name">${m.speed}</span>
      <input type="range" aria-label=${m.speed} min=${SPEED_MIN} max=${SPEED_SKIP} step="1" .value=${String(this.speed)} aria-valuetext=${words} @input=${set} />
      <output>${words}</output>
    </label>
    <span class="clock" title=${m.clockHint}><span class="hidden-visually">${m.clockHint}</span>${icons.clock}${m.clock(seconds(this.session.view?.clockMs ?? 0))}</span>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        container-type: inline-size;
      }
      section {
        padding: 0.4rem 0.9rem 0.6rem;
        border-top: 1px solid var(--line);
        background: var(--paper);
        font-size: 0.8125rem;
      }
      .strip {
        position: relative;
        height: 1.75rem;
      }
      .ticks {
        position: absolute;
        inset: 4px 8px auto;
        width: calc(100% - 16px);
        overflow: visible;
        pointer-events: none;
      }
      rect {
        fill: var(--line-2);
      }
      rect.input {
        fill: var(--ink-3);
      }
      rect.error {
        fill: var(--bad);
      }
      /* Bars are typed lines, diamonds what was done to a process, a node or the network. */
      .fault {
        fill: var(--paper);
        stroke: var(--bad);
        stroke-width: 1.5;
      }
      /* How a check ended. */
      .verdict {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .verdict.failed {
        stroke: var(--bad);
      }
      .verdict circle {
        fill: var(--paper);
        stroke: none;
      }
      .fork {
        fill: var(--paper);
        stroke: var(--ink-2);
        stroke-width: 1.5;
      }
      input[type="range"] {
        accent-color: var(--accent);
        margin: 0;
      }
      .strip input {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        appearance: none;
        background: none;
        cursor: pointer;
      }
      .strip input::-webkit-slider-runnable-track {
        height: 1px;
        background: var(--line-2);
      }
      .strip input::-moz-range-track {
        height: 1px;
        background: var(--line-2);
      }
      .strip input::-webkit-slider-thumb {
        appearance: none;
        width: 16px;
        height: 16px;
        margin-top: -8px;
        border: 3px solid var(--accent);
        border-radius: 50%;
        background: var(--paper);
      }
      .strip input::-moz-range-thumb {
        width: 10px;
        height: 10px;
        border: 3px solid var(--accent);
        border-radius: 50%;
        background: var(--paper);
      }
      .row,
      .branches {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem;
      }
      .branches {
        max-height: 4.5rem;
        overflow: auto;
        padding-bottom: 0.3rem;
      }
      .branches span {
        margin-right: 0.4rem;
        color: var(--ink-2);
      }
      [aria-pressed="true"] {
        border-color: var(--accent);
        color: var(--accent);
        font-weight: 600;
      }
      .at {
        margin: 0 0.5rem;
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .follow {
        display: inline-flex;
        align-items: center;
        margin-left: auto;
      }
      .speed {
        display: flex;
        align-items: center;
        gap: 0.4rem;
        color: var(--ink-2);
        white-space: nowrap;
      }
      .end {
        display: flex;
        align-items: center;
        margin-left: auto;
      }
      .speed input {
        width: 5.5rem;
      }
      output {
        min-width: 3.2em;
        font-variant-numeric: tabular-nums;
      }
      .clock {
        display: inline-flex;
        align-items: center;
        justify-content: end;
        gap: 0.35em;
        min-width: 4em;
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .short {
        display: none;
      }
      @container (max-width: 30rem) {
        .long,
        .speed .name {
          display: none;
        }
        .short {
          display: inline;
        }
        .row .button {
          min-width: 2.1rem;
        }
      }
      .row + .row {
        flex-wrap: nowrap;
        gap: 0.75rem;
        min-height: 2.1rem;
      }
      /* Always there: a line that comes and goes would move the pictures with each step. */
      .when {
        margin: 0;
        color: var(--ink-3);
        line-height: 1.35;
        text-wrap: pretty;
      }
      .when.past {
        color: var(--accent);
      }
    `,
  ];
}

customElements.define("sp-time-line", SpTimeLine);

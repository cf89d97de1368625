/**
 * `<sp-cluster>`: nodes as islands with what lives on them, the lines between them with what is on its way, and the same
 * state side by side where several nodes keep it. Every fault is a button, and what it did is an event in the list. A pure
 * function of its properties.
 */
import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { icons } from "../parts/icons.ts";
import type { FrameView, Input, LinkView, NodeView, ProcessView, ViewModel } from "../protocol.ts";
import { mend } from "../state/faults.ts";
import { shortId, shortNode, split } from "../state/identity.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { clusterStyles } from "./cluster-styles.ts";
import type { NameOf } from "./describe.ts";
import { groupsOf } from "./groups.ts";
import { memberOf, stateOf } from "./member.ts";
import type { Numbering, Stretch } from "./numbering.ts";
import { differences } from "./term-text.ts";

const SLOW_MS = 200;
const NORMAL_MS = 0.5;
/** Processes named on an island. */
const PROCESSES_MAX = 12;
/** Frames of one line that can be opened from the picture; all of them stand in the list. */
const FRAMES_MAX = 4;
/** Characters of a state that may have to be scrolled. */
const LONG = 200;
/** Stretches of numbers shown; the last ones, where it happens. */
const STRETCHES_MAX = 24;
const LINE = { width: 100, y: 8 };

export class SpCluster extends LitElement {
  static override properties = { view: { attribute: false }, processes: { attribute: false }, nameOf: { attribute: false }, numberings: { attribute: false }, clockMs: { type: Number }, focus_: { attribute: false } };
  declare view: ViewModel | undefined;
  /** Those to be shown. */
  declare processes: readonly ProcessView[];
  declare nameOf: NameOf;
  /** What its servers have given out. */
  declare numberings: readonly Numbering[];
  declare clockMs: number;
  declare focus_: string | undefined;

  constructor() {
    super();
    this.processes = [];
    this.numberings = [];
    this.clockMs = 0;
    this.nameOf = (pid) => pid;
    new Watch(this, () => [language]);
  }

  private act(inputs: Input[]): void {
    this.dispatchEvent(new CustomEvent("act", { detail: inputs, bubbles: true, composed: true }));
  }

  private button(label: string, about: string, ...inputs: Input[]): TemplateResult {
    return html`<button class="button quiet" aria-label="${label}: ${about}" @click=${() => this.act(inputs)}>${label}</button>`;
  }

  override render(): TemplateResult {
    const nodes = this.view?.nodes ?? [];
    if (nodes.length < 2) return html`<p class="none">${t().cluster.none}</p>`;
    const groups = groupsOf(nodes, this.view?.links ?? []);
    return html`<div class="islands">${groups.map((group, i) => html`${i > 0 ? this.barrier(groups) : nothing}${this.group(group)}`)}</div>
      ${this.copies()} ${this.numbers()}
      <section class="links" aria-label=${t().cluster.links}>
        <h3>${t().cluster.links}</h3>
        ${pairs(nodes).map(([a, b]) => this.line(a.name, b.name))}
      </section>`;
  }

  /** Nodes that reach each other stand together. */
  private group(nodes: readonly NodeView[]): TemplateResult {
    return html`<div class="group" .style=${`--nodes:${nodes.length}`}>${nodes.map((node) => this.island(node))}</div>`;
  }

  private barrier(groups: readonly (readonly NodeView[])[]): TemplateResult {
    const words = t().cluster.barrier(groups.map((group) => group.map((node) => shortNode(node.name)).join(", ")).join(" | "));
    return html`<div class="barrier" role="img" aria-label=${words} title=${words}></div>`;
  }

  private island(node: NodeView): TemplateResult {
    const m = t().cluster;
    const all = this.processes.filter((p) => p.node === node.name && p.status !== "exited");
    const { name } = node;
    return html`<section class="island ${node.state}" data-node=${name} data-state=${node.state} aria-label="${name} ${m.states[node.state]}">
      <header>
        <h3 class="mono" translate="no">${shortNode(name)}<span class="host">${name.slice(shortNode(name).length)}</span></h3>
        <span class="state"><i aria-hidden="true"></i>${m.states[node.state]}${node.creation > 1 ? ` · ${m.creation(node.creation)}` : ""}</span>
      </header>
      <ul aria-label=${m.processes} tabindex="0">
        ${all.slice(0, PROCESSES_MAX).map((p) => html`<li>${this.process(p)}</li>`)}
        ${all.length > PROCESSES_MAX ? html`<li class="more">${t().process.more(all.length - PROCESSES_MAX)}</li>` : nothing}
      </ul>
      <footer>
        ${node.state === "down" ? this.button(m.start, name, { kind: "startNode", node: name }) : this.button(m.kill, name, { kind: "crashNode", node: name })}
        ${node.state === "running" ? this.button(m.pause, name, { kind: "pause", node: name }) : nothing}
        ${node.state === "paused" ? this.button(m.resume, name, { kind: "resume", node: name }) : nothing}
      </footer>
    </section>`;
  }

  private process(p: ProcessView): TemplateResult {
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: p.pid, bubbles: true, composed: true }));
    const role = memberOf(p.behaviour)?.role;
    const mark = role === "global" || role === "frozen" ? html`<span class="role ${role}">${t().cluster.roles[role]}</span>` : nothing;
    return html`<button class="chip mono" translate="no" title=${shortId(p.pid)} aria-pressed=${p.pid === this.focus_} @click=${choose}><span class="name">${this.nameOf(p.pid).replace(/@.*$/, "")}</span>${mark}</button>`;
  }

  /** The line between two nodes: a wall where it is cut, a dot for each frame on its way. */
  private line(a: string, b: string): TemplateResult {
    const m = t().cluster;
    const link: LinkView = this.view?.links.find((l) => (l.a === a && l.b === b) || (l.a === b && l.b === a)) ?? {
      a, b, upAtA: false, upAtB: false, cutToA: false, cutToB: false, latencyMs: NORMAL_MS, jitterMs: 0, bytesPerS: 0,
    };
    const frames = (this.view?.frames ?? []).filter((f) => (f.from === a && f.to === b) || (f.from === b && f.to === a));
    const cut = link.cutToA || link.cutToB;
    const up = link.upAtA && link.upAtB ? m.up : link.upAtA ? m.half(link.a) : link.upAtB ? m.half(link.b) : m.down;
    const about = `${a}, ${b}`;
    // Nobody can be connected with a node that is down.
    const there = !this.view?.nodes.some((n) => (n.name === a || n.name === b) && n.state === "down");
    const slow = link.latencyMs >= SLOW_MS;
    const facts = [cut ? m.cut : up, m.latency(String(link.latencyMs)), ...(frames.length > 0 ? [m.frames(frames.length)] : [])];
    return html`<div class="link" data-line="${a} ${b}">
      <span class="mono end" translate="no">${shortNode(a)}</span>
      <svg viewBox="0 0 ${LINE.width} 16" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<line class="wire ${link.upAtA && link.upAtB ? "up" : ""}" x1="0" x2=${LINE.width} y1=${LINE.y} y2=${LINE.y}/>`}
        ${cut ? svg`<path class="wall" d="M48.500 1V15M51.500 1V15"/>` : nothing}
        ${frames.map((f) => this.dot(f, a))}
      </svg>
      <span class="mono end" translate="no">${shortNode(b)}</span>
      <div class="under"><span class="facts">${cut ? icons.cross : nothing}${facts.join(" · ")}</span>
      <span class="acts">
        ${cut ? this.button(m.heal, about, ...mend(a, b)) : this.button(m.cutLine, about, { kind: "partition", a, b })}
        ${this.button(slow ? m.fast : m.slow, about, { kind: "delay", a, b, latencyMs: slow ? NORMAL_MS : SLOW_MS })}
        ${link.upAtA || link.upAtB ? this.button(m.disconnect, about, { kind: "disconnect", a, b }) : cut || !there ? nothing : this.button(m.connect, about, { kind: "connect", a, b })}
      </span></div>
      ${this.frames(frames.filter((f) => f.step > 0 && !f.closes))}
    </div>`;
  }

  private dot(f: FrameView, left: string): SVGTemplateResult {
    const passed = f.held ? 0.5 : Math.min(1, Math.max(0, (this.clockMs - f.sentMs) / Math.max(0.001, f.dueMs - f.sentMs)));
    const x = LINE.width * (f.from === left ? passed : 1 - passed);
    return svg`<line class="frame ${f.held ? "held" : ""}" x1=${x} x2=${x} y1="4" y2="12"/>`;
  }

  private frames(all: readonly FrameView[]): TemplateResult | typeof nothing {
    if (all.length === 0) return nothing;
    return html`<ul class="frames">
      ${all.slice(0, FRAMES_MAX).map((f) => this.frame(f))}
      ${all.length > FRAMES_MAX ? html`<li class="more">${t().process.more(all.length - FRAMES_MAX)}</li>` : nothing}
    </ul>`;
  }

  private frame(f: FrameView): TemplateResult {
    const goto = (): boolean => this.dispatchEvent(new CustomEvent("goto", { detail: f.step, bubbles: true, composed: true }));
    return html`<li><button class="quiet-link" @click=${goto}>${t().cluster.frame(shortNode(f.from), shortNode(f.to), f.length)}</button></li>`;
  }

  /** The states that servers of one name keep on several nodes, each compared with the first. */
  private copies(): TemplateResult | typeof nothing {
    const byName = new Map<string, ProcessView[]>();
    for (const p of this.processes) {
      if (p.name === undefined || stateOf(p.behaviour) === undefined || p.status === "exited") continue;
      byName.set(p.name, [...(byName.get(p.name) ?? []), p]);
    }
    const shared = [...byName].filter(([, all]) => all.length > 1);
    if (shared.length === 0) return nothing;
    return html`<section class="copies" aria-label=${t().cluster.copies}>
      <h3>${t().cluster.copies}</h3>
      ${shared.map(
        ([name, all]) => html`<h4 class="mono" translate="no">${name}</h4>
          <dl>
            ${all.map(
              (p) => html`<div>
                <dt class="mono" translate="no">${shortNode(p.node)}</dt>
                <dd class="mono" translate="no" tabindex=${(stateOf(p.behaviour)?.length ?? 0) > LONG ? "0" : nothing}>${differences(stateOf(all[0]?.behaviour), stateOf(p.behaviour) ?? "").map((d) => (d.changed ? html`<ins>${d.text}</ins>` : d.text))}</dd>
              </div>`,
            )}
          </dl>`,
      )}
    </section>`;
  }

  /** Gaps and duplicates among what servers have given out. */
  private numbers(): TemplateResult | typeof nothing {
    if (this.numberings.length === 0) return nothing;
    const m = t().cluster;
    return html`<section class="given" aria-label=${m.given}>
      <h3>${m.given}</h3>
      ${this.numberings.map(
        ({ server, request, stretches }) => html`<h4 class="mono" translate="no">${server} <span class="host">${request}</span></h4>
          <ol>
            ${stretches.slice(-STRETCHES_MAX).map((s) => this.stretch(s))}
          </ol>`,
      )}
    </section>`;
  }

  private stretch({ from, to, kind, by }: Stretch): TemplateResult {
    const m = t().cluster;
    const words = { once: m.onceGiven, gap: m.gap, twice: m.twice(by.map((pid) => shortNode(split(pid).node ?? pid))) }[kind];
    return html`<li class=${kind}><span class="mono">${from === to ? from : `${from}–${to}`}</span><span class=${kind === "once" ? "hidden-visually" : "words"}>${words}</span></li>`;
  }

  static override styles = [shared, clusterStyles];
}

function pairs(nodes: readonly NodeView[]): [NodeView, NodeView][] {
  return nodes.flatMap((a, i) => nodes.slice(i + 1).map((b): [NodeView, NodeView] => [a, b]));
}

customElements.define("sp-cluster", SpCluster);

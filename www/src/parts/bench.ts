/**
 * `<sp-bench>`: the pictures of the session in use, the list of events beside them, and the time line below. All of
 * them show one moment.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { language, t } from "../i18n/index.ts";
import type { PictureKind } from "../lesson/types.ts";
import { describe } from "../pictures/describe.ts";
import type { Input } from "../protocol.ts";
import type { Lab } from "../state/lab.ts";
import type { Session } from "../state/session.ts";
import { windowOf } from "../state/clients.ts";
import { shortNode, split } from "../state/identity.ts";
import { clientNumber } from "../state/visible.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { panel, tabsOf, type BenchTab } from "./panels.ts";
import "./time-line.ts";

export type { BenchTab };

export class SpBench extends LitElement {
  static override properties = {
    lab: { attribute: false },
    tab: {},
    asked: { attribute: false },
    /** On narrow screens the page's own tabs choose between code and pictures. */
    only: { reflect: true },
    clock: { state: true },
  };
  declare lab: Lab;
  declare tab: BenchTab;
  /** The picture that the step asks for. */
  declare asked: PictureKind | undefined;
  declare only: "code" | "picture" | undefined;
  declare clock: number | undefined;
  private frame = 0;
  private clockFrom = { at: 0, virtual: -1 };
  private spoken = "";

  constructor() {
    super();
    this.tab = "processes";
    new Watch(this, () => [this.lab, this.session, language]);
  }

  private get session(): Session | undefined {
    // While the element comes to life, its properties are not there yet.
    return (this.lab as Lab | undefined)?.session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("goto", (e) => this.session?.seek((e as CustomEvent<number>).detail));
    this.addEventListener("choose", (e) => {
      const pid = (e as CustomEvent<string>).detail;
      this.session?.setFocus(this.session.focus === pid ? undefined : pid);
    });
    this.addEventListener("act", (e) => void this.act((e as CustomEvent<Input[]>).detail));
    this.addEventListener("kill", (e) => void this.kill((e as CustomEvent<string>).detail));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
  }

  private async act(inputs: Input[]): Promise<void> {
    await this.session?.actAndRun(inputs);
  }

  private async kill(pid: string): Promise<void> {
    await this.act([{ kind: "kill", ...split(pid), reason: "kill" }]);
  }

  private nameOf = (pid: string): string => {
    const process = this.session?.view?.processes.find((p) => p.pid === pid);
    const { pid: own, node } = split(pid);
    const at = node === undefined ? "" : `@${shortNode(node)}`;
    if (process) return `${process.name ?? (process.shell ? t().process.shell : own)}${at}`;
    const branch = this.session?.current;
    // Of one that is not there yet, the name that it will have.
    const later = branch?.names.get(pid);
    if (node !== undefined || later !== undefined) return `${later ?? own}${at}`;
    return (branch && windowOf(branch, clientNumber(pid))) ?? pid;
  };

  override willUpdate(): void {
    this.follow();
  }

  /** While the world waits for a timer, its clock runs with real time; the arcs shrink with it. */
  private follow(): void {
    const session = this.session;
    const info = session?.current?.info;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const waits = info?.active === true && info.status === "waiting" && session?.atHead === true && !still;
    cancelAnimationFrame(this.frame);
    if (!waits || !session || !Number.isFinite(session.speed)) {
      this.clock = undefined;
      return;
    }
    if (this.clockFrom.virtual !== info.clockMs) this.clockFrom = { at: performance.now(), virtual: info.clockMs };
    this.frame = requestAnimationFrame(() => {
      const passed = (performance.now() - this.clockFrom.at) * session.speed;
      this.clock = Math.min(info.untilMs ?? Infinity, info.clockMs + passed);
    });
  }

  override updated(_changed: PropertyValues<this>): void {
    const session = this.session;
    const event = session?.event;
    if (!session || !event || session.active) return;
    const words = t().live.moment(session.ordinal(event.seq), describe(event, this.nameOf, t()));
    const live = this.renderRoot.querySelector(".live");
    if (words === this.spoken || !live) return;
    this.spoken = words;
    live.textContent = words;
  }

  override render(): TemplateResult {
    const m = t().bench;
    const session = this.session;
    const live = html`<p class="live hidden-visually" role="status"></p>`;
    if (!session?.opened || !session.view) return html`<p class="empty">${m.empty}</p>${live}`;
    const all = tabsOf(session, this.asked);
    const tabs = this.only === "picture" ? all.filter((x) => x !== "code") : all;
    const chosen = tabs.includes(this.tab) ? this.tab : "processes";
    const tab = this.only === "code" ? "code" : chosen;
    const look = { session, nameOf: this.nameOf, clock: this.clock ?? session.view?.clockMs ?? 0 };
    return html`${this.watched()}
      ${this.only === "code"
        ? nothing
        : html`<div class="tabs" role="tablist" aria-label=${m.title}>
            ${tabs.map(
              (name) => html`<button role="tab" id="tab-${name}" aria-selected=${tab === name} aria-controls="panel" tabindex=${tab === name ? 0 : -1}
                @keydown=${(e: KeyboardEvent) => this.tabKey(e, tabs)} @click=${() => this.choose(name)}>${m[name]}</button>`,
            )}
          </div>`}
      <div id="panel" class="panel ${tab}" role="tabpanel" aria-labelledby="tab-${tab}"><h2 class="hidden-visually">${m[tab]}</h2>${panel(tab, look)}</div>
      <sp-time-line .lab=${this.lab} .session=${session}></sp-time-line>
      ${live}
    `;
  }

  /** What is looked at is not the learner's own session. */
  private watched(): TemplateResult | typeof nothing {
    const check = this.lab.watched?.check;
    if (!check) return nothing;
    const m = t().exercise;
    return html`<div class="watched" role="note"><span><b>${m.worldOf}</b> ${unsafeHTML(check.summary)}</span>
      <button class="button" @click=${() => void this.lab.unwatch()}>${m.unwatch}</button></div>`;
  }

  private choose(tab: BenchTab): void {
    this.tab = tab;
    this.dispatchEvent(new CustomEvent("tab", { detail: tab }));
  }

  private tabKey(event: KeyboardEvent, tabs: readonly BenchTab[]): void {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length] ?? "processes";
    this.choose(next);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus());
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
        container-type: inline-size;
      }
      .empty {
        margin: auto;
        max-width: 22em;
        padding: 2rem;
        color: var(--ink-2);
        text-align: center;
        text-wrap: balance;
      }
      .empty:lang(zh) {
        word-break: keep-all;
      }
      .watched {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.5rem 0.75rem;
        border-bottom: 1px solid var(--line);
        background: var(--paper);
        font-size: 0.8125rem;
        line-height: 1.4;
      }
      .watched b {
        font-weight: 600;
      }
      .watched code {
        font-family: var(--mono);
        font-size: 0.9em;
      }
      .tabs {
        display: flex;
        gap: 0.25rem;
        padding: 0.5rem 0.75rem 0;
        border-bottom: 1px solid var(--line);
        overflow-x: auto;
        scrollbar-width: none;
      }
      .tabs button {
        flex: none;
        padding: 0.35rem 0.6rem 0.45rem;
        border: 0;
        border-bottom: 2px solid transparent;
        margin-bottom: -1px;
        background: none;
        color: var(--ink-2);
        font-size: 0.875rem;
        white-space: nowrap;
        cursor: pointer;
      }
      .tabs button[aria-selected="true"] {
        border-bottom-color: var(--accent);
        color: var(--ink);
        font-weight: 600;
      }
      .panel {
        flex: 1;
        min-height: 0;
        display: grid;
      }
      .panel:is(.processes, .tables, .tree, .cluster) {
        grid-template-rows: minmax(0, 1fr) minmax(8rem, 36%);
      }
      .cards {
        overflow: auto;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr));
        align-content: start;
        align-items: start;
        gap: 0.75rem;
        padding: 0.75rem;
      }
      .list {
        min-height: 0;
        display: grid;
        border-top: 1px solid var(--line);
      }
      .note {
        margin: 0;
        color: var(--ink-2);
        font-size: 0.8125rem;
        grid-column: 1 / -1;
      }
      @container (min-width: 62rem) {
        .panel:is(.processes, .tables, .tree, .cluster) {
          grid-template: minmax(0, 1fr) / minmax(0, 1fr) 26rem;
        }
        .list {
          border-top: 0;
          border-left: 1px solid var(--line);
        }
      }
    `,
  ];
}

customElements.define("sp-bench", SpBench);

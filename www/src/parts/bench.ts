/**
 * `<sp-bench>`: the pictures of the session in use, the list of events beside them, and the time line below. All of
 * them show one moment.
 */
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { describe } from "../pictures/describe.ts";
import type { ProcessView } from "../protocol.ts";
import type { Lab } from "../state/lab.ts";
import type { Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import "../pictures/observer.ts";
import "../pictures/process-card.ts";
import "../pictures/space-time.ts";
import "./code-panel.ts";
import "./time-line.ts";

export type BenchTab = "processes" | "messages" | "observer" | "code";
const TABS: readonly BenchTab[] = ["processes", "messages", "observer", "code"];

export class SpBench extends LitElement {
  static override properties = {
    lab: { attribute: false },
    tab: {},
    /** On narrow screens the page's own tabs choose between code and pictures. */
    only: { reflect: true },
    clock: { state: true },
  };
  declare lab: Lab;
  declare tab: BenchTab;
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
    return this.lab.session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("goto", (e) => this.session?.seek((e as CustomEvent<number>).detail));
    this.addEventListener("choose", (e) => {
      const pid = (e as CustomEvent<string>).detail;
      this.session?.setFocus(this.session.focus === pid ? undefined : pid);
    });
    this.addEventListener("kill", (e) => void this.kill((e as CustomEvent<string>).detail));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
  }

  private async kill(pid: string): Promise<void> {
    await this.session?.act({ kind: "kill", pid, reason: "kill" });
    await this.session?.run();
  }

  private nameOf = (pid: string): string => {
    const process = this.session?.view?.processes.find((p) => p.pid === pid);
    return process?.name ?? (process?.shell ? t().process.shell : pid);
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

  private shown(): ProcessView[] {
    const processes = this.session?.view?.processes ?? [];
    if (this.session?.showAll) return processes;
    const own = new Set(processes.filter((p) => this.isOwn(p)).map((p) => p.pid));
    const ties = (pids: string[]): string[] => pids.filter((pid) => !own.has(pid));
    return processes.filter((p) => !own.has(p.pid)).map((p) => ({ ...p, links: ties(p.links), monitors: ties(p.monitors) }));
  }

  private isOwn(process: ProcessView): boolean {
    return process.system || this.session?.current?.visibility.isOwn(process.pid) === true;
  }

  override render(): TemplateResult {
    const m = t().bench;
    const session = this.session;
    const live = html`<p class="live hidden-visually" role="status"></p>`;
    if (!session?.opened) return html`<p class="empty">${m.empty}</p>${live}`;
    const tab = this.only === "code" ? "code" : this.only === "picture" && this.tab === "code" ? "processes" : this.tab;
    const tabs = this.only === "picture" ? TABS.filter((x) => x !== "code") : TABS;
    return html`
      ${this.only === "code"
        ? nothing
        : html`<div class="tabs" role="tablist" aria-label=${m.title}>
            ${tabs.map(
              (name) => html`<button role="tab" id="tab-${name}" aria-selected=${tab === name} aria-controls="panel" tabindex=${tab === name ? 0 : -1}
                @keydown=${(e: KeyboardEvent) => this.tabKey(e, tabs)} @click=${() => this.choose(name)}>${m[name]}</button>`,
            )}
          </div>`}
      <div id="panel" class="panel ${tab}" role="tabpanel" aria-labelledby="tab-${tab}">${this.panel(tab, session)}</div>
      <sp-time-line .lab=${this.lab} .session=${session}></sp-time-line>
      ${live}
    `;
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

  private panel(tab: BenchTab, session: Session): TemplateResult {
    const { events, focus } = session;
    const step = session.event?.seq ?? 0;
    const list = (plain: boolean): TemplateResult => html`<sp-space-time .events=${events} .count=${events.length} .step=${step}
      .calls=${session.current?.calls} .nameOf=${this.nameOf} .focus_=${focus} .hidden_=${session.hidden} .plain=${plain}></sp-space-time>`;
    switch (tab) {
      case "messages":
        return list(false);
      case "observer":
        return html`<sp-observer .processes=${this.shown()} .focus_=${focus}></sp-observer>`;
      case "code":
        return html`<sp-code-panel .session=${session}></sp-code-panel>`;
      case "processes":
        return html`<div class="cards">${this.cards(session)}</div>
          <div class="list">${list(true)}</div>`;
    }
  }

  private cards(session: Session): TemplateResult {
    const clock = this.clock ?? session.view?.clockMs ?? 0;
    const hidden = (session.view?.processes ?? []).some((p) => this.isOwn(p));
    const processes = this.shown();
    const more = (session.view?.processTotal ?? 0) - (session.view?.processes.length ?? 0);
    return html`${processes.map(
        (p) => html`<sp-process-card .process=${p} .event=${session.event} .clockMs=${clock} .title_=${this.nameOf(p.pid)}
          .lastRan=${session.ordinal(p.lastStep)} .selected=${p.pid === session.focus}></sp-process-card>`,
      )}
      ${more > 0 ? html`<p class="note">${t().process.hidden(more)}</p>` : nothing}
      ${hidden
        ? html`<label class="note"><input type="checkbox" .checked=${session.showAll} @change=${(e: Event) => session.setShowAll((e.target as HTMLInputElement).checked)} />
            ${t().bench.showSystem}</label>`
        : nothing}`;
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
      .tabs {
        display: flex;
        gap: 0.25rem;
        padding: 0.5rem 0.75rem 0;
        border-bottom: 1px solid var(--line);
      }
      .tabs button {
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
      .panel.processes {
        grid-template-rows: minmax(0, 1fr) minmax(8rem, 34%);
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
        .panel.processes {
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

/**
 * `<sp-tree>`: the supervision trees of one moment as nested lists with drawn branches. Supervisors have corners, workers
 * are round, what has exited is dashed and crossed. A pure function of its properties.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { icons } from "../parts/icons.ts";
import type { ProcessView } from "../protocol.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import type { NameOf } from "./describe.ts";
import { supervisionTrees, type TreeNode } from "./supervision.ts";

/** Deeper trees are not drawn: nobody could read them, and templates nest as deep as the tree. */
const DEPTH_MAX = 40;

export class SpTree extends LitElement {
  static override properties = { processes: { attribute: false }, nameOf: { attribute: false }, focus_: { attribute: false }, lastInput: { type: Number } };
  declare processes: readonly ProcessView[];
  /** Step of the last thing that somebody did: who was gone before it is history. */
  declare lastInput: number;
  declare nameOf: NameOf;
  declare focus_: string | undefined;

  constructor() {
    super();
    this.processes = [];
    this.lastInput = 0;
    this.nameOf = (pid) => pid;
    new Watch(this, () => [language]);
  }

  override render(): TemplateResult {
    const roots = supervisionTrees(this.processes);
    if (roots.length === 0) return html`<p class="none">${t().tree.none}</p>`;
    return html`<ul class="roots">${this.siblings(roots, 0)}</ul>`;
  }

  /** Those that live or have just died; behind a fold those that were gone before. */
  private siblings(all: readonly TreeNode[], depth: number): TemplateResult {
    const earlier = all.filter(({ process }) => process.status === "exited" && process.lastStep <= this.lastInput);
    return html`${all.filter((one) => !earlier.includes(one)).map((one) => this.branch(one, depth))}
      ${earlier.length === 0
        ? nothing
        : html`<li><details><summary>${t().tree.earlier(earlier.length)}</summary><ul>${earlier.map((one) => this.branch(one, depth + 1))}</ul></details></li>`}`;
  }

  private branch({ process, supervisor, children }: TreeNode, depth: number): TemplateResult {
    return html`<li>
      ${this.one(process, supervisor)} ${children.length > 0 && depth < DEPTH_MAX ? html`<ul>${this.siblings(children, depth + 1)}</ul>` : nothing}
    </li>`;
  }

  private one(p: ProcessView, supervisor: boolean): TemplateResult {
    const m = t();
    const name = this.nameOf(p.pid);
    const kind = supervisor ? m.tree.supervisor : m.tree.worker;
    const gone = p.status === "exited";
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: p.pid, bubbles: true, composed: true }));
    const kill = (): boolean => this.dispatchEvent(new CustomEvent("kill", { detail: p.pid, bubbles: true, composed: true }));
    return html`<button class="one ${supervisor ? "supervisor" : "worker"} ${p.status}" aria-pressed=${p.pid === this.focus_} @click=${choose}>
      <span class="mono name" translate="no">${gone ? icons.cross : nothing}${name}</span>
      ${name === p.pid ? nothing : html`<span class="mono pid" translate="no">${p.pid}</span>`}
      <span class="what">${kind}${p.behaviour ? html` <span class="mono" translate="no">${p.behaviour.module}</span>` : nothing}</span>
      ${gone ? html`<span class="reason ${/^(?:normal|shutdown|\{shutdown,.*)$/.test(p.exitReason ?? "") ? "" : "bad"}">${m.process.reason}: <span class="mono" translate="no">${p.exitReason ?? ""}</span></span>` : nothing}
    </button>
    ${gone ? nothing : html`<button class="button quiet kill" aria-label=${m.process.killLabel(p.name ?? p.pid)} @click=${kill}>${m.process.kill}</button>`}`;
  }

  static override styles = [
    shared,
    css`
      :host {
        overflow: auto;
        padding: 0.75rem;
        font-size: 0.8125rem;
        line-height: 1.4;
      }
      .none {
        margin: 0.25rem;
        color: var(--ink-2);
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0 0 0 1.5rem;
      }
      .roots {
        padding: 0;
      }
      li {
        position: relative;
        padding-top: 0.6rem;
      }
      /* A branch: down along the siblings, then across to this one. */
      ul ul > li::before {
        content: "";
        position: absolute;
        left: -0.75rem;
        top: 0;
        width: 0.75rem;
        height: 1.5rem;
        border: solid var(--line-2);
        border-width: 0 0 1.5px 1.5px;
        border-bottom-left-radius: 6px;
      }
      ul ul > li:not(:last-child)::after {
        content: "";
        position: absolute;
        left: -0.75rem;
        top: 0;
        bottom: 0;
        border-left: 1.5px solid var(--line-2);
      }
      .one {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 0.6rem;
        max-width: calc(100% - 4rem);
        padding: 0.3rem 0.75rem;
        border: 1px solid var(--line-2);
        border-radius: 1.1rem;
        background: var(--raised);
        text-align: left;
        cursor: pointer;
      }
      .supervisor {
        border-color: var(--ink-2);
        border-width: 1.5px;
        border-radius: 3px;
      }
      .exited {
        border-style: dashed;
        background: none;
        color: var(--ink-2);
      }
      .exited .name {
        text-decoration: line-through;
      }
      .one[aria-pressed="true"] {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      summary {
        padding: 0.25rem 0.1rem;
        color: var(--ink-2);
        cursor: pointer;
      }
      .kill {
        vertical-align: middle;
      }
      .name {
        font-weight: 600;
      }
      .name svg {
        width: 0.8em;
        height: 0.8em;
        margin-right: 0.35em;
        vertical-align: -0.05em;
      }
      .pid,
      .what {
        color: var(--ink-2);
      }
      .reason.bad {
        color: var(--bad);
      }
      .reason {
        overflow-wrap: anywhere;
      }
    `,
  ];
}

customElements.define("sp-tree", SpTree);

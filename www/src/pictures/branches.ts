/**
 * `<sp-branches>`: two branches of a session side by side, from where they part. What happened in both stands in the
 * middle of things, once; what happened in one only stands on its side.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { Branch } from "../state/branch.ts";
import type { Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared, sheet } from "../styles/shared.ts";
import { aligned, ALIGNED_MAX, type Pair } from "./aligned.ts";
import { describe, type NameOf } from "./describe.ts";

interface Told {
  branch: number;
  seq: number;
  ordinal: number;
  words: string;
}

/** The step at which two branches part: the earliest fork on the way from either to what they have in common. */
export function partingOf(branches: ReadonlyMap<number, Branch>, a: number, b: number): number {
  const way = (id: number): Map<number, number> => {
    const steps = new Map([[id, Infinity]]);
    let step = Infinity;
    for (let at = branches.get(id)?.info; at?.parent != null; at = branches.get(at.parent)?.info) {
      step = Math.min(step, at.forkedAt);
      steps.set(at.parent, step);
    }
    return steps;
  };
  const [ofA, ofB] = [way(a), way(b)];
  for (const [id, step] of ofA) {
    const other = ofB.get(id);
    if (other !== undefined) return Math.min(step, other);
  }
  return 0;
}

export class SpBranches extends LitElement {
  static override properties = { session: { attribute: false }, nameOf: { attribute: false }, other: { state: true } };
  declare session: Session;
  declare nameOf: NameOf;
  /** The branch that the learner wants beside this one. */
  declare other: number | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.session, language]);
  }

  /** Beside the branch looked at stands the one chosen, else the one it came from, else the newest. */
  private get beside(): number | undefined {
    const { branches, branch, current } = this.session;
    if (this.other !== undefined && this.other !== branch && branches.has(this.other)) return this.other;
    return current?.info.parent ?? [...branches.keys()].findLast((id) => id !== branch);
  }

  private ordinalIn(id: number, step: number): number {
    const { session } = this;
    return session.showAll ? step : (session.branches.get(id)?.ordinal(step) ?? step);
  }

  private told(id: number, from: number): Told[] {
    const branch = this.session.branches.get(id);
    if (!branch) return [];
    const hidden = this.session.showAll ? undefined : branch.visibility.hidden;
    const told: Told[] = [];
    for (let seq = from + 1; seq <= branch.events.length && told.length < ALIGNED_MAX; seq++) {
      const event = branch.events[seq - 1];
      if (!event || hidden?.has(seq)) continue;
      told.push({ branch: id, seq, ordinal: this.ordinalIn(id, seq), words: describe(event, this.nameOf, t(), 160) });
    }
    return told;
  }

  override render(): TemplateResult | typeof nothing {
    const { beside, session } = this;
    if (beside === undefined) return nothing;
    // The older one stands on the left, wherever the learner is: nothing changes sides.
    const [a, b] = [Math.min(beside, session.branch), Math.max(beside, session.branch)];
    const parting = partingOf(session.branches, a, b);
    const rows = aligned(this.told(a, parting), this.told(b, parting));
    const m = t().time;
    return html`<table>
      <thead>
        <tr>${this.head(a)}${this.head(b)}</tr>
      </thead>
      <tbody>
        <tr><td colspan="2" class="common">${m.inCommon(this.ordinalIn(a, parting))}</td></tr>
        ${rows.map((row) => this.row(row))}
      </tbody>
    </table>`;
  }

  private head(id: number): TemplateResult {
    const { session } = this;
    const m = t().time;
    const name = (branch: number): string => m.branch(branch, this.ordinalIn(branch, session.branches.get(branch)?.info.forkedAt ?? 0));
    const here = id === session.branch;
    const others = [...session.branches.keys()].filter((branch) => branch !== session.branch);
    return html`<th scope="col" class=${here ? "here" : ""}>
      ${here || others.length < 2
        ? html`<span>${name(id)}</span>`
        : html`<select aria-label=${m.beside} @change=${(e: Event) => (this.other = Number((e.target as HTMLSelectElement).value))}>
            ${others.map((branch) => html`<option value=${branch} ?selected=${branch === id}>${name(branch)}</option>`)}
          </select>`}
      ${here ? html`<span class="mark">${m.here}</span>` : nothing}
    </th>`;
  }

  private row({ left, right, same }: Pair<Told>): TemplateResult {
    if (same && left && right) return html`<tr class="both"><td colspan="2">${this.event(left.branch === this.session.branch ? left : right)}</td></tr>`;
    const cell = (told: Told | undefined): TemplateResult => (told ? html`<td class="one">${this.event(told)}</td>` : html`<td class="none"></td>`);
    return html`<tr>${cell(left)}${cell(right)}</tr>`;
  }

  private event({ branch, seq, ordinal, words }: Told): TemplateResult {
    const now = branch === this.session.branch && this.session.event?.seq === seq;
    return html`<button class=${now ? "now" : ""} aria-current=${now ? "step" : nothing} @click=${() => this.go(branch, seq)}>
      <span class="seq" aria-hidden="true">${ordinal}</span><span>${words}</span>
    </button>`;
  }

  private go(branch: number, seq: number): void {
    this.session.select(branch);
    this.session.seek(seq);
  }

  static override styles = [
    shared,
    sheet,
    css`
      table {
        width: 100%;
        table-layout: fixed;
      }
      thead th {
        padding: 0.45rem 0.75rem;
        border-bottom: 1px solid var(--line);
      }
      th.here {
        color: var(--ink);
        font-weight: 650;
      }
      th + th,
      td + td {
        border-left: 1px solid var(--line);
      }
      .mark {
        margin-left: 0.5em;
        color: var(--accent);
        white-space: nowrap;
        font-weight: 500;
      }
      select {
        max-width: 100%;
        border: 1px solid var(--line-2);
        border-radius: var(--radius);
        background: var(--paper);
        color: inherit;
      }
      td {
        padding: 0;
        vertical-align: top;
      }
      .common {
        padding: 0.35rem 0.75rem;
        color: var(--ink-3);
      }
      .both button {
        color: var(--ink-2);
      }
      td.one {
        background: var(--raised);
      }
      button {
        display: flex;
        gap: 0.6rem;
        width: 100%;
        padding: 0.25rem 0.75rem;
        border: 0;
        background: none;
        color: var(--ink);
        text-align: left;
        overflow-wrap: anywhere;
        cursor: pointer;
      }
      button.now {
        background: var(--accent-soft);
        font-weight: 650;
      }
      .seq {
        flex: none;
        min-width: 1.6em;
        color: var(--ink-3);
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      .now .seq {
        color: var(--accent);
      }
    `,
  ];
}

customElements.define("sp-branches", SpBranches);

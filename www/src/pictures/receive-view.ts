/**
 * `<sp-receive>`: one message held against each clause of the receive that its process is in: what it binds, or where it
 * differs. A pure function of its properties.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { icons } from "../parts/icons.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { brief } from "./describe.ts";
import { fit, type Clause, type Fit, type Known, type Reason, type Receive } from "./receive.ts";

/** What has become of the message: skipped by all clauses, taken by the one that is at `line` if that is known, or not looked at yet. */
export type Fate = { kind: "skipped" | "queued" } | { kind: "taken"; line: number | undefined };

export interface Verdict {
  clause: Clause;
  fit: Fit;
  verdict: "taken" | "no" | "later" | "yes" | "maybe";
}

/** What each clause says to the message; clauses behind the one that takes it are not asked. */
export function verdicts(receive: Receive, message: string, known: Known, fate: Fate): Verdict[] {
  const all = receive.clauses.map((clause) => ({ clause, fit: fit(receive, clause.pattern, message, known) }));
  const can = ({ fit }: { fit: Fit }): boolean => fit.fits !== "no";
  const { line } = fate.kind === "taken" ? fate : { line: undefined };
  const within = all.findIndex((v) => line !== undefined && v.clause.from <= line && line <= v.clause.to && can(v));
  const taker = fate.kind === "taken" ? (within >= 0 ? within : all.findIndex(can)) : all.findIndex((v) => v.fit.fits === "yes" && !v.clause.guarded);
  return all.map((v, at) => {
    if (fate.kind === "skipped") return { ...v, verdict: "no" };
    if (taker >= 0 && at > taker) return { ...v, verdict: "later" };
    if (!can(v)) return { ...v, verdict: "no" };
    if (fate.kind === "taken") return { ...v, verdict: at === taker ? "taken" : "no" };
    return { ...v, verdict: at === taker ? "yes" : "maybe" };
  });
}

export class SpReceive extends LitElement {
  static override properties = { receive: { attribute: false }, message: { attribute: false }, fate: { attribute: false }, known: { attribute: false } };
  declare receive: Receive;
  /** The message as text. */
  declare message: string;
  declare fate: Fate;
  declare known: Known;

  constructor() {
    super();
    new Watch(this, () => [language]);
  }

  override render(): TemplateResult {
    const m = t().receive;
    return html`<h4><span class="mono" translate="no">receive</span>${this.receive.line > 1 ? html`, ${t().process.line(this.receive.line)}` : nothing}<span class="held">${m.message} <span class="mono" translate="no">${brief(this.message, 120)}</span></span></h4>
      <ol>
        ${verdicts(this.receive, this.message, this.known, this.fate).map((v) => this.clause(v))}
      </ol>`;
  }

  private clause({ clause, fit, verdict }: Verdict): TemplateResult {
    const m = t().receive;
    const sign = { taken: icons.check, yes: icons.check, no: icons.cross, maybe: "?", later: "" }[verdict];
    return html`<li class=${verdict}>
      <span class="sign" aria-hidden="true">${sign}</span>
      <code translate="no">${clause.head}</code>
      <span class="why"><span class="hidden-visually">${m.verdicts[verdict]}. </span>${this.why(clause, fit, verdict)}</span>
    </li>`;
  }

  private why(clause: Clause, fit: Fit, verdict: Verdict["verdict"]): TemplateResult | string {
    const m = t().receive;
    if (verdict === "later") return m.later;
    if (fit.fits === "no") return reason(fit.reason);
    if (verdict === "no") return clause.guarded ? m.guard : m.value;
    const bindings = fit.bindings.map(([name, value]) => html`<span class="binding mono" translate="no">${name} = ${brief(value, 40)}</span> `);
    if (verdict === "maybe") return html`${bindings}${clause.guarded ? m.guardDecides : m.valueDecides}`;
    return fit.bindings.length > 0 ? html`${bindings}` : m.nothing;
  }

  static override styles = [
    shared,
    css`
      :host {
        container-type: inline-size;
        padding: 0.35rem 0.75rem 0.5rem;
        border-top: 1px solid var(--line);
        font-size: 0.8125rem;
      }
      h4 {
        margin: 0 0 0.2rem;
        font-size: 0.75rem;
        font-weight: 500;
        color: var(--ink-2);
      }
      .held {
        margin-left: 0.75rem;
        font-weight: 400;
        overflow-wrap: anywhere;
      }
      .held .mono {
        color: var(--ink);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 1.1rem fit-content(60%) minmax(0, 1fr);
        column-gap: 0.75rem;
        align-items: baseline;
        padding: 0.1rem 0.25rem 0.1rem 0;
        border-radius: 4px;
      }
      code,
      .mono {
        font-family: var(--mono);
        font-size: 0.75rem;
        font-variant-ligatures: none;
        overflow-wrap: anywhere;
      }
      .sign {
        margin-right: -0.75rem;
        color: var(--ink-3);
        text-align: center;
      }
      @container (max-width: 26rem) {
        li {
          grid-template-columns: 1.1rem minmax(0, 1fr);
        }
        .why {
          grid-column: 2;
        }
      }
      .sign svg {
        width: 0.75em;
        height: 0.75em;
      }
      .why {
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
      .binding {
        margin-right: 0.6em;
        color: var(--ink);
      }
      .no code,
      .later code {
        color: var(--ink-2);
      }
      .taken {
        background: var(--accent-soft);
      }
      .taken .sign,
      .taken code,
      .yes .sign {
        color: var(--accent);
      }
      .taken code {
        font-weight: 600;
      }
    `,
  ];
}

function reason(why: Reason): string {
  const m = t().receive.reasons;
  switch (why.kind) {
    case "differs":
      return m.differs(brief(why.is, 40), brief(why.wanted, 40));
    case "size":
      return m.size(why.is, why.wanted);
    case "shape":
      return m.shape[why.wanted];
    case "bound":
      return m.bound(why.name, brief(why.value, 40), brief(why.is, 40));
  }
}

customElements.define("sp-receive", SpReceive);

/** `<sp-observer>`: the columns of OTP's observer, for all processes at one moment. A plain table. */
import { css, html, LitElement, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { ProcessView } from "../protocol.ts";
import { shortId } from "../state/identity.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";

export class SpObserver extends LitElement {
  static override properties = { processes: { attribute: false }, focus_: { attribute: false } };
  declare processes: readonly ProcessView[];
  declare focus_: string | undefined;

  constructor() {
    super();
    this.processes = [];
    new Watch(this, () => [language]);
  }

  override render(): TemplateResult {
    const m = t().process;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">Pid</th>
          <th scope="col">${m.name}</th>
          <th scope="col" class="number">${m.reductions}</th>
          <th scope="col" class="number">${m.queue}</th>
          <th scope="col">${m.current}</th>
          <th scope="col">${m.status_}</th>
          <th scope="col" class="number">${m.heap}</th>
        </tr>
      </thead>
      <tbody>
        ${this.processes.map((p) => this.row(p))}
      </tbody>
    </table>`;
  }

  private row(p: ProcessView): TemplateResult {
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: p.pid, bubbles: true, composed: true }));
    return html`<tr aria-selected=${p.pid === this.focus_} class=${p.status}>
      <th scope="row" class="mono"><button translate="no" @click=${choose}>${shortId(p.pid)}</button></th>
      <td class="mono" translate="no">${p.name ?? (p.shell ? t().process.shell : p.initial)}</td>
      <td class="number">${p.reductions}</td>
      <td class="number">${p.mailboxTotal}</td>
      <td class="mono" translate="no">${p.status === "exited" ? "" : (p.current?.mfa ?? p.initial)}</td>
      <td>${t().process.status[p.status]}</td>
      <td class="number">${p.heapWords}</td>
    </tr>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        overflow: auto;
        font-size: 0.8125rem;
      }
      table {
        border-collapse: collapse;
        min-width: 100%;
      }
      th,
      td {
        padding: 0.35rem 0.75rem;
        border-bottom: 1px solid var(--line);
        text-align: left;
        white-space: nowrap;
      }
      :is(th, td):first-child {
        position: sticky;
        left: 0;
        background: var(--panel);
      }
      tr[aria-selected="true"] > :first-child {
        background: var(--accent-soft);
      }
      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--panel);
        font-weight: 500;
        color: var(--ink-2);
      }
      tbody th {
        font-weight: 500;
      }
      .number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      button {
        padding: 0;
        border: 0;
        background: none;
        text-decoration: underline;
        text-decoration-color: var(--line-2);
        text-underline-offset: 0.2em;
        cursor: pointer;
      }
      tr[aria-selected="true"] {
        background: var(--accent-soft);
      }
      thead th:first-child {
        z-index: 2;
      }
      @container (max-width: 30rem) {
        th,
        td {
          padding-inline: 0.5rem;
        }
      }
      tr.exited {
        color: var(--ink-3);
      }
    `,
  ];
}

customElements.define("sp-observer", SpObserver);

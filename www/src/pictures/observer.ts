/** `<sp-observer>`: the columns of OTP's observer, for all processes at one moment. A plain table. */
import { css, html, LitElement, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { ProcessView } from "../protocol.ts";
import { shortId } from "../state/identity.ts";
import { Watch } from "../state/store.ts";
import { shared, sheet } from "../styles/shared.ts";

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
    // On a phone rows are laid out as two lines each; the roles say that it is a table all the same.
    return html`<table role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" class="pid">Pid</th>
          <th role="columnheader" class="name">${m.name}</th>
          <th role="columnheader" class="number reductions">${m.reductions}</th>
          <th role="columnheader" class="number queue">${m.queue}</th>
          <th role="columnheader" class="current">${m.current}</th>
          <th role="columnheader" class="state">${m.status_}</th>
          <th role="columnheader" class="number heap">${m.heap}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${[...this.processes.filter((p) => p.status !== "exited"), ...this.processes.filter((p) => p.status === "exited")].map((p) => this.row(p))}
      </tbody>
    </table>`;
  }

  private row(p: ProcessView): TemplateResult {
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: p.pid, bubbles: true, composed: true }));
    return html`<tr role="row" class="${p.status} ${p.pid === this.focus_ ? "chosen" : ""}">
      <th role="rowheader" class="mono pid"><button translate="no" aria-pressed=${p.pid === this.focus_} @click=${choose}>${shortId(p.pid)}</button></th>
      <td role="cell" class="mono name" translate="no">${p.name ?? (p.shell ? t().process.shell : p.initial)}</td>
      <td role="cell" class="number reductions">${p.reductions}</td>
      <td role="cell" class="number queue">${p.mailboxTotal}</td>
      <td role="cell" class="mono current" translate="no">${p.status === "exited" ? "" : (p.current?.mfa ?? p.initial)}</td>
      <td role="cell" class="state">${t().process.status[p.status]}</td>
      <td role="cell" class="number heap">${p.heapWords}</td>
    </tr>`;
  }

  static override styles = [
    shared,
    sheet,
    css`
      table {
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
      tr.chosen > :first-child {
        background: var(--accent-soft);
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
      tr.chosen {
        background: var(--accent-soft);
      }
      thead th:first-child {
        z-index: 2;
      }
      @container (max-width: 36rem) {
        table,
        thead,
        tbody {
          display: block;
        }
        thead {
          position: sticky;
          top: 0;
          z-index: 1;
        }
        tr {
          display: grid;
          grid-template: "pid name name queue" auto "state current reductions heap" auto / minmax(5.2em, auto) minmax(0, 1fr) auto auto;
          column-gap: 0.75rem;
          padding: 0.3rem 0.75rem;
          border-bottom: 1px solid var(--line);
          background: var(--panel);
        }
        th,
        td {
          padding: 0.1rem 0;
          border: 0;
          white-space: normal;
          overflow-wrap: anywhere;
        }
        tr > :first-child {
          background: none;
        }
        .pid {
          grid-area: pid;
        }
        .name {
          grid-area: name;
        }
        .queue {
          grid-area: queue;
        }
        .state {
          grid-area: state;
          color: var(--ink-2);
        }
        .current {
          grid-area: current;
          color: var(--ink-2);
        }
        .reductions {
          grid-area: reductions;
        }
        .heap {
          grid-area: heap;
          min-width: 4em;
        }
      }
      tr.exited {
        color: var(--ink-3);
      }
    `,
  ];
}

customElements.define("sp-observer", SpObserver);

/**
 * `<sp-tables>`: the ETS tables of one moment, under the processes that own them. Each is drawn as what it is: a set as
 * cells without order, an ordered_set as a sorted list, bags as rows gathered under their keys. What the last input has
 * changed is marked with a sign and a word; what the event at this very moment did, with the accent. A pure function
 * of its properties.
 */
import { html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { TableView } from "../protocol.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import type { NameOf } from "./describe.ts";
import { groups, type Change, type ComparedTable, type RowView } from "./rows.ts";
import { tablesStyles } from "./tables-styles.ts";
import { differences, elements, type Piece } from "./term-text.ts";

const SIGNS: Record<Change, string> = { same: "", new: "+", changed: "≠", gone: "−" };

const drawing = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="drawing" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;

const TYPES: Record<TableView["type"], TemplateResult> = {
  set: drawing(svg`<path d="M2 2.500h4.500v4.500H2zM9.500 2.500H14v4.500H9.500zM5.800 9.500h4.500v4.500H5.800z"/>`),
  ordered_set: drawing(svg`<path d="M6.500 3H14M6.500 8H14M6.500 13H14M3 2.500v11M1.200 11.500 3 13.500l1.800-2"/>`),
  bag: drawing(svg`<path d="M2 3v10M2 4.500h3M2 11.500h3M6.500 2.500H14v4H6.500zM6.500 9.500H14v4H6.500z"/>`),
  duplicate_bag: drawing(svg`<path d="M2 3v10M2 4.500h3M2 11.500h3M6.500 2.500h6v4h-6zM8 6.500v1.500h6V4h-1.500M6.500 9.500H14v4H6.500z"/>`),
};
const LOCKS: Record<TableView["protection"], TemplateResult> = {
  public: drawing(svg`<path d="M3.500 7.500h9V14h-9zM5.500 7.500V5a2.500 2.500 0 0 1 4.900-.700"/>`),
  protected: drawing(svg`<path d="M3.500 7.500h9V14h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500"/>`),
  private: drawing(svg`<path fill="currentColor" d="M3.500 7.500h9V14h-9z"/><path d="M5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500"/>`),
};

export class SpTables extends LitElement {
  static override properties = { tables: { attribute: false }, nameOf: { attribute: false }, focus_: { attribute: false } };
  declare tables: readonly ComparedTable[];
  declare nameOf: NameOf;
  declare focus_: string | undefined;

  constructor() {
    super();
    this.tables = [];
    this.nameOf = (pid) => pid;
    new Watch(this, () => [language]);
  }

  override render(): TemplateResult {
    if (this.tables.length === 0) return html`<p class="none">${t().tables.none}</p>`;
    const owners = [...new Set(this.tables.map(({ table }) => table.owner))];
    return html`${owners.map((owner) => this.owned(owner))}`;
  }

  private owned(owner: string): TemplateResult {
    const m = t().tables;
    return html`<section class="owner" aria-label=${m.ownedBy(this.nameOf(owner))}>
      <p class="who">${this.process(owner)} <span>${m.owns}</span></p>
      <div class="owned">${this.tables.filter(({ table }) => table.owner === owner).map((compared) => this.one(compared))}</div>
    </section>`;
  }

  private process(pid: string): TemplateResult {
    const name = this.nameOf(pid);
    const choose = (): boolean => this.dispatchEvent(new CustomEvent("choose", { detail: pid, bubbles: true, composed: true }));
    return html`<button class="chip mono" translate="no" aria-pressed=${pid === this.focus_} @click=${choose}>${name}${name === pid ? nothing : html` <span>${pid}</span>`}</button>`;
  }

  private one({ table, rows, change }: ComparedTable): TemplateResult {
    const m = t().tables;
    const more = table.size - table.rows.length;
    return html`<article class="table ${table.type} ${change}" aria-label="${m.table} ${table.named ? table.id : table.name}">
      <header>
        <h3 class="mono" translate="no">${table.name}${table.named ? nothing : html` <span>${table.id}</span>`}</h3>
        ${change === "same" ? nothing : html`<span class="said">${change === "new" ? m.madeNow : m.goneNow}</span>`}
        <span class="size">${m.rows(change === "gone" ? 0 : table.size)}</span>
      </header>
      <p class="facts">
        <span title=${m.types[table.type]}>${TYPES[table.type]}<span class="mono" translate="no">${table.type}</span></span>
        <span title=${m.protections[table.protection]}>${LOCKS[table.protection]}<span class="mono" translate="no">${table.protection}</span></span>
        ${table.keypos === 1 ? nothing : html`<span class="mono" translate="no">keypos ${table.keypos}</span>`}
        ${table.fixed ? html`<span>${m.fixed}</span>` : nothing}
        <span class="gloss">${m.types[table.type]}; ${m.protections[table.protection]}</span>
      </p>
      ${rows.length === 0 ? html`<p class="no-rows">${m.empty}</p>` : this.body(table, rows)}
      ${more > 0 && change !== "gone" ? html`<p class="no-rows">${m.more(more)}</p>` : nothing}
      ${table.heir === undefined ? nothing : html`<p class="heir">${m.heir} ${this.process(table.heir)}</p>`}
    </article>`;
  }

  private body(table: TableView, rows: readonly RowView[]): TemplateResult {
    switch (table.type) {
      case "set":
        return html`<ul class="cells">${rows.map((row) => html`<li class=${classes(row)}>${this.row(row, table)}</li>`)}</ul>`;
      case "ordered_set":
        return html`<ol class="sorted">${rows.map((row) => html`<li class=${classes(row)}>${this.row(row, table)}</li>`)}</ol>`;
      case "bag":
      case "duplicate_bag":
        return html`<dl class="gathered">
          ${groups(rows).map(
            (group) => html`<div>
              <dt class="mono" translate="no">${group.key}</dt>
              ${group.rows.map((row) => html`<dd class=${classes(row)}>${this.row(row, table)}</dd>`)}
            </div>`,
          )}
        </dl>`;
    }
  }

  private row(row: RowView, table: TableView): TemplateResult {
    const words = row.change === "same" ? "" : t().tables.changes[row.change];
    return html`<span class="sign" title=${words}><span aria-hidden="true">${SIGNS[row.change]}</span><span class="hidden-visually">${words}</span></span>
      <span class="mono text" translate="no">${this.printed(row, table.keypos)}</span>
      ${row.was === undefined ? nothing : html`<span class="mono was" translate="no"><span class="hidden-visually">${t().tables.was}</span> ${struck(differences(row.text, row.was))}</span>`}`;
  }

  /** The row with its key set off, and the elements that have changed. */
  private printed(row: RowView, keypos: number): (TemplateResult | string)[] {
    const read = elements(row.text);
    if (!read?.whole || read.open !== "{") return [row.text];
    const old = row.was === undefined ? undefined : elements(row.was)?.items;
    const parts: (TemplateResult | string)[] = ["{"];
    read.items.forEach((item, i) => {
      if (i > 0) parts.push(",");
      if (i === keypos - 1) parts.push(html`<b>${item}</b>`);
      else if (old !== undefined && old[i] !== item) parts.push(html`<ins>${item}</ins>`);
      else parts.push(item);
    });
    return [...parts, "}"];
  }

  static override styles = [shared, tablesStyles];
}

const classes = (row: RowView): string => `${row.change} ${row.now ? "now" : ""}`;

const struck = (pieces: readonly Piece[]): (TemplateResult | string)[] => pieces.map((p) => (p.changed ? html`<s>${p.text}</s>` : p.text));

customElements.define("sp-tables", SpTables);

/**
 * `<sp-narrow-tabs>`: on narrow screens, the choice between text, code and picture. Whoever runs lines while reading does
 * not see the picture: a dot says that something has happened there.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import type { Lab } from "../state/lab.ts";
import { Watch } from "../state/store.ts";

export type NarrowTab = "text" | "code" | "picture";
const TABS: readonly NarrowTab[] = ["text", "code", "picture"];

export class SpNarrowTabs extends LitElement {
  static override properties = { lab: { attribute: false }, tab: {} };
  declare lab: Lab;
  declare tab: NarrowTab;
  /** World and moment that were in the picture when it was last looked at. */
  private seen = "";

  constructor() {
    super();
    this.tab = "text";
    new Watch(this, () => [this.lab, this.lab.session, language]);
  }

  /** Light DOM, as the frame it belongs to. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render(): TemplateResult {
    const { session } = this.lab;
    const now = session?.opened ? `${session.key} ${session.branch} ${session.head}` : this.seen;
    if (this.tab !== "text") this.seen = now;
    const m = t();
    const news = html`<i class="news" aria-hidden="true"></i><span class="hidden-visually">${m.tabs.news}</span>`;
    return html`<div class="tabs-narrow" role="tablist">
      ${TABS.map((tab) => html`<button role="tab" aria-selected=${this.tab === tab} @click=${() => this.choose(tab)}>${m.tabs[tab]}${tab === "picture" && now !== this.seen ? news : nothing}</button>`)}
    </div>`;
  }

  private choose(tab: NarrowTab): void {
    this.dispatchEvent(new CustomEvent("tab", { detail: tab }));
  }
}

customElements.define("sp-narrow-tabs", SpNarrowTabs);

/** `<sp-gloss>`: what an error means, in the page's language, below Erlang's own words. Nothing for an error it does not know. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language } from "../i18n/index.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { glossOfDiagnostic, glossOfOutput } from "./glosses.ts";

export class SpGloss extends LitElement {
  static override properties = { output: {}, message: {} };
  /** What a shell has printed, or one of the compiler's messages. */
  declare output: string | undefined;
  declare message: string | undefined;

  constructor() {
    super();
    new Watch(this, () => [language]);
  }

  override render(): TemplateResult | typeof nothing {
    const { locale } = language;
    const words = this.output === undefined ? glossOfDiagnostic(this.message ?? "", locale) : glossOfOutput(this.output, locale);
    if (words === undefined) return nothing;
    // Program text within the words stands between backquotes.
    const parts = words.split("`").map((part, i) => (i % 2 === 1 ? html`<code translate="no">${part}</code>` : part));
    return html`<p lang=${locale}>${parts}</p>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }
      p {
        max-width: 44em;
        margin: 0.2rem 0 0.1rem;
        padding-left: 0.7rem;
        border-left: 2px solid var(--line-2);
        color: var(--ink-2);
        font: 0.8125rem/1.5 var(--sans);
        text-wrap: pretty;
        white-space: normal;
      }
      p:lang(zh) {
        line-height: 1.65;
        text-autospace: normal;
      }
      code {
        font-family: var(--mono);
        font-size: 0.95em;
      }
    `,
  ];
}

customElements.define("sp-gloss", SpGloss);

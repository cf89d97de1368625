/**
 * `<sp-module>`: an editable module of the lesson with its errors at their place and in a list. Edits are kept as
 * they are typed; a newer lesson text is offered, never forced.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { fileName, isHeader, type Module, type Shell } from "../lesson/types.ts";
import type { Diagnostic } from "../protocol.ts";
import type { Lab } from "../state/lab.ts";
import type { Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import type { SpEditor } from "../editor/editor.ts";
import "../editor/editor.ts";
import { icons } from "./icons.ts";
import { saveFile } from "./save-file.ts";

/** Quiet time after a key press before the module is compiled for its errors. */
const DIAGNOSE_MS = 400;

export class SpModule extends LitElement {
  static override properties = {
    lab: { attribute: false },
    module: { attribute: false },
    shell: { attribute: false },
    diagnostics: { state: true },
  };
  declare lab: Lab;
  declare module: Module;
  /** A shell block whose session loads this module. */
  declare shell: Shell | undefined;
  declare diagnostics: Diagnostic[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private showing: "mine" | "original" = "mine";

  constructor() {
    super();
    this.diagnostics = [];
    new Watch(this, () => [this.lab, this.session, language]);
  }

  private get session(): Session | undefined {
    return this.shell && this.lab.sessionOf(this.shell);
  }

  private edit(text: string): void {
    this.lab.setModule(this.module, text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.diagnose(text), DIAGNOSE_MS);
  }

  private async diagnose(source: string): Promise<void> {
    if (isHeader(this.module.name)) return;
    const headers = this.lab.headers();
    const request = this.lab.engine.request({ type: "diagnose", name: this.module.name, source, headers });
    this.diagnostics = await request.catch(() => []);
  }

  private async load(): Promise<void> {
    await this.diagnose(this.lab.moduleEdit(this.module).text);
    if (this.shell) await this.lab.load(this.shell, this.module);
  }

  /** Brings what is wrong into view; who works by keyboard is taken to the first error's button. */
  async showErrors(): Promise<void> {
    await this.diagnose(this.lab.moduleEdit(this.module).text);
    await this.updateComplete;
    const first = this.renderRoot.querySelector<HTMLElement>(".problems button");
    first?.scrollIntoView({ block: "center" });
    first?.focus({ preventScroll: true });
  }

  private reset(): void {
    this.lab.setModule(this.module, this.module.source);
    this.diagnostics = [];
  }

  override render(): TemplateResult {
    const m = t().module;
    const edit = this.lab.moduleEdit(this.module);
    const original = edit.upgraded && this.showing === "original";
    const text = original ? this.module.source : edit.text;
    return html`<div class="module" role="group" aria-label=${fileName(this.module.name)}>
      <header>
        <span class="mono name" translate="no">${fileName(this.module.name)}</span>
        ${edit.edited ? html`<span class="say">${m.edited}</span>` : nothing}
        <span class="say">${this.loadedState(edit.text)}</span>
        <span class="actions">
          <button class="button quiet" title=${m.save(fileName(this.module.name))} aria-label=${m.save(fileName(this.module.name))}
            @click=${() => saveFile(fileName(this.module.name), text)}>${icons.save}</button>
          ${edit.edited ? html`<button class="button quiet" @click=${() => this.reset()}>${m.reset}</button>` : nothing}
          ${this.shell ? html`<button class="button" @click=${() => void this.load()}>${m.load}</button>` : nothing}
        </span>
      </header>
      ${edit.upgraded ? this.upgrade() : nothing}
      <sp-editor mode="module" .text=${text} .label=${fileName(this.module.name)} .hint=${m.keyHint} .readOnly=${original}
        .diagnostics=${this.diagnostics}
        @changed=${(e: CustomEvent<string>) => this.edit(e.detail)} @run=${() => void this.load()}></sp-editor>
      ${this.diagnostics.length > 0 ? this.problems() : nothing}
    </div>`;
  }

  private loadedState(text: string): string {
    const m = t().module;
    const loaded = this.session?.loadedSource(this.module.name);
    if (loaded === undefined) return "";
    const refused = this.session?.diagnostics.get(this.module.name)?.some((d) => d.severity === "error") === true;
    if (refused) return loaded === text ? m.refused : m.changedSince;
    return loaded === text ? m.loaded : m.changedSince;
  }

  private upgrade(): TemplateResult {
    const m = t().module;
    const choose = (showing: "mine" | "original"): void => {
      this.showing = showing;
      this.requestUpdate();
    };
    const choice = (showing: "mine" | "original", label: string): TemplateResult =>
      html`<button class="button" aria-pressed=${this.showing === showing} @click=${() => choose(showing)}>${label}</button>`;
    return html`<p class="upgrade">${m.upgraded} ${choice("mine", m.mine)} ${choice("original", m.original)}</p>`;
  }

  /** What a message means, said once of those that differ in names only. */
  private gloss(d: Diagnostic): TemplateResult | typeof nothing {
    const kind = (message: string): string => message.replace(/'[^']*'|\S+\/\d+/g, "");
    if (this.diagnostics.find((other) => kind(other.message) === kind(d.message)) !== d) return nothing;
    void import("./gloss.ts");
    return html`<sp-gloss .message=${d.message}></sp-gloss>`;
  }

  private problems(): TemplateResult {
    const m = t().module;
    return html`<ul class="problems">
      ${this.diagnostics.map(
        (d) => html`<li class=${d.severity}>
          <button @click=${() => this.renderRoot.querySelector<SpEditor>("sp-editor")?.goTo(d.line, d.column)}>
            ${d.severity === "error" ? icons.cross : icons.warn}
            <span>${d.line > 0 ? m.at(d.line, d.column) : nothing}</span>
          </button>
          <span class="mono" lang="en" translate="no">${d.message}</span>
          ${this.gloss(d)}
        </li>`,
      )}
    </ul>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        margin: 0 0 1.5rem;
      }
      .module {
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--raised);
      }
      @media (max-width: 53.99rem) {
        .module {
          border-inline: 0;
          border-radius: 0;
        }
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem 0.75rem;
        min-height: 2.4rem;
        padding: 0.25rem 0.4rem 0.25rem 0.8rem;
        border-bottom: 1px solid var(--line);
        font-size: 0.8125rem;
      }
      .name {
        font-weight: 600;
      }
      .say,
      .upgrade {
        color: var(--ink-2);
      }
      .say:empty {
        display: none;
      }
      .actions {
        margin-left: auto;
        display: flex;
        gap: 0.25rem;
      }
      .upgrade {
        margin: 0;
        padding: 0.5rem 0.8rem;
        border-bottom: 1px solid var(--line);
        font-size: 0.875rem;
      }
      [aria-pressed="true"] {
        border-color: var(--accent);
        color: var(--accent);
      }
      .problems {
        list-style: none;
        margin: 0;
        padding: 0.4rem 0.8rem;
        border-top: 1px solid var(--line);
        font-size: 0.8125rem;
      }
      .problems li {
        display: flex;
        flex-wrap: wrap;
        gap: 0 0.75rem;
        align-items: baseline;
        padding: 0.15rem 0;
      }
      .problems sp-gloss {
        flex-basis: 100%;
        margin-left: 1.3rem;
      }
      .problems button {
        display: inline-flex;
        align-items: center;
        gap: 0.4rem;
        padding: 0;
        border: 0;
        background: none;
        text-decoration: underline;
        text-underline-offset: 0.2em;
        white-space: nowrap;
        cursor: pointer;
      }
      .error button {
        color: var(--bad);
      }
      .warning button {
        color: var(--warn);
      }
    `,
  ];
}

customElements.define("sp-module", SpModule);

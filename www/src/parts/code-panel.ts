/** `<sp-code-panel>`: the modules as loaded at this moment, the lines being executed marked, and the whole shell. */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { language, t } from "../i18n/index.ts";
import { fileName } from "../lesson/types.ts";
import { clip } from "./outputs.ts";
import type { ShellEntry } from "../protocol.ts";
import type { Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import "../editor/editor.ts";

/** The same module on several nodes is shown once; another version of it as well. */
function distinct<T extends { name: string; source: string }>(modules: readonly T[]): T[] {
  return modules.filter((m, i) => modules.findIndex((other) => other.name === m.name && other.source === m.source) === i);
}

/** Here the whole session stands in one text. */
const ENTRY_CHARS_MAX = 4_000;

export class SpCodePanel extends LitElement {
  static override properties = { session: { attribute: false }, chosen: { state: true } };
  declare session: Session;
  declare chosen: string | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.session, language]);
  }

  /** Lines on which processes are, those of the event at this moment or of the process in focus first. */
  private lines(module: string): number[] {
    const { view, event, focus } = this.session;
    const first = event?.at?.module === module ? [event.at.line] : [];
    const processes = (view?.processes ?? []).filter((p) => p.status !== "exited" && p.current?.module === module);
    processes.sort((a, b) => Number(b.pid === focus) - Number(a.pid === focus));
    return [...new Set([...first, ...processes.map((p) => p.current?.line ?? 0)])];
  }

  private output({ step, output, cut }: ShellEntry): string {
    const { head, left, tail } = clip(step === 0 ? output.trimStart() : output, ENTRY_CHARS_MAX, cut);
    return left === 0 ? head : `${head}\n${t().shell.left(left)}\n${tail}`;
  }

  override render(): TemplateResult {
    const m = t().module;
    const modules = distinct(this.session.view?.modules ?? []);
    const module = modules.find((x) => x.name === this.chosen) ?? modules.find((x) => x.name === this.session.event?.at?.module) ?? modules[0];
    const shell = this.session.view?.shells[0];
    return html`
      ${module
        ? html`<header>
              ${modules.map((x) => html`<button class="button quiet mono" translate="no" aria-pressed=${x === module} @click=${() => (this.chosen = x.name)}>${fileName(x.name)}</button>`)}
              <span>${m.moment}</span>
            </header>
            <sp-editor mode="module" .text=${module.source} .label=${fileName(module.name)} .hint=${m.moment} .readOnly=${true}
              .currentLines=${this.lines(module.name)} .reveal=${true}></sp-editor>`
        : html`<p class="none">${m.none}</p>`}
      ${shell
        ? html`<section class="shell" aria-label=${t().shell.label}>
            <pre translate="no" tabindex="0">${shell.transcript.map((e) => html`<span class="prompt">${e.prompt}</span>${e.input}${e.prompt === "" ? "" : "\n"}<span class="out">${this.output(e)}</span>`)}<span class="prompt">${shell.state === "ready" ? shell.prompt : ""}</span></pre>
            ${shell.bindings.length > 0
              ? html`<dl translate="no">${shell.bindings.map((b) => html`<div><dt>${b.name}</dt><dd>${b.value}</dd></div>`)}</dl>`
              : nothing}
          </section>`
        : nothing}
    `;
  }

  static override styles = [
    shared,
    css`
      :host {
        overflow: auto;
        font-size: 0.8125rem;
      }
      header {
        position: sticky;
        top: 0;
        z-index: 1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.25rem;
        padding: 0.35rem 0.6rem;
        border-bottom: 1px solid var(--line);
        background: var(--panel);
        color: var(--ink-2);
      }
      [aria-pressed="true"] {
        color: var(--ink);
        font-weight: 650;
      }
      .none {
        margin: 1rem;
        color: var(--ink-2);
      }
      .shell {
        border-top: 1px solid var(--line);
        padding: 0.6rem 0.9rem;
      }
      pre {
        margin: 0;
        font: var(--code-size) / 1.55 var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .prompt {
        color: var(--accent);
      }
      .out {
        color: var(--ink-2);
      }
      dl {
        margin: 0.75rem 0 0;
        padding-top: 0.5rem;
        border-top: 1px dashed var(--line);
        font-family: var(--mono);
      }
      dl div {
        display: flex;
        gap: 0.75rem;
      }
      dd {
        margin: 0;
        color: var(--ink-2);
        overflow-wrap: anywhere;
      }
    `,
  ];
}

customElements.define("sp-code-panel", SpCodePanel);

/**
 * `<sp-editor>`: program text that can be edited. Before CodeMirror has come it is a plain `<pre>` of the same
 * measure, so that nothing jumps. What the learner types leaves as `changed`, `run` and `save` events.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Diagnostic } from "../protocol.ts";
import { quiet } from "../quiet.ts";
import { shared } from "../styles/shared.ts";
import type { EditorHandle } from "./codemirror.ts";
import { editorStyles } from "./styles.ts";

export class SpEditor extends LitElement {
  static override properties = {
    text: {},
    mode: { reflect: true },
    label: {},
    hint: {},
    readOnly: { type: Boolean },
    diagnostics: { attribute: false },
    currentLines: { attribute: false },
    reveal: { type: Boolean },
    complete: { attribute: false },
    recall: { attribute: false },
    ready: { state: true },
  };
  declare text: string;
  declare mode: "module" | "line";
  declare label: string;
  declare hint: string;
  declare readOnly: boolean;
  declare diagnostics: readonly Diagnostic[];
  declare currentLines: readonly number[];
  /** Scroll to the current line. */
  declare reveal: boolean;
  declare complete: ((text: string) => boolean) | undefined;
  declare recall: ((direction: -1 | 1) => string | undefined) | undefined;
  declare ready: boolean;

  private handle: EditorHandle | undefined;
  private near: IntersectionObserver | undefined;
  private wantsFocus = false;

  constructor() {
    super();
    this.text = "";
    this.mode = "module";
    this.label = "";
    this.hint = "";
    this.readOnly = false;
    this.diagnostics = [];
    this.currentLines = [];
    this.reveal = false;
    this.ready = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.near = new IntersectionObserver(
      (entries) => {
        if (entries.some((e) => e.isIntersecting)) void quiet().then(() => this.load());
      },
      { rootMargin: "400px" },
    );
    this.near.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.near?.disconnect();
    this.handle?.destroy();
    this.handle = undefined;
    this.ready = false;
  }

  override focus(): void {
    if (this.handle) this.handle.focus();
    else {
      this.wantsFocus = true;
      void this.load();
    }
  }

  /** Puts the cursor at an error. */
  goTo(line: number, column: number): void {
    this.handle?.goTo(line, column);
  }

  private async load(): Promise<void> {
    this.near?.disconnect();
    const { createEditor } = await import("./codemirror.ts");
    const parent = this.renderRoot.querySelector<HTMLElement>(".place");
    if (this.handle || !parent || !this.isConnected) return;
    this.handle = createEditor({
      parent,
      root: this.renderRoot as ShadowRoot,
      text: this.text,
      mode: this.mode,
      label: this.label,
      hint: this.hint,
      readOnly: this.readOnly,
      changed: (text) => {
        this.text = text;
        this.dispatchEvent(new CustomEvent("changed", { detail: text }));
      },
      run: (text) => this.dispatchEvent(new CustomEvent("run", { detail: text })),
      save: () => this.dispatchEvent(new CustomEvent("save", { bubbles: true, composed: true })),
      ...(this.complete ? { complete: this.complete } : {}),
      ...(this.recall ? { recall: (d: -1 | 1) => this.recall?.(d) } : {}),
    });
    this.ready = true;
    this.sync();
    if (this.wantsFocus) this.handle.focus();
  }

  private sync(): void {
    this.handle?.setText(this.text);
    this.handle?.setReadOnly(this.readOnly);
    this.handle?.setDiagnostics(this.diagnostics);
    this.handle?.setCurrentLines(this.currentLines, this.reveal);
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.handle) return;
    if (changed.has("text")) this.handle.setText(this.text);
    if (changed.has("readOnly")) this.handle.setReadOnly(this.readOnly);
    if (changed.has("diagnostics")) this.handle.setDiagnostics(this.diagnostics);
    if (changed.has("currentLines") || changed.has("reveal")) this.handle.setCurrentLines(this.currentLines, this.reveal);
  }

  override render(): TemplateResult {
    return html`<div class="place"></div>
      ${this.ready ? null : this.still()}`;
  }

  /** The text before the editor has come. A module may be wider than its place, and must scroll by keyboard too. */
  private still(): TemplateResult {
    if (this.mode === "line") return html`<pre class="still" translate="no">${this.text}</pre>`;
    return html`<pre class="still" translate="no" tabindex="0" aria-label=${this.label} @focus=${() => this.focus()}>${this.text}</pre>`;
  }

  static override styles = [shared, editorStyles, css``];
}

customElements.define("sp-editor", SpEditor);

/** How program text looks, with CodeMirror and before it. */
import { css } from "lit";

export const editorStyles = css`
  :host {
    font: var(--code-size) / 1.55 var(--mono);
    font-variant-ligatures: none;
  }
  .still {
    margin: 0;
    padding: 0.55rem 0.75rem 0.55rem 3.1rem;
    font: inherit;
    white-space: pre;
    overflow: auto;
    tab-size: 4;
  }
  :host([mode="line"]) .still {
    padding: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .cm-editor {
    background: none;
    color: inherit;
  }
  /* Where one types: a line under the shell line, a bar beside the module. */
  .cm-editor.cm-focused {
    outline: none;
    box-shadow: -2px 0 var(--accent);
  }
  :host([mode="line"]) .cm-editor.cm-focused {
    box-shadow: 0 1.5px var(--accent);
  }
  .cm-editor .cm-scroller {
    font: inherit;
    line-height: inherit;
    overflow-x: auto;
  }
  .cm-editor .cm-content {
    padding: 0.55rem 0;
    caret-color: var(--accent);
  }
  .cm-editor .cm-line {
    padding: 0 0.75rem 0 0.4rem;
  }
  :host([mode="line"]) .cm-editor .cm-content,
  :host([mode="line"]) .cm-editor .cm-line {
    padding: 0;
  }
  /* Long lines move below the numbers. */
  .cm-editor .cm-gutters {
    background: var(--raised);
    border: 0;
    border-bottom-left-radius: 7px;
    color: var(--ink-3);
  }
  .cm-editor .cm-lineNumbers .cm-gutterElement {
    min-width: 2.2rem;
    padding: 0 0.3rem 0 0.4rem;
  }
  .cm-editor .cm-gutter-lint {
    width: 0.9em;
  }
  .cm-editor .cm-gutter-lint .cm-gutterElement {
    display: grid;
    place-items: center;
    padding: 0;
  }
  .cm-editor .cm-lint-marker {
    content: normal;
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
    background: var(--bad);
  }
  .cm-editor .cm-lint-marker-warning {
    border-radius: 0;
    background: var(--warn);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  @media (max-width: 53.99rem) {
    .still {
      padding-left: 2.4rem;
    }
    .cm-editor .cm-lineNumbers .cm-gutterElement {
      min-width: 1.7rem;
      padding: 0 0.1rem 0 0.3rem;
    }
    .cm-editor .cm-gutter-lint {
      width: 0.6em;
    }
    .cm-editor .cm-line {
      padding-inline: 0.3rem;
    }
  }
  .cm-editor .cm-cursor {
    border-left: 1.5px solid var(--accent);
  }
  .cm-editor .cm-selectionBackground,
  .cm-editor.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground {
    background: var(--accent-soft);
  }
  .cm-editor .cm-placeholder {
    color: var(--ink-3);
    font-family: var(--sans);
  }
  .cm-editor .cm-matchingBracket {
    background: none;
  }
  .cm-editor.cm-focused .cm-matchingBracket {
    outline: 1px solid var(--line-2);
  }
  .cm-editor .cm-now {
    background: var(--accent-soft);
    box-shadow: inset 3px 0 var(--accent);
  }
  .cm-editor .cm-tooltip {
    border: 1px solid var(--line-2);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--ink);
  }
  .cm-editor .cm-diagnostic-error {
    border-left-color: var(--bad);
  }
  .cm-editor .cm-lintRange-error {
    background: none;
    text-decoration: underline wavy var(--bad) 1px;
    text-underline-offset: 0.25em;
  }
  .cm-editor .cm-lintRange-warning {
    background: none;
    text-decoration: underline dotted var(--warn) 1.5px;
    text-underline-offset: 0.25em;
  }
  .cm-whole {
    white-space: nowrap;
  }
  .tok-keyword {
    font-weight: 650;
  }
  .tok-atom {
    font-weight: 400;
  }
  .tok-string {
    color: light-dark(#6a4a12, #d8b97c);
  }
  .tok-number {
    color: light-dark(#6a4a12, #d8b97c);
  }
  .tok-comment {
    color: var(--ink-3);
  }
  .tok-variable {
    color: light-dark(#214d86, #9dc0ef);
  }
  .tok-meta {
    color: var(--ink-2);
  }
`;

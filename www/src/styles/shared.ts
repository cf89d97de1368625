/** Rules that every shadow root needs; colours and type come from the page's custom properties. */
import { css } from "lit";

/** A picture that is one table, with a head that stays in view. */
export const sheet = css`
  :host {
    overflow: auto;
    font-size: 0.8125rem;
  }
  table {
    border-collapse: collapse;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--panel);
    color: var(--ink-2);
    font-weight: 500;
    text-align: left;
  }
`;

export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    font-family: var(--sans);
    color: var(--ink);
  }
  :host([hidden]) {
    display: none;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  .mono {
    font-family: var(--mono);
    font-variant-ligatures: none;
  }
  .hidden-visually {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.35em;
    min-height: 1.75rem;
    padding: 0.1rem 0.55rem;
    border: 1px solid var(--line-2);
    border-radius: var(--radius);
    background: var(--raised);
    font-size: 0.8125rem;
    line-height: 1.3;
    cursor: pointer;
    white-space: nowrap;
  }
  .button:hover:not(:disabled, [aria-disabled="true"]) {
    border-color: var(--ink-3);
  }
  /* Not disabled, so that it keeps the focus when it has nothing more to do. */
  .button[aria-disabled="true"],
  .button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--ink-2);
  }
  .button.quiet:hover:not(:disabled, [aria-disabled="true"]) {
    color: var(--ink);
    border-color: var(--line-2);
  }
  .button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .button svg,
  .icon {
    width: 1em;
    height: 1em;
    flex: none;
  }
`;

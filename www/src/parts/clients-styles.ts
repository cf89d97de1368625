// How client windows look (`clients.ts`).
import { css } from "lit";

export const clientsStyles = css`
  :host {
    margin: 0 0 1.5rem;
    font-size: 0.875rem;
    line-height: 1.5;
    container-type: inline-size;
  }
  .windows {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
    gap: 0.75rem;
  }
  .window {
    display: flex;
    flex-direction: column;
    min-width: 0;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
  }
  header {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    min-height: 2.4rem;
    padding: 0.2rem 0.35rem 0.2rem 0.75rem;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    margin: 0;
    font-size: 0.875rem;
    font-weight: 650;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    color: var(--ink-2);
    font-size: 0.8125rem;
    white-space: nowrap;
  }
  .state i {
    width: 0.55rem;
    height: 0.55rem;
    border: 1.5px solid var(--ink-3);
    border-radius: 50%;
  }
  .connected .state i {
    border-color: var(--ink-2);
    background: var(--ink-2);
  }
  .refused .state i,
  .closed .state i {
    border: 0;
    border-radius: 0;
    background: linear-gradient(45deg, transparent 42%, currentColor 42% 58%, transparent 58%),
      linear-gradient(-45deg, transparent 42%, currentColor 42% 58%, transparent 58%);
  }
  header .button {
    margin-left: auto;
  }
  .log {
    flex: 1 0 11rem;
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0.6rem 0.75rem;
  }
  /* Nothing said, nothing to keep room for. */
  .window.none .log {
    flex-basis: auto;
  }
  p {
    margin: 0;
  }
  .hint {
    color: var(--ink-2);
    font-size: 0.8125rem;
  }
  .line {
    position: relative;
    display: flex;
    align-items: baseline;
    gap: 0.4rem;
    max-width: 92%;
  }
  .line.client {
    flex-direction: row-reverse;
    align-self: flex-end;
  }
  .text {
    padding: 0.15rem 0.6rem;
    border: 1px solid var(--line-2);
    border-radius: 3px 10px 10px;
    background: var(--paper);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .client .text {
    border-color: transparent;
    border-radius: 10px 10px 3px;
    background: var(--panel);
  }
  .moment {
    padding: 0 0.25rem;
    border: 0;
    background: none;
    color: var(--ink-3);
    font-size: 0.6875rem;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  .moment:hover {
    color: var(--accent);
    text-decoration: underline;
  }
  .ready {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    padding: 0 0.5rem 0.4rem;
  }
  .ready .button {
    border-style: dashed;
    border-radius: 999px;
    color: var(--ink-2);
    white-space: normal;
    text-align: left;
  }
  form {
    display: flex;
    gap: 0.35rem;
    padding: 0.4rem 0.5rem;
    border-top: 1px solid var(--line);
  }
  input {
    flex: 1;
    min-width: 0;
    min-height: 2.25rem;
    padding: 0 0.6rem;
    border: 1px solid var(--line-2);
    border-radius: var(--radius);
    background: var(--paper);
    /* Below 16 px phones zoom in on the field. */
    font-size: 1rem;
  }
  input:disabled {
    background: none;
    border-style: dashed;
  }
  input::placeholder {
    color: var(--ink-3);
  }
  form .button {
    min-height: 2.25rem;
  }
`;

// How a process card looks (`process-card.ts`).
import { css } from "lit";

export const processCardStyles = css`
  article {
    display: flex;
    flex-direction: column;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
    font-size: 0.8125rem;
    line-height: 1.45;
    transition: border-color var(--ease);
  }
  :host([selected]) article {
    border-color: var(--accent);
    box-shadow: inset 0 2px var(--accent);
  }
  :host([status="exited"]) article {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
  }
  /** What is gone takes one line: who, how, and when. */
  :host([status="exited"]) article {
    flex-flow: row wrap;
    align-items: baseline;
  }
  :host([status="exited"]) :is(header, .where, footer) {
    padding-block: 0.2rem;
  }
  :host([status="exited"]) .where {
    flex: 1 1 auto;
    padding-inline: 0.75rem;
  }
  header {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    padding: 0.45rem 0.75rem 0;
  }
  h3 {
    margin: 0;
    min-width: 0;
    font: inherit;
  }
  .who {
    display: inline-flex;
    align-items: baseline;
    gap: 0.5rem;
    min-width: 0;
    padding: 0;
    border: 0;
    background: none;
    font-size: 0.9375rem;
    font-weight: 600;
    cursor: pointer;
  }
  .pid {
    font-size: 0.8125rem;
    font-weight: 400;
    color: var(--ink-2);
  }
  .status {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    margin-left: auto;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .status i {
    width: 0.55rem;
    height: 0.55rem;
    border: 1.5px solid var(--ink-3);
    border-radius: 50%;
  }
  :host([status="running"]) .status i {
    border-color: var(--accent);
    background: var(--accent);
  }
  :host([status="runnable"]) .status i {
    border-color: var(--accent);
  }
  :host([status="exited"]) .status i {
    border: 0;
    border-radius: 0;
    background: linear-gradient(45deg, transparent 42%, currentColor 42% 58%, transparent 58%),
      linear-gradient(-45deg, transparent 42%, currentColor 42% 58%, transparent 58%);
  }
  p {
    margin: 0;
  }
  .where {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.6rem;
    padding: 0 0.75rem 0.4rem;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .bad {
    color: var(--bad);
  }
  .after {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
    margin-left: auto;
    color: var(--accent);
    font-variant-numeric: tabular-nums;
  }
  .after svg {
    width: 1.25rem;
    height: 1.25rem;
  }
  circle {
    fill: none;
    stroke-width: 3;
  }
  .track {
    stroke: var(--line);
  }
  .left {
    stroke: var(--accent);
  }
  .tray {
    margin: 0 0.5rem;
    padding: 0.3rem 0.25rem;
    border-top: 1px solid var(--line);
  }
  h4 {
    margin: 0;
    font-size: 0.75rem;
    font-weight: 500;
    color: var(--ink-2);
  }
  h4 span {
    color: var(--ink-3);
    font-weight: 400;
  }
  ol {
    list-style: none;
    margin: 0.25rem 0 0.15rem;
    padding: 0;
    display: grid;
    gap: 3px;
  }
  li {
    display: grid;
    grid-template-columns: 1.5rem minmax(0, 1fr) auto;
    align-items: baseline;
    padding: 0.16rem 0.5rem 0.16rem 0;
    border: 1px solid var(--line-2);
    border-radius: 3px;
    background: var(--paper);
    transition: transform var(--ease), opacity var(--ease);
  }
  .nr {
    text-align: center;
    color: var(--ink-3);
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
  }
  button.nr {
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    cursor: pointer;
  }
  button.nr:hover,
  button.nr[aria-pressed="true"] {
    color: var(--ink);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .text {
    overflow-wrap: anywhere;
  }
  .sign {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    padding-left: 0.5rem;
    font-size: 0.75rem;
    color: var(--ink-2);
  }
  li.skipped {
    border-style: dotted;
    background: none;
  }
  li.skipped .text,
  li.skipped summary {
    color: var(--ink-3);
  }
  li.matched {
    border-color: var(--accent);
    background: var(--accent-soft);
    transform: translateX(6px);
  }
  li.matched .sign {
    color: var(--accent);
    font-weight: 600;
  }
  summary {
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  pre {
    margin: 0.25rem 0;
    font: inherit;
    font-family: var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .more {
    color: var(--ink-3);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    padding: 0.1rem 0.2rem 0.3rem 0.15rem;
  }
  .ties {
    flex-basis: 100%;
    padding: 0 0.6rem;
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .kill {
    margin-left: auto;
  }
  .asking,
  .owed,
  .behaviour {
    margin: 0 0.5rem;
    padding: 0.3rem 0.25rem;
    border-top: 1px solid var(--line);
  }
  .asking {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.1rem 0.5rem;
    align-items: baseline;
  }
  .asking .text {
    grid-column: 2;
    overflow-wrap: anywhere;
  }
  .owed ul {
    list-style: none;
    margin: 0.2rem 0 0;
    padding: 0;
  }
  .owed li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.5rem;
    align-items: baseline;
    padding: 0.1rem 0;
    border: 0;
    background: none;
  }
  .say {
    margin-left: auto;
    color: var(--ink-2);
    font-size: 0.75rem;
  }
  .ticket {
    min-width: 1.8em;
    padding: 0 0.35em;
    border: 1px solid var(--line-2);
    border-radius: 999px;
    background: var(--paper);
    color: var(--ink-2);
    font-size: 0.6875rem;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  .kind {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.6rem;
    color: var(--ink-2);
  }
  .module {
    color: var(--ink);
    font-weight: 600;
  }
  .role {
    padding: 0 0.4rem;
    border: 1px solid var(--line-2);
    border-radius: 999px;
    font-size: 0.6875rem;
  }
  .callbacks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.7rem;
    margin: 0.1rem 0 0.25rem;
    font-size: 0.6875rem;
    color: var(--ink-3);
  }
  .ring {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem;
    margin: 0.3rem 0 0.35rem;
    font-size: 0.6875rem;
    color: var(--ink-2);
  }
  .round {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.15rem;
    padding: 0.1rem 0.4rem;
    border: 1.5px solid var(--line-2);
    border-radius: 999px;
  }
  .ring i {
    color: var(--ink-3);
    line-height: 0;
  }
  .callback {
    padding: 0.05rem 0.3rem;
    border-radius: 999px;
  }
  :is(.ring, .callbacks) [aria-current] {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 650;
  }
  .callbacks [aria-current] {
    padding: 0.05rem 0.4rem;
    border-radius: 999px;
  }
  .round:has([aria-current]) {
    border-color: var(--accent);
  }
  .state {
    max-height: 8.5em;
    overflow: auto;
    margin: 0.15rem 0 0;
    padding: 0.25rem 0.5rem;
    border-radius: 3px;
    background: var(--paper);
  }
  .state ins {
    font-weight: 650;
    text-decoration: underline;
    text-decoration-thickness: 1.5px;
    text-underline-offset: 0.2em;
  }
  .state.now ins {
    color: var(--accent);
  }
  .was {
    background: none;
    color: var(--ink-3);
    font-size: 0.75rem;
  }
  .was del {
    text-decoration: none;
  }
  .was b {
    font-weight: inherit;
    text-decoration: line-through;
  }
`;

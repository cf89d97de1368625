// How a transcript looks (`transcript.ts`).
import { css } from "lit";

export const transcriptStyles = css`
  :host {
    margin: 0 0 1.5rem;
    container-type: inline-size;
    font: var(--code-size) / 1.55 var(--mono);
  }
  .shell {
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0.3rem 0;
  }
  li,
  .open-prompt {
    display: grid;
    grid-template-columns: 2rem max-content minmax(0, 1fr) auto;
    align-items: start;
    padding: 0.2rem 0.75rem 0.2rem 0.25rem;
  }
  /* A prompt with its node takes half of a phone: what is typed gets a line of its own. */
  @container (max-width: 30rem) {
    .on-node > .prompt,
    .node ~ .prompt {
      grid-column: 2 / -1;
    }
    .on-node > sp-editor,
    .node ~ sp-editor {
      grid-column: 2 / 4;
    }
  }
  .run,
  .reset {
    display: grid;
    place-items: center;
    width: 1.6rem;
    height: 1.5em;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--accent);
    cursor: pointer;
  }
  .ran > .run,
  .reset {
    color: var(--ink-3);
  }
  .run:hover,
  .reset:hover {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .busy > .run {
    opacity: 0.4;
  }
  .prompt {
    grid-column: 2;
    padding-right: 0.9ch;
    color: var(--ink-3);
    white-space: pre;
    user-select: none;
  }
  .ran > .prompt {
    color: var(--accent);
  }
  sp-editor,
  .input {
    grid-column: 3;
    min-width: 0;
  }
  pre {
    margin: 0;
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .output,
  .was {
    grid-column: 2 / -1;
    margin: 0.05rem 0 0.15rem;
  }
  .was {
    color: var(--ink-3);
    text-decoration: line-through;
  }
  .expected {
    color: var(--ink-3);
  }
  .cover {
    justify-self: start;
    display: grid;
    place-items: center;
    width: 2rem;
    height: 1.3em;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: var(--panel);
    color: var(--ink-3);
    cursor: pointer;
  }
  .cover:hover {
    background: var(--accent-soft);
    color: var(--accent);
  }
  .cover svg {
    width: 1.1em;
    height: 1.1em;
  }
  .answers[aria-pressed="true"] {
    color: var(--ink);
    text-decoration: underline;
    text-underline-offset: 0.25em;
  }
  .left {
    display: block;
    margin: 0.3rem 0;
    font-family: var(--sans);
    font-size: 0.8125rem;
    color: var(--ink-2);
  }
  .error {
    color: var(--bad);
  }
  .differs {
    margin-top: 0.2rem;
    font-family: var(--sans);
    font-size: 0.8125rem;
    color: var(--warn);
  }
  .differs summary {
    cursor: pointer;
  }
  .differs pre {
    padding: 0.25rem 0 0.25rem 0.75rem;
    border-left: 2px solid var(--line-2);
    font-family: var(--mono);
    color: var(--ink-2);
  }
  .open-prompt {
    padding-block: 0.35rem;
    border-top: 1px dashed var(--line);
  }
  .fault .what {
    grid-column: 2 / -1;
    color: var(--ink-2);
  }
  .fault .what::before,
  .fault .what::after {
    content: " --- ";
    color: var(--ink-3);
  }
  .node {
    grid-column: 1 / -1;
    justify-self: start;
    margin: 0 0 0.25rem 2rem;
    border: 1px solid var(--line-2);
    border-radius: var(--radius);
    background: var(--raised);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem;
    min-height: 2.4rem;
    padding: 0.25rem 0.5rem;
    border-top: 1px solid var(--line);
    font-family: var(--sans);
  }
  .say {
    margin-left: auto;
    font-size: 0.8125rem;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .say.bad {
    color: var(--bad);
  }
`;

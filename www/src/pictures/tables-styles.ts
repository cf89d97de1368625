// How tables look (`tables.ts`).
import { css } from "lit";

export const tablesStyles = css`
  :host {
    overflow: auto;
    padding: 0.75rem;
    font-size: 0.8125rem;
    line-height: 1.45;
    container-type: inline-size;
  }
  p,
  h3 {
    margin: 0;
  }
  .none {
    margin: 0.25rem;
    color: var(--ink-2);
  }
  .owner + .owner {
    margin-top: 1.25rem;
  }
  .who {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    color: var(--ink-2);
  }
  .chip {
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--line-2);
    border-radius: 999px;
    background: var(--raised);
    font-weight: 600;
    cursor: pointer;
  }
  .chip span {
    font-weight: 400;
    color: var(--ink-2);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  /* The tie from the owner to each of its tables. */
  .owned {
    position: relative;
    display: grid;
    gap: 0.75rem;
    margin-left: 1rem;
    padding: 0.75rem 0 0 1rem;
  }
  .table {
    position: relative;
    min-width: 0;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
  }
  .table::before {
    content: "";
    position: absolute;
    left: calc(-1rem - 1px);
    top: -0.75rem;
    width: 1rem;
    height: calc(0.75rem + 1.1rem);
    border: solid var(--line-2);
    border-width: 0 0 1.5px 1.5px;
    border-bottom-left-radius: 6px;
  }
  .table:not(:last-child)::after {
    content: "";
    position: absolute;
    left: calc(-1rem - 1px);
    top: 0;
    bottom: -0.75rem;
    border-left: 1.5px solid var(--line-2);
  }
  .table.gone {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
  }
  .table.gone h3 {
    text-decoration: line-through;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.75rem;
    padding: 0.4rem 0.75rem 0;
  }
  h3 {
    font-size: 0.9375rem;
    font-weight: 600;
  }
  h3 span {
    font-size: 0.75rem;
    font-weight: 400;
    color: var(--ink-2);
  }
  .said {
    color: var(--accent);
    font-weight: 600;
  }
  .size {
    margin-left: auto;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1rem;
    padding: 0 0.75rem 0.45rem;
    border-bottom: 1px solid var(--line);
    color: var(--ink-2);
  }
  .facts > span {
    display: inline-flex;
    align-items: center;
    gap: 0.35rem;
  }
  .facts .gloss {
    flex-basis: 100%;
    font-size: 0.75rem;
    color: var(--ink-3);
  }
  .drawing {
    width: 0.95rem;
    height: 0.95rem;
    flex: none;
  }
  .no-rows,
  .heir {
    padding: 0.4rem 0.75rem;
    color: var(--ink-2);
  }
  .heir {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    border-top: 1px dashed var(--line-2);
  }
  .heir .chip {
    border-style: dashed;
  }
  ul,
  ol,
  dl {
    list-style: none;
    margin: 0;
    padding: 0.5rem 0.75rem;
  }
  li,
  dd {
    display: grid;
    grid-template-columns: 1.1rem minmax(0, 1fr);
    align-items: baseline;
    margin: 0;
    padding: 0.16rem 0.5rem 0.16rem 0.3rem;
    border: 1px solid var(--line-2);
    border-radius: 3px;
    background: var(--paper);
  }
  .text,
  .was {
    overflow-wrap: anywhere;
  }
  .sign {
    font-family: var(--mono);
    font-weight: 650;
    text-align: center;
  }
  .was {
    grid-column: 2;
    color: var(--ink-3);
    font-size: 0.75rem;
  }
  b {
    font-weight: 650;
  }
  ins {
    text-decoration: underline;
    text-decoration-thickness: 1.5px;
    text-underline-offset: 0.2em;
  }
  .new,
  .changed {
    border-color: var(--ink-2);
  }
  .new.now,
  .changed.now {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .now .sign {
    color: var(--accent);
  }
  li.gone,
  dd.gone {
    border-style: dashed;
    background: none;
    color: var(--ink-3);
  }
  .gone .text {
    text-decoration: line-through;
  }
  /* A set: cells wherever the hash puts them. */
  .cells {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr));
    gap: 5px;
  }
  /* An ordered set: one list, along an axis. */
  .sorted {
    position: relative;
    display: grid;
    gap: 3px;
    padding-left: 1.75rem;
  }
  .sorted::before {
    content: "";
    position: absolute;
    left: 1rem;
    top: 0.6rem;
    bottom: 0.75rem;
    border-left: 1.5px solid var(--line-2);
  }
  .sorted::after {
    content: "";
    position: absolute;
    left: calc(1rem - 2.75px);
    bottom: 0.7rem;
    width: 6px;
    height: 6px;
    border: solid var(--line-2);
    border-width: 0 1.5px 1.5px 0;
    rotate: 45deg;
  }
  /* Bags: rows gathered under their key. */
  .gathered {
    display: grid;
    gap: 0.6rem;
  }
  .gathered > div {
    display: grid;
    grid-template-columns: minmax(4.5rem, max-content) minmax(0, 1fr);
    gap: 3px 0.6rem;
  }
  dt {
    grid-row: 1 / span 100;
    align-self: start;
    padding: 0.16rem 0.6rem 0.16rem 0;
    font-weight: 650;
    overflow-wrap: anywhere;
  }
  dd {
    grid-column: 2;
    border-left-width: 3px;
  }
  @container (max-width: 26rem) {
    .owned {
      margin-left: 0.25rem;
      padding-left: 0.75rem;
    }
    .gathered > div {
      grid-template-columns: minmax(0, 1fr);
    }
    dt,
    dd {
      grid-column: 1;
      grid-row: auto;
    }
  }
`;

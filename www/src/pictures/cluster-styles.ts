// How the cluster picture looks (`cluster.ts`).
import { css } from "lit";

export const clusterStyles = css`
  :host {
    overflow: auto;
    padding: 0.75rem;
    font-size: 0.8125rem;
    line-height: 1.45;
    container-type: inline-size;
  }
  h3,
  h4,
  p {
    margin: 0;
  }
  h3 {
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .none {
    color: var(--ink-2);
  }
  .islands {
    display: flex;
    gap: 0.75rem;
  }
  .group {
    flex: var(--nodes) 1 0;
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(9.5rem, 100%), 1fr));
    gap: 0.75rem;
    min-width: 0;
  }
  /* A partition: a wall of bricks between those that do not reach each other. */
  .barrier {
    flex: none;
    width: 0.6rem;
    border: 1.5px solid var(--bad);
    border-radius: 3px;
    background: repeating-linear-gradient(135deg, var(--bad) 0 1.5px, transparent 1.5px 6px);
  }
  @container (max-width: 30rem) {
    .islands {
      flex-direction: column;
    }
    .group {
      flex: none;
      grid-template-columns: repeat(auto-fit, minmax(min(6.4rem, 100%), 1fr));
      gap: 0.5rem;
    }
    .barrier {
      width: auto;
      height: 0.6rem;
    }
  }
  .host {
    color: var(--ink-2);
    font-weight: 400;
  }
  .island {
    display: flex;
    flex-direction: column;
    border: 1.5px solid var(--line-2);
    border-radius: 16px;
    background: var(--raised);
  }
  .island.down {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
  }
  .island.paused {
    border-style: dotted;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 0.6rem;
    padding: 0.45rem 0.85rem 0;
  }
  .state {
    display: inline-flex;
    align-items: start;
    gap: 0.35rem;
    color: var(--ink-2);
  }
  .state i {
    flex: none;
    margin-top: calc((1lh - 0.55rem) / 2);
    width: 0.55rem;
    height: 0.55rem;
    border: 1.5px solid var(--ink-2);
    border-radius: 50%;
  }
  .running .state i {
    background: var(--ink-2);
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    list-style: none;
    margin: 0;
    padding: 0.4rem 0.75rem;
  }
  .island li {
    max-width: 100%;
  }
  .island > ul {
    max-height: 7.5rem;
    overflow: auto;
  }
  /* The one of its name that answers for all: the mark moves at a failover. */
  .role {
    margin-right: -0.25rem;
    padding: 0 0.4rem;
    border-radius: 999px;
    background: var(--ink);
    color: var(--paper);
    font-family: var(--sans);
    font-size: 0.6875rem;
  }
  /* It has the name on its side of a cut, and may do nothing with it. */
  .role.frozen {
    border: 1px dashed var(--ink-2);
    background: none;
    color: var(--ink);
  }
  /* The mark goes below a name that leaves it no room: it is what there is to see. */
  .chip {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.1rem 0.4rem;
    max-width: 100%;
    padding: 0.1rem 0.5rem;
    border: 1px solid var(--line-2);
    border-radius: 0.7rem;
    text-align: left;
    background: var(--paper);
    font-size: 0.75rem;
    cursor: pointer;
  }
  .chip .name {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chip[aria-pressed="true"] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .more {
    color: var(--ink-2);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.25rem;
    margin-top: auto;
    padding: 0 0.4rem 0.35rem;
  }
  .links,
  .given,
  .copies {
    margin-top: 1.1rem;
  }
  .link {
    display: grid;
    grid-template-columns: max-content minmax(3rem, 1fr) max-content;
    align-items: center;
    gap: 0 0.6rem;
    padding: 0.4rem 0;
    border-bottom: 1px solid var(--line);
  }
  svg:not(.icon) {
    width: 100%;
    height: 1rem;
    overflow: visible;
  }
  .wire {
    stroke: var(--line-2);
    stroke-width: 1.5;
    stroke-dasharray: 3 3;
    vector-effect: non-scaling-stroke;
  }
  .wire.up {
    stroke: var(--ink-3);
    stroke-dasharray: none;
  }
  .wall {
    fill: none;
    stroke: var(--bad);
    stroke-width: 2.5;
    vector-effect: non-scaling-stroke;
  }
  .frame {
    stroke: var(--accent);
    stroke-width: 4;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .frame.held {
    stroke: var(--ink-3);
  }
  .facts svg {
    width: 0.8em;
    height: 0.8em;
    margin-right: 0.35em;
    vertical-align: -0.05em;
  }
  .under {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 0.6rem;
  }
  .facts {
    color: var(--ink-2);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    margin: 0 -0.55rem;
  }
  .given ol {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3rem;
    margin: 0.2rem 0 0.6rem;
    padding: 0;
    list-style: none;
  }
  .given li {
    display: inline-flex;
    gap: 0.4em;
    padding: 0.05rem 0.5rem;
    border: 1px solid var(--line-2);
    border-radius: 4px;
    background: var(--raised);
  }
  .given .gap {
    border-style: dashed;
    background: none;
    color: var(--ink-2);
  }
  .given .twice {
    border: 2px solid var(--bad);
    font-weight: 600;
  }
  .frames {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 0.9rem;
    margin: 0.1rem 0 0;
    padding: 0;
    list-style: none;
  }
  .quiet-link {
    min-height: 1.5rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    cursor: pointer;
  }
  dl {
    margin: 0.2rem 0 0.6rem;
  }
  dl div {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    padding: 0.15rem 0;
    border-bottom: 1px solid var(--line);
  }
  /* A long state takes no more than a few lines. */
  dd {
    margin: 0;
    max-height: 6.5rem;
    overflow: auto;
    overflow-wrap: anywhere;
  }
  ins {
    font-weight: 650;
    text-decoration: underline;
    text-decoration-thickness: 1.5px;
    text-underline-offset: 0.2em;
  }
  /* Three islands stand beside each other on a phone; labels still have the host. */
  @container (max-width: 30rem) {
    h3 .host {
      display: none;
    }
    header {
      padding-inline: 0.6rem;
    }
    .island > ul {
      padding-inline: 0.45rem;
    }
    footer {
      gap: 0;
      padding-inline: 0.15rem;
    }
    footer .button {
      padding-inline: 0.35rem;
    }
  }
`;

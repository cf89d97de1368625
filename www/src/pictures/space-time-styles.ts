// How the space-time diagram looks (`space-time.ts`).
import { css } from "lit";

export const spaceTimeStyles = css`
  :host {
    min-height: 0;
    overflow: hidden;
    font-size: 0.8125rem;
  }
  .none {
    margin: 1rem;
    color: var(--ink-2);
  }
  :host {
    display: flex;
    flex-direction: column;
  }
  .whole {
    flex: none;
    max-height: 30%;
    overflow: auto;
    border-top: 1px solid var(--line);
    background: var(--paper);
  }
  .whole pre {
    margin: 0;
    padding: 0.4rem 0.75rem;
    font: 0.75rem/1.5 var(--mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .legend {
    flex: none;
    padding: 0.25rem 0.75rem;
    border-top: 1px solid var(--line);
    color: var(--ink-2);
  }
  .legend summary {
    cursor: pointer;
  }
  .legend ul {
    position: static;
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.25rem;
    list-style: none;
    margin: 0.35rem 0;
    padding: 0;
  }
  .legend li {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    height: auto;
    padding: 0;
  }
  .legend p {
    margin: 0 0 0.2rem;
  }
  .scroller {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
  }
  /* What goes on above fades, instead of being cut through. */
  :host([plain]) .scrolled {
    mask-image: linear-gradient(transparent, #000 1.6rem);
  }
  .heads {
    position: sticky;
    top: 0;
    z-index: 3;
    display: flex;
    min-width: 100%;
    height: var(--heads);
    border-bottom: 1px solid var(--line);
    background: var(--panel);
  }
  .heads button {
    flex: none;
    width: var(--column);
    padding: 0 2px;
    line-height: 14px;
    border: 0;
    background: none;
    font-size: 0.6875rem;
    overflow: hidden;
    cursor: pointer;
  }
  .heads .name {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .heads .name.pid {
    display: block;
    letter-spacing: -0.04em;
    overflow: visible;
    overflow-wrap: normal;
    white-space: nowrap;
  }
  .upright {
    align-items: end;
  }
  .upright button {
    writing-mode: sideways-lr;
    height: 100%;
    padding: 4px 0;
    line-height: var(--column);
    text-align: left;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @supports not (writing-mode: sideways-lr) {
    .upright button {
      writing-mode: vertical-rl;
      transform: rotate(180deg);
    }
  }
  .heads.upright :is(.name, .at) {
    display: inline;
  }
  /* Covers the heads of lifelines that go on under the words. */
  .over {
    display: none;
  }
  .wide .over {
    display: block;
    position: sticky;
    right: 0;
    flex: none;
    align-self: stretch;
    width: var(--words);
    background: var(--panel);
  }
  .at {
    display: block;
    overflow: hidden;
    color: var(--ink-2);
    font-size: 0.625rem;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .heads button[aria-pressed="true"] {
    color: var(--accent);
    font-weight: 650;
  }
  .sheet {
    position: relative;
    min-width: 100%;
  }
  .wide :is(.heads, .sheet) {
    width: calc(var(--lines) + var(--words));
  }
  ol {
    list-style: none;
    position: absolute;
    inset: 0 0 auto;
    margin: 0;
    padding: 0;
  }
  li {
    display: flex;
    height: 28px;
    padding-left: var(--lines);
  }
  .row {
    display: flex;
    flex: 1;
    min-width: 0;
  }
  /* No padding: what is sticky does not leave the content of its box. */
  .wide li {
    justify-content: flex-end;
    padding-left: 0;
  }
  .wide .row {
    position: sticky;
    right: 0;
    z-index: 2;
    flex: none;
    width: var(--words);
    background: var(--panel);
  }
  .event {
    position: relative;
    display: flex;
    align-items: center;
    gap: 0.6rem;
    flex: 1;
    min-width: 0;
    padding: 0 0.75rem 0 0.35rem;
    border: 0;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .event::before {
    content: "";
    position: absolute;
    inset: 0 0 0 calc(-1 * var(--lines));
  }
  li:not(.now):hover,
  .wide li:not(.now):hover .row {
    background: color-mix(in srgb, var(--ink) 4%, var(--panel));
  }
  .seq {
    flex: none;
    /* As wide as the last of them, bold as well: words begin below each other. */
    min-width: max(2.2em, calc(var(--digits) * 0.72em));
    text-align: right;
    color: var(--ink-3);
    font-variant-numeric: tabular-nums;
    font-size: 0.75rem;
  }
  .words {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--ink-2);
  }
  .past .words {
    color: var(--ink);
  }
  .future .words,
  .future .seq {
    color: var(--ink-3);
  }
  .now,
  .wide .now .row {
    background: var(--accent-soft);
  }
  .now .words {
    color: var(--ink);
    font-weight: 550;
  }
  .now .seq {
    color: var(--accent);
    font-weight: 650;
  }
  .shell_error .words,
  .error_report .words {
    color: var(--bad);
  }
  .more {
    position: relative;
    padding: 0 0.75rem;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 0.2em;
    white-space: nowrap;
    cursor: pointer;
  }
  svg.lines {
    position: absolute;
    left: 0;
    top: 0;
    pointer-events: none;
    z-index: 1;
  }
  .life {
    stroke: var(--line-2);
    stroke-width: 1.5;
  }
  .life.focus {
    stroke: var(--ink-2);
    stroke-width: 2.5;
  }
  line.now {
    stroke: var(--accent);
    stroke-width: 1;
    opacity: 0.35;
  }
  .rest {
    stroke: var(--line-2);
    stroke-width: 2;
  }
  .span {
    fill: var(--panel);
    stroke: var(--ink-3);
    stroke-width: 1;
  }
  .span.serve {
    fill: var(--line-2);
    stroke: none;
  }
  .arrow {
    stroke: var(--ink-3);
    stroke-width: 1.2;
    fill: none;
  }
  .arrow.head {
    fill: var(--ink-3);
    stroke: none;
  }
  .arrow.call {
    stroke-width: 2;
  }
  .arrow.reply {
    stroke-dasharray: 6 3;
  }
  .arrow.cast {
    stroke-dasharray: 1.5 3;
  }
  .arrow.exit {
    stroke-dasharray: 8 3 2 3;
  }
  .arrow.down {
    stroke-dasharray: 8 3 2 3 2 3;
  }
  .arrow.spawn {
    stroke-dasharray: 2 2;
  }
  .arrow.system,
  .arrow.data {
    stroke-dasharray: 10 2;
  }
  .arrow.end {
    stroke-dasharray: none;
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  .arrow.down.end {
    fill: var(--panel);
  }
  .arrow.past {
    stroke: var(--ink);
  }
  .arrow.head.past {
    fill: var(--ink);
    stroke: none;
  }
  .arrow.chosen {
    stroke: var(--accent);
  }
  .arrow.head.chosen {
    fill: var(--accent);
    stroke: none;
  }
  .arrow.future {
    opacity: 0.35;
  }
  .mark {
    fill: var(--panel);
    stroke: var(--ink-3);
    stroke-width: 1.4;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .mark.solid {
    fill: var(--ink-3);
  }
  .mark.past {
    stroke: var(--ink);
  }
  .mark.past.solid {
    fill: var(--ink);
  }
  .mark.chosen {
    stroke: var(--accent);
    stroke-width: 2.2;
  }
  .mark.chosen.solid {
    fill: var(--accent);
  }
  .mark.future {
    opacity: 0.4;
  }
  .ticket {
    flex: none;
    align-self: center;
    min-width: 1.7em;
    margin-right: 0.75rem;
    padding: 0 0.3em;
    border: 1px solid var(--line-2);
    border-radius: 999px;
    background: var(--paper);
    color: var(--ink-2);
    font-size: 0.6875rem;
    line-height: 1.45;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  li.paired .ticket {
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
`;

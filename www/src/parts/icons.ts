/** A few signs drawn on a 16 by 16 grid; decoration only, every button has words of its own. */
import { svg, html, type SVGTemplateResult, type TemplateResult } from "lit";

const icon = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;
const solid = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${content}</svg>`;

export const icons = {
  mark: solid(svg`<path d="M7.3 1h1.400v14H7.300z" opacity=".45"/><circle cx="8" cy="4.2" r="2.6"/><path d="m8 4 5.7 4.7-1.4 1.600L7 6z"/><circle cx="12.9" cy="9.7" r="2"/>`),
  run: solid(svg`<path d="M4 2.8v10.4a.6.6 0 0 0 .9.5l8.3-5.2a.6.6 0 0 0 0-1L4.9 2.300a.6.6 0 0 0-.9.5z"/>`),
  stop: solid(svg`<rect x="3.5" y="3.5" width="9" height="9" rx="1"/>`),
  again: icon(svg`<path d="M13 8a5 5 0 1 1-1.5-3.600M13 2v3h-3"/>`),
  back: icon(svg`<path d="M10 3.5 5.5 8l4.5 4.5"/>`),
  next: icon(svg`<path d="M6 3.5 10.5 8 6 12.5"/>`),
  first: icon(svg`<path d="M4 3.500v9M12 3.5 7.5 8l4.5 4.5"/>`),
  last: icon(svg`<path d="M12 3.500v9M4 3.5 8.5 8 4 12.5"/>`),
  pause: solid(svg`<path d="M4 3h2.600v10H4zM9.4 3H12v10H9.400z"/>`),
  check: icon(svg`<path d="m3 8.5 3.2 3L13 4.5"/>`),
  cross: icon(svg`<path d="m4 4 8 8M12 4l-8 8"/>`),
  link: icon(svg`<path d="M6.7 9.300a2.7 2.7 0 0 0 3.9 0l2-2A2.7 2.7 0 0 0 8.8 3.400l-.7.7M9.3 6.700a2.7 2.7 0 0 0-3.9 0l-2 2a2.7 2.7 0 0 0 3.8 3.900l.7-.7"/>`),
  dot: solid(svg`<circle cx="8" cy="8" r="2.2"/>`),
  more: solid(svg`<circle cx="3.5" cy="8" r="1.3"/><circle cx="8" cy="8" r="1.3"/><circle cx="12.5" cy="8" r="1.3"/>`),
  clock: icon(svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.200l2 1.300"/>`),
  save: icon(svg`<path d="M8 2.500v7M5 7l3 3 3-3M3 13h10"/>`),
  warn: icon(svg`<path d="M8 2.5 14 13H2zM8 6.500v3M8 11.300v.1"/>`),
};

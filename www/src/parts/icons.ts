/** A few signs drawn on a 16 by 16 grid; decoration only, every button has words of its own. */
import { svg, html, type SVGTemplateResult, type TemplateResult } from "lit";

const icon = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;
const solid = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">${content}</svg>`;

export const icons = {
  run: solid(svg`<path d="M4 2.8v10.4a.6.6 0 0 0 .9.5l8.3-5.2a.6.6 0 0 0 0-1L4.900 2.300a.6.6 0 0 0-.9.5z"/>`),
  stop: solid(svg`<rect x="3.500" y="3.500" width="9" height="9" rx="1"/>`),
  again: icon(svg`<path d="M13 8a5 5 0 1 1-1.500-3.600M13 2v3h-3"/>`),
  back: icon(svg`<path d="M10 3.500 5.500 8l4.500 4.500"/>`),
  next: icon(svg`<path d="M6 3.500 10.500 8 6 12.500"/>`),
  first: icon(svg`<path d="M4 3.500v9M12 3.500 7.500 8l4.500 4.500"/>`),
  last: icon(svg`<path d="M12 3.500v9M4 3.500 8.500 8 4 12.500"/>`),
  pause: solid(svg`<path d="M4 3h2.600v10H4zM9.400 3H12v10H9.400z"/>`),
  check: icon(svg`<path d="m3 8.500 3.200 3L13 4.500"/>`),
  cross: icon(svg`<path d="m4 4 8 8M12 4l-8 8"/>`),
  link: icon(svg`<path d="M6.700 9.300a2.700 2.700 0 0 0 3.900 0l2-2A2.700 2.700 0 0 0 8.800 3.400l-.7.7M9.300 6.700a2.700 2.700 0 0 0-3.900 0l-2 2a2.700 2.700 0 0 0 3.800 3.900l.7-.7"/>`),
  dot: solid(svg`<circle cx="8" cy="8" r="2.200"/>`),
  warn: icon(svg`<path d="M8 2.500 14 13H2zM8 6.500v3M8 11.300v.1"/>`),
};

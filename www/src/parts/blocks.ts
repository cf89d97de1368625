/** The blocks of a step as templates. Prose is HTML made by the build; everything else reaches the page as text. */
import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { t } from "../i18n/index.ts";
import type { Block, Html, Shell } from "../lesson/types.ts";
import { shellsOf, type Lab } from "../state/lab.ts";
import "./exercise.ts";
import "./module.ts";
import "./transcript.ts";

export const prose = (text: Html): TemplateResult => html`<div class="prose">${unsafeHTML(text)}</div>`;
export const inline = (text: Html): TemplateResult => html`${unsafeHTML(text)}`;

/** `all` are the blocks of the whole step: a module belongs to the next shell that loads it. */
export function blocks(list: Block[], all: Block[], lab: Lab): TemplateResult[] {
  const shells = shellsOf(all);
  return list.map((block) => one(block, shells, all, lab));
}

function one(block: Block, shells: Shell[], all: Block[], lab: Lab): TemplateResult {
  switch (block.kind) {
    case "prose":
      return prose(block.html);
    case "module":
      return html`<sp-module .lab=${lab} .module=${block.module} .shell=${shells.find((s) => s.modules.includes(block.module.file))}></sp-module>`;
    case "shell": {
      const last = shells.findLast((s) => s.session === block.shell.session) === block.shell;
      return html`<sp-transcript .lab=${lab} .shell=${block.shell} .last=${last}></sp-transcript>`;
    }
    case "answer":
      return html`<details class="fold"><summary>${inline(block.summary)}</summary>${prose(block.html)}</details>`;
    case "try":
      return html`<details class="fold"><summary>${inline(block.summary)}</summary>${blocks(block.blocks, all, lab)}</details>`;
    case "exercise":
      return html`<section class="exercise">
        <h2>${t().exercise.title}</h2>
        ${blocks(block.exercise.blocks, all, lab)}
        ${block.exercise.hints.map((h) => html`<details class="fold"><summary>${inline(h.summary)}</summary>${prose(h.html)}</details>`)}
        ${block.exercise.checks.length > 0 ? html`<sp-checks .lab=${lab} .exercise=${block.exercise}></sp-checks>` : nothing}
      </section>`;
  }
}

/** The blocks of a step as templates. Prose is HTML made by the build; everything else reaches the page as text. */
import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { t } from "../i18n/index.ts";
import type { Block, Exercise, Html, Module, Shell } from "../lesson/types.ts";
import { modulesOf, shellsOf } from "../lesson/within.ts";
import type { Lab } from "../state/lab.ts";
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

function editor(module: Module, shells: Shell[], lab: Lab): TemplateResult {
  const shell = shells.find((s) => s.modules.includes(module.file));
  return html`<sp-module .lab=${lab} .module=${module} .shell=${shell}></sp-module>`;
}

/** Modules to start from that an earlier step showed. */
function unseen(exercise: Exercise): string[] {
  const seen = modulesOf(exercise.blocks).map((m) => m.file);
  return exercise.starter.filter((file) => !seen.includes(file));
}

function one(block: Block, shells: Shell[], all: Block[], lab: Lab): TemplateResult {
  switch (block.kind) {
    case "prose":
      return prose(block.html);
    case "module":
      return editor(block.module, shells, lab);
    case "shell": {
      const last = shells.findLast((s) => s.session === block.shell.session) === block.shell;
      return html`<sp-transcript .lab=${lab} .shell=${block.shell} .last=${last}></sp-transcript>`;
    }
    case "clients": {
      const shell = shells.find((s) => s.session === block.session);
      if (!shell) return html``;
      void import("./clients.ts");
      return html`<sp-clients .lab=${lab} .shell=${shell} .windows=${block.windows}></sp-clients>`;
    }
    case "answer":
      return html`<details class="fold"><summary>${inline(block.summary)}</summary>${prose(block.html)}</details>`;
    case "try":
      return html`<details class="fold"><summary>${inline(block.summary)}</summary>${blocks(block.blocks, all, lab)}</details>`;
    case "exercise": {
      // The task comes first, then what it starts from.
      const { blocks: inner } = block.exercise;
      const task = inner.findIndex((b) => b.kind !== "prose");
      const [before, after] = task < 0 ? [inner, []] : [inner.slice(0, task), inner.slice(task)];
      return html`<section class="exercise">
        <h2>${t().exercise.title}</h2>
        ${blocks(before, all, lab)} ${lab.modules(unseen(block.exercise)).map((module) => editor(module, shells, lab))}
        ${blocks(after, all, lab)}
        ${block.exercise.hints.map((h) => html`<details class="fold"><summary>${inline(h.summary)}</summary>${prose(h.html)}</details>`)}
        ${block.exercise.checks.length > 0 ? html`<sp-checks .lab=${lab} .exercise=${block.exercise}></sp-checks>` : nothing}
      </section>`;
    }
  }
}

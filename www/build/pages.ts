/** The static pages: a lesson as plain readable HTML, and the landing page. Strings in, strings out. */
import type { Block, Lesson } from "../src/lesson/types.ts";
import { figure } from "./figure.ts";

export const LANDING_PAGE = "<!--landing-->";
const APP = /<div id="app"[^>]*>[\s\S]*?<\/div><!--\/app-->/;

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

function staticBlock(block: Block): string {
  switch (block.kind) {
    case "prose":
      return `<div class="prose">${block.html}</div>`;
    case "module":
      return `<figure class="module"><figcaption translate="no">${escape(block.module.name)}.erl</figcaption><pre translate="no" tabindex="0">${escape(block.module.source)}</pre></figure>`;
    case "shell": {
      const lines = block.shell.entries.map((e) => `${e.prompt}&gt; ${escape(e.input)}\n${escape(e.expected)}`);
      return `<pre class="transcript" translate="no" tabindex="0">${lines.join("\n")}</pre>`;
    }
    case "clients":
      return `<pre class="transcript" translate="no" tabindex="0">${block.windows.map((w) => [w.name, ...w.lines].map(escape).join("\n")).join("\n\n")}</pre>`;
    case "answer":
      return `<details class="answer"><summary>${block.summary}</summary><div class="prose">${block.html}</div></details>`;
    case "try":
      return `<details class="try"><summary>${block.summary}</summary>${block.blocks.map(staticBlock).join("")}</details>`;
    case "exercise":
      return `<section class="exercise">${block.exercise.blocks.map(staticBlock).join("")}</section>`;
  }
}

const NAMES: Record<string, string> = { en: "English", "zh-CN": "中文" };

function lessonBody(lesson: Lesson, all: Lesson[]): string {
  const others = all
    .filter((l) => l.id === lesson.id && l.locale !== lesson.locale)
    .map((l) => `<a href="../../${l.locale}/${l.id}/" lang="${l.locale}" hreflang="${l.locale}">${NAMES[l.locale] ?? l.locale}</a>`);
  const steps = lesson.steps.map(
    (s) => `<section class="step" id="${s.id}"><h2>${s.title}</h2>${s.blocks.map(staticBlock).join("")}</section>`,
  );
  return `<main class="static" lang="${lesson.locale}"><nav>${others.join(" ")}</nav><h1>${escape(lesson.title)}</h1><div class="prose">${lesson.intro}</div>${steps.join("\n")}</main>`;
}

function fill(template: string, lang: string, title: string, body: string, page: string): string {
  return template
    .replace(/<html lang="[^"]*"/, `<html lang="${lang}"`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escape(title)}</title>`)
    .replace(LANDING_PAGE, "")
    .replace(APP, () => `<div id="app" ${page}>${body}</div><!--/app-->`);
}

/** `locale`: the language of the page, which the lesson may not have. */
export function lessonPage(template: string, lesson: Lesson, all: Lesson[], locale: string): string {
  const page = `data-lesson="${lesson.id}" data-locale="${locale}" data-text="${lesson.locale}"`;
  return fill(template, locale, `${lesson.title} · Spawnpoint`, lessonBody(lesson, all), page);
}

/** The first paragraph of a lesson's introduction, without links. */
function summary(lesson: Lesson): string {
  const first = /<p>([\s\S]*?)<\/p>/.exec(lesson.intro)?.[1] ?? "";
  return first.replace(/<\/?a\b[^>]*>/g, "");
}

function landingItem(id: string, all: Lesson[]): string {
  const editions = all.filter((l) => l.id === id);
  const steps = editions[0]?.steps.map((s) => s.id) ?? [];
  const count: Record<string, string> = { en: `${steps.length} steps`, "zh-CN": `${steps.length} 步` };
  const edition = (l: Lesson): string => `<div lang="${l.locale}">
<h2><a href="./${l.locale}/${l.id}/" hreflang="${l.locale}">${escape(l.title)}</a></h2>
<p>${summary(l)}</p>
<p class="progress"><span class="strip" aria-hidden="true">${steps.map((step) => `<i data-step="${step}"></i>`).join("")}</span><span data-progress>${count[l.locale] ?? steps.length}</span></p>
</div>`;
  return `<li class="pair" data-lesson-item="${id}" data-steps="${steps.join(" ")}">${editions.map(edition).join("")}</li>`;
}

export function landingPage(template: string, all: Lesson[]): string {
  const ids = [...new Set(all.map((l) => l.id))];
  const body = `<main class="landing"><header class="lead"><div><h1>Spawnpoint</h1>
<p lang="en">Erlang in your browser: type, run, stop, and look inside every mailbox.</p>
<p lang="zh-CN">在浏览器里学 Erlang：输入、运行、暂停，看清每一个信箱。</p></div>${figure()}</header>
<ol>${ids.map((id) => landingItem(id, all)).join("")}</ol></main>`;
  return fill(template, "en", "Spawnpoint", body, "data-landing");
}

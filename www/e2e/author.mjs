// A page of somebody's own lesson, built as the README says, and shown in a tutorial of another origin. The lesson is written in
// English only.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const www = new URL("..", import.meta.url).pathname;

const module = (file, pop) => `\`\`\`erlang file=${file}
-module(stack).
-export([push/2, pop/1]).

push(X, Stack) -> [X | Stack].

${pop}pop([X | Stack]) -> {X, Stack}.
\`\`\``;

const LESSON = `---
lesson: my-stack
locale: en
title: A stack
order: 1
source: my own
---

Two functions.

## <a id="use"></a>Use it

${module("code/stack.erl", "")}

\`\`\`erl view=processes
1> stack:pop(stack:push(1, [])).
{1,[]}
\`\`\`

## <a id="empty"></a>Exercise: the empty stack

<!-- exercise: empty -->

<!-- load: code/stack.erl -->

Let \`pop/1\` answer \`empty\` when nothing is left.

<details class="check" id="is_empty"><summary>An empty stack is empty</summary>

\`\`\`erlang
empty =:= stack:pop([]).
\`\`\`

What does \`pop([])\` match?

</details>

<details class="solution"><summary>A solution</summary>

${module("code/solution/stack.erl", "pop([]) -> empty;\n")}

One more clause.

</details>

<!-- end exercise -->
`;

/** Builds the page into a new folder, which the caller removes. */
export function buildPage() {
  const folder = mkdtempSync(join(tmpdir(), "spawnpoint-author-"));
  mkdirSync(join(folder, "lessons/my-stack"), { recursive: true });
  writeFileSync(join(folder, "lessons/my-stack/en.md"), LESSON);
  const env = { ...process.env, SPAWNPOINT_LESSONS: join(folder, "lessons") };
  execFileSync("npx", ["vite", "build", "--outDir", join(folder, "page"), "--emptyOutDir", "--logLevel", "error"], { cwd: www, env, stdio: "inherit" });
  return { page: join(folder, "page"), remove: () => rmSync(folder, { recursive: true }) };
}

const notice = (page) => page.locator(".notice span").allInnerTexts();

export const tests = [
  [
    "a lesson of one's own: its lines run, its exercise is checked, and a link to a step that it does not have says so",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "my-stack").open("#use");
      equal(await lesson.run("use.1", 0), "{1,[]}");
      equal(await notice(page), [], "notices");
      await lesson.goTo("empty");
      const checks = page.locator("sp-checks");
      const outcome = async (words) => {
        await checks.locator("button.primary").click();
        await until(() => checks.locator(`li.${words}`).count(), (n) => n === 1, words, 20000);
      };
      await outcome("failed");
      await checks.locator("details.fold > summary").click();
      await checks.locator("button", { hasText: "Put this solution" }).click();
      await outcome("passed");
      await page.goto(`${address}en/my-stack/#gone`);
      await page.reload();
      await until(() => notice(page), (all) => all.join().startsWith("The link names a step that this lesson does not have"), "the notice");
      await page.locator(".skip-link").focus();
      await page.keyboard.press("Enter");
      check((await page.locator("article.step").getAttribute("data-step")) === "use", "another step is shown");
    },
  ],
  [
    "a language that the lesson does not have: the page speaks it, shows the text that there is, and says so",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "zh-CN", "my-stack").open("#use");
      await until(() => notice(page), (all) => all.join() === "本课暂无中文版，显示的是另一种语言。", "the notice");
      equal([await page.evaluate(() => document.documentElement.lang), await page.locator("main").getAttribute("lang")], ["zh-CN", "en"], "languages of page and text");
      equal(await lesson.run("use.1", 0), "{1,[]}");
      await page.locator("header.bar button[lang=en]").click();
      await until(() => notice(page), (all) => all.length === 0, "in its own language there is nothing to say");
      check(page.url().includes("/en/my-stack/"), page.url());
      await page.locator("header.bar button[lang=zh-CN]").click();
      await until(() => notice(page), (all) => all.length === 1, "the notice again");
      check(page.url().includes("/zh-CN/my-stack/"), page.url());
    },
  ],
  [
    "in a tutorial of another origin, by the element and by an iframe, also in a language that the lesson does not have",
    async (page, address) => {
      const folder = mkdtempSync(join(tmpdir(), "spawnpoint-host-"));
      const points = ['<spawn-point lesson="my-stack" step="use"></spawn-point>', `<iframe width="600" height="500" src="${address}en/my-stack/?embed#use"></iframe>`, '<spawn-point lesson="my-stack" step="gone"></spawn-point>'];
      writeFileSync(join(folder, "index.html"), `<!doctype html><html lang="zh"><link rel="icon" href="data:,"><script src="${address}embed.js" async></script>${points.join("")}`);
      const host = await serve(folder);
      try {
        await page.goto(host.address);
        for (const frame of [page.frameLocator("spawn-point iframe").first(), page.frameLocator("body > iframe")]) {
          await frame.locator("sp-transcript li[data-line] button.run").first().click();
          await frame.locator("sp-transcript li.ran").first().waitFor();
        }
        const third = page.locator("spawn-point").nth(1);
        await third.scrollIntoViewIfNeeded();
        await third.frameLocator("iframe").locator(".notice").waitFor();
      } finally {
        host.close();
        rmSync(folder, { recursive: true });
      }
    },
  ],
];

// A learner walks the whole lesson on the real runtime: every line of every step, an edit, a mistake, the way back.
import { readFileSync } from "node:fs";
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";
import { walk } from "./walk.mjs";

export const tests = [
  walk("msg_cache", "en"),
  walk("msg_cache", "zh-CN"),
  [
    "edit, mistake, recovery: the error stands at its place, and the mended module runs",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#loop");
      const editor = page.locator("sp-module sp-editor").first();
      await editor.scrollIntoViewIfNeeded();
      const original = await page.evaluate(() => document.querySelector("sp-module").module.source);
      await lesson.type(editor, original.replace("loop(State", "loop(Stat"));
      const problems = page.locator("sp-module .problems").first();
      await problems.waitFor();
      check((await problems.innerText()).includes("variable 'State' is unbound"), await problems.innerText());
      await until(() => problems.locator("sp-gloss p").allInnerTexts(), (all) => all.some((s) => s.includes("A capital letter begins a variable")), "what it means");
      await page.locator("sp-transcript").first().locator("button.run").first().click();
      await until(() => page.locator("li[data-line].ran").count(), (n) => n === 0, "a module with errors must not run");
      await lesson.type(editor, original.replaceAll("{ok, Length}", "{fine, Length}"));
      await until(() => problems.count(), (n) => n === 0, "the errors go away");
      await page.locator("sp-transcript").first().locator(".foot button").first().click();
      const outputs = page.locator("sp-transcript").first();
      const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("sp-module button[aria-label^=Save]").first().click()]);
      equal([saved.suggestedFilename(), readFileSync(await saved.path(), "utf8")], ["msg_cache.erl", original.replaceAll("{ok, Length}", "{fine, Length}")]);
      await until(() => outputs.locator(".output").allInnerTexts(), (all) => all.some((s) => s.includes("{fine,0}")), "the edit's effect", 20000);
    },
  ],
  [
    "an exercise: the start fails its checks, the solution passes them",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.goTo("manager");
      const checks = page.locator("sp-checks");
      await checks.locator("button", { hasText: "Check my solution" }).click();
      await until(() => checks.locator("li.failed").count(), (n) => n > 0, "a failing check", 60000);
      await until(() => checks.locator("li.running").count(), (n) => n === 0, "checks end", 60000);
      await checks.locator("summary", { hasText: "Solution" }).click();
      await checks.locator("button", { hasText: "Put this solution" }).click();
      await checks.locator("button", { hasText: "Check my solution" }).click();
      const count = await checks.locator("ul.checks > li").count();
      await until(() => checks.locator("li.passed").count(), (n) => n === count, `of ${count} checks, passed`, 60000);
    },
  ],
  [
    "an endless loop in the shell: the page responds, Stop and Interrupt bring the prompt back",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      const key = await page.locator("li[data-line]").first().getAttribute("data-line");
      await lesson.run(key.split("/")[0], 0);
      await lesson.type(lesson.free, "F = fun G() -> G() end, F().");
      await page.keyboard.press("Enter");
      const stop = page.locator("sp-transcript button", { hasText: "Stop" });
      await stop.waitFor();
      const took = await stop.evaluate(async (button) => {
        const start = performance.now();
        const root = button.getRootNode();
        const said = () => root.querySelector(".say")?.textContent ?? "";
        button.click();
        while (!said().includes("Stopped") && performance.now() - start < 5000) await new Promise((done) => setTimeout(done, 1));
        return performance.now() - start;
      });
      check(took < 250, `Stop took ${took} ms`);
      await page.locator("sp-transcript button", { hasText: "Interrupt" }).click();
      await until(() => page.locator("sp-time-line .at").innerText(), (s) => s !== "", "the time line");
      await lesson.type(lesson.free, "1 + 1.");
      await page.keyboard.press("Enter");
      await until(() => page.locator("li.free .output").allInnerTexts(), (all) => all.at(-1)?.trim() === "2", "an answer after it", 10000);
    },
  ],
  [
    "cold start to the first answer",
    async (page, address) => {
      const start = Date.now();
      const lesson = await new LessonPage(page, address).open();
      const key = await page.locator("li[data-line]").first().getAttribute("data-line");
      await lesson.run(key.split("/")[0], 0);
      console.log(`       first answer ${Date.now() - start} ms after navigation began`);
      equal(page.problems, []);
    },
  ],
  [
    "the front page has a bar for each step, filled where the step is done, and goes on where the learner stopped",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#after");
      await lesson.speed(Infinity);
      await page.locator("sp-transcript").first().locator(".foot button").first().click();
      await until(() => page.locator(".rail [aria-current] .done").count(), (n) => n === 1, "the step is done", 20000);
      await page.goto(address);
      const item = page.locator("[data-lesson-item='msg_cache'] [lang='en']");
      await until(() => item.locator(".strip .done").evaluateAll((all) => all.map((bar) => bar.dataset.step)), (done) => done.join() === "after", "filled bars");
      equal([await item.locator(".strip i").count(), await item.locator("h2 a").evaluate((link) => link.hash)], [16, "#after"], "bars, and where the link leads:");
      equal(await page.locator("svg.figure[aria-hidden='true']").count(), 1, "figures:");
    },
  ],
];

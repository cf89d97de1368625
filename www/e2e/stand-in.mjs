// What the page does by itself, on the stand-in for the runtime: the runaway, the hung and the crashed worker cannot be
// had from the real one on purpose.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";
import { accessible, AXE } from "./axe.mjs";
import { LessonPage } from "./lesson-page.mjs";

const FIRST = "mailbox.1";

export const tests = [
  [
    "the static lesson reads without scripts",
    async (page, address) => {
      await page.goto(`${address}en/msg_cache/`);
      check((await page.innerText("main")).includes("self() ! \"msg1\"."), "the transcript is not in the page");
    },
    { javaScriptEnabled: false },
  ],
  [
    "lines run one by one and all together",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      equal(await lesson.run(FIRST, 0), '"msg1"');
      equal(await lesson.run(FIRST, 2), '"msg3"');
      equal(await lesson.output(FIRST, 1), '"msg2"', "the line between");
      equal(await lesson.card("shell").locator("li").count(), 3, "letters in the tray");
    },
  ],
  [
    "an endless loop leaves the page responsive, and Stop answers within 250 ms",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      await lesson.type(lesson.free, "loop().");
      await page.keyboard.press("Enter");
      const stop = page.locator("sp-transcript button", { hasText: "Stop" });
      await stop.waitFor();
      await lesson.type(lesson.editorOf(FIRST, 1), "still_typing.");
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
      await until(() => page.locator("sp-transcript .free .output").innerText(), (s) => s.includes("killed"), "no new prompt");
    },
  ],
  [
    "a hung worker is replaced, and the learner's text is kept",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      await lesson.type(lesson.editorOf(FIRST, 1), "self() ! mine.");
      await lesson.type(lesson.free, "hang().");
      await page.keyboard.press("Enter");
      await page.locator(".notice", { hasText: "stopped answering" }).waitFor({ timeout: 4000 });
      check((await lesson.text(lesson.editorOf(FIRST, 1))).includes("self() ! mine."), "the edit is gone");
      equal(await until(() => lesson.output(FIRST, 0), (s) => s !== "", "history"), '"msg1"');
    },
  ],
  [
    "a crash shows seed, version and a replay link, and one click starts again",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      await lesson.type(lesson.free, "trap().");
      await page.keyboard.press("Enter");
      const panic = page.locator(".panic");
      await panic.waitFor();
      const text = await panic.innerText();
      check(/Seed 1/.test(text) && /mock/.test(text), text);
      await panic.locator("button", { hasText: "Start again" }).click();
      equal(await until(() => lesson.output(FIRST, 0), (s) => s !== "", "history"), '"msg1"');
      equal(await lesson.run(FIRST, 1), '"msg2"');
    },
  ],
  [
    "back, next and scrub show the moment; acting in the past makes a branch, and the old one is reachable",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 2);
      equal(await lesson.at(), "Event 12 of 12");
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      equal(await lesson.at(), "Event 11 of 12");
      const scrub = page.locator("sp-time-line .strip input");
      await scrub.focus();
      await page.keyboard.press("Home");
      equal(await lesson.at(), "Event 0 of 12");
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
      equal(await lesson.at(), "Event 4 of 12");
      await until(() => lesson.card("shell").locator("li").count(), (n) => n === 1, "letters at event 4");
      await lesson.type(lesson.editorOf(FIRST, 1), "self() ! other.");
      await lesson.run(FIRST, 1);
      const branches = page.locator("sp-time-line .branches button");
      equal(await branches.allInnerTexts(), ["First", "Branch 2, from event 4"]);
      await branches.first().click();
      await until(() => lesson.at(), (s) => s === "Event 12 of 12", "the old branch");
      await until(() => lesson.card("shell").locator("li").count(), (n) => n === 3, "letters on the old branch");
    },
  ],
  [
    "edits survive a reload and a change of language; reset brings the lesson back",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.type(lesson.editorOf(FIRST, 0), 'self() ! "我的".');
      await page.reload();
      await until(() => lesson.text(lesson.editorOf(FIRST, 0)), (s) => s.includes("我的"), "after reload");
      await lesson.run(FIRST, 0);
      const at = await lesson.at();
      await page.locator("header button", { hasText: "中文" }).click();
      await page.waitForURL(/zh-CN/);
      equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
      equal(at.match(/\d+/g), (await lesson.at()).match(/\d+/g), "the moment");
      equal(await lesson.output(FIRST, 0), '"我的"');
      await lesson.line(FIRST, 0).locator("button.reset").click();
      await until(() => lesson.text(lesson.editorOf(FIRST, 0)), (s) => s.includes('"msg1"'), "after reset");
    },
  ],
  [
    "a link restores code, inputs, branch point and step; a bad one gives a notice in place",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 2);
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      await page.locator("header button[aria-label='Link to this moment']").click();
      const link = await page.locator(".notice input").inputValue();
      const other = await page.context().browser().newContext();
      const second = await other.newPage();
      await second.goto(link);
      const there = new LessonPage(second, address);
      await until(() => there.at(), (s) => s === "Event 11 of 12", "the moment of the link");
      check((await second.locator(".notice").innerText()).includes("paused"), "no notice");
      equal(await there.output(FIRST, 1), '"msg2"');
      await second.goto(`${address}en/msg_cache/#v1.AAAA`);
      await second.reload();
      await second.locator(".notice", { hasText: "could not be read" }).waitFor();
      await other.close();
    },
  ],
  [
    "a mistake in a module is shown at its place and keeps it from loading",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#loop");
      const editor = page.locator("sp-module sp-editor").first();
      await lesson.type(editor, "-module(msg_cache).\n\nf() -> Unbound.\n");
      const problem = page.locator("sp-module .problems");
      await problem.waitFor();
      check((await problem.innerText()).includes("variable 'Unbound' is unbound"), "the error's words");
      check((await problem.innerText()).includes("line 3, column 8"), await problem.innerText());
      await page.locator("sp-module .cm-lintRange-error").waitFor();
    },
  ],
  [
    "Tab indents after typing; Esc, then Tab leaves the editor",
    async (page, address) => {
      await new LessonPage(page, address).open("#loop");
      const content = page.locator("sp-module sp-editor .cm-content").first();
      await content.click();
      await page.keyboard.press("ControlOrMeta+Home");
      await page.keyboard.press("Tab");
      check((await content.innerText()).startsWith("    -module"), "Tab did not indent");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      check((await content.innerText()).startsWith("    -module"), "Tab after Esc indented");
      check(!(await content.evaluate((e) => e.getRootNode().activeElement === e)), "Tab after Esc did not leave");
    },
  ],
  [
    "a newer lesson offers mine and original",
    async (page, address) => {
      const saved = { v: 1, base: "older", text: "-module(msg_cache).\n%% mine\n" };
      await page.addInitScript((s) => localStorage.setItem("spawnpoint:msg_cache:code/loop/msg_cache.erl", JSON.stringify(s)), saved);
      const lesson = await new LessonPage(page, address).open("#loop");
      const module = page.locator("sp-module").first();
      const text = () => lesson.text(module.locator("sp-editor"));
      await until(text, (s) => s.includes("%% mine"), "mine first");
      await module.locator("button", { hasText: "Original" }).click();
      await until(text, (s) => s.includes("start_one"), "the lesson's");
      await module.locator("button", { hasText: "Mine" }).click();
      await until(text, (s) => s.includes("%% mine"), "mine again");
    },
  ],
  [
    "in a frame without storage the page works, and says that edits do not last",
    async (page, address) => {
      await page.route("**/frame.html", (route) =>
        route.fulfill({ contentType: "text/html", body: `<iframe sandbox="allow-scripts" width="1000" height="800" src="${address}en/msg_cache/"></iframe>` }),
      );
      // Scripts of an opaque origin are fetched with CORS, which static hosts for embedding allow.
      await page.route(`${address}{en,assets,favicon}**/**`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
      });
      await page.goto(`${address}frame.html`);
      const frame = page.frameLocator("iframe");
      await frame.locator(".notice", { hasText: "does not allow storage" }).waitFor();
      await frame.locator(`li[data-line="${FIRST}/0"] button.run`).click();
      await frame.locator(`li[data-line="${FIRST}/0"].ran`).waitFor();
    },
  ],
  [
    "one line embeds a step in a page of another origin, which sets language and theme; mistakes are said in place",
    async (page, address) => {
      const point = '<spawn-point lesson="msg_cache" step="loop" locale="zh-CN" theme="dark"></spawn-point>';
      const body = `<link rel="icon" href="data:,"><script src="${address}embed.js" async></script>${point}<p>text</p><spawn-point step="loop"></spawn-point>`;
      // Another port is another origin; the lessons' host sends no header for it.
      const folder = mkdtempSync(join(tmpdir(), "spawnpoint-host-"));
      writeFileSync(join(folder, "index.html"), body);
      const host = await serve(folder);
      try {
        await page.goto(host.address);
        const said = page.locator("spawn-point", { hasText: "attribute" });
        await said.waitFor();
        equal(page.problems.splice(0).filter((p) => !p.includes("spawn-point")), [], "problems besides the author's mistake");
        await said.evaluate((e) => e.setAttribute("lesson", "msg_cach"));
        await page.locator("spawn-point", { hasText: 'no lesson "msg_cach"' }).waitFor();
        page.problems.splice(0);
        const frame = page.frameLocator("spawn-point iframe").first();
        await frame.locator('article[data-step="loop"]').waitFor();
        const root = frame.locator("html");
        await until(() => root.evaluate((e) => e.style.colorScheme), (s) => s === "dark", "the host's theme");
        equal(await root.getAttribute("lang"), "zh-CN");
        await page.evaluate(() => document.querySelector("spawn-point").setAttribute("theme", "light"));
        await until(() => root.evaluate((e) => e.style.colorScheme), (s) => s === "light", "the theme, live");
      } finally {
        host.close();
        rmSync(folder, { recursive: true });
      }
    },
  ],
  [
    "the open prompt remembers, and an input method's Enter does not run",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      await lesson.type(lesson.free, "first.");
      await page.keyboard.press("Enter");
      await until(() => page.locator("li.free").count(), (n) => n === 1, "the typed line");
      await lesson.free.locator(".cm-content").click();
      await page.keyboard.press("ArrowUp");
      check((await lesson.text(lesson.free)).includes("first."), "history");
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText("half a li");
      await page.reload();
      await lesson.run(FIRST, 0);
      await until(() => lesson.text(lesson.free), (s) => s.includes("half a li"), "the line in work after a reload");
      await lesson.free.locator(".cm-content").click();
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      await until(() => lesson.text(lesson.free), (s) => s.includes("first."), "what was run before the reload");
      const session = await page.context().newCDPSession(page);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.insertText("zhong.");
      await session.send("Input.imeSetComposition", { text: "中", selectionStart: 1, selectionEnd: 1 });
      await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", windowsVirtualKeyCode: 229, code: "Enter" });
      await page.waitForTimeout(200);
      equal(await page.locator("li.free").count(), 0, "lines after Enter in a composition");
    },
  ],
  [
    "by keyboard alone: Tab passes the editors, Ctrl+Enter runs, ? shows help, Ctrl+S is handled",
    async (page, address) => {
      await new LessonPage(page, address).open();
      await page.locator("sp-transcript").first().locator(".cm-content").first().waitFor();
      const seen = new Set();
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press("Tab");
        seen.add(
          await page.evaluate(() => {
            let e = document.activeElement;
            while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
            return e?.getAttribute("aria-label") ?? e?.textContent?.trim().slice(0, 30);
          }),
        );
      }
      for (const name of ["Run line 1", "Input at prompt 1", "Run line 3", "Input at prompt 5"]) check(seen.has(name), `not reached: ${name} in ${[...seen]}`);
      await page.locator("sp-editor").first().locator(".cm-content").focus();
      await page.keyboard.press("ControlOrMeta+Enter");
      await page.locator(`li[data-line="${FIRST}/0"].ran`).waitFor();
      await page.keyboard.press("ControlOrMeta+s");
      await page.locator(".notice", { hasText: "Saved" }).waitFor();
      await page.locator(".step h1").focus();
      await page.keyboard.press("?");
      await page.locator("dialog.help[open]").waitFor();
    },
  ],
  ...["light", "dark"].map((colorScheme) => [
    `no violation that axe finds, ${colorScheme}`,
    async (page, address) => {
      const lesson = new LessonPage(page, address);
      // Axe comes as a page script of the test's own; Trusted Types would refuse it later.
      await page.addInitScript(AXE);
      await lesson.open();
      await lesson.run(FIRST, 2);
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      for (const tab of ["processes", "messages", "observer", "code"]) {
        await lesson.tab(tab).click();
        await page.waitForTimeout(200);
        await accessible(page, tab);
      }
      await lesson.goTo("loop");
      await page.waitForTimeout(300);
      await accessible(page, "modules and exercise");
    },
    { colorScheme },
  ]),
  [
    "360 px: text, code and picture, one at a time, and nothing wider than the screen",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 2);
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(!(await wide()), "the text is wider than the screen");
      for (const [tab, element] of [["Code", "sp-code-panel"], ["Picture", "sp-process-card"]]) {
        await page.locator(".tabs-narrow button", { hasText: tab }).click();
        await page.locator(element).first().waitFor();
        check(!(await wide()), `${tab} is wider than the screen`);
      }
    },
    { viewport: { width: 360, height: 740 } },
  ],
  [
    "ten thousand events: seek and scrub within 100 ms",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      await lesson.type(lesson.free, "many(3000).");
      await page.keyboard.press("Enter");
      await until(() => lesson.at(), (s) => Number(s.match(/of (\d+)/)?.[1]) > 10000, "the events", 20000);
      await lesson.tab("messages").click();
      const times = await page.evaluate(async () => {
        const { session } = document.querySelector("sp-app").lab;
        const times = [];
        for (let i = 1; i <= 20; i++) {
          const target = Math.floor((session.head * i) / 21);
          const start = performance.now();
          session.seek(target);
          while (session.view?.step !== target) await new Promise((done) => setTimeout(done, 1));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
          times.push(performance.now() - start);
        }
        return times.sort((a, b) => a - b);
      });
      check(times[10] < 100, `the median of 20 seeks took ${times[10]} ms`);
    },
  ],
  [
    "program text reaches the document only as text",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await lesson.run(FIRST, 0);
      for (const text of ["'<img src=x onerror=window.hit=1>'.", '"</script><script>window.hit=1</script>".']) {
        await lesson.type(lesson.free, text);
        await page.keyboard.press("Enter");
        await page.waitForTimeout(150);
      }
      for (const tab of ["messages", "code", "observer", "processes"]) await lesson.tab(tab).click();
      equal(await page.evaluate(() => window.hit ?? null), null);
    },
  ],
];

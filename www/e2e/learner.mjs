// What befalls a learner: guesses, two tabs, a small screen, work by keyboard, and programs that do too much.
import { readFileSync } from "node:fs";
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const free = (page, text) =>
  page.evaluate((text) => {
    const { lab } = document.querySelector("sp-app");
    lab.setSpeed(Infinity);
    return lab.runFree(document.querySelector("sp-transcript").shell, text);
  }, text);

/** Label of the focused element, through shadow roots. */
const focused = (page) =>
  page.evaluate(() => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    return e?.getAttribute("aria-label") ?? e?.textContent?.trim() ?? "";
  });

/** Longest time, in ms, that the page's thread did not get round to anything while `act` went on. */
async function longestGap(page, act) {
  await page.evaluate(() => {
    let last = performance.now();
    window.gap = 0;
    window.beat = setInterval(() => {
      const now = performance.now();
      window.gap = Math.max(window.gap, now - last);
      last = now;
    }, 10);
  });
  await act();
  return page.evaluate(() => (clearInterval(window.beat), window.gap));
}

/** The page may draw, but not freeze; and machines that test are busy. */
const GAP_MS_MAX = 3_000;

const outputEnd = (page) =>
  page.evaluate(() => [...document.querySelectorAll("sp-transcript")].flatMap((t) => [...t.renderRoot.querySelectorAll("li.free .output pre")]).at(-1)?.textContent.slice(-40) ?? "");

export const tests = [
  [
    "answers wait under a cover until the line runs, one is looked at, or all are wanted, also after a reload",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      const answers = () => page.locator("sp-transcript").first().locator("li[data-line] .output pre").count();
      await lesson.line("send.1", 0).locator(".cover").waitFor();
      equal(await answers(), 0, "answers that are seen");
      await lesson.line("send.1", 1).locator(".cover").click();
      check((await lesson.line("send.1", 1).locator(".output pre").innerText()).includes("Shell got"), "the answer that was looked at");
      await lesson.run("send.1", 0);
      equal(await answers(), 2, "answers after one was looked at and one was run");
      await page.locator("sp-transcript").first().locator("button.answers").click();
      equal(await answers(), 3, "all answers");
      await page.reload();
      await until(answers, (n) => n === 3, "all answers after a reload");
    },
  ],
  [
    "until the first answer the page measures nothing outside of a frame: each time would lay it out once more",
    async (page, address) => {
      await page.addInitScript(() => {
        window.measured = [];
        let inFrame = false;
        const frame = window.requestAnimationFrame;
        window.requestAnimationFrame = (act) =>
          frame((time) => {
            inFrame = true;
            act(time);
            inFrame = false;
          });
        for (const name of ["scrollTop", "scrollHeight", "scrollWidth", "clientHeight", "clientWidth"]) {
          const own = Object.getOwnPropertyDescriptor(Element.prototype, name);
          Object.defineProperty(Element.prototype, name, {
            ...own,
            get() {
              const caller = new Error().stack.split("\n")[2] ?? "";
              // The page's own script; the editor's and the test's measure for themselves.
              if (!inFrame && caller.includes("/assets/index-")) window.measured.push(`${name} ${caller.trim()}`);
              return own.get.call(this);
            },
          });
        }
      });
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      equal(await page.evaluate(() => window.measured), []);
    },
  ],
  [
    "after a reload the session goes on where it was: what was run, typed and killed, and the moment looked at",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      const printed = await lesson.run("send.1", 2);
      await lesson.say("W = spawn(fun() -> receive stop -> ok end end).");
      await page.locator("sp-process-card button", { hasText: "Kill" }).click();
      await page.locator("sp-process-card[status=exited]").waitFor();
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      const at = await until(() => lesson.at(), (s) => /^Event (\d+) of (?!\1)/.test(s ?? ""), "one event back");
      const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("spawnpoint:run:")).length);
      await until(kept, (n) => n === 1, "it is kept");
      await page.waitForTimeout(500);
      await page.reload();
      await until(() => lesson.at(), (s) => s === at, "the same moment");
      equal(await lesson.output("send.1", 2), printed);
      equal(await page.locator("li.free .input").allInnerTexts(), ["W = spawn(fun() -> receive stop -> ok end end)."]);
      await page.locator("sp-time-line button[aria-label='To the present']").click();
      await page.locator("sp-process-card[status=exited]").waitFor();
      await lesson.say("is_process_alive(W).");
      await until(() => page.locator("li.free .output").last().innerText(), (s) => s.trim() === "false", "it goes on");
      // Another step has a session of its own; starting afresh is for good.
      await lesson.goTo("spawn");
      equal(await page.locator("sp-transcript").first().locator("li.ran").count(), 0);
      await lesson.goTo("send");
      await page.locator("sp-transcript").first().locator("button", { hasText: "Restart" }).click();
      await until(kept, (n) => n === 0, "nothing to keep");
      await page.reload();
      await page.locator("sp-transcript li.open").first().waitFor();
      equal(await page.locator("li.ran").count(), 0);
    },
  ],
  [
    "two tabs: each keeps what was typed in it, and says that the other differs",
    async (page, address) => {
      const here = await new LessonPage(page, address).open("#loop");
      const second = await page.context().newPage();
      const there = await new LessonPage(second, address).open("#loop");
      const editor = (p) => p.locator("sp-module sp-editor").first();
      await here.type(editor(page), "-module(msg_cache).\n%% mine\n");
      await second.bringToFront();
      await until(() => there.text(editor(second)), (s) => s.includes("%% mine"), "the other tab follows as long as nothing is typed there");
      await there.type(editor(second), "-module(msg_cache).\n%% theirs\n");
      await page.bringToFront();
      await page.locator(".notice", { hasText: "another tab" }).waitFor();
      check((await here.text(editor(page))).includes("%% mine"), "the first tab's text was replaced");
      await second.close();
      await page.reload();
      await until(() => here.text(editor(page)), (s) => s.includes("%% theirs"), "what was typed last comes back");
    },
  ],
  [
    "by keyboard the focus stays where it was: after a line, after all of them, and at the end of time",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.line("send.1", 0).locator("button.run").focus();
      await page.keyboard.press("Enter");
      await page.locator('li[data-line="send.1/0"].ran').waitFor();
      await until(() => focused(page), (s) => s.startsWith("Run line 1 again"), "after a line");
      await page.locator("sp-transcript").first().locator(".foot button").first().focus();
      await page.keyboard.press("Enter");
      await until(() => page.locator("sp-transcript").first().locator("li.ran").count(), (n) => n === 3, "all lines");
      await until(() => focused(page), (s) => s === "Restart", "after all lines");
      await page.locator("sp-time-line button[aria-label='To the start']").focus();
      await page.keyboard.press("Enter");
      await until(() => lesson.at(), (s) => s?.startsWith("Event 0 "), "the start");
      equal(await focused(page), "To the start");
    },
  ],
  [
    "without a network, after a while on the page, everything still comes: editors, pictures, the worker",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "route").open("#tables");
      await lesson.run("tables.1", 0);
      const loaded = () => page.evaluate(() => performance.getEntriesByType("resource").map((e) => e.name).filter((name) => /\/(codemirror|cluster|tables|tree|clients)-/.test(name)).length);
      await until(loaded, (n) => n >= 5, "what is loaded later", 15000);
      await page.context().setOffline(true);
      await lesson.tab("tables").click();
      await page.locator("sp-tables article").first().waitFor();
      await lesson.goTo("hot");
      await page.locator("sp-clients .window").first().waitFor();
      await page.locator("sp-module .cm-content").first().waitFor();
      await page.locator("sp-transcript li[data-line] button.run").first().click();
      await page.locator("sp-transcript li.ran").first().waitFor();
      // The page's icon, which the browser asks for again.
      const others = page.problems.splice(0).filter((p) => !p.includes("ERR_INTERNET_DISCONNECTED"));
      equal(others, [], "problems without a network");
      await page.context().setOffline(false);
    },
  ],
  [
    "at 360 px a dot tells of news in the picture, and each tab keeps its place",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      const dot = page.locator(".tabs-narrow .news");
      equal(await dot.count(), 0);
      await lesson.run("send.1", 0);
      await dot.waitFor();
      await page.evaluate(() => window.scrollTo(0, 300));
      const tab = (name) => page.locator(".tabs-narrow button", { hasText: name }).click();
      await tab("Picture");
      await until(() => dot.count(), (n) => n === 0, "seen");
      await tab("Text");
      await until(() => page.evaluate(() => window.scrollY), (y) => y === 300, "the place in the text");
    },
    { viewport: { width: 360, height: 740 } },
  ],
  [
    "what was typed at the open prompt is gone once it runs, and comes back with the arrow key",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await lesson.type(lesson.free, "40 + 2.");
      await page.keyboard.press("Enter");
      await until(() => page.locator("li.free .output").allInnerTexts(), (all) => all.at(-1)?.trim() === "42", "the answer");
      const typed = () => lesson.free.locator(".cm-line").innerText();
      check(!(await typed()).includes("40"), "the line is still at the prompt");
      await page.keyboard.press("ArrowUp");
      await until(typed, (text) => text.includes("40 + 2."), "the earlier line");
    },
  ],
  [
    "a module with errors: where a line was to be run it is said that nothing was, with the way to the error",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#loop");
      await lesson.type(page.locator("sp-module sp-editor").first(), "-module(msg_cache).\nloop( -> ok.\n");
      await lesson.line("loop.1", 0).locator("button.run").click();
      const said = page.locator("sp-transcript .say.bad");
      await said.waitFor();
      check((await said.innerText()).includes("msg_cache.erl has errors"), await said.innerText());
      equal(await page.locator("li[data-line].ran").count(), 0);
      await page.locator("sp-transcript button", { hasText: "Show them" }).click();
      await until(() => focused(page), (s) => s.startsWith("line 2"), "the first error");
      check(!(await page.locator("sp-module").first().innerText()).includes("\nloaded"), "it says that it is loaded");
    },
  ],
  [
    "a long list of steps shows the one that is read",
    async (page, address) => {
      await new LessonPage(page, address).open("#restart");
      const visible = () => page.locator(".rail [aria-current]").evaluate((a) => a.getBoundingClientRect().bottom <= innerHeight && a.getBoundingClientRect().top >= 0);
      await until(visible, (yes) => yes, "the link of the last step");
    },
    { viewport: { width: 1440, height: 500 } },
  ],
  [
    "an endless loop is stopped from the time line, wherever it was typed",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      void free(page, "F = fun G() -> G() end, F().").catch(() => undefined);
      const stop = page.locator("sp-time-line button[aria-label='Stop']");
      await stop.click();
      await until(() => stop.count(), (n) => n === 0, "stopped");
    },
  ],
  [
    "sixty processes: the diagram's words stay in sight, with the column of the chosen event; a thousand leave the page alive",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await free(page, "[begin P = spawn(fun() -> receive X -> X end end), P ! {\"名字\", I}, P end || I <- lists:seq(1, 60)], ok.");
      await lesson.tab("messages").click();
      const inSight = (selector) =>
        page.locator(`sp-space-time ${selector}`).last().evaluate((e) => {
          const [box, host] = [e.getBoundingClientRect(), e.getRootNode().host.getBoundingClientRect()];
          return box.left >= host.left - 1 && box.right <= host.right + 1 && box.width > 0;
        });
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.findLast((e) => e.kind === "receive" && !session.hidden.has(e.seq)).seq);
      });
      await until(() => inSight("li.now .words"), (yes) => yes, "the words");
      await until(() => inSight(".mark.chosen"), (yes) => yes, "the mark");
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.find((e) => e.kind === "send" && !session.hidden.has(e.seq)).seq);
      });
      await until(() => inSight("li.now .words"), (yes) => yes, "the words beside the first column");
      await until(() => inSight(".mark.chosen"), (yes) => yes, "the mark in the first column");
      const gap = await longestGap(page, () => free(page, "[spawn(fun() -> receive stop -> ok end end) || _ <- lists:seq(1, 1000)], ok."));
      check(gap < GAP_MS_MAX, `the page was away for ${gap} ms`);
      for (const tab of ["processes", "observer", "code"]) await lesson.tab(tab).click();
    },
  ],
  [
    "megabytes of output and a mailbox of tens of thousands: the page goes on, and shows beginning and end",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      let gap = await longestGap(page, () => free(page, '[io:format("~s~n", [lists:duplicate(10000, $x)]) || _ <- lists:seq(1, 1000)], done.'));
      check(gap < GAP_MS_MAX, `the page was away for ${gap} ms during the output`);
      await until(() => outputEnd(page), (s) => s.endsWith("done"), "the end of the output");
      check((await page.locator("sp-transcript .left").count()) > 0, "nothing says that some is not shown");
      const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("sp-transcript .left button").last().click()]);
      const whole = readFileSync(await saved.path(), "utf8");
      check(whole.length > 10_000_000 && whole.trimEnd().endsWith("done"), `of the whole output ${whole.length} characters were saved`);
      gap = await longestGap(page, () => free(page, "[self() ! {n, I} || I <- lists:seq(1, 20000)], sent."));
      check(gap < GAP_MS_MAX, `the page was away for ${gap} ms during the sends`);
      const start = Date.now();
      await page.locator("sp-time-line button[aria-label='Back one event']").click();
      await until(() => page.evaluate(() => document.querySelector("sp-app").lab.session.view?.step === document.querySelector("sp-app").lab.session.step), (yes) => yes, "the step back");
      check(Date.now() - start < GAP_MS_MAX, `a step back took ${Date.now() - start} ms`);
    },
  ],
  [
    "the chosen event stays in sight when its whole text opens below",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open("#send");
      await lesson.run("send.1", 0);
      await free(page, "[self() ! lists:seq(1, 60) || _ <- lists:seq(1, 20)], lists:seq(100, 300).");
      for (const tab of ["messages", "processes"]) {
        await lesson.tab(tab).click();
        await page.locator("sp-space-time .whole").waitFor();
        const visible = () =>
          page.locator("sp-space-time li.now").evaluate((li) => li.getBoundingClientRect().bottom <= li.getRootNode().querySelector(".whole").getBoundingClientRect().top + 1);
        await until(visible, (yes) => yes, `the chosen row in ${tab}`);
      }
    },
  ],
];

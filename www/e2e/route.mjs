// Lesson `route` as a learner does it: two people chat through it, the router is replaced under them, servers are killed
// and come back, and the exercise is solved.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";
import { walk } from "./walk.mjs";

const [LUCY, MING] = ["lucy", "ming"];

const state = (lesson, name) => async () => (await lesson.told(name)).state;
const last = (lesson, name) => async () => (await lesson.told(name)).lines.at(-1);

/** Runs the lines of the step's first transcript up to this one. */
const runTo = (page, index) =>
  page.evaluate((i) => {
    const { lab, shell } = document.querySelector("sp-transcript");
    return lab.runThrough(shell, i);
  }, index);

async function join(lesson, ...names) {
  for (const name of names) await lesson.window(name).locator("header button").click();
  for (const name of names) await until(state(lesson, name), (s) => s === "connected", `${name} connects`);
  for (const name of names) {
    await lesson.send(name, name);
    await until(last(lesson, name), (s) => s === `welcome, ${name}`, `${name} logs in`);
  }
}

/** What the log has of connections that ended. */
const ended = (page) => page.evaluate(() => document.querySelector("sp-app").lab.session.events.filter((e) => /^(client_close|client_closed|socket_close|socket_closed)$/.test(e.kind)).length);

const tree = (page) => page.locator("sp-tree");
const one = (page, name) => tree(page).locator("button.one:not(.exited)", { has: page.locator(`.name:text-is("${name}")`) });

export const tests = [
  walk("route", "zh-CN"),
  [
    "two windows talk in both directions, in Chinese too, and stay connected while the router is replaced",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "route").open("#hot");
      await runTo(page, 1);
      await join(lesson, LUCY, MING);
      // The lesson's own line, from its button: the strict router does not know MING.
      await lesson.window(LUCY).locator(".ready button", { hasText: "MING" }).click();
      await lesson.window(LUCY).locator("input").press("Enter");
      await until(last(lesson, LUCY), (s) => s === "MING is not here", "the strict router");
      await lesson.send(LUCY, "ming: 你好，在吗？");
      await until(last(lesson, MING), (s) => s === "lucy: 你好，在吗？", "ming reads");
      await lesson.say("c(route, [{d, 'FORGIVING'}]).");
      await lesson.send(LUCY, "MING: are you there?");
      await until(last(lesson, MING), (s) => s === "lucy: are you there?", "the forgiving router");
      await lesson.send(MING, "LUCY: 在呢 👋");
      await until(last(lesson, LUCY), (s) => s === "ming: 在呢 👋", "and back");
      await lesson.say("c(route).");
      await lesson.send(MING, "LUCY: once more");
      await until(last(lesson, MING), (s) => s === "LUCY is not here", "the strict router again");
      equal([(await lesson.told(LUCY)).state, (await lesson.told(MING)).state, await ended(page)], ["connected", "connected", 0], "connections");
      equal(await page.locator("sp-time-line .branches button").count(), 0, "branches");
      // A window is a picture of the moment: at the moment of its first line, nothing else has been said.
      await lesson.window(LUCY).locator(".moment").first().click();
      await until(async () => (await lesson.told(LUCY)).lines, (all) => all.join() === LUCY, "the first line's moment");
    },
  ],
  [
    "clicks and lines that come faster than the worker answers all happen, in order, on one branch",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "route").open("#hot");
      await runTo(page, 1);
      await page.evaluate((names) => {
        const root = document.querySelector("sp-clients").renderRoot;
        // Twice each: the second click finds the first one being carried out.
        for (const name of [...names, ...names]) root.querySelector(`[data-name="${name}"] header button`).click();
      }, [LUCY, MING]);
      for (const name of [LUCY, MING]) await until(state(lesson, name), (s) => s === "connected", `${name} connects`);
      await page.evaluate(async ([a, b]) => {
        const { lab, shell } = document.querySelector("sp-transcript");
        const { session } = lab;
        const number = (name) => session.view.clients[[a, b].indexOf(name)].client;
        const all = [[a, a], [b, b], [a, "ming: 1"], [b, "lucy: 2"], [a, "ming: 3"]].map(([name, text]) => lab.sendFromClient(shell, number(name), text));
        await Promise.all([...all, lab.runFree(shell, "lists:sum([1, 2]).")]);
      }, [LUCY, MING]);
      // What ming says himself may come before or after what he hears meanwhile.
      await until(async () => (await lesson.told(MING)).lines.filter((s) => s !== "lucy: 2").join(), (all) => all === "ming,welcome, ming,lucy: 1,lucy: 3", "ming's window");
      await until(() => page.locator("li.free .output").allInnerTexts(), (all) => all.at(-1)?.trim() === "3", "the shell's answer");
      const made = await page.evaluate(() => ({ branches: document.querySelector("sp-app").lab.session.branches.size, clients: document.querySelector("sp-app").lab.session.view.clients.length }));
      equal(made, { branches: 1, clients: 2 });
    },
  ],
  [
    "an input method's Enter does not send; at 360 px windows fit and fields do not zoom",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "zh-CN", "route").open("#hot");
      await runTo(page, 1);
      await join(lesson, LUCY);
      const input = lesson.window(LUCY).locator("input");
      await input.click();
      const keyboard = await page.context().newCDPSession(page);
      await keyboard.send("Input.imeSetComposition", { text: "ni hao", selectionStart: 6, selectionEnd: 6 });
      await keyboard.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", windowsVirtualKeyCode: 229, code: "Enter" });
      await keyboard.send("Input.insertText", { text: "ming: 你好" });
      equal([await input.inputValue(), (await lesson.told(LUCY)).lines.length], ["ming: 你好", 2], "after the composition");
      await input.press("Enter");
      await until(last(lesson, LUCY), (s) => s === "ming is not here", "the line as it was composed");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      check(!wide, "the page is wider than the screen");
      const boxes = await page.locator("sp-clients .window").evaluateAll((all) => all.map((w) => [w.getBoundingClientRect().left, w.getBoundingClientRect().right]));
      check(boxes.every(([left, right]) => left >= 0 && right <= 360), `windows at ${JSON.stringify(boxes)}`);
      const small = await page.locator("sp-clients input").evaluateAll((all) => all.filter((i) => Number.parseFloat(getComputedStyle(i).fontSize) < 16).length);
      equal(small, 0, "fields that phones zoom into");
      const targets = await page.locator("sp-clients .window button:not(.moment)").evaluateAll((all) => all.map((b) => b.getBoundingClientRect().height));
      check(targets.every((h) => h >= 24), `targets ${targets}`);
    },
    { viewport: { width: 360, height: 740 } },
  ],
  [
    "the supervised chat: a server is killed in the tree, by click and by key, and comes back",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "route").open("#supervised");
      await runTo(page, 0);
      await lesson.tab("tree").click();
      await join(lesson, "Lucy", "小磊");
      await lesson.send("小磊", "Lucy: 还在");
      await until(last(lesson, "Lucy"), (s) => s === "小磊: 还在", "Lucy reads");
      const pid = (name) => async () => (await one(page, name).locator(".pid").allInnerTexts()).join();
      const listener = await pid("chat_listener")();
      await tree(page).locator("button.kill[aria-label='Kill chat_listener']").click();
      await until(pid("chat_listener"), (p) => p !== "" && p !== listener, "a new listener");
      equal(await tree(page).locator("button.exited").count(), 1, "dead ones in the picture");
      await lesson.send("Lucy", "小磊: hello");
      await until(last(lesson, "小磊"), (s) => s === "Lucy: hello", "connections outlive the listener");
      const router = await pid("route")();
      await tree(page).locator("button.kill[aria-label='Kill route']").focus();
      await page.keyboard.press("Enter");
      await until(pid("route"), (p) => p !== "" && p !== router, "a new router");
      for (const name of ["Lucy", "小磊"]) await until(state(lesson, name), (s) => s === "closed", `${name}'s connection went with the router`);
      check((await one(page, "chat_users").innerText()).includes("supervisor"), "the supervisor of the users");
      check((await tree(page).locator("button.exited.supervisor").innerText()).includes("shutdown"), "the one before it");
      await join(lesson, "Lucy");
    },
  ],
  [
    "letters for those who are away: the start fails all checks, the solution passes them",
    async (page, address) => {
      await new LessonPage(page, address, "zh-CN", "route").open("#offline");
      const checks = page.locator("sp-checks");
      const count = await checks.locator("ul.checks > li").count();
      const run = async (outcome) => {
        await checks.locator("button.primary").click();
        await until(() => checks.locator(`li.${outcome}`).count(), (n) => n === count, `of ${count} checks, ${outcome}`, 30000);
      };
      await run("failed");
      await checks.locator("details.fold > summary").click();
      await checks.locator("button", { hasText: "把这份答案放进编辑器" }).click();
      await run("passed");
    },
  ],
];

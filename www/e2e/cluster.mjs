// Several nodes, as a learner uses them: lessons `id_server` and `chat` from first to last step, nodes killed, paused, cut
// off and healed by the buttons of the picture, and a frame opened.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";
import { walk } from "./walk.mjs";

/** Waits of the clock are shortened, but not skipped: servers with timers would race through their time. */
const QUICK = 20;

const cluster = (page) => page.locator("sp-cluster");
const island = (page, node) => cluster(page).locator(`.island[data-node="${node}@localhost"]`);
const line = (page, a, b) => cluster(page).locator(`.link[data-line="${a}@localhost ${b}@localhost"]`);
const press = (where, name) => where.locator("button", { hasText: name }).first().click();
const state = (page, node) => () => island(page, node).getAttribute("data-state");
const facts = (page, a, b) => () => line(page, a, b).locator(".facts").innerText();

const outputs = (page) => page.locator("sp-transcript").evaluateAll((all) => all.flatMap((t) => [...t.renderRoot.querySelectorAll("li.free .output pre")].map((pre) => pre.textContent.trim())));
const last = (page) => async () => (await outputs(page)).at(-1);

/** What nodes have printed, each line with its node. */
const printed = (page) =>
  page.evaluate(() => {
    const { lab } = document.querySelector("sp-app");
    const { events, current } = lab.session;
    return events.filter((e) => current.visibility.isPrinted(e)).flatMap((e) => (e.text ?? "").trim().split("\n").map((text) => `${e.node.split("@")[0]}: ${text}`));
  });

const states = (page) => cluster(page).locator(".copies dl > div").evaluateAll((all) => all.map((div) => `${div.querySelector("dt").textContent}: ${/\{state,\d+\}/.exec(div.querySelector("dd").textContent)?.[0]}`));

/** Three nodes, connected, each with an id server that has given out one id; the lesson's own first lines. */
async function three(page, address) {
  const lesson = await new LessonPage(page, address, "en", "id_server").open("#partition");
  await lesson.speed(QUICK);
  const majority = page.locator("sp-transcript").last();
  await majority.evaluate(({ lab, shell }) => lab.runThrough(shell, 3));
  await until(state(page, "node3"), (s) => s === "running", "three nodes");
  const say = (node, text) => majority.evaluate(({ lab, shell }, [node, text]) => lab.runFree(shell, text, `${node}@localhost`), [node, text]);
  return { lesson, say };
}

export const tests = [
  [
    "the modules behind a lesson are files beside the page",
    async (page, address) => {
      await new LessonPage(page, address, "en", "chat").open("#real");
      const links = await page.locator("a[download]").evaluateAll((all) => all.map((a) => a.href));
      check(links.length === 5, `the files that are offered: ${links.join(" ")}`);
      for (const link of links) check((await (await page.request.get(link)).text()).includes("-module(gen_server_cluster"), link);
    },
  ],
  walk("id_server", "en", QUICK),
  walk("chat", "zh-CN", QUICK),
  [
    "a node is killed by click and started by key: failover in the picture, in the list and in the shell",
    async (page, address) => {
      const { say } = await three(page, address);
      await until(() => states(page), (all) => all.length === 3 && all.every((s) => s.endsWith("{state,1}")), "three copies of the state");
      await press(island(page, "node1"), "Kill");
      await until(state(page, "node1"), (s) => s === "down", "the island");
      await until(() => printed(page), (all) => all.some((s) => /^node[23]: New global server on node[23]@localhost\.$/.test(s)), "the election");
      // The world goes on, and the list with it: it is looked at where the election stands.
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.find((e) => e.kind === "output" && !session.hidden.has(e.seq) && e.text?.includes("New global server")).seq);
      });
      await until(() => page.locator("sp-space-time li .words").allInnerTexts(), (all) => all.some((s) => s.includes("New global server")), "the list");
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.head);
      });
      await say("node3", "id_server:next_value().");
      await until(last(page), (s) => s === "1", "the next id");
      await until(() => states(page), (all) => all.join() === "node2: {state,2},node3: {state,2}", "the copies that are left");
      const start = island(page, "node1").locator("button", { hasText: "Start" });
      await start.focus();
      await page.keyboard.press("Enter");
      await until(state(page, "node1"), (s) => s === "running", "the island again");
      await say("node1", "net_adm:ping(node2@localhost).");
      await say("node1", "id_server:start_cluster().");
      await until(() => states(page), (all) => all.length === 3 && all.every((s) => s.endsWith("{state,2}")), "it has the state again");
    },
  ],
  [
    "a cut line, a slow one, a paused node: what each does, and that it heals",
    async (page, address) => {
      const { say } = await three(page, address);
      const [n1, n3] = ["node1", "node3"];
      await press(line(page, n1, n3), "Cut");
      await until(facts(page, n1, n3), (s) => s.includes("cut"), "the wall");
      check((await line(page, n1, n3).locator(".wall").count()) === 1, "no wall is drawn");
      await press(line(page, n1, n3), "Heal");
      await until(facts(page, n1, n3), (s) => s.includes("connected") && !s.includes("not"), "connected again");
      await press(line(page, n1, "node2"), "200");
      await until(facts(page, n1, "node2"), (s) => s.includes("200"), "the delay");
      await say("node2", "id_server:next_value().");
      await until(last(page), (s) => /^\d+$/.test(s ?? ""), "an id over the slow line", 15000);
      await press(island(page, n3), "Pause");
      await until(state(page, n3), (s) => s === "paused", "the paused island");
      await press(island(page, n3), "Resume");
      await until(state(page, n3), (s) => s === "running", "it runs again");
      // The servers talk to each other, so the nodes find each other again at once.
      const downs = () => page.evaluate(() => document.querySelector("sp-app").lab.session.events.filter((e) => e.kind === "node_down").length);
      const before = await downs();
      await press(line(page, n1, n3), "Disconnect");
      await until(downs, (n) => n >= before + 2, "both ends notice");
    },
  ],
  [
    "a partition is a wall; an id given twice is marked; who has no majority is frozen; a step's second session comes back after a reload",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#partition");
      await lesson.speed(QUICK);
      const run = (at, index) => page.locator("sp-transcript").nth(at).evaluate(({ lab, shell }, i) => void lab.runThrough(shell, i), index);
      const given = () => cluster(page).locator(".given li").allInnerTexts();
      const parts = () => cluster(page).locator(".group").evaluateAll((all) => all.map((g) => [...g.querySelectorAll(".island")].map((i) => i.dataset.node.split("@")[0]).join()).join("|"));
      const marks = () => cluster(page).locator(".island").evaluateAll((all) => all.map((i) => i.querySelector(".role")?.textContent ?? ""));
      await run(0, 3);
      await until(marks, (all) => all.join() === "global,,", "one global server");
      // Who is asked to run while lines still run does not.
      await until(() => page.locator("sp-transcript").first().locator("li[data-line].ran:not(.busy)").count(), (n) => n === 4, "four lines", 15000);
      check((await cluster(page).locator(".barrier").count()) === 0, "a wall without a cut");
      await run(0, 6);
      await until(given, (all) => all.map((s) => s.replace(/\s+/g, " ")).join() === "0 given once,1 twice: node1, node3", "the id that was given twice", 15000);
      check((await parts()) === "node1,node2|node3", await parts());
      check((await cluster(page).locator(".barrier").getAttribute("aria-label")) === "Cut off from each other: node1, node2 | node3", "the wall in words");
      check((await marks()).join() === "global,,global", `marks ${await marks()}`);
      check((await page.locator("sp-time-line .fault").count()) === 1, "the mark of the fault on the time line");
      await run(1, 6);
      await until(marks, (all) => all.join() === "global,,global, frozen", "the frozen one", 15000);
      const second = page.locator("sp-transcript").nth(1);
      await until(() => second.locator("li[data-line].ran:not(.busy)").count(), (n) => n === 7, "seven lines", 15000);
      await until(given, (all) => all.map((s) => s.replace(/\s+/g, " ")).join() === "0–3 given once", "no id twice");
      // A world that goes on is kept every three seconds.
      await page.waitForTimeout(3500);
      await page.reload();
      await until(() => second.locator("li[data-line].ran").count(), (n) => n === 7, "the lines of the second session", 15000);
      await until(parts, (s) => s === "node1,node2|node3", "the wall after a reload", 15000);
      await run(1, 7);
      await until(parts, (s) => s === "node1,node2,node3", "one group again", 15000);
    },
  ],
  [
    "a link to a moment of several nodes brings back their faults: the wall, the ids, who answers",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#partition");
      await lesson.speed(QUICK);
      await page.locator("sp-transcript").first().evaluate(({ lab, shell }) => lab.runThrough(shell, 6));
      const seen = async (where) => ({
        groups: await where.locator("sp-cluster .group").count(),
        given: (await where.locator("sp-cluster .given li").allInnerTexts()).map((s) => s.replace(/\s+/g, " ")),
        marks: await where.locator("sp-cluster .role").allInnerTexts(),
        ran: await where.locator("sp-transcript").first().locator("li[data-line].ran").count(),
      });
      const here = await until(() => seen(page), (s) => s.groups === 2 && s.given.length === 2, "the partition");
      await page.locator("header button[aria-label='Link to this moment']").click();
      const link = await page.locator(".notice input").inputValue();
      const other = await page.context().browser().newContext({ viewport: { width: 1440, height: 900 } });
      const there = await other.newPage();
      await there.goto(link);
      await until(() => seen(there), (s) => JSON.stringify(s) === JSON.stringify(here), "the same through the link", 15000);
      check((await there.locator(".notice").innerText()).includes("paused"), "it is not said that it is paused");
      await other.close();
    },
  ],
  [
    "a state of a thousand ids: the global server keeps its mark, and the picture its size",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#bytes");
      await lesson.speed(QUICK);
      await page.locator("sp-transcript").first().evaluate(({ lab, shell }) => lab.runThrough(shell, 5));
      await lesson.tab("cluster").click();
      await until(() => cluster(page).locator(".role").allInnerTexts(), (all) => all.join() === "global", "the mark");
      const heights = await cluster(page).locator(".copies dd").evaluateAll((all) => all.map((dd) => dd.getBoundingClientRect().height));
      check((await cluster(page).locator(".copies ins").count()) === 0, "copies that are cut are said to differ");
      check(heights.length === 2 && heights.every((h) => h < 120), `states are ${heights} px high`);
      const given = await cluster(page).locator(".given li").allInnerTexts();
      check(given.length === 1 && given[0].includes("0–999"), `numbers given out: ${given}`);
    },
  ],
  [
    "a frame opened shows its control message and the bytes of the wire",
    async (page, address) => {
      const { lesson } = await three(page, address);
      await lesson.tab("messages").click();
      const sent = page.locator("sp-space-time li.frame_sent .words", { hasText: "REG_SEND" }).first();
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.find((e) => e.kind === "frame_sent" && /REG_SEND/.test(e.name) && !session.hidden.has(e.seq)).seq);
      });
      await sent.waitFor();
      const text = await page.locator("sp-space-time .whole").innerText();
      check(/REG_SEND\w* \{\d+,/.test(text), `no control message in ${text.slice(0, 200)}`);
      // The version tag of the distribution header, or a pass-through's, is among the first bytes.
      check(/^([0-9a-f]{2} ){7,15}[0-9a-f]{2}$/m.test(text), `no bytes in ${text.slice(0, 400)}`);
    },
  ],
  [
    "where waits are skipped, a line is done when the shell has answered, though the servers never rest",
    async (page, address) => {
      const { lesson, say } = await three(page, address);
      await lesson.speed(Infinity);
      await press(line(page, "node1", "node3"), "Cut");
      await press(line(page, "node2", "node3"), "Cut");
      let done = false;
      void say("node3", "ok.").then(() => (done = true));
      await until(() => done, (is) => is, "the line is done", 20_000);
      await page.evaluate(() => document.querySelector("sp-app").lab.session.stop());
    },
  ],
  [
    "on a phone three islands stand beside each other, and nothing of their marks is cut off",
    async (page, address) => {
      await three(page, address);
      await page.locator("sp-narrow-tabs button", { hasText: "Picture" }).click();
      const tops = () => cluster(page).locator(".island").evaluateAll((all) => all.map((e) => Math.round(e.getBoundingClientRect().top)));
      await until(tops, (all) => all.length === 3 && new Set(all).size === 1, "the islands' upper edges");
      const cut = await cluster(page).locator(".chip, .name, .role, footer .button").evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.trim()));
      equal(cut, [], "cut off:");
    },
    { viewport: { width: 360, height: 780 } },
  ],
];

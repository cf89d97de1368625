// The second half of the wasm module, on a network that does not give it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const REST = "**/rest-*.wasm";
/** Needs a library module that nobody boots with. */
const LINE = "dict:size(dict:new()).";

export const tests = [
  [
    "lessons beside each other in one page of another origin: one fetches and compiles the first half, all run",
    async (page, address) => {
      const points = ["send", "spawn"].map((step) => `<spawn-point lesson="msg_cache" step="${step}" locale="en" height="400"></spawn-point>`).join("");
      const folder = mkdtempSync(join(tmpdir(), "spawnpoint-host-"));
      writeFileSync(join(folder, "index.html"), `<link rel="icon" href="data:,"><script src="${address}embed.js" async></script>${points}`);
      const host = await serve(folder);
      const fetched = [];
      page.on("request", (request) => /\/first-.*\.wasm$/.test(request.url()) && fetched.push(request.url()));
      try {
        await page.goto(host.address);
        for (const at of [0, 1]) {
          const frame = page.frameLocator("spawn-point iframe").nth(at);
          await frame.locator("sp-transcript li[data-line] button.run").first().click();
          await frame.locator("sp-transcript li.ran").first().waitFor();
        }
        equal(fetched.length, 1, "how often the first half was fetched:");
      } finally {
        host.close();
        rmSync(folder, { recursive: true });
      }
    },
  ],
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

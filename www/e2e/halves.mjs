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
/** A worker fetches the rest so long after its start (`worker.ts`), and then some. */
const REST_AFTER_MS = 1_500;

export const tests = [
  [
    "lessons beside each other in one page of another origin: one fetches and compiles either half, all run",
    async (page, address) => {
      const points = ["send", "spawn"].map((step) => `<spawn-point lesson="msg_cache" step="${step}" locale="en" height="400"></spawn-point>`).join("");
      const folder = mkdtempSync(join(tmpdir(), "spawnpoint-host-"));
      writeFileSync(join(folder, "index.html"), `<link rel="icon" href="data:,"><script src="${address}embed.js" async></script>${points}`);
      const host = await serve(folder);
      const fetched = { first: 0, rest: 0 };
      page.on("request", (request) => {
        const half = /\/(first|rest)-.*\.wasm$/.exec(request.url())?.[1];
        if (half) fetched[half] += 1;
      });
      try {
        await page.goto(host.address);
        for (const at of [0, 1]) {
          const frame = page.frameLocator("spawn-point iframe").nth(at);
          await frame.locator("sp-transcript li[data-line] button.run").first().click();
          await frame.locator("sp-transcript li.ran").first().waitFor();
        }
        await until(() => fetched.rest, (n) => n > 0, "the rest is fetched");
        // By then the other would have fetched it too.
        await new Promise((done) => setTimeout(done, REST_AFTER_MS));
        for (const at of [0, 1]) {
          const frame = page.frameLocator("spawn-point iframe").nth(at);
          const free = frame.locator("sp-editor.free").first();
          // The editor comes when its place is seen.
          await free.scrollIntoViewIfNeeded();
          await free.locator(".cm-content").click();
          await page.keyboard.type(LINE);
          await page.keyboard.press("Enter");
          await frame.locator("li.free .output").filter({ hasText: "0" }).first().waitFor();
        }
        equal(fetched, { first: 1, rest: 1 }, "how often the halves were fetched:");
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

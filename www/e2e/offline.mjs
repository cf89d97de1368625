// After the first visit all lessons are there without a network, and a new version of the page is never hidden by an old one.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";
import { LessonPage } from "./lesson-page.mjs";

const dist = new URL("../dist", import.meta.url).pathname;

/** The state of the service worker whose script is beside the first page. */
const worker = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return { active: registration?.active?.state, waiting: registration?.waiting?.state };
  });

const installed = (page) => until(() => worker(page), ({ active }) => active === "activated", "the service worker", 30000);

/** The page as it would be after a change: another word in a lesson's page, and the list that goes with it. */
function change(directory) {
  const name = "en/msg_cache/index.html";
  const text = readFileSync(join(directory, name), "utf8").replace("<title>", "<title>Changed: ");
  writeFileSync(join(directory, name), text);
  const script = join(directory, "offline.js");
  const [list, ...rest] = readFileSync(script, "utf8").split("\n");
  const built = JSON.parse(list.slice("const BUILT = ".length, -1));
  built.pages[name] = createHash("sha256").update(text).digest("hex");
  built.version = "another";
  writeFileSync(script, [`const BUILT = ${JSON.stringify(built)};`, ...rest].join("\n"));
}

export const tests = [
  [
    "without a network, after one visit: every lesson in each language, framed ones too, and lines run",
    async (page, address) => {
      await new LessonPage(page, address).open();
      await installed(page);
      await page.context().setOffline(true);
      for (const [locale, lesson] of [["en", "msg_cache"], ["zh-CN", "route"]]) {
        const there = await new LessonPage(page, address, locale, lesson).open();
        const key = await page.locator("li[data-line]").first().getAttribute("data-line");
        check((await there.run(key.split("/")[0], 0)) !== "", "an answer");
        await page.locator("sp-editor .cm-content").first().waitFor();
        await page.locator("sp-bench [role=tab]").first().waitFor();
      }
      await page.goto(address);
      await page.locator("[data-lesson-item]").first().waitFor();
      await page.goto(`${address}en/chat/?embed#join`);
      await page.locator("sp-app").waitFor();
      page.problems.length = 0;
    },
  ],
  [
    "from a folder of any name; what is new on the server is what is seen, and without it what was kept last as a whole",
    async (page) => {
      const root = mkdtempSync(join(tmpdir(), "spawnpoint-offline-"));
      const folder = join(root, "a folder", "learn");
      cpSync(dist, folder, { recursive: true });
      const { address, close } = await serve(root);
      const home = `${address}a%20folder/learn/`;
      try {
        await new LessonPage(page, home).open();
        await installed(page);
        change(folder);
        await page.goto(`${home}en/msg_cache/`);
        check((await page.content()).includes("<title>") && (await page.evaluate(() => fetch(location.href).then((r) => r.text()))).includes("Changed: "), "the new page");
        // The new version is kept once nobody uses the old one: a page of its own, then the list in this one.
        await until(() => worker(page), ({ waiting }) => waiting === "installed", "the new version waits", 30000);
        await page.goto("about:blank");
        await page.goto(`${home}en/route/`);
        await until(() => page.evaluate(() => caches.keys()), (names) => names.length === 1 && names[0].startsWith("spawnpoint /a%20folder/learn/ "), "one version is kept", 15000);
        await page.context().setOffline(true);
        check((await page.evaluate((url) => fetch(url).then((r) => r.text()), `${home}en/msg_cache/`)).includes("Changed: "), "what was kept is the new version");
        await new LessonPage(page, home).open();
        // A server that is out of order is no news either.
        await page.context().setOffline(false);
        rmSync(folder, { recursive: true });
        equal(readdirSync(root), ["a folder"]);
      } finally {
        close();
        rmSync(root, { recursive: true, force: true });
      }
      page.problems.length = 0;
    },
  ],
];

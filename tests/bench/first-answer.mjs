// How long a learner waits on a first visit: from navigation to the first evaluated shell line, with nothing cached.
//
// The page is served on loopback, each visit has a browser context of its own, and a script in the page does what a quick
// learner would: it clicks the first line's run button in the frame in which it appears.
import { createRequire } from "node:module";
import { serve } from "../tools/serve.mjs";
import { chromiumOptions } from "./browser.mjs";

const VISIT_MS_MAX = 30_000;

/** Milliseconds of `visits` visits to a lesson of the page built in `dist`: `{ ready, answer }` each. */
export async function firstAnswers(dist, visits) {
  const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
  const { address, close } = await serve(dist);
  const browser = await chromium.launch(chromiumOptions());
  const times = [];
  // The first does not count: beside it the browser itself still starts.
  for (let visit = 0; visit <= visits; visit += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(clickFirstLine);
    await page.goto(`${address}en/msg_cache/`, { waitUntil: "commit" });
    const result = await page.waitForFunction(() => globalThis.firstAnswer, undefined, { timeout: VISIT_MS_MAX });
    if (visit > 0) times.push(await result.jsonValue());
    await context.close();
  }
  await browser.close();
  close();
  return times;
}

/** Runs in the page. Times are since navigation. */
function clickFirstLine() {
  const find = (root, selector) => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const element of root.querySelectorAll("*")) {
      const inside = element.shadowRoot && find(element.shadowRoot, selector);
      if (inside) return inside;
    }
    return undefined;
  };
  let ready;
  const look = () => {
    if (document.body && ready === undefined) {
      const button = find(document, "li[data-line] button.run:not([disabled])");
      if (button) {
        ready = performance.now();
        button.click();
      }
    }
    // What the line's evaluation printed; that it was typed is no answer.
    if (ready !== undefined && find(document, "li[data-line].ran .output:not(.expected) > pre")?.textContent.trim()) {
      globalThis.firstAnswer = { ready, answer: performance.now() };
      return;
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

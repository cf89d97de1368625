// How long a learner waits on a first visit: from navigation to the first evaluated shell line, with nothing cached.
//
// The page is served on loopback, each visit has a browser context of its own, and a script in the page does what a quick
// learner would: it clicks the first line's run button in the frame in which it appears.
//
// A context opens a window, and headless Chromium then builds that window's own address bar with its menus, pages of a
// hundred scripts, for about half a second on the same cores. A learner's window is there before the address is entered, so
// a visit begins when the browser has come to rest.
import { createRequire } from "node:module";
import { serve } from "../tools/serve.mjs";
import { chromiumOptions } from "./browser.mjs";

const VISIT_MS_MAX = 30_000;
/** A browser that rests computes no more than this in so long: a tenth of one core. */
const REST_MS = 200;
const REST_CPU_MS_MAX = 20;
const REST_TRIES_MAX = 50;

/** Milliseconds of `visits` visits to a lesson of the page built in `dist`: `{ ready, answer }` each. */
export async function firstAnswers(dist, visits) {
  const { chromium } = createRequire(new URL("../../www/package.json", import.meta.url))("playwright-core");
  const { address, close } = await serve(dist);
  const browser = await chromium.launch(chromiumOptions());
  const session = await browser.newBrowserCDPSession();
  const times = [];
  // The first does not count: beside it the browser itself still starts.
  for (let visit = 0; visit <= visits; visit += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.addInitScript(clickFirstLine);
    await rest(session);
    await page.goto(`${address}en/msg_cache/`, { waitUntil: "commit" });
    const result = await page.waitForFunction(() => globalThis.firstAnswer, undefined, { timeout: VISIT_MS_MAX });
    if (visit > 0) times.push(await result.jsonValue());
    await context.close();
  }
  await browser.close();
  close();
  return times;
}

/** Waits until none of the browser's processes has anything to do. */
async function rest(session) {
  let before = await cpuMs(session);
  for (let tries = 0; tries < REST_TRIES_MAX; tries += 1) {
    await new Promise((done) => setTimeout(done, REST_MS));
    const now = await cpuMs(session);
    // A process that ends takes its time out of the sum.
    if (Math.abs(now - before) < REST_CPU_MS_MAX) return;
    before = now;
  }
  throw new Error("the browser did not come to rest before the visit");
}

/** What all processes of the browser have computed since they started. */
async function cpuMs(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
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

// What suites that burden the page share: what the page knows, and whether it was there all the time.
import { check } from "./harness.mjs";

/** The page may be away for so long, on a busy machine. */
const GAP_MS_MAX = 3_000;

/** The value of an expression in the page, which may use its `lab` and the `session` looked at. */
export const lab = (page, act) => page.evaluate(`(async () => { const { lab } = document.querySelector("sp-app"); const { session } = lab; return ${act}; })()`);

/** What the shell has printed last. */
export const last = (page) => lab(page, "session.view?.shells[0]?.transcript.at(-1)?.output.trim() ?? ''");

/** From now on the page's absences are measured. */
export async function watch(page) {
  await page.evaluate(() => {
    let at = performance.now();
    window.gap = 0;
    setInterval(() => {
      const now = performance.now();
      window.gap = Math.max(window.gap, now - at);
      at = now;
    }, 20);
  });
}

/** The page has answered all the time since `watch`. */
export async function wasThere(page) {
  const gap = await page.evaluate(() => window.gap);
  check(gap < GAP_MS_MAX, `the page was away for ${gap} ms`);
}

// Runs named tests one after the other, each on a page of its own, and counts.
import { open } from "./browser.mjs";

export async function suite(title, dist, tests) {
  const world = await open({ dist });
  let [passed, failed] = [0, 0];
  for (const [name, test, options] of tests) {
    const page = await world.newPage(options ?? {});
    const start = Date.now();
    try {
      await test(page, world.address);
      if (page.problems.length > 0) throw new Error(`the console says: ${page.problems.join("; ")}`);
      passed++;
      console.log(`  ok   ${title}: ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed++;
      console.log(`  FAIL ${title}: ${name}\n       ${String(error?.stack ?? error).replaceAll("\n", "\n       ")}`);
      await page.screenshot({ path: `${process.env.SHOTS ?? "/tmp"}/failed-${title}-${passed + failed}.png` }).catch(() => undefined);
    }
    await page.context().close();
  }
  await world.close();
  return { passed, failed };
}

export function check(condition, words) {
  if (!condition) throw new Error(words);
}

export function equal(actual, expected, words = "") {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${words} expected ${b}, got ${a}`);
}

/** Waits until `read()` satisfies `good`; says what it last read when it never does. */
export async function until(read, good, words, ms = 5000) {
  const end = Date.now() + ms;
  for (;;) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`${words}: last seen ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

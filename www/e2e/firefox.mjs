// The page in Firefox: it loads, two windows talk, and whole lessons answer as they say. Debian's browser, driven by
// puppeteer-core.
import puppeteer from "puppeteer-core";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";

const BROWSER = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
/** A busy machine takes a while for a line. */
const LINES_MS_MAX = 30_000;
/** Clusters have timers of their own: so fast that waits are short, and lines still come one after the other. */
const QUICK = 20;
const SOLUTION = { en: "Put this solution", "zh-CN": "把这份答案放进编辑器" };

const TESTS = [
  ["the page loads, a lesson runs, two windows talk", windows],
  ["msg_cache: every line of every step answers as the lesson says, en", (page, address) => walk(page, address, "msg_cache", "en", Infinity)],
  ["route: every line of every step answers as the lesson says, zh-CN", (page, address) => walk(page, address, "route", "zh-CN", Infinity)],
  ["id_server: every line of every step answers as the lesson says, zh-CN", (page, address) => walk(page, address, "id_server", "zh-CN", QUICK)],
  ["chat: every line of every step answers as the lesson says, en", (page, address) => walk(page, address, "chat", "en", QUICK)],
];

/** The same form as `suite` gives, for one browser that is another. */
export async function firefox(dist) {
  const server = await serve(dist, 0);
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: BROWSER, headless: true });
  let [passed, failed] = [0, 0];
  for (const [name, test] of TESTS) {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    const start = Date.now();
    try {
      await test(page, server.address);
      equal(problems, [], "the console:");
      passed++;
      console.log(`  ok   firefox: ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      failed++;
      console.log(`  FAIL firefox: ${name}\n       ${String(error?.stack ?? error).replaceAll("\n", "\n       ")}`);
    }
    await page.close();
  }
  await browser.close();
  server.close();
  return { passed, failed };
}

/** As `walk.mjs` does it in Chromium: everything is run, in order, and held against the lesson. */
async function walk(page, address, id, locale, speed) {
  await page.goto(`${address}${locale}/${id}/`);
  await page.waitForSelector("sp-transcript");
  const steps = await page.evaluate((speed) => {
    const { lab } = document.querySelector("sp-app");
    lab.setSpeed(speed ?? Infinity);
    return lab.lesson.steps.map((step) => step.id);
  }, Number.isFinite(speed) ? speed : null);
  const wrong = [];
  for (const step of steps) {
    await page.evaluate((step) => (location.hash = step), step);
    await page.waitForSelector(`article[data-step="${step}"]`);
    const count = await page.evaluate((solution) => {
      document.querySelectorAll("details.fold").forEach((fold) => (fold.open = true));
      // An exercise's transcript is recorded with the solution.
      [...document.querySelectorAll("sp-checks button")].find((button) => button.textContent.includes(solution))?.click();
      return document.querySelectorAll("sp-transcript").length;
    }, SOLUTION[locale]);
    for (let i = 0; i < count; i++) {
      await page.evaluate((i) => {
        const { renderRoot } = document.querySelectorAll("sp-transcript")[i];
        (renderRoot.querySelector(".foot .button:not(.quiet)") ?? renderRoot.querySelector("button.run")).click();
      }, i);
      const state = () =>
        page.evaluate((i) => {
          const { renderRoot } = document.querySelectorAll("sp-transcript")[i];
          return { open: renderRoot.querySelectorAll("li[data-line]:not(.ran), li.busy").length, differing: renderRoot.querySelectorAll(".differs").length };
        }, i);
      await until(state, ({ open, differing }) => open === 0 && differing === 0, `${step}, transcript ${i + 1}`, LINES_MS_MAX).catch((error) => wrong.push(String(error.message)));
    }
  }
  check(steps.length > 1, `${steps.length} steps`);
  check(wrong.length === 0, wrong.join("\n"));
  check(await page.evaluate(() => document.querySelectorAll(".rail .done").length > 0), "no step is marked as done");
}

async function windows(page, address) {
  await page.goto(address);
  check((await page.$$eval("a[href*='route']", (all) => all.length)) > 0, "the index names no lesson");
  await page.goto(`${address}zh-CN/route/#hot`);
  await page.waitForSelector("sp-clients");
  await page.evaluate(() => {
    const { lab, shell } = document.querySelector("sp-transcript");
    return lab.runThrough(shell, 1);
  });
  const told = (name) => () =>
    page.evaluate((name) => {
      const window = document.querySelector("sp-clients").renderRoot.querySelector(`[data-name="${name}"]`);
      return [window.dataset.state, ...[...window.querySelectorAll(".line .text")].map((e) => e.textContent)].join();
    }, name);
  const field = async (name) => page.evaluateHandle((name) => document.querySelector("sp-clients").renderRoot.querySelector(`[data-name="${name}"] input`), name);
  const say = async (name, text) => {
    const input = await field(name);
    await input.focus();
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };
  for (const name of ["lucy", "ming"]) {
    await page.evaluate((name) => document.querySelector("sp-clients").renderRoot.querySelector(`[data-name="${name}"] header button`).click(), name);
    await until(told(name), (s) => s === "connected", `${name} connects`);
    await say(name, name);
    await until(told(name), (s) => s.endsWith(`welcome, ${name}`), `${name} logs in`);
  }
  await say("ming", "lucy: 你好");
  await until(told("lucy"), (s) => s.endsWith("ming: 你好"), "lucy reads");
}

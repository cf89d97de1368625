// The page in Firefox: it loads, a lesson's lines run, and two windows talk. Debian's browser, driven by puppeteer-core.
import puppeteer from "puppeteer-core";
import { serve } from "../../tests/tools/serve.mjs";
import { check, equal, until } from "./harness.mjs";

const BROWSER = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** The same form as `suite` gives, for one browser that is another. */
export async function firefox(dist) {
  const server = await serve(dist, 0);
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: BROWSER, headless: true });
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  const name = "the page loads, a lesson runs, two windows talk";
  const start = Date.now();
  let [passed, failed] = [0, 0];
  try {
    await lesson(page, server.address);
    equal(problems, [], "the console:");
    passed++;
    console.log(`  ok   firefox: ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    failed++;
    console.log(`  FAIL firefox: ${name}\n       ${String(error?.stack ?? error).replaceAll("\n", "\n       ")}`);
  }
  await browser.close();
  server.close();
  return { passed, failed };
}

async function lesson(page, address) {
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

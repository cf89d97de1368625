// Starts Chromium on a built page. Debian's browser is driven; nothing is downloaded.
import { chromium } from "playwright-core";
import { serve } from "../../tests/tools/serve.mjs";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

export async function open({ dist = new URL("../dist", import.meta.url).pathname, context = {} } = {}) {
  const server = await serve(dist, 0);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
  });
  const newPage = async (options = {}) => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context, ...options })).newPage();
    page.problems = [];
    page.on("pageerror", (error) => page.problems.push(String(error)));
    page.on("console", (message) => {
      // When typing replaces highlighted text, Chromium's own editing copies its style into the document and then
      // reports itself. The editor puts its text right at once.
      const own = message.text().startsWith("Applying inline style violates");
      if (message.type() === "error" && !own) page.problems.push(message.text());
    });
    return page;
  };
  const close = async () => {
    await browser.close();
    server.close();
  };
  return { address: server.address, newPage, close };
}

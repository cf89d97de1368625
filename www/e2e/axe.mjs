// What an automatic checker can decide, WCAG 2.2 AA. Its script has to come before the page's own: Trusted Types would refuse
// it later.
import { readFileSync } from "node:fs";
import { check } from "./harness.mjs";

export const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** `within`: selectors of what is looked at; the whole document by default. */
export async function accessible(page, where, within) {
  const { violations } = await page.evaluate(([context, runOnly]) => window.axe.run(context ?? document, { runOnly }), [within, RULES]);
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(" ")} (${n.failureSummary})`).slice(0, 3).join(" | ")}`);
  check(found.length === 0, `${where}: ${found.join("\n")}`);
}

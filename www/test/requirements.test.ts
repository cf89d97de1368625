import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const ROOT = new URL("../..", import.meta.url).pathname;
const PLACES: Record<string, string> = { e2e: "www/e2e", unit: "www/test", rust: "crate/tests" };

/** Each test that the table names: its file, and words of its name. Single words are names of other things. */
function named(text: string): [file: string, words: string][] {
  const found: [string, string][] = [];
  let file = "";
  for (const [, place, name, double, single] of text.matchAll(/\b(e2e|unit|rust)\/([\w.-]+\.(?:mjs|ts|rs))|``([^\n]+?)``|`([^`\n]+)`/g)) {
    if (place !== undefined) file = `${PLACES[place]}/${name}`;
    else if (/[ _(]/.test(double ?? single ?? "")) found.push([file, double ?? single ?? ""]);
  }
  return found;
}

/** The cells of the tables that name tests. */
const cells = readFileSync(`${ROOT}/tests/REQUIREMENTS.md`, "utf8")
  .split("\n")
  .filter((line) => /^\|.*\b(e2e|unit|rust)\//.test(line))
  .map((line) => line.split(" | ").at(-1) ?? "");

describe("the table of promises", () => {
  it("names only tests that are there", () => {
    const tests = cells.flatMap(named);
    expect(tests.length).toBeGreaterThan(60);
    const missing = tests.filter(([file, words]) => !existsSync(`${ROOT}/${file}`) || !readFileSync(`${ROOT}/${file}`, "utf8").includes(words));
    expect(missing).toEqual([]);
  });
});

/** The kinds of input are named on both sides of the worker: here and in the runtime, in two languages. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { INPUTS } from "../src/state/link.ts";

const rust = readFileSync(new URL("../../crate/src/wasm/shapes.rs", import.meta.url), "utf8");
const camel = (variant: string): string => variant.charAt(0).toLowerCase() + variant.slice(1);

/** The text between the braces that follow `head`. */
function body(head: string): string {
  const start = rust.indexOf("{", rust.indexOf(head));
  let depth = 0;
  for (let at = start; at < rust.length; at++) {
    depth += rust[at] === "{" ? 1 : rust[at] === "}" ? -1 : 0;
    if (depth === 0) return rust.slice(start + 1, at);
  }
  throw new Error(`no ${head} in shapes.rs`);
}

const here = Object.keys(INPUTS).sort();

describe("kinds of input", () => {
  it("are those that the runtime writes", () => {
    const variants = [...body("pub enum InputShape").matchAll(/^ {4}(\w+)\b/gm)].map(([, name = ""]) => camel(name));
    expect(variants.sort()).toEqual(here);
  });

  it("are those that the runtime reads", () => {
    const arms = [...body("for InputShape").matchAll(/"(\w+)" => InputShape::(\w+)/g)].map(([, kind = "", variant = ""]) => {
      expect(kind).toBe(camel(variant));
      return kind;
    });
    expect(arms.sort()).toEqual(here);
  });
});

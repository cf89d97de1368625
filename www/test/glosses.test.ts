import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { all, glossOfDiagnostic, glossOfOutput } from "../src/parts/glosses.ts";

describe("glosses", () => {
  it("are there in both languages, each in its own", () => {
    for (const gloss of all()) {
      expect(gloss.en).toMatch(/^[\x20-\x7e]+\.( [^.]+\.)*$/);
      expect(gloss["zh-CN"]).toMatch(/[\u4e00-\u9fff].*。$/);
    }
  });

  it("explain each kind of exception that the lessons show", () => {
    const lessons = new URL("../../lessons/", import.meta.url);
    const files = readdirSync(lessons, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("en.md"));
    const shown = files.flatMap((name) => readFileSync(new URL(name, lessons), "utf8").match(/^\*\* exception .*$/gm) ?? []);
    expect(shown.length).toBeGreaterThan(5);
    for (const line of shown) expect(glossOfOutput(line, "en"), line).toBeDefined();
  });

  it.each([
    ["** exception error: no match of right hand side value 2\n", /left of `=`/],
    ["hello\n** exception error: undefined function lists:nope/1\n", /misspelt/],
    ["* 1:1: variable 'X' is unbound\n", /capital letter/],
    ["** exception exit: {noproc,{gen_server,call,[nobody,hello]}}\n     in function  gen_server:call/2\n", /Nobody is there/],
    ["** exception exit: {timeout,{gen_server,call,[<0.80.0>,hello]}}\n", /five seconds/],
    ["** exception exit: whatever\n", /told to end/],
  ])("take the special one: %s", (text, words) => {
    expect(glossOfOutput(text, "en")).toMatch(words);
  });

  it("say nothing where nothing went wrong, nor of what they do not know", () => {
    expect(glossOfOutput('"bad argument"\n', "en")).toBeUndefined();
    expect(glossOfOutput("** at node a **\n", "en")).toBeUndefined();
    expect(glossOfDiagnostic("something new", "en")).toBeUndefined();
  });

  it("explain what the compiler says", () => {
    expect(glossOfDiagnostic("function start/1 undefined", "zh-CN")).toMatch("没有定义");
    expect(glossOfDiagnostic("variable 'State' is unbound", "en")).toMatch("capital letter");
    expect(glossOfDiagnostic("head mismatch: previous function loop/1 ...", "en")).toMatch("full stop");
  });
});

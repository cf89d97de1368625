import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { complete } from "../src/lesson/complete.ts";
import { parseLesson } from "../build/lesson.ts";
import { readLessons } from "../build/plugin.ts";
import { proseHtml } from "../build/prose.ts";

const lessons = readLessons(new URL("lessons", import.meta.url).pathname);
const en = lessons.find((l) => l.locale === "en");

describe("a directory of lessons", () => {
  const within = (path: string, lesson: string, locale: string): (() => unknown) => {
    const directory = mkdtempSync(join(tmpdir(), "spawnpoint-lessons-"));
    mkdirSync(join(directory, "stack"));
    writeFileSync(join(directory, "stack", path), `---\nlesson: ${lesson}\nlocale: ${locale}\ntitle: T\norder: 1\nsource: s\n---\n\n## <a id="a"></a>A\n\nText.\n`);
    return () => {
      try {
        return readLessons(directory).map((l) => `${l.locale}/${l.id}`);
      } finally {
        rmSync(directory, { recursive: true });
      }
    };
  };

  it("has each lesson where its front matter says; what is elsewhere is refused, not left out", () => {
    expect(within("en.md", "stack", "en")()).toEqual(["en/stack"]);
    expect(within("en.md", "queue", "en")).toThrow(/en\.md:1: the front matter says lesson queue, locale en; the path says stack, en/);
    expect(within("zh-CN.md", "stack", "en")).toThrow("the path says stack, zh-CN");
    expect(within("stack.md", "stack", "en")).toThrow(/no lessons in .*; a lesson is a document NAME\/en\.md or NAME\/zh-CN\.md there/);
  });
});

describe("lesson documents", () => {
  it("have the same steps and shell keys in every language", () => {
    const keys = lessons.map((l) => l.steps.map((s) => [s.id, s.blocks.flatMap((b) => (b.kind === "shell" ? [b.shell.key] : []))]));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toEqual(keys[1]);
  });

  it("split transcripts into inputs and what they print", () => {
    const shells = en?.steps[1]?.blocks.flatMap((b) => (b.kind === "shell" ? [b.shell] : [])) ?? [];
    expect(shells[0]?.entries[0]).toMatchObject({
      node: null,
      prompt: 1,
      input: 'Pid = msg_cache:start_one("cache2").',
      expected: "Buff cache2 created! Pid = <0.62.0>\n<0.62.0>",
    });
    expect(shells[0]?.modules).toEqual(["code/loop/msg_cache.erl"]);
  });

  it("continue a session when the first prompt is not 1", () => {
    const shells = en?.steps[0]?.blocks.flatMap((b) => (b.kind === "shell" ? [b.shell] : [])) ?? [];
    expect(shells.map((s) => [s.key, s.session, s.fresh])).toEqual([
      ["mailbox.1", "mailbox.1", true],
      ["mailbox.2", "mailbox.1", false],
    ]);
  });

  it("know transcripts on several nodes, with faults", () => {
    const head = '---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n## <a id="a"></a>A\n';
    const block = "```erl nodes=a@h,b@h connected\n(a@h)1> one(\n  1).\nok\n(b@h)\nhello\n--- kill a@h ---\n(b@h)\nalone\n```\n";
    const lesson = parseLesson(`${head}${block}\n\`\`\`erl\n(b@h)1> x.\n\`\`\`\n`, "l/en.md");
    const shells = lesson.steps[0]?.blocks.flatMap((b) => (b.kind === "shell" ? [b.shell] : [])) ?? [];
    expect(shells.map((s) => [s.fresh, s.session, s.nodes, s.connected])).toEqual([
      [true, "a.1", ["a@h", "b@h"], true],
      [false, "a.1", ["a@h", "b@h"], true],
    ]);
    expect(shells[0]?.entries).toEqual([
      { node: "a@h", prompt: 1, input: "one(\n  1).", fault: null, expected: "ok", elsewhere: [{ node: "b@h", expected: "hello" }] },
      { node: null, prompt: 0, input: "", fault: "kill a@h", expected: "", elsewhere: [{ node: "b@h", expected: "alone" }] },
    ]);
  });

  it("keep a solution's modules out of the learner's world", () => {
    const exercise = en?.steps[1]?.blocks.find((b) => b.kind === "exercise");
    expect(exercise?.kind === "exercise" && exercise.exercise.checks.map((c) => c.code)).toEqual(["length(msg_cache:start_two()) =:= 2."]);
  });
});

describe("a broken lesson", () => {
  const head = ["---", "lesson: l", "locale: en", "title: T", "order: 1", "source: s", "---"];
  /** What is said of a document whose lines after the front matter are these; the first is line 8. */
  const said = (...lines: string[]): string => {
    try {
      parseLesson([...head, ...lines].join("\n"), "lessons/l/en.md");
    } catch (error) {
      return String(error);
    }
    return "nothing";
  };
  const step = '## <a id="a"></a>A';

  it.each([
    ["an unknown picture", [step, "```erl view=nonsense", "1> x.", "```"], 9, "view= takes one of mailbox,"],
    ["a line that is no input", [step, "```erl", "1 x.", "```"], 10, "begin the transcript with an input"],
    ["an input without an end", [step, "```erl", "1> x.", "2> y", "```"], 11, "end it with a full stop"],
    ["a block that continues nothing", [step, "```erl", "2> x.", "```"], 9, "begin it at prompt 1"],
    ["an open code block", [step, "```erl", "1> x."], 9, "close it with ```"],
    ["an open folded part", [step, '<details class="try"><summary>S</summary>', "", "text"], 9, "close it with `</details>`"],
    ["a fold that closes nothing", [step, "text", "</details>"], 10, "or remove it"],
    ["a misspelt mark", [step, "<!-- laod: code/m.erl -->"], 9, "lessons/README.md"],
    ["a module that was not shown", [step, "<!-- load: code/m.erl -->"], 9, "show it above"],
    ["a step without an id", ["## A"], 8, "write `## <a id"],
    ["an id used twice", [step, step], 9, "its own"],
    ["an exercise without an end", [step, "<!-- exercise: e -->", "text"], 9, "close it with `<!-- end exercise -->`"],
    ["code before the first step", ["```erl", "1> x.", "```", step], 10, "below a step's heading"],
    ["no step", ["text"], 8, "add a heading"],
  ])("is refused with its place and what to do: %s", (_, lines, line, advice) => {
    expect(said(...lines)).toContain(`lessons/l/en.md:${line}: `);
    expect(said(...lines)).toContain(advice);
  });
});

describe("prose", () => {
  it("escapes raw HTML and refuses foreign schemes", () => {
    const html = proseHtml('<img src=x onerror=alert(1)> <script>alert(1)</script> [a](javascript:alert(1)) [b](https://e.org/"x)');
    expect(html).not.toMatch(/<(img|script)/);
    expect(html).not.toContain("javascript:");
  });

  it("offers a module of the library as a file, and no other place of the repository", () => {
    const html = proseHtml("[`m`](../../crate/otp/m.erl) [up](../../crate/otp/../m.erl) [src](../../crate/src/main.rs)");
    expect(html).toBe('<p><a href="../../otp/m.erl" download><code translate="no">m</code></a> up src</p>\n');
  });

  it("keeps a word of a program whole that has a hyphen or a stroke", () => {
    expect(proseHtml("`-behaviour(x)` `a / b`")).toBe('<p><code class="one" translate="no">-behaviour(x)</code> <code translate="no">a / b</code></p>\n');
  });

  it("joins lines between Han characters without a space", () => {
    expect(proseHtml("进程是\n轻的。")).toContain("进程是轻的");
  });

  it("leaves no space after a full-width mark, where Markdown needs one to end an emphasis", () => {
    expect(proseHtml("**猜一猜。** 第 2 行用 `f(\"，\" , x)`， `g` 呢？")).toBe(
      '<p><strong>猜一猜。</strong>第 2 行用 <code translate="no">f(&quot;，&quot; , x)</code>，<code translate="no">g</code> 呢？</p>\n',
    );
  });
});

describe("complete", () => {
  it.each([
    ["foo().", true],
    ['"a. ', false],
    ["$. ", false],
    ["fun() -> 1.5 end", false],
    ["X = 'a.'. % done.", true],
  ])("%s", (input, expected) => expect(complete(input)).toBe(expected));
});

/**
 * Reads a lesson document (`lessons/README.md` defines the format) into the shape the page uses. Throws with file, line and
 * what to do when the document breaks the format: a broken lesson must not build.
 */
import type { Block, Entry, Exercise, Lesson, Module, PictureKind, Shell, Step } from "../src/lesson/types.ts";
import { complete } from "../src/lesson/complete.ts";
import { inlineHtml, plainText, proseHtml } from "./prose.ts";

const STEP = /^## <a id="([a-z0-9_-]+)"><\/a>(.*)$/;
const FENCE = /^(`{3,})(\S*)\s*(.*)$/;
const DETAILS = /^<details class="(answer|try|hint|check|solution)"(?: id="([a-z0-9_-]+)")?>\s*<summary>(.*)<\/summary>$/;
const LOAD = /^<!-- load: (\S+) -->$/;
const EXERCISE = /^<!-- exercise: ([a-z0-9_-]+) -->$/;
const END_EXERCISE = "<!-- end exercise -->";
const NODE = String.raw`\(([\w.-]+@[\w.-]+)\)`;
const PROMPT = new RegExp(String.raw`^(?:${NODE})?(\d+)>(?: (.*))?$`);
const VIEWS: readonly string[] = ["mailbox", "processes", "messages", "tables", "tree", "cluster"] satisfies PictureKind[];
const LOCALES: readonly string[] = ["en", "zh-CN"];
/** What begins like a mark of the format; if it is none, a mistake would become prose. */
const LIKE_MARK = /^<(?:!--|\/?details\b|summary\b)/;
const NODE_ALONE = new RegExp(`^${NODE}$`);
const FAULT = /^--- (.*) ---$/;

interface Fence {
  lang: string;
  attributes: Map<string, string>;
  lines: string[];
  /** Of its opening, counted from 1. */
  line: number;
}

/** The full names in `nodes=a@localhost,b@localhost`. */
function nodesOf(fence: Fence): string[] {
  return fence.attributes.get("nodes")?.split(",") ?? [];
}

/** State shared by the nested parts of one document. */
class Reader {
  private at = 0;
  private readonly known = new Map<string, Module>();
  /** Per step: files shown or loaded so far, the running session, and how many shell blocks there were. */
  private files: string[] = [];
  private step = "";
  private shells = 0;
  private session = "";
  private nodes: string[] = [];
  private connected = false;
  /** Of steps, exercises and checks: links and saved work hang on them. */
  private readonly ids = new Set<string>();

  constructor(
    private readonly lines: string[],
    private readonly path: string,
  ) {}

  /** `line` counts from 1; it is the one read last, if not told. */
  fail(what: string, advice: string, line = this.at): never {
    throw new Error(`${this.path}:${Math.max(1, line)}: ${what}; ${advice}`);
  }

  private claim(id: string, line: number): string {
    if (this.ids.has(id)) this.fail(`the id \`${id}\` is used twice`, "give each step, exercise and check its own", line);
    this.ids.add(id);
    return id;
  }

  peek(): string | undefined {
    return this.lines[this.at];
  }

  frontMatter(): Map<string, string> {
    const fields = new Map<string, string>();
    if (this.lines[this.at++] !== "---") this.fail("no front matter", "begin the document with `---`, the keys lesson, locale, title, order, source, and `---`");
    for (;;) {
      const line = this.lines[this.at++];
      if (line === undefined) this.fail("the front matter has no end", "close it with `---`", 1);
      if (line === "---") return fields;
      const split = line.indexOf(":");
      if (split < 0) this.fail(`not a key with its value: ${line}`, "write `key: value`");
      fields.set(line.slice(0, split).trim(), line.slice(split + 1).trim().replace(/^"(.*)"$/, "$1"));
    }
  }

  /** Blocks up to (not including) the line on which `ends` holds, or the end of the document. */
  blocks(ends: (line: string) => boolean): Block[] {
    const blocks: Block[] = [];
    let prose: string[] = [];
    const flush = (): void => {
      const text = prose.join("\n").trim();
      if (text !== "") blocks.push({ kind: "prose", html: proseHtml(text) });
      prose = [];
    };
    for (let line = this.peek(); line !== undefined && !ends(line); line = this.peek()) {
      const load = LOAD.exec(line);
      const exercise = EXERCISE.exec(line);
      const details = DETAILS.exec(line);
      const fence = FENCE.exec(line);
      if (load?.[1] !== undefined) {
        this.at++;
        if (!this.known.has(load[1])) this.fail(`no module ${load[1]} was shown before`, `show it above in a block \`erlang file=${load[1]}\`, or load another`);
        this.use(load[1]);
      } else if (exercise?.[1] !== undefined) {
        flush();
        this.at++;
        blocks.push({ kind: "exercise", exercise: this.exercise(exercise[1]) });
      } else if (details && details[1] === "answer") {
        flush();
        blocks.push({ kind: "answer", summary: inlineHtml(details[3] ?? ""), html: this.folded() });
      } else if (details && details[1] === "try") {
        flush();
        this.at++;
        const opened = this.at;
        const inner = this.blocks((l) => l === "</details>" || l.startsWith("## "));
        if (this.lines[this.at++] !== "</details>") this.fail("the folded part has no end", "close it with `</details>`, alone on its line", opened);
        blocks.push({ kind: "try", summary: inlineHtml(details[3] ?? ""), blocks: inner });
      } else if (fence) {
        const start = this.at;
        const block = this.fence();
        if (block.lang === "erl") {
          flush();
          blocks.push({ kind: "shell", shell: this.shell(block) });
        } else if (block.lang === "erlang" && block.attributes.has("file")) {
          flush();
          blocks.push({ kind: "module", module: this.module(block) });
        } else if (block.lang === "client") {
          flush();
          this.client(blocks, block);
        } else {
          prose.push(...this.lines.slice(start, this.at));
        }
      } else if (LIKE_MARK.test(line)) {
        this.fail(`nothing can be done with ${line}`, "write it as lessons/README.md shows, or remove it", this.at + 1);
      } else {
        prose.push(line);
        this.at++;
      }
    }
    flush();
    return blocks;
  }

  private use(file: string): void {
    const name = file.slice(file.lastIndexOf("/") + 1);
    this.files = [...this.files.filter((f) => f.slice(f.lastIndexOf("/") + 1) !== name), file];
  }

  private fence(): Fence {
    const open = FENCE.exec(this.lines[this.at++] ?? "");
    const first = this.at;
    const marks = open?.[1] ?? "```";
    const attributes = new Map<string, string>();
    for (const part of (open?.[3] ?? "").split(/\s+/).filter((p) => p !== "")) {
      const split = part.indexOf("=");
      attributes.set(split < 0 ? part : part.slice(0, split), split < 0 ? "" : part.slice(split + 1));
    }
    const lines: string[] = [];
    for (;;) {
      const line = this.lines[this.at++];
      if (line === undefined) this.fail("the code block has no end", `close it with ${marks}`, first);
      if (line === marks) return { lang: open?.[2] ?? "", attributes, lines, line: first };
      lines.push(line);
    }
  }

  private module(fence: Fence): Module {
    const file = fence.attributes.get("file") ?? "";
    const [, base, ending] = /([^/]+)(\.[eh]rl)$/.exec(file) ?? this.fail(`neither a module nor a header: ${file}`, "name a file that ends in .erl or .hrl", fence.line);
    const name = ending === ".hrl" ? `${base}.hrl` : (base ?? "");
    const module = { file, name, source: `${fence.lines.join("\n")}\n` };
    this.known.set(file, module);
    this.use(file);
    return module;
  }

  private shell(fence: Fence): Shell {
    const entries: Entry[] = [];
    for (let rest = fence.lines; rest.length > 0; ) {
      const { entry, end } = this.entry(rest, fence.line + 1 + fence.lines.length - rest.length);
      entries.push(entry);
      rest = rest.slice(end);
    }
    const view = fence.attributes.get("view") ?? null;
    if (view !== null && !VIEWS.includes(view)) this.fail(`no picture \`${view}\``, `view= takes one of ${VIEWS.join(", ")}`, fence.line);
    const key = `${this.step}.${++this.shells}`;
    const nodes = nodesOf(fence);
    const fresh = nodes.length > 0 || (entries[0]?.node === null && entries[0].prompt === 1);
    if (!fresh && this.session === "") this.fail("the block continues no shell of its step", "begin it at prompt 1, or name its nodes", fence.line);
    if (fresh) [this.session, this.nodes, this.connected] = [key, nodes, fence.attributes.has("connected")];
    return {
      key,
      session: this.session,
      fresh,
      modules: this.files,
      view: view as PictureKind | null,
      focus: fence.attributes.get("focus") ?? null,
      nodes: this.nodes,
      connected: this.connected,
      entries,
    };
  }

  /** The entry that begins with the first line, which is line `at` of the document, and how many lines it takes. */
  private entry(lines: string[], at: number): { entry: Entry; end: number } {
    const first = lines[0] ?? "";
    const fault = FAULT.exec(first)?.[1] ?? null;
    const start = PROMPT.exec(first) ?? (fault === null ? this.fail(`no prompt before ${first}`, "begin the transcript with an input: `1> ...`", at) : null);
    let end = 1;
    const input = [start?.[3] ?? ""];
    while (start && !complete(input.join("\n")) && end < lines.length) input.push(lines[end++] ?? "");
    if (start && !complete(input.join("\n"))) this.fail(`the input does not end: ${first}`, "end it with a full stop", at);
    const expected: string[] = [];
    const elsewhere: { node: string; lines: string[] }[] = [];
    for (; end < lines.length && !PROMPT.test(lines[end] ?? "") && !FAULT.test(lines[end] ?? ""); end++) {
      const node = NODE_ALONE.exec(lines[end] ?? "")?.[1];
      if (node === undefined) (elsewhere.at(-1)?.lines ?? expected).push(lines[end] ?? "");
      else elsewhere.push({ node, lines: [] });
    }
    const entry = {
      node: start?.[1] ?? null,
      prompt: Number(start?.[2] ?? 0),
      input: input.join("\n"),
      fault,
      expected: expected.join("\n"),
      elsewhere: elsewhere.map((e) => ({ node: e.node, expected: e.lines.join("\n") })),
    };
    return { entry, end };
  }

  /** A client's window; those that follow each other stand side by side. */
  private client(blocks: Block[], fence: Fence): void {
    const [name, port] = [fence.attributes.get("name"), Number(fence.attributes.get("port"))];
    if (name === undefined || !(port > 0 && port < 65_536)) this.fail("a client has a name and a port", "write `client name=alice port=4000`", fence.line);
    if (this.session === "") this.fail("the client has no node", "put the shell block that starts it before", fence.line);
    const last = blocks.at(-1);
    const window = { name, port, lines: fence.lines.filter((line) => line.trim() !== "") };
    if (last?.kind === "clients" && last.session === this.session) last.windows.push(window);
    else blocks.push({ kind: "clients", session: this.session, windows: [window] });
  }

  /** Prose up to `</details>`; fences inside stay prose. */
  private folded(): string {
    const opened = ++this.at;
    const lines: string[] = [];
    for (;;) {
      const line = this.lines[this.at++];
      if (line === undefined) this.fail("the folded part has no end", "close it with `</details>`, alone on its line", opened);
      if (line === "</details>") return proseHtml(lines.join("\n"));
      lines.push(line);
    }
  }

  private exercise(id: string): Exercise {
    const opened = this.at;
    // An exercise may be called as its step is.
    this.claim(`exercise ${id}`, opened);
    const part = (line: string): boolean => line === END_EXERCISE || line.startsWith("## ") || /^<details class="(hint|check|solution)"/.test(line);
    const blocks = this.blocks(part);
    const solution = { modules: [], html: "" };
    const exercise: Exercise = { id, blocks, starter: this.files, hints: [], checks: [], solution };
    for (;;) {
      const line = this.peek();
      if (line === undefined || line.startsWith("## ")) this.fail(`the exercise ${id} has no end`, `close it with \`${END_EXERCISE}\``, opened);
      if (line === END_EXERCISE) {
        this.at++;
        return exercise;
      }
      const details = DETAILS.exec(line);
      const summary = inlineHtml(details?.[3] ?? "");
      if (details?.[1] === "hint") exercise.hints.push({ summary, html: this.folded() });
      else if (details?.[1] === "check") exercise.checks.push({ id: this.claim(details[2] ?? this.fail("the check has no id", "write `<details class=\"check\" id=\"...\">`", this.at + 1), this.at + 1), summary, ...this.check() });
      else if (details?.[1] === "solution") exercise.solution = this.solution();
      else if (line.trim() === "") this.at++;
      else this.fail(`not a part of an exercise: ${line}`, `put it before the hints, or after \`${END_EXERCISE}\``, this.at + 1);
    }
  }

  private check(): { code: string; nodes: string[]; message: string } {
    this.at++;
    while (this.peek()?.trim() === "") this.at++;
    if (!this.peek()?.startsWith("```erlang")) this.fail("the check has no code", "begin it with a block ```erlang", this.at + 1);
    const fence = this.fence();
    this.at--;
    return { code: fence.lines.join("\n"), nodes: nodesOf(fence), message: this.folded() };
  }

  private solution(): Exercise["solution"] {
    const opened = ++this.at;
    const [files, session] = [this.files, this.session];
    const blocks = this.blocks((line) => line === "</details>" || line.startsWith("## "));
    if (this.lines[this.at++] !== "</details>") this.fail("the solution has no end", "close it with `</details>`, alone on its line", opened);
    // What the solution shows is not part of the learner's world.
    [this.files, this.session] = [files, session];
    return {
      modules: blocks.flatMap((b) => (b.kind === "module" ? [b.module] : [])),
      html: blocks.map((b) => (b.kind === "prose" ? b.html : "")).join(""),
    };
  }

  steps(): Step[] {
    const steps: Step[] = [];
    for (let line = this.peek(); line !== undefined; line = this.peek()) {
      const head = STEP.exec(line) ?? this.fail(`the step has no id: ${line}`, "write `## <a id=\"...\"></a>Title`", this.at + 1);
      this.at++;
      this.step = this.claim(head[1] ?? "", this.at);
      this.files = [];
      this.shells = 0;
      this.session = "";
      const title = inlineHtml((head[2] ?? "").trim());
      const blocks = this.blocks((l) => l.startsWith("## "));
      steps.push({ id: this.step, title, label: plainText(title), blocks });
    }
    return steps;
  }
}

export function parseLesson(text: string, path: string): Lesson {
  const reader = new Reader(text.replace(/\r\n/g, "\n").replace(/\n+$/, "").split("\n"), path);
  const front = reader.frontMatter();
  const field = (name: string): string => front.get(name) ?? reader.fail(`the front matter has no \`${name}\``, `add a line \`${name}: ...\``, 1);
  if (!LOCALES.includes(field("locale"))) reader.fail(`no language \`${field("locale")}\``, `locale: takes one of ${LOCALES.join(", ")}`, 1);
  if (!Number.isFinite(Number(field("order")))) reader.fail("`order` is not a number", "say the lesson's place among the others, from 1", 1);
  const intro = reader.blocks((l) => l.startsWith("## "));
  const misplaced = intro.find((b) => b.kind !== "prose");
  if (misplaced) reader.fail(`before the first step stands a ${misplaced.kind}`, "move it below a step's heading");
  const steps = reader.steps();
  if (steps.length === 0) reader.fail("the lesson has no step", "add a heading `## <a id=\"...\"></a>Title`");
  return {
    id: field("lesson"),
    locale: field("locale"),
    title: field("title"),
    order: Number(field("order")),
    source: front.get("source") ?? "",
    intro: intro.map((b) => (b.kind === "prose" ? b.html : "")).join(""),
    steps,
  };
}

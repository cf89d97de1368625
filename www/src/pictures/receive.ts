/**
 * The receive that a process is in: its clauses, and how a message fits each of them. Read from the source, since that is
 * what the learner has before them; what the runtime has decided (skipped, taken by the clause of this line) is never
 * contradicted, and where the source alone does not decide (a guard, a variable whose value is not known), that is said. Pure.
 */
import { NIL, readTree, tokens, type Token, type Tree } from "./erlang-text.ts";

export interface Clause {
  /** As written, on one line. */
  head: string;
  /** Its lines in the source. */
  from: number;
  to: number;
  pattern: Tree;
  guarded: boolean;
}

export interface Receive {
  line: number;
  clauses: Clause[];
  /** Variables that may have a value before the message comes. */
  bound: ReadonlySet<string>;
  /** Field names by record. */
  records: ReadonlyMap<string, string[]>;
}

const OPENS = new Set(["begin", "case", "if", "receive", "try", "maybe"]);

/** All receives of a source, inner ones after those around them. */
export function receives(source: string): Receive[] {
  const all = tokens(source);
  const records = recordsOf(all);
  return all.flatMap((token, at) => {
    if (token.kind !== "punctuation" || token.text !== "receive") return [];
    const clauses = clausesFrom(all, at + 1, source);
    return clauses ? [{ line: token.line, clauses, bound: boundBefore(all, at), records }] : [];
  });
}

/** The receive at this line: that which begins there, or the innermost around it. */
export function receiveAt(source: string, line: number): Receive | undefined {
  const all = receives(source);
  return all.find((r) => r.line === line) ?? all.findLast((r) => r.line <= line && line <= (r.clauses.at(-1)?.to ?? 0));
}

const isFun = (all: readonly Token[], at: number): boolean => all[at]?.text === "fun" && (all[at + 1]?.text === "(" || (all[at + 1]?.kind === "var" && all[at + 2]?.text === "("));
const opens = (all: readonly Token[], at: number): boolean => all[at]?.kind === "punctuation" && (OPENS.has(all[at]?.text ?? "") || isFun(all, at));
const BRACKETS: Record<string, number> = { "(": 1, "[": 1, "{": 1, "<<": 1, ")": -1, "]": -1, "}": -1, ">>": -1 };

function clausesFrom(all: readonly Token[], start: number, source: string): Clause[] | undefined {
  const clauses: Clause[] = [];
  let [depth, brackets, head, arrow] = [0, 0, start, -1];
  for (let at = start; at < all.length; at++) {
    const token = all[at] as Token;
    if (token.kind !== "punctuation") continue;
    if (opens(all, at)) depth++;
    else if (token.text === "end" && depth > 0) depth--;
    else if (depth === 0) {
      brackets += BRACKETS[token.text] ?? 0;
      const ends = token.text === "end" || token.text === "after";
      if (brackets === 0 && token.text === "->" && arrow < 0) arrow = at;
      if (brackets === 0 && arrow >= 0 && (token.text === ";" || ends)) {
        clauses.push(clause(all, head, arrow, at, source));
        [head, arrow] = [at + 1, -1];
      }
      if (ends) return clauses;
    }
  }
  return undefined;
}

function clause(all: readonly Token[], from: number, arrow: number, end: number, source: string): Clause {
  const parts = all.slice(from, arrow);
  const when = parts.findIndex((t) => t.kind === "punctuation" && t.text === "when");
  const [first, last] = [parts[0], all[end - 1]];
  const head = source.slice(first?.at ?? 0, all[arrow]?.at).replace(/\s+/g, " ").trim();
  return { head, from: first?.line ?? 0, to: last?.line ?? 0, pattern: readTree(when < 0 ? parts : parts.slice(0, when)), guarded: when >= 0 };
}

/** Variables between the beginning of the function's clause and this place. */
function boundBefore(all: readonly Token[], at: number): Set<string> {
  const bound = new Set<string>();
  for (let i = at - 1; i >= 0; i--) {
    const token = all[i] as Token;
    if (token.kind === "punctuation" && token.text === "." && (all[i + 1]?.line ?? 0) > token.line) break;
    if (token.kind === "var" && token.text !== "_") bound.add(token.text);
  }
  return bound;
}

function recordsOf(all: readonly Token[]): Map<string, string[]> {
  const records = new Map<string, string[]>();
  all.forEach((token, at) => {
    if (token.text !== "record" || all[at - 1]?.text !== "-" || all[at + 1]?.text !== "(") return;
    const fields: string[] = [];
    let depth = 0;
    for (let i = at + 4; i < all.length; i++) {
      const { text = "", kind } = all[i] ?? {};
      depth += kind === "punctuation" ? (BRACKETS[text] ?? 0) : 0;
      if (depth < 1) break;
      if (depth === 1 && kind === "atom" && /^[{,]$/.test(all[i - 1]?.text ?? "")) fields.push(text);
    }
    records.set(all[at + 2]?.text ?? "", fields);
  });
  return records;
}

// ---- matching

export type Reason =
  /** Two plain things that differ, as texts. */
  | { kind: "differs"; is: string; wanted: string }
  /** Numbers of elements. */
  | { kind: "size"; is: number; wanted: number }
  | { kind: "shape"; wanted: "tuple" | "list" | "map" }
  | { kind: "bound"; name: string; value: string; is: string };

export type Fit = { fits: "yes" | "maybe"; bindings: [string, string][] } | { fits: "no"; reason: Reason };

/** Values of variables, as texts. */
export type Known = ReadonlyMap<string, string>;

export function fit(receive: Receive, pattern: Tree, message: string, known: Known): Fit {
  const bindings = new Map<string, Tree>();
  const given = new Map([...known].map(([name, text]) => [name, readTree(tokens(text))]));
  let sure = true;
  const visit = (p: Tree, t: Tree): Reason | undefined => {
    switch (p.kind) {
      case "any":
        return undefined;
      case "opaque":
        sure = false;
        return undefined;
      case "both":
        return visit(p.left, t) ?? visit(p.right, t);
      case "var": {
        const value = given.get(p.name) ?? bindings.get(p.name);
        if (value) return same(value, t) === false ? { kind: "bound", name: p.name, value: show(value), is: show(t) } : undefined;
        if (receive.bound.has(p.name)) sure = false;
        else bindings.set(p.name, t);
        return undefined;
      }
      case "record": {
        const fields = receive.records.get(p.name);
        if (!fields) return visit({ kind: "opaque" }, t);
        const items: Tree[] = [{ kind: "plain", text: p.name }, ...fields.map((f): Tree => p.fields.get(f) ?? { kind: "any" })];
        return visit({ kind: "tuple", items }, t);
      }
      default:
        return compound(p, t);
    }
  };
  const compound = (p: Exclude<Tree, { kind: "any" | "opaque" | "both" | "var" | "record" }>, t: Tree): Reason | undefined => {
    if (t.kind === "opaque") {
      sure = false;
      return undefined;
    }
    if (p.kind === "plain") return same(p, t) === false ? { kind: "differs", is: show(t), wanted: show(p) } : undefined;
    if (p.kind !== t.kind) return { kind: "shape", wanted: p.kind };
    if (p.kind === "tuple" && t.kind === "tuple") {
      if (p.items.length !== t.items.length) return { kind: "size", is: t.items.length, wanted: p.items.length };
      return first(p.items.map((item, i) => () => visit(item, t.items[i] ?? NIL)));
    }
    if (p.kind === "list" && t.kind === "list") {
      const rest = t.items.slice(p.items.length);
      if (t.items.length < p.items.length) return { kind: "size", is: t.items.length, wanted: p.items.length };
      const tail: Tree = rest.length === 0 ? t.tail : { kind: "list", items: rest, tail: t.tail };
      return first([...p.items.map((item, i) => () => visit(item, t.items[i] ?? NIL)), () => visit(p.tail, tail)]);
    }
    if (p.kind === "map" && t.kind === "map") {
      return first(
        p.pairs.map(([key, value]) => () => {
          const found = t.pairs.find(([k]) => same(key, k) === true);
          if (!found && key.kind === "var") return visit({ kind: "opaque" }, t);
          return found ? visit(value, found[1]) : { kind: "differs", is: show(t), wanted: `#{${show(key)} := _}` };
        }),
      );
    }
    return undefined;
  };
  const reason = visit(pattern, readTree(tokens(message)));
  if (reason) return { fits: "no", reason };
  return { fits: sure ? "yes" : "maybe", bindings: [...bindings].map(([name, value]) => [name, show(value)]) };
}

function first(tests: (() => Reason | undefined)[]): Reason | undefined {
  for (const test of tests) {
    const reason = test();
    if (reason) return reason;
  }
  return undefined;
}

/** Undefined: not to be told. */
function same(a: Tree, b: Tree): boolean | undefined {
  const [x, y] = [show(a), show(b)];
  return x.includes("…") || y.includes("…") ? undefined : x === y;
}

/** On one line. */
export function show(tree: Tree): string {
  switch (tree.kind) {
    case "any":
      return "_";
    case "var":
      return tree.name;
    case "plain":
      return tree.text;
    case "tuple":
      return `{${tree.items.map(show).join(",")}}`;
    case "list": {
      const text = tree.tail === NIL ? printable(tree.items) : undefined;
      return text ?? `[${tree.items.map(show).join(",")}${tree.tail === NIL ? "" : `|${show(tree.tail)}`}]`;
    }
    case "map":
      return `#{${tree.pairs.map(([k, v]) => `${show(k)} => ${show(v)}`).join(",")}}`;
    case "record":
      return `#${tree.name}{}`;
    case "both":
      return `${show(tree.left)} = ${show(tree.right)}`;
    case "opaque":
      return "…";
  }
}

/** A list of characters as the shell prints it. */
function printable(items: readonly Tree[]): string | undefined {
  const codes = items.map((item) => (item.kind === "plain" && /^\d+$/.test(item.text) ? Number(item.text) : -1));
  return codes.every((c) => (c >= 32 && c < 127) || (c >= 0x3000 && c < 0xfffe)) ? `"${String.fromCodePoint(...codes)}"` : undefined;
}

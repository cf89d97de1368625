/**
 * Erlang as text, read far enough for pictures: tokens with their places, and terms and patterns as trees. What is not
 * understood (bit strings, operators, macros, a text that was cut) is `opaque`: nothing is claimed about it.
 */

export interface Token {
  kind: "atom" | "var" | "number" | "string" | "identifier" | "punctuation";
  text: string;
  /** Offset in the source, and line from 1. */
  at: number;
  line: number;
}

const WORDS = new Set(["after", "begin", "case", "catch", "end", "fun", "if", "of", "receive", "try", "when", "maybe", "else"]);
/** Identifiers are pids, ports, references and funs as they are printed. */
const TOKEN =
  /\s+|%[^\n]*|(?<identifier><\d+\.\d+\.\d+>(?:@[\w.-]+)?|#(?:Ref|Port|Fun)<[^>]*>)|(?<number>\$(?:\\.|[^\\])|\d[\d_]*(?:#[0-9a-zA-Z]+|\.\d+(?:[eE][+-]?\d+)?)?)|(?<atom>[a-z\p{Ll}][\w@\p{L}]*|'(?:\\.|[^'\\])*')|(?<var>[_A-Z\p{Lu}][\w@\p{L}]*)|(?<string>"(?:\\.|[^"\\])*")|(?<punctuation>->|<<|>>|:=|=>|\|\||[<>=/:+-]+|.)/suy;

export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match && match[0] !== ""; match = TOKEN.exec(source)) {
    const [text] = match;
    const kind = Object.entries(match.groups ?? {}).find(([, part]) => part !== undefined)?.[0] as Token["kind"] | undefined;
    if (kind) found.push({ kind: kind === "atom" && WORDS.has(text) ? "punctuation" : kind, text, at: match.index, line });
    line += text.split("\n").length - 1;
  }
  return found;
}

export type Tree =
  | { kind: "any" }
  | { kind: "var"; name: string }
  /** Atoms, numbers, pids: the same when their texts are. */
  | { kind: "plain"; text: string }
  | { kind: "tuple"; items: Tree[] }
  | { kind: "list"; items: Tree[]; tail: Tree }
  | { kind: "map"; pairs: [Tree, Tree][] }
  | { kind: "record"; name: string; fields: Map<string, Tree> }
  /** Both must match. */
  | { kind: "both"; left: Tree; right: Tree }
  | { kind: "opaque" };

export const NIL: Tree = { kind: "plain", text: "[]" };
const OPAQUE: Tree = { kind: "opaque" };
/** Deeper texts are not read. */
const DEPTH_MAX = 100;

class Unread extends Error {}

class Reader {
  private next = 0;
  constructor(private readonly all: readonly Token[]) {}

  whole(): Tree {
    const tree = this.tree(0);
    if (this.next < this.all.length) throw new Unread();
    return tree;
  }

  private get text(): string {
    const token = this.all[this.next];
    return token?.kind === "punctuation" ? token.text : "";
  }

  private take(text: string): boolean {
    if (this.text !== text) return false;
    this.next++;
    return true;
  }

  private need(text: string): void {
    if (!this.take(text)) throw new Unread();
  }

  private tree(depth: number): Tree {
    if (depth > DEPTH_MAX) throw new Unread();
    const left = this.simple(depth);
    return this.take("=") ? { kind: "both", left, right: this.tree(depth + 1) } : left;
  }

  private simple(depth: number): Tree {
    const token = this.all[this.next++];
    if (!token) throw new Unread();
    switch (token.kind) {
      case "atom":
        return { kind: "plain", text: bare(token.text) };
      case "identifier":
        return { kind: "plain", text: token.text };
      case "number":
        return { kind: "plain", text: numberOf(token.text) };
      case "var":
        return token.text === "_" ? { kind: "any" } : { kind: "var", name: token.text };
      case "string":
        return characters(token.text);
      case "punctuation":
        return this.compound(token.text, depth);
    }
  }

  private compound(text: string, depth: number): Tree {
    if (text === "{") return { kind: "tuple", items: this.items("}", depth) };
    if (text === "[") return this.list(depth);
    if (text === "#") return this.hash(depth);
    if (text === "-" && this.all[this.next]?.kind === "number") return { kind: "plain", text: `-${numberOf(this.all[this.next++]?.text ?? "")}` };
    if (text === "(") {
      const inner = this.tree(depth + 1);
      this.need(")");
      return inner;
    }
    throw new Unread();
  }

  private items(end: string, depth: number): Tree[] {
    const items: Tree[] = [];
    while (!this.take(end)) {
      if (items.length > 0) this.need(",");
      items.push(this.tree(depth + 1));
    }
    return items;
  }

  private list(depth: number): Tree {
    const items: Tree[] = [];
    if (this.take("]")) return NIL;
    do items.push(this.tree(depth + 1));
    while (this.take(","));
    const tail = this.take("|") ? this.tree(depth + 1) : NIL;
    this.need("]");
    return { kind: "list", items, tail };
  }

  /** A map or a record. */
  private hash(depth: number): Tree {
    const name = this.all[this.next]?.kind === "atom" ? bare(this.all[this.next++]?.text ?? "") : undefined;
    this.need("{");
    const pairs: [Tree, Tree][] = [];
    while (!this.take("}")) {
      if (pairs.length > 0) this.need(",");
      const key = this.simple(depth + 1);
      if (!(name === undefined ? this.take(":=") || this.take("=>") : this.take("="))) throw new Unread();
      pairs.push([key, this.tree(depth + 1)]);
    }
    if (name === undefined) return { kind: "map", pairs };
    return { kind: "record", name, fields: new Map(pairs.map(([key, value]) => [key.kind === "plain" ? key.text : "", value])) };
  }
}

const bare = (atom: string): string => (/^'[a-z][\w@]*'$/.test(atom) ? atom.slice(1, -1) : atom);
const numberOf = (text: string): string => (/^\$[^\\]$/u.test(text) ? String(text.codePointAt(1)) : text.replaceAll("_", ""));

function characters(quoted: string): Tree {
  const inner = quoted.slice(1, -1);
  if (inner.includes("\\")) return { kind: "plain", text: quoted };
  const items = [...inner].map((c): Tree => ({ kind: "plain", text: String(c.codePointAt(0)) }));
  return items.length === 0 ? NIL : { kind: "list", items, tail: NIL };
}

/** A term or pattern; `opaque` if it is anything else. */
export function readTree(parts: readonly Token[]): Tree {
  try {
    return new Reader(parts).whole();
  } catch (error) {
    if (error instanceof Unread) return OPAQUE;
    throw error;
  }
}

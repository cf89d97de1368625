/**
 * A lesson as the page gets it: the shape of `lessons/README.md`, with prose already rendered to HTML by the build
 * (raw HTML of the source is escaped there, so the strings below are safe to put into the document).
 */

/** HTML made by `build/prose.ts` and by nothing else. */
export type Html = string;

export interface Lesson {
  id: string;
  locale: string;
  title: string;
  order: number;
  source: string;
  intro: Html;
  steps: Step[];
}

export interface Step {
  id: string;
  title: Html;
  /** The title without markup, for lists. */
  label: string;
  blocks: Block[];
}

export type Block =
  | { kind: "prose"; html: Html }
  | { kind: "module"; module: Module }
  | { kind: "shell"; shell: Shell }
  | { kind: "answer"; summary: Html; html: Html }
  | { kind: "try"; summary: Html; blocks: Block[] }
  /** Windows beside each other, each a client of the node that `session` started. */
  | { kind: "clients"; session: string; windows: ClientWindow[] }
  | { kind: "exercise"; exercise: Exercise };

export interface ClientWindow {
  /** Whose window it is; unique in a session. */
  name: string;
  port: number;
  /** Lines that the lesson has its owner send. */
  lines: string[];
}

export interface Module {
  /** Path relative to the lesson: `code/loop/msg_cache.erl`. Identity of the learner's edit. */
  file: string;
  /** The module's; a header has its file's: `chat_protocol.hrl`. */
  name: string;
  source: string;
}

export const isHeader = (name: string): boolean => name.endsWith(".hrl");

/** The file of a module, or of a header, by its name. */
export const fileName = (name: string): string => (isHeader(name) ? name : `${name}.erl`);

/** The picture that a shell block asks for; `mailbox` and `processes` are both the cards. */
export type PictureKind = "mailbox" | "processes" | "messages" | "tables" | "tree" | "cluster";

export interface Shell {
  /** Unique in the lesson and the same in every language: `spawn.1`. */
  key: string;
  /** Key of the block this one continues; itself when it starts a fresh node. */
  session: string;
  fresh: boolean;
  /** Files to load, in order. */
  modules: string[];
  view: PictureKind | null;
  focus: string | null;
  /** Full names of the session's nodes; none means one node without a name. */
  nodes: string[];
  /** Whether they are connected from the start. */
  connected: boolean;
  entries: Entry[];
}

/** A line to type at a node, or a fault: then there is no prompt (0) and no input. */
export interface Entry {
  /** Where it is typed; `null` on a node without a name. */
  node: string | null;
  prompt: number;
  input: string;
  /** `kill a@localhost`, `start a@localhost`, `partition a@localhost | b@localhost c@localhost` or `heal`. */
  fault: string | null;
  expected: string;
  /** What other nodes print because of it. */
  elsewhere: { node: string; expected: string }[];
}

export interface Exercise {
  id: string;
  /** The task. */
  blocks: Block[];
  /** Files that the learner starts from; those not among `blocks` were shown in an earlier step. */
  starter: string[];
  hints: { summary: Html; html: Html }[];
  /** A check runs on the first of its nodes, connected with the others. */
  checks: { id: string; summary: Html; code: string; nodes: string[]; message: Html }[];
  solution: { modules: Module[]; html: Html };
}

export interface LessonEntry {
  id: string;
  locale: string;
  title: string;
  order: number;
}

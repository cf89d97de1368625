/**
 * The client windows of a lesson: which of the world's clients a window is, at a moment, and what it has said and heard.
 * A window is known by its name; the run that connected it names its client, as runs name the lines of a transcript.
 * Pure: everything comes from the branch and the view.
 */
import type { ClientView, ViewModel } from "../protocol.ts";
import type { Branch } from "./branch.ts";

const PREFIX = "client:";

/** The run of a window's connection. */
export const clientLine = (window: string): string => `${PREFIX}${window}`;

/** Number of the client that `window` connected last, before `step`. */
export function clientOf(branch: Branch, window: string, step: number): number | undefined {
  const run = branch.runOf(clientLine(window), step);
  return run && (branch.events[run.fromStep]?.client ?? undefined);
}

/** The window that client `number` belongs to. */
export function windowOf(branch: Branch, number: number): string | undefined {
  const run = branch.runs.find(({ line, fromStep }) => line.startsWith(PREFIX) && branch.events[fromStep]?.client === number);
  return run?.line.slice(PREFIX.length);
}

export interface Said {
  step: number;
  from: "client" | "server";
  text: string;
}

/** How the client stands, and its conversation in lines. Bytes of one line may come in pieces, even within a character. */
export function conversation(view: ViewModel | undefined, number: number | undefined): { client: ClientView | undefined; said: Said[] } {
  const client = number === undefined ? undefined : (view?.clients ?? []).find((c) => c.client === number);
  return { client, said: client ? lines(client.log) : [] };
}

export function lines(log: ClientView["log"]): Said[] {
  const all: Said[] = [];
  const decoders = { client: new TextDecoder(), server: new TextDecoder() };
  const open: Partial<Record<Said["from"], Said>> = {};
  for (const { step, from, bytes } of log) {
    const text = decoders[from].decode(new Uint8Array(bytes), { stream: true });
    const parts = text.split("\n");
    parts.forEach((part, i) => {
      const ends = i < parts.length - 1;
      const piece = ends ? part.replace(/\r$/, "") : part;
      const line = open[from];
      if (line) line.text += piece;
      else if (piece !== "" || ends) all.push((open[from] = { step, from, text: piece }));
      if (ends) delete open[from];
    });
  }
  return all;
}

/** What a window sends: the line and its end, as UTF-8. */
export const lineBytes = (text: string): number[] => [...new TextEncoder().encode(`${text}\n`)];

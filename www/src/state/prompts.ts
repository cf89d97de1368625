/** What was typed at the open prompts, kept across reloads: the line in work, and those that were run. */
import { keep, type KeyValue } from "./storage.ts";

/** Lines that are kept of one session. */
const LINES_MAX = 50;

interface Prompt {
  draft: string;
  /** Those of earlier visits, and those of this one; oldest first. */
  earlier: string[];
  lines: string[];
}

export class Prompts {
  private readonly known = new Map<string, Prompt>();

  constructor(
    private readonly storage: KeyValue,
    private readonly lesson: string,
  ) {}

  draft(session: string): string {
    return this.of(session).draft;
  }

  setDraft(session: string, draft: string): void {
    this.of(session).draft = draft;
    this.save(session);
  }

  /** Lines run before the page was loaded. */
  earlier(session: string): readonly string[] {
    return this.of(session).earlier;
  }

  ran(session: string, line: string): void {
    const prompt = this.of(session);
    prompt.draft = "";
    prompt.lines.push(line);
    this.save(session);
  }

  private key(session: string): string {
    return `spawnpoint:prompt:${this.lesson}:${session}`;
  }

  private of(session: string): Prompt {
    let prompt = this.known.get(session);
    if (!prompt) this.known.set(session, (prompt = { lines: [], ...read(this.storage.getItem(this.key(session))) }));
    return prompt;
  }

  /** When there is no room, they live as long as the page. */
  private save(session: string): void {
    const { draft, earlier, lines } = this.of(session);
    keep(this.storage, this.key(session), JSON.stringify({ draft, lines: [...earlier, ...lines].slice(-LINES_MAX) }));
  }
}

function read(raw: string | null): Pick<Prompt, "draft" | "earlier"> {
  try {
    const value: unknown = JSON.parse(raw ?? "null");
    const { draft, lines } = (typeof value === "object" && value !== null ? value : {}) as { draft?: unknown; lines?: unknown };
    const good = typeof draft === "string" && Array.isArray(lines) && lines.every((line) => typeof line === "string");
    return good ? { draft, earlier: lines } : { draft: "", earlier: [] };
  } catch {
    return { draft: "", earlier: [] };
  }
}

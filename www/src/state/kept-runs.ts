/**
 * What ran on the page, kept across reloads: the inputs of each session, from which it comes back by replay. They are kept
 * as links are written (`link.ts`), with the same caps and checks; other programs than the one that recorded them would
 * replay something else, so they bear its name. Branches that were left are not kept.
 */
import firstUrl from "spawnpoint-wasm-first?url";
import type { Restore } from "./branch.ts";
import { decodeMoment, encodeMoment } from "./link.ts";
import { keep, type KeyValue } from "./storage.ts";

/** A lesson has fewer. */
const SESSIONS_MAX = 64;

/** Named by its content. */
const PROGRAM = firstUrl.replace(/^.*\//, "");

export class KeptRuns {
  constructor(
    private readonly storage: KeyValue,
    private readonly lesson: string,
    private readonly program = PROGRAM,
  ) {}

  private key(session: string): string {
    return `spawnpoint:run:${this.lesson}:${session}`;
  }

  /** Sessions of the lesson in the order in which they were last used. */
  private get used(): string[] {
    try {
      const all: unknown = JSON.parse(this.storage.getItem(this.usedKey) ?? "[]");
      return Array.isArray(all) ? all.filter((key) => typeof key === "string") : [];
    } catch {
      return [];
    }
  }

  private get usedKey(): string {
    return `spawnpoint:used:${this.lesson}`;
  }

  /** Notes that the learner turns to this session: a step may have several. */
  use(session: string): void {
    const used = this.used;
    if (used.at(-1) === session) return;
    keep(this.storage, this.usedKey, JSON.stringify([...used.filter((key) => key !== session), session].slice(-SESSIONS_MAX)));
  }

  /** Which of these was used last, if any was. */
  lastUsed(sessions: readonly string[]): string | undefined {
    return this.used.findLast((key) => sessions.includes(key));
  }

  has(session: string): boolean {
    return this.storage.getItem(this.key(session))?.startsWith(`${this.program} `) ?? false;
  }

  /** What has no room, or is too long to be replayed, is gone with the page. */
  async keep(session: string, seed: number, { step: at, ...rest }: Restore): Promise<void> {
    const moment = { lesson: this.lesson, step: "", session, seed, edits: {}, at, ...rest };
    const text = rest.inputs.length === 0 ? undefined : await encodeMoment(moment).catch(() => undefined);
    if (text === undefined || !keep(this.storage, this.key(session), `${this.program} ${text}`)) this.forget(session);
  }

  forget(session: string): void {
    this.storage.removeItem(this.key(session));
  }

  /** Takes it out: should its replay bring the page down, the next visit begins afresh. */
  async take(session: string): Promise<{ seed: number; restore: Restore } | undefined> {
    const text = this.has(session) ? this.storage.getItem(this.key(session)) : null;
    this.forget(session);
    if (text === null) return undefined;
    const moment = await decodeMoment(text.slice(this.program.length + 1)).catch(() => undefined);
    if (moment?.lesson !== this.lesson || moment.session !== session) return undefined;
    const { seed, inputs, runs, head, at } = moment;
    return { seed, restore: { inputs, runs, head, step: at } };
  }
}

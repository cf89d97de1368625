/** Which steps of a lesson the learner has done, and where they were last. Kept beside the edits. */
import { keep, type KeyValue } from "./storage.ts";

const VERSION = 1;

interface Saved {
  v: typeof VERSION;
  done: string[];
  last: string;
}

const key = (lesson: string): string => `spawnpoint:progress:${lesson}`;

export class Progress {
  private saved: Saved;

  constructor(
    private readonly storage: KeyValue,
    private readonly lesson: string,
  ) {
    this.saved = read(storage, lesson);
  }

  isDone(step: string): boolean {
    return this.saved.done.includes(step);
  }

  /** How many of `steps` are done; a lesson may have lost some since. */
  count(steps: readonly string[]): number {
    return steps.filter((step) => this.isDone(step)).length;
  }

  /** The step looked at last, "" for none. */
  get last(): string {
    return this.saved.last;
  }

  markDone(step: string): void {
    if (this.isDone(step)) return;
    this.saved = { ...this.saved, done: [...this.saved.done, step] };
    this.save();
  }

  visit(step: string): void {
    if (step === this.saved.last) return;
    this.saved = { ...this.saved, last: step };
    this.save();
  }

  private save(): void {
    // When there is no room, progress lives on in the page.
    keep(this.storage, key(this.lesson), JSON.stringify(this.saved));
  }
}

function read(storage: KeyValue, lesson: string): Saved {
  const none: Saved = { v: VERSION, done: [], last: "" };
  try {
    const value: unknown = JSON.parse(storage.getItem(key(lesson)) ?? "null");
    if (typeof value !== "object" || value === null) return none;
    const { v, done, last } = value as Partial<Saved>;
    const good = v === VERSION && Array.isArray(done) && done.every((id) => typeof id === "string") && typeof last === "string";
    return good ? { v, done, last } : none;
  } catch {
    return none;
  }
}

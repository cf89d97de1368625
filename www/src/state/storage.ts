/**
 * What the learner changed, kept across reloads. In a sandboxed frame storage throws: then edits live as long as the
 * page does. An edit remembers the text it was made from, so that a newer lesson can offer both. What was typed on this
 * page stays on it, whatever another tab keeps under the same name, and also when the storage is full.
 */

export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

class Memory implements KeyValue {
  private readonly map = new Map<string, string>();
  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.map.set(key, value);
  }
  removeItem(key: string): void {
    this.map.delete(key);
  }
}

export function openStorage(): { storage: KeyValue; lasting: boolean } {
  try {
    const probe = "spawnpoint:probe";
    window.localStorage.setItem(probe, "1");
    window.localStorage.removeItem(probe);
    return { storage: window.localStorage, lasting: true };
  } catch {
    return { storage: new Memory(), lasting: false };
  }
}

/** Keeps `value`; whether there was room for it. */
export function keep(storage: KeyValue, key: string, value: string): boolean {
  try {
    storage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

const VERSION = 1;

interface Saved {
  v: typeof VERSION;
  /** Hash of the lesson's text this edit was made from. */
  base: string;
  text: string;
}

export interface Edit {
  text: string;
  edited: boolean;
  /** The lesson's text has changed since this edit was made. */
  upgraded: boolean;
}

export class Edits {
  /** Texts of a shared link: shown, but not saved over the learner's own. */
  private readonly overlays = new Map<string, string>();
  /** What was typed on this page. */
  private readonly own = new Map<string, Saved>();

  constructor(
    private readonly storage: KeyValue,
    private readonly lesson: string,
  ) {}

  private key(id: string): string {
    return `spawnpoint:${this.lesson}:${id}`;
  }

  get(id: string, original: string): Edit {
    const overlay = this.overlays.get(id);
    if (overlay !== undefined) return { text: overlay, edited: overlay !== original, upgraded: false };
    const saved = this.own.get(id) ?? parseSaved(this.storage.getItem(this.key(id)));
    if (!saved || saved.text === original) return { text: original, edited: false, upgraded: false };
    return { text: saved.text, edited: true, upgraded: saved.base !== contentHash(original) };
  }

  /** Whether it will last; when not, the text lives on in the page. */
  set(id: string, original: string, text: string): boolean {
    this.overlays.delete(id);
    const saved: Saved = { v: VERSION, base: contentHash(original), text };
    this.own.set(id, saved);
    if (text !== original) return keep(this.storage, this.key(id), JSON.stringify(saved));
    this.storage.removeItem(this.key(id));
    return true;
  }

  /** Whether another tab has kept under `key` something else than what was typed here. */
  disagrees(key: string | null): boolean {
    for (const [id, { text }] of this.own) {
      if (this.key(id) === key) return parseSaved(this.storage.getItem(key))?.text !== text;
    }
    return false;
  }

  overlay(id: string, text: string): void {
    this.overlays.set(id, text);
  }

  reset(id: string): void {
    this.overlays.delete(id);
    this.own.delete(id);
    this.storage.removeItem(this.key(id));
  }
}

function parseSaved(raw: string | null): Saved | undefined {
  if (raw === null) return undefined;
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value !== "object" || value === null) return undefined;
    const { v, base, text } = value as Partial<Saved>;
    return v === VERSION && typeof base === "string" && typeof text === "string" ? { v, base, text } : undefined;
  } catch {
    return undefined;
  }
}

/** 53 bits, not for secrets: tells one version of a text from another. */
export function contentHash(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/**
 * Printed terms, read as text: the elements of a tuple, list or map, without building the term. Payloads reach the page
 * printed and may be cut, so nothing here expects them to be whole. Pure; time linear in the text, no recursion.
 */

/** Whether `text` at `i` opens a pid, reference, port or fun: one token up to its `>`. */
function identityEnd(text: string, i: number): number | undefined {
  const found = /^(?:#[A-Z][a-z]+)?<[^<>{}[\]"',]*>/.exec(text.slice(i, i + 80));
  return found ? i + found[0].length : undefined;
}

/** Index after the string or quoted atom that opens at `i`. */
function quotedEnd(text: string, i: number): number {
  const quote = text[i];
  for (let k = i + 1; k < text.length; k++) {
    if (text[k] === "\\") k++;
    else if (text[k] === quote) return k + 1;
  }
  return text.length;
}

const OPENING = "{[(";
const CLOSING = "}])";

export interface Elements {
  /** What stands around them: `{`, `[`, `#{` or `#record{`. */
  open: string;
  items: string[];
  /** Whether the closing bracket was there. */
  whole: boolean;
}

/** The elements of a tuple, list, map or record, trimmed; undefined for anything else. A list's tail is an element. */
export function elements(text: string): Elements | undefined {
  const open = /^(?:\{|\[|#\w*\{)/.exec(text)?.[0];
  if (open === undefined) return undefined;
  const items: string[] = [];
  let [depth, binaries, start] = [0, 0, open.length];
  for (let i = open.length; i < text.length; ) {
    const c = text[i] as string;
    if (c === '"' || c === "'") {
      i = quotedEnd(text, i);
      continue;
    }
    if (text.startsWith("<<", i)) {
      binaries++;
      i += 2;
      continue;
    }
    if (binaries > 0 && text.startsWith(">>", i)) {
      binaries--;
      i += 2;
      continue;
    }
    const identity = c === "<" || c === "#" ? identityEnd(text, i) : undefined;
    if (identity !== undefined) {
      i = identity;
      continue;
    }
    if (OPENING.includes(c)) depth++;
    else if (CLOSING.includes(c)) {
      if (depth === 0) {
        const last = text.slice(start, i).trim();
        if (last !== "" || items.length > 0) items.push(last);
        return { open, items, whole: i === text.length - 1 };
      }
      depth--;
    } else if (depth === 0 && binaries === 0 && (c === "," || (c === "|" && open === "["))) {
      items.push(text.slice(start, i).trim());
      start = i + 1;
    }
    i++;
  }
  items.push(text.slice(start).trim());
  return { open, items, whole: false };
}

const PID = /^<\d+\.\d+\.\d+>$/;
const REFERENCE = /#Ref<[\d.]+>/;

export const isPid = (text: string | undefined): boolean => text !== undefined && PID.test(text);

/** The reference in `#Ref<...>`, `[alias|#Ref<...>]` and the like. */
export const referenceIn = (text: string | undefined): string | undefined => REFERENCE.exec(text ?? "")?.[0];

/** A run of text, and whether it differs from what stood there before. */
export interface Piece {
  text: string;
  changed: boolean;
}

const CUT = /…$/;

/** Whether one of two printed terms was cut where the other goes on like it: then nothing is known to differ. */
function isCutFrom(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return CUT.test(short) && long.startsWith(short.replace(CUT, ""));
}

/** `now` in pieces, those that differ from `before` marked: element by element, one level deep. */
export function differences(before: string | undefined, now: string): Piece[] {
  if (before === undefined || before === now || isCutFrom(before, now)) return [{ text: now, changed: false }];
  const [old, fresh] = [elements(before), elements(now)];
  const comparable = old && fresh?.whole && old.open === fresh.open && old.items.length === fresh.items.length && fresh.items.length > 1;
  if (!comparable) return [{ text: now, changed: true }];
  const pieces: Piece[] = [{ text: fresh.open, changed: false }];
  fresh.items.forEach((item, i) => {
    if (i > 0) pieces.push({ text: ",", changed: false });
    pieces.push({ text: item, changed: item !== old.items[i] });
  });
  pieces.push({ text: now.slice(-1), changed: false });
  return pieces;
}

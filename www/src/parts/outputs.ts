/** What a shell printed: compared with what the lesson shows, up to consistent renaming of identities; shortened; told apart. Pure. */

/** Characters shown of one output: what a learner can take in, and a page can lay out at once. */
const SHOWN_CHARS_MAX = 20_000;

/** The beginning and the end of a long text, and how many characters are left out between them; some may be `cut` already. */
export function clip(text: string, max = SHOWN_CHARS_MAX, cut?: { left: number; tail: string } | null): { head: string; left: number; tail: string } {
  if (cut) {
    const [head, tail] = [text.slice(0, max / 2), cut.tail.slice(-max / 2)];
    return { head, tail, left: cut.left + text.length - head.length + cut.tail.length - tail.length };
  }
  if (text.length <= max) return { head: text, left: 0, tail: "" };
  const half = max / 2;
  return { head: text.slice(0, half), left: text.length - 2 * half, tail: text.slice(-half) };
}

const IDENTITY = /<\d+\.\d+\.\d+>|#Ref<[\d.]+>|#Port<[\d.]+>|#Fun<[^>]*>|\d{1,2}-[A-Z][a-z]{2}-\d{4}::\d\d:\d\d:\d\d(?:\.\d+)?|\d{4}-\d\d-\d\dT[\d:.+Z-]+/g;

/** `(gen_server.erl, line 46)`, which is OTP's own affair. */
const OTP_LINE = /(\((?:gen|gen_server|proc_lib)\.erl), line \d+\)$/gm;

/**
 * Whether `actual` equals `expected` when pids, references, ports, funs and report times may have other names. The
 * renaming is one to one and lasts through a session: `names` is both read and extended.
 */
export function sameOutput(expected: string, actual: string, names: Map<string, string>): boolean {
  const [left, right] = [trimmed(expected), trimmed(actual)];
  if (shape(left) !== shape(right)) return false;
  const theirs = left.match(IDENTITY) ?? [];
  const ours = right.match(IDENTITY) ?? [];
  const trial = new Map(names);
  if (!theirs.every((name, i) => rename(name, ours[i] ?? "", trial))) return false;
  for (const [name, found] of trial) names.set(name, found);
  return true;
}

/** Where a printed term breaks into lines depends on the width of the identities in it. */
const shape = (text: string): string => {
  const named = text.replace(IDENTITY, "\u0000");
  return named === text ? text : named.replace(/\n +/g, "");
};

/** The sizes in a crash report are free, and where in OTP's own files something happened. */
const trimmed = (text: string): string =>
  text
    .trimEnd()
    .replace(/[ \t]+$/gm, "")
    .replace(/^( +(?:heap_size|stack_size|reductions): )\d+$/gm, "$1")
    .replace(OTP_LINE, "$1)");

function rename(name: string, actual: string, names: Map<string, string>): boolean {
  // Times and funs carry no identity worth following.
  if (!/^<|^#Ref/.test(name)) return true;
  const known = names.get(name);
  if (known !== undefined) return known === actual;
  if ([...names.values()].includes(actual)) return false;
  names.set(name, actual);
  return true;
}

/** An exception, which ends what is printed, or a report, which ends with an empty line. */
const ERRORS = /^\*\* [\s\S]*|^=(?:ERROR|CRASH|SUPERVISOR) REPORT=[\s\S]*?(?=\n\n(?!=)|(?![\s\S]))/gm;

/** What was printed, in pieces: those that tell of something that went wrong, and what lies between them. */
export function pieces(text: string): { text: string; failed: boolean }[] {
  const all = [];
  let from = 0;
  for (const found of text.matchAll(ERRORS)) {
    all.push({ text: text.slice(from, found.index), failed: false }, { text: found[0], failed: true });
    from = found.index + found[0].length;
  }
  return [...all, { text: text.slice(from), failed: false }].filter((piece) => piece.text !== "");
}

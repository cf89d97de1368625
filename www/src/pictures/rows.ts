/** Rows of a table compared with what they were: by key, as the table itself tells rows apart. Pure. */
import type { TableView } from "../protocol.ts";

type Row = TableView["rows"][number];

export type Change = "same" | "new" | "changed" | "gone";

export interface RowView {
  /** The row's key and the whole row, printed. */
  key: string;
  text: string;
  change: Change;
  /** Whether the event at this very moment did it. */
  now: boolean;
  /** What stood there before, for a changed row. */
  was?: string;
}

/** All rows of one key, for bags. */
interface Group {
  key: string;
  rows: RowView[];
}

const isCut = (table: TableView): boolean => table.size > table.rows.length;

function partial(table: TableView, { key, text }: Row, base: TableView | undefined): RowView {
  const was = isBag(table) ? undefined : base?.rows.find((row) => row.key === key)?.text;
  return was === undefined || was === text ? { key, text, change: "same", now: false } : { key, text, change: "changed", now: false, was };
}

const isBag = (table: TableView): boolean => table.type === "bag" || table.type === "duplicate_bag";

/** How often each row is in the table; a duplicate_bag holds equal rows. */
function counts(rows: readonly Row[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const { text } of rows) all.set(text, (all.get(text) ?? 0) + 1);
  return all;
}

function byKey(table: TableView | undefined): Map<string, string> {
  return new Map((table?.rows ?? []).map(({ key, text }) => [key, text]));
}

/**
 * The rows in the order in which the table is traversed, with what changed since `base`; those gone since then stand where
 * they were. Changes since `before` are marked as of this moment. Without `base` nothing counts as changed; a table
 * that was not there at `base` is all new.
 */
export function compareRows(table: TableView, base: TableView | "none" | undefined, before: TableView | "none" | undefined): RowView[] {
  if (base === undefined) return table.rows.map((row) => ({ ...row, change: "same", now: false }));
  const was = base === "none" ? undefined : base;
  // Of a table that is shown in part, what is not among the rows may still be there.
  if (isCut(table) || (was && isCut(was))) return table.rows.map((row) => partial(table, row, was));
  const last = before === undefined ? undefined : before === "none" ? "none" : before;
  return isBag(table) ? compareBag(table, was, last) : compareSet(table, was, last);
}

function compareSet(table: TableView, base: TableView | undefined, before: TableView | "none" | undefined): RowView[] {
  const old = byKey(base);
  const recent = before === undefined ? undefined : byKey(before === "none" ? undefined : before);
  const fresh = (key: string, text: string | undefined): boolean => recent !== undefined && recent.get(key) !== text;
  const rows: RowView[] = table.rows.map(({ key, text }) => {
    const was = old.get(key);
    if (was === text) return { key, text, change: "same", now: false };
    const now = fresh(key, text);
    return was === undefined ? { key, text, change: "new", now } : { key, text, change: "changed", now, was };
  });
  const keys = new Set(rows.map((row) => row.key));
  const gone = [...old].filter(([key]) => !keys.has(key)).map(([key, text]): RowView => ({ key, text, change: "gone", now: fresh(key, undefined) }));
  return weave(rows, gone, base);
}

function compareBag(table: TableView, base: TableView | undefined, before: TableView | "none" | undefined): RowView[] {
  const old = counts(base?.rows ?? []);
  const recent = before === undefined ? undefined : counts(before === "none" ? [] : before.rows);
  const seen = new Map<string, number>();
  const rows: RowView[] = table.rows.map(({ key, text }) => {
    const n = (seen.get(text) ?? 0) + 1;
    seen.set(text, n);
    const change: Change = n <= (old.get(text) ?? 0) ? "same" : "new";
    return { key, text, change, now: change === "new" && recent !== undefined && n > (recent.get(text) ?? 0) };
  });
  const gone: RowView[] = [];
  const keys = new Map(base?.rows.map(({ key, text }) => [text, key]));
  for (const [text, n] of old) {
    const key = keys.get(text) ?? text;
    for (let k = (seen.get(text) ?? 0) + 1; k <= n; k++) {
      gone.push({ key, text, change: "gone", now: recent !== undefined && k <= (recent.get(text) ?? 0) });
    }
  }
  return weave(rows, gone, base);
}

/** Puts each row that is gone after the row that stood before it. */
function weave(rows: RowView[], gone: RowView[], base: TableView | undefined): RowView[] {
  if (gone.length === 0) return rows;
  const order = (base?.rows ?? []).map(({ text }) => text);
  const all = [...rows];
  for (const row of gone) {
    const at = order.indexOf(row.text);
    const previous = at > 0 ? order[at - 1] : undefined;
    const found = previous === undefined ? -1 : all.findLastIndex((r) => r.text === previous || r.was === previous);
    all.splice(found + 1, 0, row);
  }
  return all;
}

/** Neighbouring rows of one key together. */
export function groups(rows: readonly RowView[]): Group[] {
  const all: Group[] = [];
  for (const row of rows) {
    const last = all.at(-1);
    if (last?.key === row.key) last.rows.push(row);
    else all.push({ key: row.key, rows: [row] });
  }
  return all;
}

export interface ComparedTable {
  table: TableView;
  rows: RowView[];
  /** Made or gone since the last input. */
  change: "same" | "new" | "gone";
}

/** All tables of a moment with those that have just gone, rows compared. */
export function compareTables(now: readonly TableView[], base: readonly TableView[] | undefined, before: readonly TableView[] | undefined): ComparedTable[] {
  const same = (a: TableView) => (b: TableView): boolean => a.id === b.id && a.node === b.node;
  const find = (tables: readonly TableView[] | undefined, table: TableView): TableView | "none" | undefined =>
    tables === undefined ? undefined : (tables.find(same(table)) ?? "none");
  const all = now.map((table): ComparedTable => {
    const was = find(base, table);
    return { table, rows: compareRows(table, was, find(before, table)), change: was === "none" ? "new" : "same" };
  });
  const gone = (base ?? []).filter((table) => !now.some(same(table)));
  return [...all, ...gone.map((table): ComparedTable => ({ table, rows: compareRows(table, undefined, undefined), change: "gone" }))];
}

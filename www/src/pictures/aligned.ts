/** Two histories side by side: what both have stands in one row. By longest common subsequence of their words. Pure. */

export interface Pair<T> {
  left?: T;
  right?: T;
}

/** Rows that are aligned; the table of lengths grows with the square of it. */
export const ALIGNED_MAX = 400;

/** `left` and `right` in rows: with both when they say the same, else with one of them; those of the left come first. */
export function aligned<T extends { words: string }>(left: readonly T[], right: readonly T[]): Pair<T>[] {
  const width = right.length + 1;
  // From the end, so that the rows come out in order.
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const here = left[i]?.words === right[j]?.words ? 1 + (lengths[(i + 1) * width + j + 1] ?? 0) : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
      lengths[i * width + j] = here;
    }
  }
  const rows: Pair<T>[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a && b && a.words === b.words) {
      rows.push({ left: a, right: b });
      i++;
      j++;
    } else if (a && (!b || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      rows.push({ left: a });
      i++;
    } else if (b) {
      rows.push({ right: b });
      j++;
    }
  }
  return rows;
}

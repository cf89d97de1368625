/** Two histories side by side: what both have stands in one row. By longest common subsequence of their words. Pure. */

export interface Pair<T> {
  left?: T | undefined;
  right?: T | undefined;
  /** Whether both say the same. */
  same: boolean;
}

/** Rows that are aligned; the table of lengths grows with the square of it. */
export const ALIGNED_MAX = 400;

/** `left` and `right` in rows. What lies between two things that both say stands side by side, without being the same. */
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
  let [i, j, fromI, fromJ] = [0, 0, 0, 0];
  const flush = (): void => {
    for (let k = 0; k < Math.max(i - fromI, j - fromJ); k++) {
      rows.push({ left: k < i - fromI ? left[fromI + k] : undefined, right: k < j - fromJ ? right[fromJ + k] : undefined, same: false });
    }
  };
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a && b && a.words === b.words) {
      flush();
      rows.push({ left: a, right: b, same: true });
      [fromI, fromJ] = [++i, ++j];
    } else if (a && (!b || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      i++;
    } else {
      j++;
    }
  }
  flush();
  return rows;
}

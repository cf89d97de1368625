// Plain text for people: medians, ratios and the closing verdict.

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rows of strings under a head, columns padded; the first to the left, the others to the right. */
export function table(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)].join("\n");
}

export function number(value, digits) {
  return value === undefined ? "-" : value.toFixed(digits);
}

/** `2.31` and, when it is above what is allowed, `2.31 > 1.80`. */
export function ratio(value, allowed) {
  if (value === undefined) return "-";
  return value > allowed ? `${value.toFixed(2)} > ${allowed.toFixed(2)}` : value.toFixed(2);
}

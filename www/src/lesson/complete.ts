/** Whether a shell input has its final full stop (outside strings, quoted atoms and comments). */
export function complete(input: string): boolean {
  const code = input
    .replace(/\$\\?.|"(?:\\.|[^"\\])*(?:"|$)|'(?:\\.|[^'\\])*(?:'|$)|%[^\n]*/gs, (m) => (m.startsWith("%") ? "" : m.startsWith("$") ? "x" : '""'));
  return /\.\s*$/.test(code);
}

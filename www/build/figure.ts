/**
 * The front page's figure: a message on its way, as the workbench draws it, with the moment looked at and the time line.
 * Its words are Erlang, so it stands in every language. Decoration: what it shows can be done in the first lesson.
 */

const [ROW, TOP, LEFT, WIDTH, WORDS] = [26, 34, 40, 396, 152];
const COLUMNS = [LEFT, LEFT + 72];

/** Signs as in `src/pictures/space-time-svg.ts`. */
const SIGNS = {
  input: "M-3-4 2 0-3 4",
  spawn: "M-4.500 0h9M0-4.500v9",
  send: "M-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0",
  queued: "M-5-3.500h10v7h-10zM-5-3.500 0 1 5-3.500",
  taken: "M-5-3.500h10v7h-10zM-2.500 0-.5 2 3-2",
};

interface Row {
  column: 0 | 1;
  sign: keyof typeof SIGNS;
  words: string;
  /** Drawn to the next row, in the other column. */
  arrow?: "call" | "reply" | "spawn";
}

const ROWS: readonly Row[] = [
  { column: 0, sign: "input", words: "1> Cache = msg_cache:start_one(a)." },
  { column: 0, sign: "spawn", words: "<0.84.0>", arrow: "spawn" },
  { column: 0, sign: "input", words: '2> Cache ! {push, "hi", self()}.' },
  { column: 0, sign: "send", words: '{push,"hi",<0.81.0>}', arrow: "call" },
  { column: 1, sign: "queued", words: "" },
  { column: 1, sign: "taken", words: "{push, Msg, From} ->" },
  { column: 1, sign: "send", words: "From ! ok", arrow: "reply" },
  { column: 0, sign: "queued", words: "ok" },
  { column: 0, sign: "input", words: "3> flush()." },
  { column: 0, sign: "taken", words: "Shell got ok" },
];
const NOW = 7;

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const y = (row: number): number => TOP + (row + 0.5) * ROW;
const x = (column: 0 | 1): number => COLUMNS[column] ?? LEFT;
const tone = (row: number): string => (row === NOW ? "now" : row > NOW ? "later" : "");

function arrow({ column, arrow: kind }: Row, row: number): string {
  if (kind === undefined) return "";
  const to = column === 0 ? 1 : 0;
  const fall = kind === "spawn" ? 0 : 1;
  const length = Math.hypot(x(to) - x(column), fall * ROW);
  const [ux, uy] = [(x(to) - x(column)) / length, (fall * ROW) / length];
  const [ex, ey] = [x(to) - ux * 8, y(row + fall) - uy * 6];
  const at = (along: number, across: number): string => `${(ex + ux * along - uy * across).toFixed(1)},${(ey + uy * along + ux * across).toFixed(1)}`;
  const head = kind === "reply" ? `<polyline points="${at(-7, 4)} ${at(0, 0)} ${at(-7, -4)}"/>` : kind === "call" ? `<polygon points="${at(0, 0)} ${at(-7, 3.5)} ${at(-7, -3.5)}"/>` : "";
  return `<g class="arrow ${kind}"><line x1="${x(column)}" y1="${y(row)}" x2="${(ex - ux * 3).toFixed(1)}" y2="${(ey - uy * 3).toFixed(1)}"/>${head}</g>`;
}

function timeLine(top: number): string {
  const place = (row: number): number => 20 + ((WIDTH - 40) * row) / (ROWS.length - 1);
  const ticks = ROWS.map(({ sign }, row) => `<line x1="${place(row)}" x2="${place(row)}" y1="${top - (sign === "input" ? 7 : 2)}" y2="${top + (sign === "input" ? 7 : 2)}"/>`);
  return `<g class="time"><line x1="20" x2="${WIDTH - 20}" y1="${top}" y2="${top}"/>${ticks.join("")}<circle cx="${place(NOW)}" cy="${top}" r="6.5"/></g>`;
}

export function figure(): string {
  const bottom = TOP + ROWS.length * ROW;
  const heads = (["shell", "cache"] as const).map((name, i) => `<text class="head" x="${x(i as 0 | 1)}" y="21">${name}</text>`);
  const born = y(ROWS.findIndex((row) => row.arrow === "spawn"));
  const lives = `<path class="life" d="M${x(0)} ${TOP}V${bottom}M${x(1)} ${born}V${bottom}"/>`;
  const marks = ROWS.map(({ column, sign }, row) => `<path class="mark ${sign} ${tone(row)}" transform="translate(${x(column)} ${y(row)})" d="${SIGNS[sign]}"/>`);
  const words = ROWS.map((row, i) => `<text class="${tone(i)}" x="${WORDS}" y="${y(i) + 4}">${escape(row.words)}</text>`);
  return `<svg class="figure" viewBox="0 0 ${WIDTH} ${bottom + 34}" aria-hidden="true" translate="no">
<rect class="now" x="0" y="${y(NOW) - ROW / 2}" width="${WIDTH}" height="${ROW}"/><path class="rule" d="M0 ${TOP - 2}H${WIDTH}M0 ${bottom}H${WIDTH}"/>
${heads.join("")}${lives}${ROWS.map(arrow).join("")}${marks.join("")}${words.join("")}${timeLine(bottom + 17)}</svg>`;
}

// Sizes as served: `size.mjs BUDGET_KB FILE...` exits 1 when the files' brotli is above BUDGET_KB (of 1,000 bytes);
// `size.mjs --list DIRECTORY` prints each file under it, raw and compressed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

function brotliSize(content) {
  return brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  }).length;
}

/** Name, raw and compressed size. */
function sizes(path) {
  const content = readFileSync(path);
  return { path, raw: content.length, packed: brotliSize(content) };
}

const together = (all) => all.reduce((sum, { raw, packed }) => ({ raw: sum.raw + raw, packed: sum.packed + packed }), { raw: 0, packed: 0 });

const [first, ...paths] = process.argv.slice(2);
if (first === "--list") {
  const [directory] = paths;
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const all = files.map((entry) => sizes(join(entry.parentPath ?? entry.path, entry.name)));
  all.sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, raw, packed } of [...all, { path: "together", ...together(all) }]) {
    console.log(`${kb(raw).padStart(12)} ${kb(packed).padStart(12)} brotli  ${path}`);
  }
} else {
  const { raw, packed } = together(paths.map(sizes));
  const budget = Number(first) * 1000;
  console.log(`    ${paths.join(" + ")}: ${kb(raw)}, brotli ${kb(packed)} of at most ${kb(budget)}`);
  process.exit(packed <= budget ? 0 : 1);
}

// Sizes as served: `size.mjs FILE BUDGET_KB` exits 1 when the file's brotli is above BUDGET_KB (of 1,000 bytes);
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

const [first, second] = process.argv.slice(2);
if (first === "--list") {
  const files = readdirSync(second, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  let raw = 0;
  let packed = 0;
  for (const path of files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort()) {
    const content = readFileSync(path);
    const size = brotliSize(content);
    raw += content.length;
    packed += size;
    console.log(`${kb(content.length).padStart(12)} ${kb(size).padStart(12)} brotli  ${path}`);
  }
  console.log(`${kb(raw).padStart(12)} ${kb(packed).padStart(12)} brotli  together`);
} else {
  const content = readFileSync(first);
  const size = brotliSize(content);
  const budget = Number(second) * 1000;
  console.log(`    ${first}: ${kb(content.length)}, brotli ${kb(size)} of at most ${kb(budget)}`);
  process.exit(size <= budget ? 0 : 1);
}

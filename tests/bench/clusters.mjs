// `clusters.mjs --native EXAMPLE --wasm DIRECTORY [--nodes N]`: what nodes and a server on several of them cost.
//
// The native figures come from crate/examples/cluster_bench.rs; the browser takes the two that are its own, messages per
// second and a tab full of nodes. Bytes and virtual time are the same everywhere.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser } from "./browser.mjs";

const { values: options } = parseArgs({
  options: { native: { type: "string" }, wasm: { type: "string" }, nodes: { type: "string", default: "100" } },
});
const MEGABYTES_MAX = 300;

console.log("native");
const native = execFileSync(options.native, [options.nodes], { encoding: "utf8", maxBuffer: 2 ** 24 });
console.log(native.trim());

const source = readFileSync(fileURLToPath(new URL("clusters/counter.erl", import.meta.url)), "utf8");
const browser = await openBrowser(options.wasm, "clusters_worker.js");
console.log(`\nChromium ${browser.version}`);
const result = await browser.job({ source, nodes: Number(options.nodes) });
for (const [name, value] of Object.entries(result)) console.log(`${name} ${value}`);
await browser.close();

const megabytes = [Number(/nodes_megabytes (\d+)/.exec(native)?.[1]), result.nodes_megabytes];
if (megabytes.some((held) => !(held < MEGABYTES_MAX))) {
  console.log(`above what we owe: ${megabytes.join(" and ")} MB > ${MEGABYTES_MAX} MB`);
}

// `bench.mjs --native PROGRAM --wasm DIRECTORY --dist DIRECTORY --scratch DIRECTORY [--rounds N] [--only native|browser]
// [NAME...]`
//
// Runs each program on erl, natively and in headless Chromium, in turns, and prints medians and ratios. A program does
// its job `times` times in one sample; the time of an empty run (start-up, compiling, loading) is subtracted, so what
// remains is the job itself. All must give the same answer, or the measurement is void.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser } from "./browser.mjs";
import { firstAnswers } from "./first-answer.mjs";
import { firstAnswer, idle, programs } from "./programs.mjs";
import * as sample from "./sample.mjs";
import { median, number, ratio, table } from "./table.mjs";

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    native: { type: "string" },
    wasm: { type: "string" },
    scratch: { type: "string" },
    dist: { type: "string" },
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
  },
});
const rounds = Number(options.rounds);
const known = [...programs, idle, firstAnswer].map((program) => program.name);
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0 || !(rounds >= 1)) {
  console.error(`bench: no program ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  process.exit(2);
}
const wanted = (program) => names.length === 0 || names.includes(program.name);
const moduleOf = (program) => program.module ?? program.name;
const sourceOf = (program) => fileURLToPath(new URL(`programs/${moduleOf(program)}.erl`, import.meta.url));
const callOf = (program, times) => `${moduleOf(program)}:run(${[program.args, times].filter((arg) => arg !== undefined).join(", ")})`;

/** Compiled code for erl. */
const beams = join(options.scratch, "beams");
mkdirSync(beams, { recursive: true });
for (const program of [...programs, idle].filter(wanted)) execFileSync("erlc", ["-o", beams, sourceOf(program)]);

const browser = options.only === "native" ? undefined : await openBrowser(options.wasm);

/** The expression for our runtime, where the process limit is changed inside rather than by `+P`. */
function ours(program, times) {
  const { count } = program;
  const run = callOf(program, times);
  return count ? `begin erlang:system_flag(process_limit, ${2 * count}), ${run} end` : run;
}

/** The systems under measurement: each `run(program, times)` resolves to `{ ms, answer, megabytes }`. */
const systems = [
  { key: "erl", run: (program, times) => sample.erl(beams, callOf(program, times)) },
  options.only === "browser"
    ? undefined
    : { key: "native", run: (program, times) => sample.native(options.native, sourceOf(program), ours(program, times)) },
  browser && {
    key: "browser",
    run: (program, times) =>
      browser.sample(moduleOf(program), readFileSync(sourceOf(program), "utf8"), ours(program, times)),
  },
].filter(Boolean);

const troubles = [];

/** Milliseconds of the job alone, the answer, and the most memory of its rounds, for each system that could run it. */
async function measure(program, times, rounds) {
  const results = {};
  for (const system of systems) results[system.key] = { jobs: [], megabytes: 0 };
  for (let round = 0; round < rounds; round += 1) {
    for (const { key, run } of systems) {
      const result = results[key];
      if (!result) continue;
      try {
        const empty = await run(program, 0);
        const full = await run(program, times);
        result.jobs.push(full.ms - empty.ms);
        result.megabytes = Math.max(result.megabytes, full.megabytes);
        result.answer = full.answer;
      } catch (error) {
        troubles.push(`${program.name}, ${key}: ${error.message}`);
        results[key] = undefined;
      }
    }
  }
  const answers = new Set(Object.values(results).flatMap((result) => result?.answer ?? []));
  if (answers.size > 1) troubles.push(`${program.name}: the answers differ: ${[...answers].join(", ")}`);
  for (const result of Object.values(results)) if (result) result.ms = median(result.jobs);
  return results;
}

const over = [];
function judge(program, key, value, allowed) {
  if (value > allowed) over.push(`${program.name} ${key} ${value.toFixed(2)} > ${allowed.toFixed(2)}`);
  return ratio(value, allowed);
}

const version = execFileSync("erl", ["-noshell", "-eval", "io:put_chars(erlang:system_info(system_version)), halt(0)."]);
console.log(`${version.toString().trim()}${browser ? `; Chromium ${browser.version}` : ""}; median of ${rounds}`);
console.log("ms are of one job, start-up subtracted; a ratio is ours to erl's, > marks those above what we owe\n");

const rows = [];
for (const program of programs.filter(wanted)) {
  const { erl, native, browser: chromium } = await measure(program, program.times, rounds);
  const per = (result) => (result ? result.ms / program.times : undefined);
  const to = (result) => (erl && result ? result.ms / erl.ms : undefined);
  rows.push([
    `${program.name}: ${program.what}`,
    number(per(erl), 3),
    number(per(native), 3),
    judge(program, "native", to(native), program.native),
    number(per(chromium), 3),
    judge(program, "browser", to(chromium), program.browser),
  ]);
}
if (rows.length > 0) console.log(table(["program", "erl ms", "native ms", "ratio", "browser ms", "ratio"], rows));

if (wanted(idle)) {
  const results = await measure(idle, idle.count, 1);
  const idleRows = Object.entries(results).map(([key, result]) => [
    key,
    number(result && result.ms / 1000, 2),
    number(result?.megabytes, 0),
    number(result && (result.megabytes * 1024 * 1024) / idle.count, 0),
  ]);
  console.log(`\n${idle.count.toLocaleString("en")} ${idle.what}`);
  console.log(table(["system", "seconds", "MB", "bytes each"], idleRows));
  const { browser: chromium } = results;
  if (chromium?.ms > idle.secondsMax * 1000) over.push(`idle browser ${number(chromium.ms / 1000, 2)} s`);
  if (chromium?.megabytes > idle.gigabytesMax * 1000) over.push(`idle browser ${number(chromium.megabytes, 0)} MB`);
}

await browser?.close();

if (wanted(firstAnswer) && options.only !== "native") {
  const times = await firstAnswers(options.dist, firstAnswer.visits);
  const ready = median(times.map((time) => time.ready));
  const answer = median(times.map((time) => time.answer));
  console.log(`\n${firstAnswer.what}: ${number(answer, 0)} ms (page ready after ${number(ready, 0)} ms), median of ${times.length} visits`);
  if (answer > firstAnswer.msMax) over.push(`${firstAnswer.name} ${number(answer, 0)} ms > ${firstAnswer.msMax} ms`);
}

console.log("");
for (const trouble of troubles) console.log(`could not measure: ${trouble}`);
if (over.length > 0) console.log(`above what we owe: ${over.join("; ")}`);
else if (troubles.length === 0) console.log("all within what we owe");
process.exit(troubles.length === 0 ? 0 : 1);

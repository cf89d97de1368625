// One sample: run a program once, natively, and say how long it took to its answer.
//
// Both systems are timed from outside, start-up included, because inside ours the clock is virtual; the caller
// subtracts an empty run. Time ends with the printed answer, so that tearing down a million processes counts for neither.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const SAMPLE_MS_MAX = 120_000;
const MEMORY_POLL_MS = 20;

/** A sample with real Erlang: `expression` with compiled code in `beams`. */
export function erl(beams, expression) {
  const evaluate = `io:format("~p~n",[${expression}]), halt(0).`;
  return timed("erl", ["+P", "2000000", "-noshell", "-noinput", "-pa", beams, "-eval", evaluate]);
}

/** A sample with the native program at `binary`, from source. */
export function native(binary, source, expression) {
  return timed(binary, ["eval", "--load", source, expression]);
}

/** Runs `command`; resolves to `{ ms, answer, megabytes }`, `megabytes` being the most memory it held. */
function timed(command, args) {
  return new Promise((done, fail) => {
    const start = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    let ms = 0;
    let megabytes = 0;
    const look = () => {
      megabytes = Math.max(megabytes, peakMegabytes(child.pid));
    };
    const poll = setInterval(look, MEMORY_POLL_MS);
    const limit = setTimeout(() => child.kill("SIGKILL"), SAMPLE_MS_MAX);
    child.stdout.on("data", (chunk) => {
      out += chunk;
      if (ms === 0 && out.includes("\n")) {
        ms = performance.now() - start;
        look();
      }
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("error", fail);
    child.on("close", (status) => {
      clearInterval(poll);
      clearTimeout(limit);
      if (status === 0 && ms > 0) done({ ms, answer: out.trim(), megabytes });
      else fail(new Error(`${command} ended with ${status ?? "no status (too slow)"}: ${(errors + out).trim().slice(0, 300)}`));
    });
  });
}

/** Linux's own high-water mark of a process, 0 where it cannot be read. */
function peakMegabytes(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

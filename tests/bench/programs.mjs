// What is measured, how often each program does its job per sample, and the ratios to `erl` we owe.
// `times` is chosen so that erl takes about half a second: well above the noise of its start.
// What is called is `NAME:run(TIMES)`, or `MODULE:run(ARGS, TIMES)` where a program says so.
// `native` and `browser` are the largest allowed ratios (below 1: faster than erl).

export const programs = [
  { name: "fib", what: "fib(30)", times: 100, native: 3.0, browser: 4.0 },
  { name: "nrev", what: "naive reverse of 500 elements", times: 2000, native: 1.4, browser: 1.8 },
  { name: "ring", what: "a token once round 1,000 processes", times: 2000, native: 0.4, browser: 0.6 },
  { name: "gen_server_call", what: "100,000 calls of a gen_server", times: 5, native: 1.5, browser: 2.0 },
  { name: "spawn_many", what: "100,000 spawns", times: 3, native: 0.8, browser: 1.0 },
  { name: "map_build", what: "a map of 20,000 keys", times: 40, native: 1.5, browser: 2.0 },
  { name: "binary_build", what: "a binary of 200,000 appended bytes", times: 100, native: 1.5, browser: 2.0 },
  { name: "ets_set_100k", module: "ets_rows", args: "set, 100000", what: "a set of 100,000 rows: insert, look up", times: 5, native: 1.5, browser: 2.0 },
  { name: "ets_set_1m", module: "ets_rows", args: "set, 1000000", what: "a set of 1,000,000 rows", times: 1, native: 1.5, browser: 2.0 },
  { name: "ets_ordered_100k", module: "ets_rows", args: "ordered_set, 100000", what: "an ordered set of 100,000 rows", times: 5, native: 1.5, browser: 2.0 },
  { name: "ets_ordered_1m", module: "ets_rows", args: "ordered_set, 1000000", what: "an ordered set of 1,000,000 rows", times: 1, native: 1.5, browser: 2.0 },
  { name: "list_build", what: "lists of 100,000 elements", times: 100, native: 1.5, browser: 2.0 },
];

/** Time and memory of a million waiting processes; `secondsMax` and `gigabytesMax` are for the browser. */
export const idle = { name: "idle", what: "idle processes", count: 1_000_000, secondsMax: 5, gigabytesMax: 1 };

/** A learner's first visit: from navigation to the first evaluated shell line. */
export const firstAnswer = { name: "first_answer", what: "first answer after a cold navigation", visits: 9, msMax: 500 };

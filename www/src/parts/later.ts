/**
 * What a page loads when it is needed, loaded before it is: a learner may lose the network in the middle of a lesson, and
 * the next picture must come all the same.
 */
const LATER: readonly (() => Promise<unknown>)[] = [
  () => import("../editor/codemirror.ts"),
  () => import("../pictures/cluster.ts"),
  () => import("../pictures/tables.ts"),
  () => import("../pictures/tree.ts"),
  () => import("./bench.ts"),
  () => import("./clients.ts"),
];

/** The first answer comes first. */
const WAIT_MS = 4_000;

export function loadTheRest(): void {
  setTimeout(() => {
    for (const load of LATER) void load().catch(() => undefined);
  }, WAIT_MS);
}

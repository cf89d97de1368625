/**
 * What a page loads when it is needed, loaded before it is: a learner may lose the network in the middle of a lesson, and
 * the next picture must come all the same.
 */
import { scriptPolicy } from "../engine/start-worker.ts";

const LATER: readonly (() => Promise<unknown>)[] = [
  () => import("../editor/codemirror.ts"),
  () => import("../pictures/cluster.ts"),
  () => import("../pictures/branches.ts"),
  () => import("../pictures/tables.ts"),
  () => import("../pictures/tree.ts"),
  () => import("./bench.ts"),
  () => import("./clients.ts"),
  () => import("./gloss.ts"),
];

/** The first answer comes first. */
const WAIT_MS = 4_000;

/** From then on the page is there without a network (`../offline.ts`). A sandboxed frame has no service workers, and says so by throwing. */
async function keepForOffline(): Promise<void> {
  const url = new URL("../../offline.js", document.baseURI).href;
  await navigator.serviceWorker?.register(scriptPolicy().createScriptURL(url));
}

export function loadTheRest(): void {
  setTimeout(() => {
    const all = import.meta.env.DEV ? LATER : [...LATER, keepForOffline];
    for (const load of all) void load().catch(() => undefined);
  }, WAIT_MS);
}

/**
 * Waiting until the page has nothing more urgent to do than, say, to bring up an editor: whoever is answering the learner
 * says that it is busy.
 */
const busy = new Set<object>();

/** Nothing is put off for longer. */
const WAIT_MS_MAX = 1_500;

export function setBusy(who: object, isBusy: boolean): void {
  if (isBusy) busy.add(who);
  else busy.delete(who);
}

/** Resolves when the browser is idle and nobody is busy. */
export async function quiet(): Promise<void> {
  const until = performance.now() + WAIT_MS_MAX;
  do await idle();
  while (busy.size > 0 && performance.now() < until);
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has none.
    if ("requestIdleCallback" in globalThis) requestIdleCallback(() => resolve(), { timeout: WAIT_MS_MAX });
    else setTimeout(resolve, 50);
  });
}

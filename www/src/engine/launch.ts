/**
 * The worker and the first half of its program are on their way before all else: the page itself has this function as its
 * first script (build/early.ts), while the page's own script still comes. `start-worker.ts` takes over what it made.
 *
 * Its text goes into the page, so it uses nothing from outside itself.
 */

/** The two halves of the wasm module, see `halves.ts`. */
export interface Halves {
  first: string;
  rest: string;
}

/** The first message to a worker. One that knows the halves from its address has begun by then. */
export interface Start {
  type: "start";
  halves: Halves;
  /** The first half, if it is compiled. */
  module?: WebAssembly.Module | undefined;
}

export interface Policy {
  createScriptURL(url: string): string;
}

export interface Launched {
  /** The one place where a script address is made, for Trusted Types; there can be no second of its name. */
  policy: Policy;
  /** Not there where a worker must not be started from this address. */
  worker?: Worker;
  halves: Halves;
  module: Promise<WebAssembly.Module | undefined>;
  /** What came from the worker before anybody listened. */
  said: MessageEvent[];
  failed: ErrorEvent[];
}

/** Addresses are relative to the document. */
export function launch(script: string, first: string, rest: string, type: WorkerType, known?: Policy): Launched {
  type Factory = { createPolicy(name: string, rules: Policy): Policy };
  const { trustedTypes } = globalThis as { trustedTypes?: Factory };
  const same: Policy = { createScriptURL: (url) => url };
  const address = (url: string): string => new URL(url, document.baseURI).href;
  const halves = { first: address(first), rest: address(rest) };
  const launched: Launched = {
    policy: known ?? trustedTypes?.createPolicy("spawnpoint", same) ?? same,
    halves,
    module: WebAssembly.compileStreaming(fetch(halves.first)).catch(() => undefined),
    said: [],
    failed: [],
  };
  try {
    // A browser keeps what a worker is told until the page's thread has heard that it runs, and that one is at its first layout
    // then. So the worker is not told: its address says what it is to load.
    const url = `${address(script)}#${encodeURIComponent(JSON.stringify(halves))}`;
    const worker = new Worker(launched.policy.createScriptURL(url), { type, name: "spawnpoint" });
    worker.onmessage = (event) => launched.said.push(event);
    worker.onerror = (event) => launched.failed.push(event);
    launched.worker = worker;
  } catch {
    return launched;
  }
  const start: Start = { type: "start", halves };
  void launched.module.then((module) => {
    try {
      launched.worker?.postMessage({ ...start, module });
    } catch {
      // A module that cannot be handed over: the worker fetches it itself.
      launched.worker?.postMessage(start);
    }
  });
  return launched;
}

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

/** The halves as code, each if it is compiled. */
export interface Compiled {
  first?: WebAssembly.Module | undefined;
  rest?: WebAssembly.Module | undefined;
}

/** The first message to a worker. One that knows the halves from its address has begun by then. */
export interface Start {
  type: "start";
  halves: Halves;
  compiled: Compiled;
  /** A lesson beside this one compiles the rest: a `RestHanded` follows. */
  restFollows?: boolean;
}

/** The rest as another lesson has compiled it; without it, that lesson is gone. */
export interface RestHanded {
  type: "rest";
  rest: WebAssembly.Module | undefined;
}

/**
 * What a lesson's page has compiled, where the lessons beside it in one document find it: frames of one origin see each
 * other, whatever the page around them is.
 */
export interface Shared extends Compiled {
  halves: Halves;
  coming: Promise<WebAssembly.Module | undefined>;
  restComing: Promise<WebAssembly.Module | undefined>;
  /** Called when this lesson's worker has compiled the rest, or another's has. */
  restCame: (rest: WebAssembly.Module) => void;
}

/** What a lesson beside this one has, and the rest if that is still on its way there. */
interface OfOther extends Compiled {
  restLater?: Promise<WebAssembly.Module | undefined> | undefined;
}

declare global {
  var spawnpointShared: Shared | undefined;
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
  compiled: Promise<Compiled>;
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
  const beside = (): Window[] => {
    const frames: Window[] = [];
    try {
      for (let i = 0; parent !== self && i < parent.length; i++) if (parent[i] && parent[i] !== self) frames.push(parent[i] as Window);
    } catch {
      // Some browser may not count the frames of a page of another origin.
    }
    return frames;
  };
  /** What a lesson beside this one has compiled, or is about to. */
  const ofOthers = async (): Promise<OfOther | undefined> => {
    for (const frame of beside()) {
      try {
        const shared = (frame as typeof frame & typeof globalThis).spawnpointShared;
        if (shared?.halves.first !== halves.first) continue;
        // A frame that is taken away leaves nothing behind.
        const gone = new Promise<undefined>((resolve) => frame.addEventListener("pagehide", () => resolve(undefined)));
        const module = shared.first ?? (await Promise.race([shared.coming, gone]));
        if (module) return { first: module, rest: shared.rest, restLater: shared.rest ? undefined : Promise.race([shared.restComing, gone]) };
      } catch {
        // Of another origin, or a sandbox of its own.
      }
    }
    return undefined;
  };
  const compile = (): Promise<WebAssembly.Module | undefined> => WebAssembly.compileStreaming(fetch(halves.first)).catch(() => undefined);
  const others = ofOthers();
  const compiled = others.then(async (known): Promise<Compiled> => (known ? { first: known.first, rest: known.rest } : { first: await compile() }));
  // A worker that takes the place of another owes the rest to those who wait for it.
  let { restComing, restCame } = globalThis.spawnpointShared ?? {};
  restComing ??= new Promise((resolve) => (restCame = resolve));
  const shared: Shared = { halves, coming: compiled.then(({ first }) => first), restComing, restCame: (rest) => restCame?.((shared.rest = rest)) };
  globalThis.spawnpointShared = shared;
  void compiled.then((modules) => Object.assign(shared, modules));
  const launched: Launched = {
    policy: known ?? trustedTypes?.createPolicy("spawnpoint", same) ?? same,
    halves,
    compiled,
    said: [],
    failed: [],
  };
  try {
    // A browser keeps what a worker is told until the page's thread has heard that it runs, and that one is at its first layout
    // then. So the worker is not told: its address says what it is to load. One beside others is told what they have compiled.
    const named = beside().length > 0 ? "" : `#${encodeURIComponent(JSON.stringify(halves))}`;
    const url = address(script) + named;
    const worker = new Worker(launched.policy.createScriptURL(url), { type, name: "spawnpoint" });
    worker.onmessage = (event) => launched.said.push(event);
    worker.onerror = (event) => launched.failed.push(event);
    launched.worker = worker;
  } catch {
    return launched;
  }
  const start: Start = { type: "start", halves, compiled: {} };
  void Promise.all([compiled, others]).then(async ([modules, known]) => {
    const { worker } = launched;
    const restLater = known?.restLater;
    try {
      worker?.postMessage({ ...start, compiled: modules, restFollows: restLater !== undefined });
    } catch {
      // A module that cannot be handed over: the worker fetches it itself.
      worker?.postMessage(start);
      return;
    }
    if (!restLater) return;
    const rest = await restLater;
    if (rest) shared.restCame(rest);
    const handed: RestHanded = { type: "rest", rest };
    worker?.postMessage(handed);
  });
  return launched;
}

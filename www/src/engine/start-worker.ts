/**
 * Starting the worker, also where its script is of another origin: in a sandboxed frame without same-origin access the
 * script is fetched and started from a blob (a classic worker: module workers from blobs fail there).
 */
import wasmUrl from "spawnpoint-wasm-file?url";
import workerUrl from "./worker.ts?worker&url";

/** What the engine needs of a worker. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

/** The first message to a worker. */
export interface Start {
  type: "start";
  wasm: string;
}

interface WorkerPolicy {
  createScriptURL(url: string): string;
}
type PolicyFactory = { createPolicy(name: string, rules: WorkerPolicy): WorkerPolicy };

/** The one place where a script address is made, for Trusted Types. */
const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
const policy: WorkerPolicy = trustedTypes?.createPolicy("spawnpoint", { createScriptURL: (url) => url }) ?? {
  createScriptURL: (url) => url,
};

const create = (url: string): Worker =>
  new Worker(policy.createScriptURL(url), { type: import.meta.env.DEV ? "module" : "classic", name: "spawnpoint" });

export function startWorker(): WorkerLike {
  const base = document.baseURI;
  const script = new URL(workerUrl, base).href;
  const start: Start = { type: "start", wasm: new URL(wasmUrl, base).href };
  let worker: WorkerLike;
  try {
    worker = create(script);
  } catch {
    worker = new BlobWorker(script);
  }
  worker.postMessage(start);
  return worker;
}

/** Keeps messages until the script has been fetched. */
class BlobWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  private worker: Worker | undefined;
  private terminated = false;
  private readonly early: unknown[] = [];

  constructor(script: string) {
    this.launch(script).catch((error: unknown) => {
      this.onerror?.(new ErrorEvent("error", { message: String(error) }));
    });
  }

  private async launch(script: string): Promise<void> {
    const source = await (await fetch(script)).text();
    if (this.terminated) return;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.worker = create(url);
    this.worker.onmessage = (event) => this.onmessage?.(event);
    this.worker.onerror = (event) => this.onerror?.(event);
    for (const message of this.early) this.worker.postMessage(message);
  }

  postMessage(message: unknown): void {
    if (this.worker) this.worker.postMessage(message);
    else this.early.push(message);
  }

  terminate(): void {
    this.terminated = true;
    this.worker?.terminate();
  }
}

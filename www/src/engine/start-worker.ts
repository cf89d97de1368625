/**
 * Starting the worker, also where its script is of another origin: in a sandboxed frame without same-origin access the
 * script is fetched and started from a blob (a classic worker: module workers from blobs fail there).
 */
import firstUrl from "spawnpoint-wasm-first?url";
import restUrl from "spawnpoint-wasm-rest?url";
import { launch, type Launched, type Policy, type Start } from "./launch.ts";
import workerUrl from "./worker.ts?worker&url";

/** What the engine needs of a worker. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

const TYPE: WorkerType = import.meta.env.DEV ? "module" : "classic";

declare global {
  /** What the page's first script has launched (build/early.ts). */
  var spawnpointEarly: Launched | undefined;
}

let policy: Policy | undefined;

/** For addresses of scripts, where the page has Trusted Types. */
export const scriptPolicy = (): Policy => policy ?? globalThis.spawnpointEarly?.policy ?? { createScriptURL: (url) => url };

export function startWorker(): WorkerLike {
  const launched = globalThis.spawnpointEarly ?? launch(workerUrl, firstUrl, restUrl, TYPE, policy);
  globalThis.spawnpointEarly = undefined;
  policy = launched.policy;
  const { worker } = launched;
  if (!worker) return new BlobWorker(new URL(workerUrl, document.baseURI).href, launched);
  // Once the caller listens.
  queueMicrotask(() => {
    for (const event of launched.said) worker.onmessage?.(event);
    for (const event of launched.failed) worker.onerror?.(event);
  });
  return worker;
}

/** Keeps messages until the script has been fetched. */
class BlobWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  private worker: Worker | undefined;
  private started = false;
  private terminated = false;
  private readonly early: unknown[] = [];

  constructor(script: string, launched: Launched) {
    this.launch(script, launched).catch((error: unknown) => {
      this.onerror?.(new ErrorEvent("error", { message: String(error) }));
    });
  }

  private async launch(script: string, { policy, halves, compiled }: Launched): Promise<void> {
    const source = await (await fetch(script)).text();
    if (this.terminated) return;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.worker = new Worker(policy.createScriptURL(url), { type: TYPE, name: "spawnpoint" });
    this.worker.onmessage = (event) => this.onmessage?.(event);
    this.worker.onerror = (event) => this.onerror?.(event);
    // Compiled already, unless that has failed: then the worker fetches it itself.
    const start: Start = { type: "start", halves, compiled: await compiled };
    if (this.terminated) return this.worker.terminate();
    for (const message of [start, ...this.early]) this.worker.postMessage(message);
    this.started = true;
  }

  postMessage(message: unknown): void {
    if (this.started) this.worker?.postMessage(message);
    else this.early.push(message);
  }

  terminate(): void {
    this.terminated = true;
    this.worker?.terminate();
  }
}

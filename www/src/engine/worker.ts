/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import init, * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Notice, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import type { Start } from "./start-worker.ts";
import { Worlds } from "./worlds.ts";

function post(notice: Notice, id = 0): void {
  const message: ToPage = { v: PROTOCOL_VERSION, id, ...notice };
  self.postMessage(message);
}

const crashed = (error: unknown): void => post({ type: "fatal", error: String(error) });
// A trap inside a future of the module is nobody's rejection.
self.addEventListener("error", (event) => crashed(event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

let worlds: Promise<Worlds> | undefined;

async function load(url: string): Promise<Worlds> {
  await init({ module_or_path: url });
  const module = wasm as WasmModule;
  post({ type: "ready", version: module.version() });
  return new Worlds(module, (notice) => post(notice), crashed);
}

async function answer(id: number, request: ToWorker): Promise<void> {
  try {
    const ready = await worlds;
    if (!ready) return;
    await ready.handle(request, (value) => post({ type: "reply", ok: true, value }, id));
  } catch (error) {
    // A trap leaves the instance unusable: the page must know. Other errors answer their request.
    if (error instanceof WebAssembly.RuntimeError) crashed(error);
    else post({ type: "reply", ok: false, error: String(error) }, id);
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker | Start>) => {
  if (data.type === "start") {
    worlds ??= load(data.wasm);
    worlds.catch(crashed);
  } else if (data.v === PROTOCOL_VERSION && typeof data.id === "number") {
    void answer(data.id, data);
  }
};

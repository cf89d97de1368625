/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Heard, type Notice, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import { loadHalves, RestMissing } from "./halves.ts";
import type { Start } from "./launch.ts";
import { Worlds } from "./worlds.ts";

/** The rest is left for after a quick learner's first answer. */
const REST_AFTER_MS = 300;

function post(notice: Notice, id = 0): void {
  const message: ToPage = { v: PROTOCOL_VERSION, id, ...notice };
  self.postMessage(message);
}

const crashed = (error: unknown): void => post({ type: "fatal", error: String(error) });
// A trap inside a future of the module is nobody's rejection.
self.addEventListener("error", (event) => crashed(event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

/** Requests wait for it. */
let started: (worlds: Promise<Worlds>) => void;
const worlds = new Promise<Worlds>((resolve) => (started = resolve));
worlds.catch(crashed);

async function load({ halves, compiled }: Start): Promise<Worlds> {
  const { more } = await loadHalves(halves, compiled, (rest) => {
    try {
      post({ type: "compiled", rest });
    } catch {
      // It cannot be handed over: others compile their own.
    }
  });
  // Should it fail, that is said when the rest is needed.
  setTimeout(() => void more().catch(() => undefined), REST_AFTER_MS);
  const module = wasm as WasmModule;
  post({ type: "ready", version: module.version() });
  const worlds = new Worlds(module, (notice) => post(notice), crashed);
  void worlds.prepare().catch(crashed);
  return worlds;
}

async function answer(id: number, request: ToWorker): Promise<void> {
  try {
    const ready = await worlds;
    await ready.handle(request, (value) => post({ type: "reply", ok: true, value }, id));
  } catch (error) {
    // These leave the instance unusable: the page must know. Other errors answer their request.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RestMissing) crashed(error);
    else post({ type: "reply", ok: false, error: String(error) }, id);
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker | Heard | Start>) => {
  if (data.type === "start") {
    started(load(data));
  } else if (data.type === "heard") {
    // Worlds that have told something are there.
    void worlds.then((ready) => ready.heard()).catch(() => undefined);
  } else if (data.v === PROTOCOL_VERSION && typeof data.id === "number") {
    void answer(data.id, data);
  }
};

/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import init, * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Notice, type Request, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import { Worlds } from "./worlds.ts";

function post(notice: Notice, id = 0): void {
  const message: ToPage = { v: PROTOCOL_VERSION, id, ...notice };
  self.postMessage(message);
}

const channel = new MessageChannel();
let soon: (() => void) | undefined;
channel.port1.onmessage = () => guarded(0, () => soon?.());

const worlds = init().then(() => {
  const module = wasm as WasmModule;
  post({ type: "ready", version: module.version() });
  return new Worlds(module, {
    now: () => performance.now(),
    soon(callback) {
      soon = callback;
      channel.port2.postMessage(0);
    },
    later(callback, ms) {
      const timer = setTimeout(() => guarded(0, callback), ms);
      return () => clearTimeout(timer);
    },
    post: (notice) => post(notice),
  });
});
worlds.catch((error: unknown) => post({ type: "fatal", error: String(error) }));

/** A trap leaves the instance unusable: the page must know. Other errors answer their request. */
function failed(id: number, error: unknown): void {
  const trapped = id === 0 || error instanceof WebAssembly.RuntimeError;
  if (trapped) post({ type: "fatal", error: String(error) });
  else post({ type: "reply", ok: false, error: String(error) }, id);
}

function guarded(id: number, action: () => void): void {
  try {
    action();
  } catch (error) {
    failed(id, error);
  }
}

function answer(id: number, ready: Worlds, request: Request): void {
  const value = ready.handle(request);
  if (!(value instanceof Promise)) return post({ type: "reply", ok: true, value }, id);
  value.then((later) => post({ type: "reply", ok: true, value: later }, id)).catch((error: unknown) => failed(id, error));
}

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const { v, id, ...request } = event.data;
  if (v !== PROTOCOL_VERSION || typeof id !== "number") return;
  void worlds.then((ready) => guarded(id, () => answer(id, ready, request)));
};

/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import init, * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Notice, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import { Worlds } from "./worlds.ts";

function post(notice: Notice, id = 0): void {
  const message: ToPage = { v: PROTOCOL_VERSION, id, ...notice };
  self.postMessage(message);
}

const crashed = (error: unknown): void => post({ type: "fatal", error: String(error) });

const worlds = init().then(() => {
  const module = wasm as WasmModule;
  post({ type: "ready", version: module.version() });
  return new Worlds(module, (notice) => post(notice), crashed);
});
worlds.catch(crashed);

// A trap inside a future of the module is nobody's rejection.
self.addEventListener("error", (event) => crashed(event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

async function answer({ id, request }: { id: number; request: ToWorker }): Promise<void> {
  try {
    const value = await (await worlds).handle(request);
    post({ type: "reply", ok: true, value }, id);
  } catch (error) {
    // A trap leaves the instance unusable: the page must know. Other errors answer their request.
    if (error instanceof WebAssembly.RuntimeError) crashed(error);
    else post({ type: "reply", ok: false, error: String(error) }, id);
  }
}

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const { v, id } = event.data;
  if (v === PROTOCOL_VERSION && typeof id === "number") void answer({ id, request: event.data });
};

/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Notice, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import { loadHalves, RestMissing } from "./halves.ts";
import type { Halves, Start } from "./launch.ts";
import { Worlds } from "./worlds.ts";

/** The rest is left for after a quick learner's first answer. */
const REST_AFTER_MS = 600;

function post(notice: Notice, id = 0): void {
  const message: ToPage = { v: PROTOCOL_VERSION, id, ...notice };
  self.postMessage(message);
}

const crashed = (error: unknown): void => post({ type: "fatal", error: String(error) });
// A trap inside a future of the module is nobody's rejection.
self.addEventListener("error", (event) => crashed(event.message));
self.addEventListener("unhandledrejection", (event) => crashed(event.reason));

/** Requests wait for it. */
let started!: (worlds: Promise<Worlds>) => void;
const worlds = new Promise<Worlds>((resolve) => (started = resolve));
worlds.catch(crashed);

async function load(halves: Halves, compiled?: WebAssembly.Module): Promise<Worlds> {
  const { more } = await loadHalves(halves, compiled);
  // Should it fail, that is said when the rest is needed.
  setTimeout(() => void more().catch(() => undefined), REST_AFTER_MS);
  const module = wasm as WasmModule;
  post({ type: "ready", version: module.version() });
  const worlds = new Worlds(module, (notice) => post(notice), crashed);
  void worlds
    .prepare()
    .then(() => worlds.rehearse())
    .catch(crashed);
  return worlds;
}

/** What the page has compiled; `undefined` if it could not. */
let fromPage!: (module: WebAssembly.Module | undefined) => void;
const compiledByPage = new Promise<WebAssembly.Module | undefined>((resolve) => (fromPage = resolve));

/**
 * The first half, by whichever way it is here first. The page's thread hands it over as soon as it comes to that; the
 * worker's own fetch is answered from the browser's cache, and the engine compiles the same bytes once.
 */
async function firstHalf({ first }: Halves): Promise<WebAssembly.Module | undefined> {
  const own = WebAssembly.compileStreaming(fetch(first, { cache: "force-cache" }));
  const handed = compiledByPage.then((module) => module ?? Promise.reject(new Error("not compiled")));
  return Promise.any([own, handed]).catch(() => undefined);
}

/** What a worker's address says (`launch.ts`); one that was started from a blob is told. */
function namedHalves(): Halves | undefined {
  const { hash } = self.location;
  return hash.length > 1 ? (JSON.parse(decodeURIComponent(hash.slice(1))) as Halves) : undefined;
}

const named = namedHalves();
if (named) started(firstHalf(named).then((module) => load(named, module)));

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

self.onmessage = ({ data }: MessageEvent<ToWorker | Start>) => {
  if (data.type === "start") {
    if (named) fromPage(data.module);
    else started(load(data.halves, data.module));
  } else if (data.v === PROTOCOL_VERSION && typeof data.id === "number") {
    void answer(data.id, data);
  }
};

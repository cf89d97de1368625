/** The Web Worker: loads the wasm module and answers the page. See `worlds.ts` for what it does. */
import * as wasm from "spawnpoint-wasm";
import { PROTOCOL_VERSION, type Heard, type Notice, type ToPage, type ToWorker, type WasmModule } from "../protocol.ts";
import { loadHalves, RestMissing } from "./halves.ts";
import type { Compiled, Halves, RestHanded, Start } from "./launch.ts";
import { Worlds, Worn } from "./worlds.ts";

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

async function load(halves: Halves, compiled: Compiled, handed?: Promise<WebAssembly.Module | undefined>): Promise<Worlds> {
  const tell = (rest: WebAssembly.Module): void => {
    try {
      post({ type: "compiled", rest });
    } catch {
      // It cannot be handed over: others compile their own.
    }
  };
  const { more } = await loadHalves(halves, compiled, tell, handed);
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

/** What the page has compiled: without a first half if it could not. */
let fromPage!: (compiled: Compiled) => void;
const compiledByPage = new Promise<Compiled>((resolve) => (fromPage = resolve));

/** The rest as a lesson beside this one has compiled it. */
let restHanded!: (rest: WebAssembly.Module | undefined) => void;
const restOfOther = new Promise<WebAssembly.Module | undefined>((resolve) => (restHanded = resolve));

/**
 * The first half, by whichever way it is here first. The page's thread hands it over as soon as it comes to that; the
 * worker's own fetch is answered from the browser's cache, and the engine compiles the same bytes once.
 */
async function firstHalf({ first }: Halves): Promise<Compiled> {
  const own = WebAssembly.compileStreaming(fetch(first, { cache: "force-cache" })).then((module) => ({ first: module }));
  const handed = compiledByPage.then((compiled) => (compiled.first ? compiled : Promise.reject(new Error("not compiled"))));
  return Promise.any([own, handed]).catch(() => ({}));
}

/** What a worker's address says (`launch.ts`); one that was started from a blob is told. */
function namedHalves(): Halves | undefined {
  const { hash } = self.location;
  return hash.length > 1 ? (JSON.parse(decodeURIComponent(hash.slice(1))) as Halves) : undefined;
}

const named = namedHalves();
if (named) started(firstHalf(named).then((compiled) => load(named, compiled)));

async function answer(id: number, request: ToWorker): Promise<void> {
  try {
    const ready = await worlds;
    await ready.handle(request, (value) => post({ type: "reply", ok: true, value }, id));
  } catch (error) {
    if (error instanceof Worn) return post({ type: "worn" }, id);
    // These leave the instance unusable: the page must know. Other errors answer their request.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RestMissing) crashed(error);
    else post({ type: "reply", ok: false, error: String(error) }, id);
  }
}

self.onmessage = ({ data }: MessageEvent<ToWorker | Heard | Start | RestHanded>) => {
  if (data.type === "start") {
    if (named) fromPage(data.compiled);
    else started(load(data.halves, data.compiled, data.restFollows ? restOfOther : undefined));
  } else if (data.type === "rest") {
    restHanded(data.rest);
  } else if (data.type === "heard") {
    // Worlds that have told something are there.
    void worlds.then((ready) => ready.heard()).catch(() => undefined);
  } else if (data.v === PROTOCOL_VERSION && typeof data.id === "number") {
    void answer(data.id, data);
  }
};

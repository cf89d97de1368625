/**
 * The wasm module comes in two halves (tests/tools/split): the first has what a first answer needs, the rest follows. A
 * function of the first half that needs the rest before it has come calls `bringRest`, which has no time to wait: the rest is
 * then fetched and compiled on the spot, as only a worker may.
 */
import init from "spawnpoint-wasm";
import type { Compiled, Halves } from "./launch.ts";

/** The rest could not be had. Whatever was under way in the module is lost: it must not be called again. */
export class RestMissing extends Error {
  constructor(url: string, reason: string) {
    super(`the second part of the program (${url}) could not be fetched: ${reason}`);
  }
}

declare global {
  /** Called by the module (crate/src/wasm/rest.rs). */
  var bringRest: (() => void) | undefined;
}

/**
 * Resolves once the first half can be called. `more` then fetches the rest, before somebody has to wait for it; `tell` hears of
 * the rest's code, which is for others too. `handed` is the rest where another compiles it; without it, it is compiled here.
 */
export async function loadHalves(
  { first, rest }: Halves,
  { ...compiled }: Compiled,
  tell: (rest: WebAssembly.Module) => void,
  handed?: Promise<WebAssembly.Module | undefined>,
): Promise<{ more: () => Promise<void> }> {
  const exports: { first: WebAssembly.ModuleImports } = { first: {} };
  let here = false;
  const arrive = (module: WebAssembly.Module): void => {
    if (here) return;
    // Its start function puts its functions into the table that the first half calls through.
    new WebAssembly.Instance(module, exports);
    here = true;
    if (!compiled.rest) tell(module);
  };
  globalThis.bringRest = () => arrive(compiled.rest ?? new WebAssembly.Module(fetchNow(rest)));
  exports.first = (await init({ module_or_path: compiled.first ?? first })) as WebAssembly.ModuleImports;
  return {
    more: async () => {
      compiled.rest ??= await handed;
      // It may have been needed meanwhile.
      if (!here) arrive(compiled.rest ?? (await WebAssembly.compile(await fetchBytes(rest))));
    },
  };
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new RestMissing(url, `${response.status}`);
  return response.arrayBuffer();
}

function fetchNow(url: string): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw new RestMissing(url, String(error));
  }
  if (request.status !== 200) throw new RestMissing(url, `${request.status}`);
  return request.response as ArrayBuffer;
}

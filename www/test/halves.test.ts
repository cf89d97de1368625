/** The built wasm module in two halves, as `build.sh` has left it in `src/wasm`. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { WasmModule, World } from "../src/protocol.ts";

const bytes = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(`../src/wasm/${name}`, import.meta.url)));

type Bound = WasmModule & { default: (input: { module_or_path: WebAssembly.Module }) => Promise<WebAssembly.ModuleImports>; needRest: () => void };

/** Each import has an instance of its own. */
const bind = (instance: string): Promise<Bound> => import(/* @vite-ignore */ `../src/wasm/spawnpoint.js?${instance}`) as Promise<Bound>;

/** A module as the worker has it; `brought` counts how often the rest was asked for. */
async function inHalves(instance: string, rest: () => WebAssembly.Module): Promise<{ wasm: Bound; brought: () => number }> {
  const wasm = await bind(instance);
  const exports: { first: WebAssembly.ModuleImports } = { first: {} };
  let count = 0;
  vi.stubGlobal("bringRest", () => {
    // `needRest` itself is part of the rest.
    if (count > 0) return;
    count += 1;
    new WebAssembly.Instance(rest(), exports);
  });
  exports.first = await wasm.default({ module_or_path: new WebAssembly.Module(bytes("first.wasm")) });
  return { wasm, brought: () => count };
}

function type(world: World, text: string): void {
  world.input({ kind: "shell", text });
  while (world.run(100_000, 0).status === "running");
}

/** What the last line printed. */
function answer(world: World): string {
  const shown = world.events(0, world.head()).filter((event) => event.kind === "shell_result" || event.kind === "shell_error");
  return (shown.at(-1)?.text ?? "").trim();
}

const COMMON = "lists:sum([1, 2, 3]).\n";
/** Modules that nobody boots with, and builtins and formats that no first answer needs. */
const RARE = [
  "dict:to_list(dict:from_list([{a, 1}])).\n",
  "re:run(\"abc\", \"b(.)\", [{capture, all, list}]).\n",
  "io_lib:format(\"~12.3f|~w|~*c\", [3.14159, 1 bsl 200, 3, $x]).\n",
  "ets:tab2list(ets:new(t, [])).\n",
  "crypto:none().\n",
  "binary_to_term(term_to_binary({self(), make_ref(), 1.5})).\n",
];

function play(wasm: WasmModule): World {
  const world = wasm.World.create({ seed: 7 });
  while (world.run(100_000, 0).status === "running");
  for (const line of [COMMON, ...RARE]) type(world, line);
  return world;
}

afterEach(() => vi.unstubAllGlobals());

describe("the module in two halves", () => {
  it("answers first lines without the rest, and has it brought once, in the middle of a call", async () => {
    const { wasm, brought } = await inHalves("late", () => new WebAssembly.Module(bytes("rest.wasm")));
    const world = wasm.World.create({ seed: 7 });
    while (world.run(100_000, 0).status === "running");
    type(world, COMMON);
    expect([answer(world), brought()]).toEqual(["6", 0]);
    type(world, RARE[0] ?? "");
    expect([answer(world), brought()]).toEqual(["[{a,1}]", 1]);
    for (const line of RARE) type(world, line);
    expect(brought()).toBe(1);
  });

  it("does what the whole module does, whenever the rest comes", async () => {
    const { wasm: late } = await inHalves("as needed", () => new WebAssembly.Module(bytes("rest.wasm")));
    const hashes = [play(late).logHash()];
    const { wasm: early, brought } = await inHalves("at once", () => new WebAssembly.Module(bytes("rest.wasm")));
    early.needRest();
    expect(brought()).toBe(1);
    hashes.push(play(early).logHash());
    const whole = await bind("whole");
    await whole.default({ module_or_path: new WebAssembly.Module(bytes("whole.wasm")) });
    hashes.push(play(whole).logHash());
    expect(new Set(hashes).size).toBe(1);
  });

  it("passes on why the rest could not be had", async () => {
    const { wasm } = await inHalves("offline", () => {
      throw new Error("offline");
    });
    const world = wasm.World.create({ seed: 7 });
    while (world.run(100_000, 0).status === "running");
    expect(() => type(world, RARE[0] ?? "")).toThrow("offline");
  });
});

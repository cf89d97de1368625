// The wasm module as the page has it, both halves at once: what is measured is not how they come.

/** `{ wasm, memory }`; `wasmUrl` is wasm-bindgen's script, the halves lie beside it. */
export async function load(wasmUrl) {
  const wasm = await import(wasmUrl);
  const exports = await wasm.default({ module_or_path: new URL("first.wasm", wasmUrl) });
  const rest = await fetch(new URL("rest.wasm", wasmUrl));
  await WebAssembly.instantiate(await rest.arrayBuffer(), { first: exports });
  return { wasm, memory: exports.memory };
}

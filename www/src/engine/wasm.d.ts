/** Aliases for the built package (vite.config.ts); `worker.ts` gives it its type, which is `WasmModule`. */
declare module "spawnpoint-wasm" {
  export default function init(input: { module_or_path: string | WebAssembly.Module }): Promise<unknown>;
  export function version(): string;
  export function worn(): boolean;
  export function eventsMax(): number;
  export function eventsBeyond(): number;
  export const World: unknown;
  export const Player: unknown;
}

declare module "spawnpoint-wasm-first?url" {
  const url: string;
  export default url;
}

declare module "spawnpoint-wasm-rest?url" {
  const url: string;
  export default url;
}

/** An alias for the built package (vite.config.ts); `worker.ts` gives it its type, which is `WasmModule`. */
declare module "spawnpoint-wasm" {
  export default function init(): Promise<unknown>;
  export function version(): string;
  export const World: unknown;
  export const Player: unknown;
}

/** `spawnpoint-wasm` is an alias for the built package (vite.config.ts). */
declare module "spawnpoint-wasm" {
  import type { WorldConstructor } from "../protocol.ts";
  export default function init(input?: unknown): Promise<unknown>;
  export function version(): string;
  export const World: WorldConstructor;
}

/** What died with its worker is told by the watchdog, and by nobody else. */
import { Replaced } from "./engine.ts";

export async function guarded(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    ignoreReplaced(error);
  }
}

export function ignoreReplaced(error: unknown): void {
  if (!(error instanceof Replaced)) throw error;
}

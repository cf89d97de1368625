/**
 * The first script of a lesson's page, in the page itself: see `src/engine/launch.ts`. The page's policy allows it by its
 * digest.
 */
import { createHash } from "node:crypto";
import { launch } from "../src/engine/launch.ts";

/** Addresses of what is launched, as the page names them. */
export interface Early {
  worker: string;
  first: string;
  rest: string;
}

/** The page's head with the script behind its policy. */
export function withEarly(head: string, { worker, first, rest }: Early): string {
  const text = `globalThis.spawnpointEarly = (${launch.toString()})(${JSON.stringify(worker)}, ${JSON.stringify(first)}, ${JSON.stringify(rest)}, "classic");`;
  const digest = createHash("sha256").update(text).digest("base64");
  return head
    .replace("script-src 'self'", `script-src 'self' 'sha256-${digest}'`)
    .replace(/^ *<title>/m, (title) => `    <script>${text}</script>\n${title}`);
}

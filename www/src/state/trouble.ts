/** What the page has to tell at its head: a notice, or that the runtime has ended. */
import type { Session } from "./session.ts";

export type Trouble =
  | { kind: "none" }
  | { kind: "notice"; text: "replaced" | "notLasting" | "full" | "fallback" | "otherTab" | "badLink" | "noStep" | "openedLink" | "saved" | "logFull" }
  | { kind: "panic"; detail: string; session: Session | undefined };

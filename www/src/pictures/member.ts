/**
 * A member of a `gen_server_cluster` as learners know it: which server it stands for, what that server's state is here, and
 * whether this is the one that answers. The behaviour's record holds much more, which differs from node to node. Pure.
 */
import type { BehaviourView } from "../protocol.ts";
import { elements } from "./term-text.ts";

interface Member {
  /** The module whose state is kept on every node. */
  target: string;
  /** Its state, as far as it was printed. */
  state: string;
  /** `frozen`: it has the global name where it can be reached, but may make no changes, having no majority (yet). */
  role: "global" | "frozen" | "local";
}

const MODULE = "gen_server_cluster";

/** Reads the record `state` of gen_server_cluster.erl, by what its fields look like rather than by their number. */
export function memberOf(behaviour: BehaviourView | undefined): Member | undefined {
  if (behaviour?.module !== MODULE || behaviour.state === undefined) return undefined;
  const fields = elements(behaviour.state)?.items ?? [];
  const at = fields.findIndex((field) => field.startsWith("{shared,"));
  const state = elements(fields[at] ?? "")?.items[1];
  if (at <= 0 || state === undefined) return undefined;
  // The field after the role says whether it may make changes.
  const place = fields.findIndex((field, i) => i > at && (field === "global" || field === "local"));
  const acting = fields[place + 1] === "true";
  return { target: fields[at - 1] ?? "", state, role: fields[place] !== "global" ? "local" : acting ? "global" : "frozen" };
}

/** The state worth looking at: a clustered server's own, or what the behaviour keeps. */
export const stateOf = (behaviour: BehaviourView | undefined): string | undefined => memberOf(behaviour)?.state ?? behaviour?.state;

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
/** Where the record has the target's module. */
const TARGET = 3;

/** Reads the record `state` of gen_server_cluster.erl, most of it by what its fields look like rather than by their number. */
export function memberOf(behaviour: BehaviourView | undefined): Member | undefined {
  if (behaviour?.module !== MODULE || behaviour.state === undefined) return undefined;
  const fields = elements(behaviour.state)?.items ?? [];
  const state = elements(fields.find((field) => field.startsWith("{shared,")) ?? "")?.items[1];
  const place = fields.findIndex((field, i) => i > TARGET && (field === "global" || field === "local"));
  if (state === undefined || place < 0) return undefined;
  // The field after the role says whether it may make changes.
  const acting = fields[place + 1] === "true";
  return { target: fields[TARGET] ?? "", state, role: fields[place] === "local" ? "local" : acting ? "global" : "frozen" };
}

/** The state worth looking at: a clustered server's own, or what the behaviour keeps. */
export const stateOf = (behaviour: BehaviourView | undefined): string | undefined => memberOf(behaviour)?.state ?? behaviour?.state;

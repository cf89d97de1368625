import { describe, expect, it } from "vitest";
import { memberOf, stateOf } from "../src/pictures/member.ts";

const record = (role: string, active = true): string =>
  `{state,id_server,safe,counter,4,<0.11.0>,#{absent => [],members => [<0.11.0>,<9286.12.0>],number => {2,node1@localhost}},[],{2,node1@localhost},true,<0.11.0>,${role},${active},[],none,#{#Ref<0.4.0.0> => {member,<9286.12.0>}},[],undefined,undefined,{shared,{state,4},[],infinity}}`;
const behaviour = (state: string, module = "gen_server_cluster"): { kind: string; module: string; state: string } => ({ kind: "gen_server", module, state });

describe("members of a clustered server", () => {
  it("show their target's state and who answers", () => {
    expect(memberOf(behaviour(record("global")))).toEqual({ target: "counter", state: "{state,4}", role: "global" });
    expect(memberOf(behaviour(record("local", false)))?.role).toBe("local");
  });

  it("are frozen while they have the name but may make no changes", () => {
    expect(memberOf(behaviour(record("global", false)))?.role).toBe("frozen");
  });

  it("are told from other servers, and from records of another shape", () => {
    expect(memberOf(behaviour(record("global"), "counter"))).toBeUndefined();
    expect(stateOf(behaviour("{state,4}", "counter"))).toBe("{state,4}");
    expect(stateOf(behaviour("starting"))).toBe("starting");
    expect(stateOf(undefined)).toBeUndefined();
  });

  it("may have a state too long to be printed whole", () => {
    const whole = record("global");
    expect(memberOf(behaviour(`${whole.slice(0, whole.indexOf("4},[],inf"))}…`))).toEqual({ target: "counter", state: "{state,…", role: "global" });
    expect(memberOf(behaviour(`${whole.slice(0, 60)}…`))).toBeUndefined();
  });
});

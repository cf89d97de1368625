import { describe, expect, it } from "vitest";
import { fit, receiveAt, receives, type Fit } from "../src/pictures/receive.ts";

const LOOP = `-module(cache).
-record(state, {name, length = 0, buff = []}).
%% receive in a comment is none
loop(State = #state{name = Name}) ->
    receive
        {get_name, From} ->
            From ! {ok, Name},
            loop(State);
        {push, [Msg | _], From} when is_pid(From) ->
            case Msg of
                x -> receive inner -> ok end;
                _ -> fun(Y) -> Y end
            end,
            loop(State);
        #state{length = 1, buff = B} -> B;
        stop -> "; end"
    after 10 ->
        ok
    end.

call(Pid) ->
    Ref = make_ref(),
    Pid ! {Ref, self()},
    receive {Ref, Reply} -> Reply end.
`;
const at = (line: number): NonNullable<ReturnType<typeof receiveAt>> => {
  const found = receiveAt(LOOP, line);
  if (!found) throw new Error(`no receive at ${line}`);
  return found;
};
const fits = (line: number, message: string, known: [string, string][] = []): Fit[] =>
  at(line).clauses.map((clause) => fit(at(line), clause.pattern, message, new Map(known)));

describe("clauses", () => {
  it("are those of the receive at a line, with what nests in them left out", () => {
    expect(receives(LOOP).map((r) => r.line)).toEqual([5, 11, 24]);
    expect(at(5).clauses.map((c) => c.head)).toEqual(["{get_name, From}", "{push, [Msg | _], From} when is_pid(From)", "#state{length = 1, buff = B}", "stop"]);
    expect(at(5).clauses.map((c) => c.guarded)).toEqual([false, true, false, false]);
    expect(at(7).line).toBe(5);
    expect(at(11).clauses.map((c) => c.head)).toEqual(["inner"]);
    expect(receiveAt(LOOP, 21)).toBeUndefined();
  });
});

describe("a message held against clauses", () => {
  it("binds what is new, or says where it differs", () => {
    expect(fits(5, "{get_name,<0.5.0>}")).toEqual([
      { fits: "yes", bindings: [["From", "<0.5.0>"]] },
      { fits: "no", reason: { kind: "size", is: 2, wanted: 3 } },
      { fits: "no", reason: { kind: "size", is: 2, wanted: 4 } },
      { fits: "no", reason: { kind: "differs", is: "{get_name,<0.5.0>}", wanted: "stop" } },
    ]);
    expect(fits(5, '{push,"hi",<0.5.0>}')[1]).toEqual({ fits: "yes", bindings: [["Msg", "104"], ["From", "<0.5.0>"]] });
    expect(fits(5, "{state,c,1,[a]}")[2]).toEqual({ fits: "yes", bindings: [["B", "[a]"]] });
    expect(fits(5, "stop")[0]).toEqual({ fits: "no", reason: { kind: "shape", wanted: "tuple" } });
  });

  it("of a variable that has a value says which, and nothing if it is not known", () => {
    expect(fits(24, "{#Ref<0.1.2.3>,ok}", [["Ref", "#Ref<0.1.2.4>"]])[0]).toEqual({
      fits: "no",
      reason: { kind: "bound", name: "Ref", value: "#Ref<0.1.2.4>", is: "#Ref<0.1.2.3>" },
    });
    expect(fits(24, "{#Ref<0.1.2.3>,ok}")[0]).toEqual({ fits: "maybe", bindings: [["Reply", "ok"]] });
  });

  it("claims nothing of what it cannot read", () => {
    expect(fits(5, "{get_name,<<1,2>>}").map((f) => f.fits)).toEqual(["maybe", "maybe", "maybe", "maybe"]);
    expect(fits(5, '{push,"a very long text that was c…').map((f) => f.fits)).toEqual(["maybe", "maybe", "maybe", "maybe"]);
  });
});

import { describe as suite, expect, it } from "vitest";
import { Calls } from "../src/pictures/calls.ts";
import { describe } from "../src/pictures/describe.ts";
import { GrowingLayout, spans } from "../src/pictures/layout.ts";
import { payload } from "../src/pictures/payload.ts";
import { differences, elements } from "../src/pictures/term-text.ts";
import { en } from "../src/i18n/en.ts";
import type { WorldEvent } from "../src/protocol.ts";

suite("elements of a printed term", () => {
  it.each([
    ["{a,b}", ["a", "b"]],
    ["{}", []],
    ["[]", []],
    ['{"a,b}",\'q,{\',<<1,2>>,<<"x,">>}', ['"a,b}"', "'q,{'", "<<1,2>>", '<<"x,">>']],
    ["{<0.5.0>,#Ref<0.1.2.3>,#Fun<erl_eval.42.1>}", ["<0.5.0>", "#Ref<0.1.2.3>", "#Fun<erl_eval.42.1>"]],
    ["[alias|#Ref<0.8.0.0>]", ["alias", "#Ref<0.8.0.0>"]],
    ["#{a => {1,2},b => [3,4]}", ["a => {1,2}", "b => [3,4]"]],
    ["#state{name = 1,x = {}}", ["name = 1", "x = {}"]],
    ['{"a\\"b",c}', ['"a\\"b"', "c"]],
    ["{'it\\'s',<a@host.85.0>}", ["'it\\'s'", "<a@host.85.0>"]],
  ])("%s", (text, items) => expect(elements(text)).toMatchObject({ items, whole: true }));

  it("of a text that was cut are those that are there", () => {
    expect(elements("{a,[1,2,…")).toEqual({ open: "{", items: ["a", "[1,2,…"], whole: false });
  });

  it("are none of what has none", () => {
    for (const text of ["atom", '"string"', "<0.1.0>", "<<1,2>>", ""]) expect(elements(text)).toBeUndefined();
  });

  it("take time linear in the text", () => {
    const text = `{${"[".repeat(100_000)}${"<".repeat(100_000)}`;
    const start = performance.now();
    elements(text);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

suite("differences", () => {
  const marked = (before: string, now: string): string => differences(before, now).map((p) => (p.changed ? `*${p.text}*` : p.text)).join("");

  it("of what was cut are only those before the cut", () => {
    expect(marked("{state,1,[a,b…", "{state,1,[a,b,c…")).toBe("{state,1,[a,b,c…");
    expect(marked("{state,1,[a,b,c]}", "{state,1,[a…")).toBe("{state,1,[a…");
    expect(marked("{state,1,[a,b…", "{state,1,[x,b,c…")).toContain("*");
  });
  it.each([
    ["{state,1,[]}", "{state,2,[]}", "{state,*2*,[]}"],
    ["#{a => 1,b => 2}", "#{a => 1,b => 3}", "#{a => 1,*b => 3*}"],
    ["{a,b}", "{a,b,c}", "*{a,b,c}*"],
    ["1", "2", "*2*"],
    ["{a,b}", "{a,b}", "{a,b}"],
  ])("%s to %s", (before, now, result) => expect(marked(before, now)).toBe(result));
});

suite("payloads", () => {
  it.each([
    ["{'$gen_call',{<0.1.0>,[alias|#Ref<0.1.2.3>]},{get,x}}", { kind: "call", body: "{get,x}", tag: "#Ref<0.1.2.3>" }],
    ["{'$gen_call',{<0.1.0>,#Ref<0.1.2.3>},get}", { kind: "call", body: "get", tag: "#Ref<0.1.2.3>" }],
    ["{'$gen_cast',{push,1}}", { kind: "cast", body: "{push,1}" }],
    ["{[alias|#Ref<0.1.2.3>],ok}", { kind: "reply", body: "ok", tag: "#Ref<0.1.2.3>" }],
    ["{#Ref<0.1.2.3>,{ok,1}}", { kind: "reply", body: "{ok,1}", tag: "#Ref<0.1.2.3>" }],
    ["{system,{<0.1.0>,#Ref<0.1.2.3>},get_state}", { kind: "system", body: "get_state", tag: "#Ref<0.1.2.3>" }],
    ["{get_length,<0.85.0>}", { kind: "call", body: "{get_length,<0.85.0>}" }],
    ["{push,1,{<0.85.0>,#Ref<0.1.2.3>}}", { kind: "call", tag: "#Ref<0.1.2.3>" }],
    ["{ok,<0.85.0>}", { kind: "message" }],
    ["{'EXIT',<0.85.0>,normal}", { kind: "exit" }],
    ["{'DOWN',#Ref<0.1.2.3>,process,<0.85.0>,noproc}", { kind: "down", tag: "#Ref<0.1.2.3>" }],
    ['{tcp,#Port<0.7>,<<"hi">>}', { kind: "data" }],
    ['"hello"', { kind: "message" }],
  ])("%s", (text, read) => expect(payload(text)).toMatchObject(read));
});

const REF = "#Ref<0.1.2.3>";
let seq = 0;
const event = (kind: WorldEvent["kind"], pid: string, rest: Partial<WorldEvent> = {}): WorldEvent => ({ seq: ++seq, timeMs: 0, node: "n", kind, pid, ...rest });

function callAndReply(): WorldEvent[] {
  seq = 0;
  return [
    event("send", "c", { peer: "s", message: 1, text: `{'$gen_call',{<0.1.0>,[alias|${REF}]},get}` }),
    event("queued", "s", { peer: "c", message: 1, index: 0, cause: 1, text: `{'$gen_call',{<0.1.0>,[alias|${REF}]},get}` }),
    event("wait", "c"),
    event("receive", "s", { message: 1, index: 0, text: `{'$gen_call',{<0.1.0>,[alias|${REF}]},get}` }),
    event("send", "s", { peer: "c", message: 2, text: `{[alias|${REF}],42}` }),
    event("queued", "c", { peer: "s", message: 2, index: 0, cause: 5, text: `{[alias|${REF}],42}` }),
    event("receive", "c", { message: 2, index: 0, text: `{[alias|${REF}],42}` }),
  ];
}

suite("calls", () => {
  it("are paired with their replies, and open in between", () => {
    const calls = new Calls();
    calls.grow(callAndReply());
    expect(calls.all).toEqual([
      { tag: REF, caller: "c", server: "s", request: "get", reply: "42", sent: 1, taken: 4, replied: 5, ended: 7, outcome: "reply", events: [1, 2, 4, 5, 6, 7] },
    ]);
    expect([0, 1, 6, 7].map((step) => calls.openAt(step).length)).toEqual([0, 1, 1, 0]);
    expect(calls.of(6)).toBe(calls.all[0]);
    expect(calls.of(3)).toBeUndefined();
  });

  it("end with the time-out, and a late reply still belongs to them", () => {
    const events = callAndReply().slice(0, 4);
    seq = events.length;
    events.push(event("timeout", "c"));
    const calls = new Calls();
    calls.grow(events);
    expect(calls.all[0]).toMatchObject({ ended: 5, outcome: "timeout", replied: 0 });
    events.push(event("send", "s", { peer: "c", message: 2, text: `{[alias|${REF}],42}` }));
    calls.grow(events);
    expect(calls.all[0]).toMatchObject({ ended: 5, outcome: "timeout", replied: 6, reply: "42" });
  });

  it("end when the caller reads the reply, which another node has sent under its own name for the reference", () => {
    const events = callAndReply();
    const foreign = REF.replace("<0.", "<9286.");
    events[4] = { ...(events[4] as WorldEvent), text: `{[alias|${foreign}],42}` };
    const calls = new Calls();
    calls.grow(events);
    expect(calls.all[0]).toMatchObject({ replied: 7, ended: 7, outcome: "reply", reply: "42" });
  });

  it("end when the server was dead before it was asked", () => {
    const text = `{'DOWN',${REF},process,<0.9.0>,noproc}`;
    const events = [
      event("down", "c", { peer: "s", name: REF, text: "noproc" }),
      event("queued", "c", { message: 1, text }),
      event("send", "c", { peer: "s", message: 2, text: `{get,{<0.5.0>,${REF}}}` }),
      event("receive", "c", { message: 1, text }),
    ];
    const calls = new Calls();
    calls.grow(events);
    expect(calls.all[0]).toMatchObject({ ended: events.at(-1)?.seq, outcome: "down" });
  });

  it("end when the server is down", () => {
    const events = callAndReply().slice(0, 3);
    seq = events.length;
    events.push(event("down", "c", { peer: "s", name: REF, text: "noproc" }));
    const calls = new Calls();
    calls.grow(events);
    expect(calls.all[0]).toMatchObject({ ended: 4, outcome: "down" });
  });

  it("are drawn as a hollow bar for the caller and a solid one for the server", () => {
    const events = callAndReply();
    const calls = new Calls();
    calls.grow(events);
    const made = new GrowingLayout(events, new Set(), new Set()).grow();
    expect(spans(made, calls.all, 1, events.length)).toEqual([
      { column: 0, from: 0, to: 6, kind: "wait" },
      { column: 1, from: 3, to: 4, kind: "serve" },
    ]);
    expect(made.arrows.map((a) => a.kind)).toEqual(["call", "reply"]);
  });
});

suite("events in words", () => {
  it("take messages out of their envelopes", () => {
    const words = callAndReply().map((e) => describe(e, (pid) => pid, en));
    expect(words[0]).toBe("c calls s: get");
    expect(words[1]).toBe("Queued at s: call get");
    expect(words[4]).toBe("s replies to c: 42");
    expect(words[6]).toBe("c takes: reply 42");
  });
});

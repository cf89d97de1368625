import { describe, expect, it } from "vitest";
import type { Call } from "../src/pictures/calls.ts";
import { numberings } from "../src/pictures/numbering.ts";

let seq = 0;
const answer = (server: string, request: string, reply: string): Call => ({ tag: "", caller: "c", server, request, reply, sent: ++seq, taken: ++seq, replied: ++seq, ended: 0, events: [] });
const names = new Map([["a", "ids"], ["b", "ids"], ["x", "other"]]);
const inWords = (calls: Call[], step = Infinity): string[] =>
  numberings(calls, names, step).map(({ server, request, stretches }) => `${server} ${request}: ${stretches.map((s) => `${s.kind} ${s.from}-${s.to}${s.by.join()}`).join(" ")}`);

describe("numbers given out", () => {
  it("are stretches without a hole: given once, skipped, and given by two processes", () => {
    const calls = ["0", "1", "4"].map((n) => answer("a", "next", n));
    expect(inWords([...calls, answer("b", "next", "1")])).toEqual(["ids next: once 0-0 twice 1-1a,b gap 2-3 once 4-4"]);
    expect(inWords(["7", "8", "9"].map((n) => answer("a", "next", n)))).toEqual(["ids next: once 7-9"]);
  });

  it("are no answers that one process repeats, no other terms, and none of servers without a name", () => {
    expect(inWords([answer("a", "taken", "200"), answer("a", "taken", "200"), answer("b", "taken", "300")])).toEqual([]);
    expect(inWords([answer("a", "next", "{error,no_majority}"), answer("a", "next", "0")])).toEqual([]);
    expect(inWords([answer("nobody", "next", "0"), answer("nobody", "next", "1")])).toEqual([]);
  });

  it("are those of their server and request, up to the moment", () => {
    const calls = [answer("a", "next", "0"), answer("x", "next", "0"), answer("a", "next", "1"), answer("a", "next", "2")];
    expect(inWords(calls, calls[2]?.replied)).toEqual(["ids next: once 0-1"]);
  });
});

import { describe as suite, expect, it } from "vitest";
import { lineBytes, lines } from "../src/state/clients.ts";

const log = (...parts: ["client" | "server", number[]][]): Parameters<typeof lines>[0] => parts.map(([from, bytes], i) => ({ step: i + 1, from, bytes, text: "" }));
const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];

suite("a conversation over a stream of bytes", () => {
  it("is told in lines, whatever pieces they came in", () => {
    const said = lines(log(["client", bytes("hello\n")], ["server", bytes("one\ntw")], ["client", bytes("more\r\n")], ["server", bytes("o\n\nend")]));
    expect(said.map((s) => [s.from, s.text, s.step])).toEqual([
      ["client", "hello", 1],
      ["server", "one", 2],
      ["server", "two", 2],
      ["client", "more", 3],
      ["server", "", 4],
      ["server", "end", 4],
    ]);
  });

  it("puts characters together that were cut in two", () => {
    const text = bytes("你好\n");
    expect(lines(log(["server", text.slice(0, 2)], ["server", text.slice(2, 4)], ["server", text.slice(4)])).map((s) => s.text)).toEqual(["你好"]);
  });

  it("sends a line with its end, as UTF-8", () => {
    expect(lineBytes("好")).toEqual([0xe5, 0xa5, 0xbd, 0x0a]);
  });
});

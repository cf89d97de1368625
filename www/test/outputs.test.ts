import { describe, expect, it } from "vitest";
import { clip, pieces, sameOutput } from "../src/parts/outputs.ts";

describe("outputs compared with the lesson's", () => {
  it("lets identities have other names, the same ones throughout", () => {
    const names = new Map<string, string>();
    expect(sameOutput("<0.62.0>", "<0.85.0>\n", names)).toBe(true);
    expect(sameOutput("{a,<0.62.0>}", "{a,<0.85.0>}", names)).toBe(true);
    expect(sameOutput("{a,<0.62.0>}", "{a,<0.86.0>}", names)).toBe(false);
    expect(sameOutput("{a,<0.63.0>}", "{a,<0.85.0>}", names)).toBe(false);
  });

  it("lets a term that holds an identity break elsewhere, and a crash report measure", () => {
    expect(sameOutput("{a,#Ref<0.1.2.3>,b}", "{a,#Ref<0.1000000.2.3>,\n   b}", new Map())).toBe(true);
    expect(sameOutput("{a,b}", "{a,\n b}", new Map())).toBe(false);
    expect(sameOutput("    heap_size: 610", "    heap_size: 376", new Map())).toBe(true);
    expect(sameOutput("    messages: 610", "    messages: 376", new Map())).toBe(false);
  });

  it("keeps everything else strict", () => {
    expect(sameOutput("ok", "error", new Map())).toBe(false);
    expect(sameOutput("#Fun<erl_eval.20.99386804>", "#Fun<erl_eval.43.3316493>", new Map())).toBe(true);
  });
});

describe("long outputs", () => {
  it("show their beginning and their end, and say how much is between", () => {
    expect(clip("short")).toEqual({ head: "short", left: 0, tail: "" });
    expect(clip("0123456789", 4)).toEqual({ head: "01", left: 6, tail: "89" });
  });
});

describe("what went wrong", () => {
  const failed = (text: string): string[] => pieces(text).filter((piece) => piece.failed).map((piece) => piece.text);

  it("is an exception, to the end", () => {
    expect(failed("hello\n** exception error: no match\n\n     in call")).toEqual(["** exception error: no match\n\n     in call"]);
  });

  it("is a report, and not the answer below it", () => {
    const report = "=SUPERVISOR REPORT==== now ===\n    reason: killed";
    expect(pieces(`true\n${report}\n\nok`).map((piece) => piece.text)).toEqual(["true\n", report, "\n\nok"]);
    expect(failed(`${report}\n\n=CRASH REPORT==== now ===\n  x\n\nok`)).toEqual([`${report}\n\n=CRASH REPORT==== now ===\n  x`]);
  });

  it("is not what tells of progress", () => {
    expect(failed("=PROGRESS REPORT==== now ===\n    a: 1")).toEqual([]);
  });
});

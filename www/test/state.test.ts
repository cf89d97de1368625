import { deflateRawSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { BadLink, decodeMoment, encodeMoment, isMomentLink, LINK_BYTES_MAX, LINK_CHARS_MAX, type Moment } from "../src/state/link.ts";
import { KeptRuns } from "../src/state/kept-runs.ts";
import { Prompts } from "../src/state/prompts.ts";
import { contentHash, Edits, type KeyValue } from "../src/state/storage.ts";

const moment: Moment = {
  lesson: "msg_cache",
  step: "loop",
  session: "loop.1",
  seed: 7,
  edits: { "code/loop/msg_cache.erl": "%% 中文\n" },
  inputs: [{ step: 0, slices: 0, input: { kind: "shell", text: 'self() ! "我".' } }],
  runs: [{ line: "loop.1/0", fromStep: 0 }],
  head: 5,
  at: 3,
};

const packed = (value: unknown): string => `#v1.${deflateRawSync(Buffer.from(JSON.stringify(value))).toString("base64url")}`;

describe("links", () => {
  it("come back as they were", async () => {
    const link = await encodeMoment(moment);
    expect(isMomentLink(link)).toBe(true);
    expect(link).toMatch(/^#v1\.[A-Za-z0-9_-]+$/);
    expect(await decodeMoment(link)).toEqual(moment);
  });

  it.each([
    ["another version", "#v2.AAAA"],
    ["characters that do not belong", "#v1.<script>"],
    ["not deflated", "#v1.AAAA"],
    ["not JSON", `#v1.${deflateRawSync(Buffer.from("{")).toString("base64url")}`],
    ["another shape", packed({ ...moment, inputs: [{ step: 0 }] })],
    ["an input of a kind unknown", packed({ ...moment, inputs: [{ step: 0, slices: 0, input: { kind: "eval" } }] })],
    ["negative steps", packed({ ...moment, at: -1 })],
    ["too many characters", `#v1.${"A".repeat(LINK_CHARS_MAX)}`],
    ["a bomb: small, and huge when inflated", packed({ ...moment, step: "x".repeat(LINK_BYTES_MAX) })],
  ])("are refused: %s", async (_, link) => {
    await expect(decodeMoment(link)).rejects.toBeInstanceOf(BadLink);
  });

  it("are refused or opened whatever bytes they are", async () => {
    const random = seeded(1);
    const below = (n: number): number => Math.floor(random() * n);
    const good = JSON.stringify(moment);
    const values = ["-1", "1e999", "1e15", "0.5", "null", "[]", "{}", '"x"', "true", '{"__proto__":[]}', "[[[[]]]]", '"\\ud800"', "9".repeat(400)];
    let opened = 0;
    for (let round = 0; round < 2_000; round++) {
      let bytes: Uint8Array = Uint8Array.from({ length: below(200) }, () => below(256));
      if (round % 4 > 0) {
        let text = good;
        if (round % 4 > 1) {
          const from = below(text.length);
          const parts = text.match(/"[^"]*"|[0-9]+|[^"0-9]/g) ?? [];
          parts[below(parts.length)] = values[below(values.length)] ?? "";
          text = round % 4 === 2 ? text.slice(0, from) + text.slice(from + below(9)) : parts.join("");
        }
        bytes = new Uint8Array(deflateRawSync(Buffer.from(text)));
        if (round % 4 === 1) for (let i = below(4); i >= 0; i--) bytes[below(bytes.length)] = below(256);
      }
      let hash = `#v1.${Buffer.from(bytes).toString("base64url")}`;
      if (round % 7 === 0) hash = hash.slice(0, below(hash.length)) + String.fromCodePoint(below(0x10ffff)) + hash.slice(below(hash.length));
      if (!isMomentLink(hash)) continue;
      try {
        const { at, head, seed, inputs } = await decodeMoment(hash);
        opened++;
        for (const number of [at, head, seed, ...inputs.flatMap(({ step, slices }) => [step, slices])]) expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(BadLink);
      }
    }
    expect(opened).toBeGreaterThan(20);
  });

  it("inflate no further than they may", async () => {
    const read = vi.spyOn(ReadableStreamDefaultReader.prototype, "read");
    const bomb = deflateRawSync(Buffer.alloc(60_000_000)).toString("base64url");
    await expect(decodeMoment(`#v1.${bomb}`)).rejects.toBeInstanceOf(BadLink);
    const results = await Promise.all(read.mock.results.map(({ value }) => value as Promise<ReadableStreamReadResult<Uint8Array>>));
    const inflated = results.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    expect(inflated).toBeLessThan(LINK_BYTES_MAX + 1_000_000);
    read.mockRestore();
  });

  it("are not made when they would be refused", async () => {
    let state = 1;
    const noise = Array.from({ length: 300_000 }, () => String.fromCharCode(33 + ((state = (state * 48271) % 2147483647) % 90)));
    await expect(encodeMoment({ ...moment, edits: { a: noise.join("") } })).rejects.toBeInstanceOf(BadLink);
  });
});

/** Numbers from 0 to 1, the same on each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

class Fake implements KeyValue {
  map = new Map<string, string>();
  getItem = (key: string): string | null => this.map.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.map.set(key, value);
  removeItem = (key: string): void => void this.map.delete(key);
}

describe("prompts", () => {
  it("keep what is being typed, and what was run on earlier visits", () => {
    const storage = new Fake();
    const first = new Prompts(storage, "a");
    first.ran("s", "one.");
    first.setDraft("s", "half a li");
    expect(first.earlier("s")).toEqual([]);
    const second = new Prompts(storage, "a");
    expect([second.draft("s"), second.earlier("s")]).toEqual(["half a li", ["one."]]);
    second.ran("s", "two.");
    expect(second.draft("s")).toBe("");
    expect(new Prompts(storage, "a").earlier("s")).toEqual(["one.", "two."]);
    expect(new Prompts(storage, "b").earlier("s")).toEqual([]);
    storage.map.set("spawnpoint:prompt:a:s", "{broken");
    expect(new Prompts(storage, "a").draft("s")).toBe("");
  });
});

describe("edits", () => {
  it("are kept by lesson and id, and gone when they equal the lesson", () => {
    const storage = new Fake();
    new Edits(storage, "a").set("f", "original", "mine");
    expect(new Edits(storage, "a").get("f", "original")).toEqual({ text: "mine", edited: true, upgraded: false });
    expect(new Edits(storage, "b").get("f", "original").edited).toBe(false);
    new Edits(storage, "a").set("f", "original", "original");
    expect(storage.map.size).toBe(0);
  });

  it("say when the lesson was upgraded under them", () => {
    const storage = new Fake();
    new Edits(storage, "a").set("f", "original", "mine");
    expect(new Edits(storage, "a").get("f", "newer")).toEqual({ text: "mine", edited: true, upgraded: true });
  });

  it("of a link cover the learner's own without replacing them", () => {
    const storage = new Fake();
    const edits = new Edits(storage, "a");
    edits.set("f", "original", "mine");
    edits.overlay("f", "theirs");
    expect(edits.get("f", "original").text).toBe("theirs");
    expect(new Edits(storage, "a").get("f", "original").text).toBe("mine");
  });

  it("stay what was typed here, whatever another tab keeps, and whether there is room or not", () => {
    const storage = new Fake();
    const [here, there] = [new Edits(storage, "a"), new Edits(storage, "a")];
    here.set("f", "original", "mine");
    there.set("f", "original", "theirs");
    expect(here.get("f", "original").text).toBe("mine");
    expect(here.disagrees("spawnpoint:a:f")).toBe(true);
    expect(there.disagrees("spawnpoint:a:f")).toBe(false);
    expect(here.disagrees("spawnpoint:a:g")).toBe(false);
    storage.setItem = () => {
      throw new Error("full");
    };
    expect(here.set("f", "original", "longer")).toBe(false);
    expect(here.get("f", "original")).toEqual({ text: "longer", edited: true, upgraded: false });
    here.reset("f");
    expect(here.get("f", "original").text).toBe("original");
  });

  it("that cannot be read are as if absent", () => {
    const storage = new Fake();
    storage.map.set("spawnpoint:a:f", "{broken");
    expect(new Edits(storage, "a").get("f", "original").text).toBe("original");
  });

  it("tell contents apart by hash", () => expect(contentHash("a")).not.toBe(contentHash("b")));
});

describe("what ran", () => {
  const { inputs, runs, head, at: step } = moment;
  const restore = { inputs, runs, head, step };

  it("comes back once, to the lesson and session that it is of", async () => {
    const storage = new Fake();
    await new KeptRuns(storage, "a", "first-1.wasm").keep("loop.1", 7, restore);
    const later = new KeptRuns(storage, "a", "first-1.wasm");
    expect([later.has("loop.1"), later.has("loop.2"), new KeptRuns(storage, "b", "first-1.wasm").has("loop.1")]).toEqual([true, false, false]);
    expect(await later.take("loop.1")).toEqual({ seed: 7, restore });
    expect(await later.take("loop.1")).toBeUndefined();
  });

  it("is forgotten when it was recorded by another program, was started again, or is no longer what it was", async () => {
    const storage = new Fake();
    const kept = new KeptRuns(storage, "a", "first-1.wasm");
    await kept.keep("loop.1", 7, restore);
    expect(new KeptRuns(storage, "a", "first-2.wasm").has("loop.1")).toBe(false);
    await kept.keep("loop.1", 7, { ...restore, inputs: [] });
    expect(storage.map.size).toBe(0);
    storage.setItem("spawnpoint:run:a:loop.1", "first-1.wasm #v1.AAAA");
    expect(await kept.take("loop.1")).toBeUndefined();
  });

  it("of a step with several sessions is that of the one used last, also when what was noted cannot be read", () => {
    const storage = new Fake();
    const kept = new KeptRuns(storage, "a", "first-1.wasm");
    for (const session of ["cut.1", "cut.2", "cut.1", "cut.2", "other.1"]) kept.use(session);
    const later = new KeptRuns(storage, "a", "first-1.wasm");
    expect([later.lastUsed(["cut.1", "cut.2"]), later.lastUsed(["cut.1"]), later.lastUsed(["cut.3"])]).toEqual(["cut.2", "cut.1", undefined]);
    storage.setItem("spawnpoint:used:a", "{");
    expect(later.lastUsed(["cut.1"])).toBeUndefined();
    later.use("cut.1");
    expect(later.lastUsed(["cut.1"])).toBe("cut.1");
  });

  it("is let go when there is no room for it", async () => {
    const storage = new Fake();
    const kept = new KeptRuns(storage, "a", "first-1.wasm");
    await kept.keep("loop.1", 7, restore);
    storage.setItem = () => {
      throw new Error("full");
    };
    await kept.keep("loop.1", 7, restore);
    expect(kept.has("loop.1")).toBe(false);
  });
});

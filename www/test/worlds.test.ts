import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as wasm from "./mock/world.ts";
import type { BranchInfo, Notice, Replies, Request } from "../src/protocol.ts";
import { Worlds } from "../src/engine/worlds.ts";

let notices: Notice[];
let worlds: Worlds;

/** A page that reads at once. */
function post(notice: Notice): void {
  notices.push(notice);
  if (notice.type === "progress") queueMicrotask(() => worlds.heard());
}

const ask = <T extends Request["type"]>(request: Extract<Request, { type: T }>): Promise<Replies[T]> =>
  new Promise((resolve, reject) => {
    worlds.handle(request, (value) => resolve(value as Replies[T])).catch(reject);
  });
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** Types at `step` (the head by default) and runs until nothing more happens by itself or `ms` have passed. */
async function type(text: string, { branch = 0, step = Infinity, speed = 1, ms = 50 } = {}): Promise<BranchInfo> {
  const info = await ask({ type: "input", branch, step, input: { kind: "shell", text } });
  await ask({ type: "run", branch: info.branch, speed, maxEvents: 0 });
  await pass(ms);
  return info;
}

async function transcript(branch: number): Promise<string[]> {
  const view = await ask({ type: "view", branch, step: Infinity });
  return view.shells[0]?.transcript.map((e) => `${e.prompt}${e.input} ${e.output.trim()}`) ?? [];
}

beforeEach(async () => {
  vi.useFakeTimers();
  notices = [];
  worlds = new Worlds(wasm, post, (error) => expect.unreachable(String(error)));
  await ask({ type: "open", world: 1, config: { seed: 1 } });
});
afterEach(() => vi.useRealTimers());

describe("branches", () => {
  it("acting in the past forks and keeps the old branch", async () => {
    await type("one.");
    const { head } = await type("two.");
    const forked = await type("other.", { step: head - 1 });
    expect(forked).toMatchObject({ branch: 1, parent: 0, forkedAt: head - 1 });
    expect(await transcript(1)).toEqual(["1> one. one", "2> other. other"]);
    expect(await transcript(0)).toEqual(["1> one. one", "2> two. two"]);
  });

  it("tells every event exactly once", async () => {
    await type("one.");
    await type("two.");
    const seqs = notices.flatMap((n) => (n.type === "progress" ? n.events.map((e) => e.seq) : []));
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.length).toBeGreaterThan(1);
  });
});

describe("a world that is opened while another still boots", () => {
  it("is the one that is open in the end, and each is told under its own number", async () => {
    notices = [];
    const open = (world: number): Promise<BranchInfo> => ask({ type: "open", world, config: { seed: world } });
    const both = Promise.all([open(2), open(3)]);
    await pass(50);
    await both;
    expect(notices.map((n) => n.type === "progress" && n.world)).toEqual([2, 3]);
    await type("one.");
    expect(notices.at(-1)).toMatchObject({ type: "progress", world: 3 });
  });
});

describe("a page that does not get round to reading", () => {
  it("holds the world back, and stops it all the same", async () => {
    worlds = new Worlds(wasm, (notice) => notices.push(notice), (error) => expect.unreachable(String(error)));
    await ask({ type: "open", world: 1, config: { seed: 1 } });
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    notices = [];
    await type("loop().", { ms: 0 });
    await pass(50);
    expect(notices.length).toBeLessThanOrEqual(3);
    const stopped = ask({ type: "stop" });
    await pass(50);
    expect(await stopped).toMatchObject({ active: false });
    expect(notices.at(-1)).toMatchObject({ type: "progress", info: { active: false } });
  });
});

describe("the answer to a run", () => {
  it("comes before what the run does, so that what is told last is how things are", async () => {
    const told: BranchInfo[] = [];
    worlds = new Worlds(wasm, (notice) => {
      post(notice);
      if (notice.type === "progress") told.push(notice.info);
    }, (error) => expect.unreachable(String(error)));
    await ask({ type: "open", world: 1, config: { seed: 1 } });
    const { branch } = await ask({ type: "input", branch: 0, step: Infinity, input: { kind: "shell", text: "one." } });
    await worlds.handle({ type: "run", branch, speed: 1, maxEvents: 0 }, (info) => told.push(info as BranchInfo));
    await pass(50);
    const heads = told.map((info) => info.head);
    expect(heads).toEqual([...heads].sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ active: false, status: "idle" });
  });
});

describe("pacing", () => {
  const line = "receive Msg -> Msg after 3000 -> no_more end.";

  it("waits real time divided by speed for a timer", async () => {
    await type(line, { speed: 10, ms: 290 });
    expect((await transcript(0))[0]).not.toMatch(/no_more$/);
    await pass(30);
    expect((await transcript(0))[0]).toMatch(/no_more$/);
  });

  it("keeps the virtual time that passed when stopped while waiting", async () => {
    await type(line, { ms: 1200 });
    const stopped = await ask({ type: "stop" });
    expect(stopped).toMatchObject({ status: "waiting", active: false });
    expect(stopped.clockMs).toBeGreaterThan(1150);
    expect(stopped.clockMs).toBeLessThanOrEqual(1200);
  });

  it("skips waits at infinite speed, also when it changes while waiting", async () => {
    await type(line);
    await ask({ type: "speed", speed: Infinity });
    await pass(10);
    expect((await transcript(0))[0]).toMatch(/no_more$/);
  });
});

describe("an endless loop", () => {
  it("lets go after each turn, so that other requests and stop are answered", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => (now += 1));
    await type("loop().");
    expect(notices.at(-1)).toMatchObject({ type: "progress", info: { status: "running", active: true } });
    expect(await ask({ type: "view", branch: 0, step: 0 })).toMatchObject({ step: 0 });
    const stopping = ask({ type: "stop" });
    await pass(20);
    expect(await stopping).toMatchObject({ status: "running", active: false });
  });
});

describe("news", () => {
  it("bears the number of its world, also what the world before tells while the next one opens", async () => {
    await ask({ type: "input", branch: 0, step: Infinity, input: { kind: "shell", text: "one." } });
    await ask({ type: "run", branch: 0, speed: 1, maxEvents: 0 });
    const from = notices.length;
    const opening = ask({ type: "open", world: 2, config: { seed: 1 } });
    await pass(20);
    await opening;
    const told = notices.slice(from).flatMap((n) => (n.type === "progress" ? [n] : []));
    const numbers = told.map((n) => n.world);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(told.filter((n) => n.world === 2).flatMap((n) => n.events)[0]?.seq ?? 1).toBe(1);
    expect(numbers.at(-1)).toBe(2);
  });
});

describe("a log that is full", () => {
  const { eventsMax } = wasm.log;
  beforeEach(() => void (wasm.log.eventsMax = 200));
  afterEach(() => void (wasm.log.eventsMax = eventsMax));

  /** Fills it by lines that end. */
  async function fill(): Promise<BranchInfo> {
    for (;;) {
      await type("one.");
      const told = await ask({ type: "stop" });
      if (told.full) return told;
    }
  }

  it("is told, and lets each run add so many events more", async () => {
    const { head } = await fill();
    expect(head).toBeGreaterThanOrEqual(wasm.eventsMax());
    const start = vi.spyOn(wasm.Player, "start");
    await type("two.");
    expect(start.mock.lastCall?.[2]).toBe(wasm.eventsBeyond());
    start.mockRestore();
    expect(await transcript(0)).toContainEqual(expect.stringMatching(/two$/));
  });

  it("takes branches of the past as long as the page can hold them", async () => {
    const { head } = await fill();
    let branches = 1;
    for (let i = 0; i < 4; i++) {
      const reply = await ask({ type: "input", branch: 0, step: head - 1, input: { kind: "shell", text: "one." } });
      if (reply.result.ok) branches++;
      else expect(reply).toMatchObject({ branch: 0, full: true });
    }
    expect(branches).toBe(2);
  });

  it("is not restored beyond what a log may hold", async () => {
    await fill();
    const inputs = await ask({ type: "inputs", branch: 0 });
    const opened = await ask({ type: "open", world: 2, config: { seed: 1 }, inputs, head: 1_000_000_000 });
    expect(opened.head).toBeLessThan(wasm.eventsMax() + 50);
  });
});

describe("restoring", () => {
  it("leads to the same moment, paused", async () => {
    await type("one.");
    await type("two.");
    const inputs = await ask({ type: "inputs", branch: 0 });
    const before = await transcript(0);
    const opened = await ask({ type: "open", world: 1, config: { seed: 1 }, inputs, head: 4 });
    expect(opened).toMatchObject({ active: false, head: 4 });
    expect(await transcript(0)).toEqual(before);
  });
});

describe("a check", () => {
  it("passes on true and ok, and tells what was printed otherwise", async () => {
    const check = async (code: string): Promise<Replies["check"]> => {
      const asked = ask({ type: "check", config: { seed: 1 }, modules: [], code });
      await pass(100);
      return asked;
    };
    expect(await check("true.")).toEqual({ passed: true, printed: "" });
    expect(await check("false.")).toEqual({ passed: false, printed: "false" });
  });
});

describe("a world that was prepared", () => {
  const created = vi.spyOn(wasm.World, "create");

  it("is opened by the first that asks for the same, and by nobody else", async () => {
    await worlds.prepare({ seed: 5 });
    created.mockClear();
    await ask({ type: "open", world: 2, config: { seed: 5 } });
    expect(created).not.toHaveBeenCalled();
    await type("one.");
    expect(await transcript(0)).toEqual(["1> one. one"]);
    await ask({ type: "open", world: 3, config: { seed: 5 } });
    expect(created).toHaveBeenCalledOnce();
  });

  it("leaves the session as it is when an answer is rehearsed, and gives way to what is typed", async () => {
    await worlds.prepare({ seed: 5 });
    const rehearsed = worlds.rehearse({ seed: 5 });
    await ask({ type: "open", world: 2, config: { seed: 5 } });
    await rehearsed;
    await type("one.");
    expect(await transcript(0)).toEqual(["1> one. one"]);
    created.mockClear();
    await worlds.rehearse({ seed: 5 });
    expect(created).not.toHaveBeenCalled();
  });

  it("is dropped when another is asked for, also while it still boots", async () => {
    const prepared = worlds.prepare({ seed: 5 });
    created.mockClear();
    await ask({ type: "open", world: 2, config: { seed: 6 } });
    await prepared;
    expect(created).toHaveBeenCalledWith({ seed: 6 });
    await ask({ type: "open", world: 3, config: { seed: 5 } });
    expect(created).toHaveBeenCalledTimes(2);
  });
});

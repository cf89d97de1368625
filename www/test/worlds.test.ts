import { beforeEach, describe, expect, it } from "vitest";
import * as wasm from "./mock/world.ts";
import type { BranchInfo, Notice, Replies, Request, ViewModel } from "../src/protocol.ts";
import { Worlds, type Host } from "../src/engine/worlds.ts";

/** A host whose time stands still until told. */
class ManualHost implements Host {
  time = 0;
  notices: Notice[] = [];
  private queue: (() => void)[] = [];
  private timers: { at: number; callback: () => void }[] = [];
  now(): number {
    return this.time;
  }
  soon(callback: () => void): void {
    this.queue.push(callback);
  }
  later(callback: () => void, ms: number): () => void {
    const timer = { at: this.time + ms, callback };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((t) => t !== timer));
  }
  post(notice: Notice): void {
    this.notices.push(notice);
  }
  settle(turns = 100): void {
    for (let i = 0; i < turns; i++) this.queue.shift()?.();
  }
  pass(ms: number): void {
    this.time += ms;
    const due = this.timers.filter((t) => t.at <= this.time);
    this.timers = this.timers.filter((t) => t.at > this.time);
    for (const timer of due) timer.callback();
    this.settle();
  }
}

let host: ManualHost;
let worlds: Worlds;
const ask = <T extends Request["type"]>(request: Extract<Request, { type: T }>): Replies[T] => worlds.handle(request) as Replies[T];
const type = (text: string, branch = 0, step?: number): BranchInfo => {
  const { head } = ask({ type: "run", branch, speed: 1, maxEvents: 0 });
  host.settle();
  return ask({ type: "input", branch, step: step ?? head, input: { kind: "shell", text } });
};
const run = (branch = 0, speed = 1): void => {
  ask({ type: "run", branch, speed, maxEvents: 0 });
  host.settle();
};
const transcript = (branch: number, step: number): string[] => {
  const view: ViewModel = ask({ type: "view", branch, step });
  return view.shells[0]?.transcript.map((e) => `${e.prompt}${e.input} ${e.output.trim()}`) ?? [];
};

beforeEach(() => {
  host = new ManualHost();
  worlds = new Worlds(wasm, host);
  ask({ type: "open", config: { seed: 1 } });
});

describe("branches", () => {
  it("acting in the past forks and keeps the old branch", () => {
    type("one.");
    run();
    const { head } = type("two.");
    run();
    const forked = type("other.", 0, head - 1);
    run(forked.branch);
    expect(forked).toMatchObject({ branch: 1, parent: 0, forkedAt: head - 1 });
    expect(transcript(1, 99)).toEqual(["1> one. one", "2> other. other"]);
    expect(transcript(0, 99)).toEqual(["1> one. one", "2> two. two"]);
  });

  it("tells every event exactly once", () => {
    type("one.");
    run();
    const seqs = host.notices.flatMap((n) => (n.type === "progress" ? n.events.map((e) => e.seq) : []));
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.length).toBeGreaterThan(1);
  });
});

describe("pacing", () => {
  const line = "receive Msg -> Msg after 3000 -> no_more end.";

  it("waits real time divided by speed for a timer", () => {
    type(line);
    run(0, 10);
    host.pass(299);
    expect(transcript(0, 99)[0]).not.toMatch(/no_more$/);
    host.pass(1);
    expect(transcript(0, 99)[0]).toMatch(/no_more$/);
  });

  it("keeps the virtual time that passed when stopped while waiting", () => {
    type(line);
    run(0, 1);
    host.time += 1200;
    expect(ask({ type: "stop" })).toMatchObject({ clockMs: 1200, status: "waiting", active: false });
  });

  it("skips waits at infinite speed", () => {
    type(line);
    run(0, Infinity);
    expect(transcript(0, 99)[0]).toMatch(/no_more$/);
  });
});

describe("an endless loop", () => {
  it("lets go after each turn, so that stop is answered", () => {
    type("loop().");
    ask({ type: "run", branch: 0, speed: 1, maxEvents: 0 });
    const now = host.now.bind(host);
    host.now = () => (host.time += 1) && now();
    host.settle(3);
    expect(host.notices.at(-1)).toMatchObject({ type: "progress", info: { status: "running", active: true } });
    expect(ask({ type: "stop" })).toMatchObject({ active: false });
  });
});

describe("restoring", () => {
  it("leads to the same moment", () => {
    type("one.");
    run();
    type("two.");
    run();
    const inputs = ask({ type: "inputs", branch: 0 });
    const before = transcript(0, 99);
    const opened = ask({ type: "open", config: { seed: 1 }, inputs });
    run();
    expect(opened.active).toBe(false);
    expect(transcript(0, 99)).toEqual(before);
  });
});

/**
 * The worker's side: one world per branch, run in short slices so that requests are always answered in between.
 * Knows no DOM and no timers of its own (see `Host`), so that tests drive it.
 */
import type { BranchInfo, Notice, Replies, Request, RunReport, WasmModule, World, WorldConfig } from "../protocol.ts";
import { runCheck } from "./check.ts";

/** What the worlds need from their surroundings. */
export interface Host {
  now(): number;
  /** Calls back after pending messages were handled. */
  soon(callback: () => void): void;
  /** Calls back after `ms`; returns a function that cancels. */
  later(callback: () => void, ms: number): () => void;
  post(notice: Notice): void;
}

/** Reductions of one call into wasm: a call must return within a few milliseconds. */
const SLICE_REDUCTIONS = 4_000;
/** Real time between two looks at the message queue. */
const TURN_MS = 8;
/** Events told in one `progress`. */
const EVENTS_PER_NOTICE = 5_000;
/** Restoring a link gives up after this many reductions and stays paused where it is. */
const RESTORE_REDUCTIONS = 200_000_000;
/** Browsers' timers cannot wait longer. */
const WAIT_MS_MAX = 2_000_000_000;

interface Branch {
  world: World;
  parent: number | undefined;
  forkedAt: number;
  report: RunReport;
  /** What the page was told so far. */
  toldEvents: number;
  toldInputs: number;
}

export class Worlds {
  private branches = new Map<number, Branch>();
  private config: WorldConfig = { seed: 1 };
  private active: number | undefined;
  private speed = 1;
  private eventsLeft = 0;
  private cancelWait: (() => void) | undefined;
  private waitedSince: number | undefined;

  constructor(
    private readonly wasm: WasmModule,
    private readonly host: Host,
  ) {}

  handle(request: Request): Replies[keyof Replies] | Promise<Replies[keyof Replies]> {
    switch (request.type) {
      case "open":
        return this.open(request);
      case "input":
        return this.input(request);
      case "run":
        return this.run(request.branch, request.speed, request.maxEvents);
      case "speed":
        this.settle();
        this.speed = request.speed;
        this.pump();
        return null;
      case "stop":
        return this.stop();
      case "view":
        return this.get(request.branch).world.view(request.step);
      case "inputs":
        return this.get(request.branch).world.inputs();
      case "diagnose":
        return this.wasm.World.diagnose(request.name, request.source);
      case "check":
        return runCheck(this.wasm, this.host, request);
      case "ping":
        return null;
    }
  }

  private get(id: number): Branch {
    const branch = this.branches.get(id);
    if (!branch) throw new Error(`no branch ${id}`);
    return branch;
  }

  private open({ config, inputs, head }: Extract<Request, { type: "open" }>): Replies["open"] {
    this.halt();
    for (const { world } of this.branches.values()) world.free();
    this.branches = new Map();
    this.config = config;
    const world = inputs
      ? this.wasm.World.restore(this.config, inputs, RESTORE_REDUCTIONS)
      : this.wasm.World.create(this.config);
    for (let spent = 0; head !== undefined && world.head() < head && spent < RESTORE_REDUCTIONS; ) {
      spent += SLICE_REDUCTIONS;
      if (world.run(SLICE_REDUCTIONS, head - world.head()).status !== "running") break;
    }
    this.add(0, world, undefined, 0);
    this.tell(0);
    return { ...this.info(0), version: this.wasm.version() };
  }

  private add(id: number, world: World, parent: number | undefined, forkedAt: number): void {
    // A run of no reductions tells the status without doing anything.
    this.branches.set(id, { world, parent, forkedAt, report: world.run(0, 0), toldEvents: 0, toldInputs: 0 });
  }

  private input(request: Extract<Request, { type: "input" }>): Replies["input"] {
    this.settle();
    let id = request.branch;
    const from = this.get(id);
    if (request.step < from.world.head()) {
      const world = from.world.fork(request.step);
      id = Math.max(...this.branches.keys()) + 1;
      this.add(id, world, request.branch, request.step);
      this.halt();
    }
    const branch = this.get(id);
    const result = branch.world.input(request.input);
    branch.report = branch.world.run(0, 0);
    this.tell(id);
    this.pump();
    return { ...this.info(id), result };
  }

  private run(id: number, speed: number, maxEvents: number): BranchInfo {
    this.halt();
    this.get(id);
    this.active = id;
    this.speed = speed;
    this.eventsLeft = maxEvents > 0 ? maxEvents : Infinity;
    this.host.soon(() => this.pump());
    return this.info(id);
  }

  private stop(): BranchInfo {
    const id = this.active ?? Math.max(...this.branches.keys());
    this.halt();
    this.tell(id);
    return this.info(id);
  }

  /** Ends running and waiting; virtual time that passed while waiting is kept. */
  private halt(): void {
    this.settle();
    this.active = undefined;
  }

  /** Brings the clock to where pacing has it by now. */
  private settle(): void {
    this.cancelWait?.();
    this.cancelWait = undefined;
    const since = this.waitedSince;
    this.waitedSince = undefined;
    const branch = this.active === undefined ? undefined : this.branches.get(this.active);
    if (since === undefined || !branch || !Number.isFinite(this.speed)) return;
    const passed = Math.floor((this.host.now() - since) * this.speed);
    if (passed > 0) this.advance(branch, branch.report.clockMs + passed);
  }

  private advance(branch: Branch, toMs: number): void {
    branch.world.advanceClock(Math.min(toMs, branch.report.untilMs ?? toMs));
    branch.report = branch.world.run(0, 0);
  }

  /** One turn of the active branch; arranges the next. */
  private pump(): void {
    const id = this.active;
    if (id === undefined || this.cancelWait) return;
    const branch = this.get(id);
    const start = this.host.now();
    do {
      const before = branch.report.head;
      branch.report = branch.world.run(SLICE_REDUCTIONS, Number.isFinite(this.eventsLeft) ? this.eventsLeft : 0);
      this.eventsLeft -= branch.report.head - before;
    } while (branch.report.status === "running" && this.eventsLeft > 0 && this.host.now() - start < TURN_MS);
    const { status, untilMs, clockMs } = branch.report;
    if (this.eventsLeft <= 0 || status === "idle" || status === "blocked" || status === "halted") {
      this.active = undefined;
    } else if (status === "waiting" && untilMs !== undefined) {
      if (Number.isFinite(this.speed)) this.waitFor(branch, untilMs - clockMs);
      else this.advance(branch, untilMs);
    }
    this.tell(id);
    if (this.active !== undefined && !this.cancelWait) this.host.soon(() => this.pump());
  }

  private waitFor(branch: Branch, virtualMs: number): void {
    this.waitedSince = this.host.now();
    const wake = (): void => {
      this.cancelWait = undefined;
      this.waitedSince = undefined;
      this.advance(branch, branch.report.untilMs ?? branch.report.clockMs);
      this.pump();
    };
    this.cancelWait = this.host.later(wake, Math.min(WAIT_MS_MAX, virtualMs / this.speed));
  }

  private tell(id: number): void {
    const branch = this.get(id);
    const head = branch.world.head();
    const all = branch.world.inputs();
    const inputs = all.slice(branch.toldInputs);
    branch.toldInputs = all.length;
    do {
      const to = Math.min(head, branch.toldEvents + EVENTS_PER_NOTICE);
      const events = to > branch.toldEvents ? branch.world.events(branch.toldEvents, to) : [];
      branch.toldEvents = to;
      this.host.post({ type: "progress", info: this.info(id), events, inputs: to === head ? inputs : [] });
    } while (branch.toldEvents < head);
  }

  private info(id: number): BranchInfo {
    const { parent, forkedAt, report, world } = this.get(id);
    const { clockMs, status, untilMs } = report;
    return { branch: id, parent, forkedAt, head: world.head(), clockMs, status, untilMs, active: this.active === id };
  }
}

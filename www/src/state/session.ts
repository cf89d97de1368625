/**
 * One node with its shell and its whole past: what a fresh transcript of the lesson starts. Owns the branches, the
 * moment being looked at, and the picture of that moment. Everything here can be rebuilt from (config, inputs).
 */
import { Replaced, type Engine, type Progress } from "../engine/engine.ts";
import type { Diagnostic, Input, ViewModel, WorldConfig, WorldEvent } from "../protocol.ts";
import { Branch, type Restore } from "./branch.ts";
import { identifyView } from "./identity.ts";
import { Looking } from "./looking.ts";
import { countUpTo } from "./visible.ts";
import { Store } from "./store.ts";

export interface Source {
  name: string;
  source: string;
}

/** The line of what is typed at the open prompt. */
export const FREE = "free";

const NONE: ReadonlySet<number> = new Set();
/** A step at the head passes over at most so many events of the runtime's own. */
const STEP_EVENTS_MAX = 200;
/** Nodes that have nothing to do for so long, in virtual time, are at rest; those that never are get so long. */
const QUIET_MS = 400;
const QUIET_MS_MAX = 2_000;
/** Numbers of worlds: one for each that any session has opened. */
let worldsOpened = 0;

export class Session extends Store {
  private world = 0;
  branches = new Map<number, Branch>();
  branch = 0;
  /** The moment looked at: the head, unless the learner went back. */
  step = 0;
  /** The process brought forward, a pid; followed by all pictures. */
  focus: string | undefined;
  /** Errors of modules as last loaded, by module name. */
  diagnostics = new Map<string, Diagnostic[]>();
  opened = false;
  /** The line that is being answered. */
  busyLine: string | undefined;
  speed = 1;
  /** Whether the runtime's own events are shown too. */
  showAll = false;
  opening: Promise<void> | undefined;
  private waiters: (() => void)[] = [];
  /** The act in progress, and those that wait for it: one at a time. */
  private acting: Promise<unknown> = Promise.resolve();
  private acts = 0;
  private readonly looking: Looking;

  constructor(
    readonly key: string,
    readonly config: WorldConfig,
    /** Whether its nodes know each other from the start. */
    private readonly connected: boolean,
    private readonly engine: Engine,
  ) {
    super();
    const ask = async (branch: number, step: number): Promise<ViewModel> => this.identified(await this.engine.request({ type: "view", branch, step }));
    this.looking = new Looking(this, ask, () => this.changed());
  }

  private identified(view: ViewModel): ViewModel {
    return this.nodes.length > 0 ? identifyView(view) : view;
  }

  /** Names of the nodes, when there are several: then everybody is named with the node. */
  get nodes(): readonly string[] {
    const { nodes = [] } = this.config;
    return nodes.length > 1 ? nodes : [];
  }

  get current(): Branch | undefined {
    return this.branches.get(this.branch);
  }

  get head(): number {
    return this.current?.info.head ?? 0;
  }

  get events(): WorldEvent[] {
    return this.current?.events ?? [];
  }

  get atHead(): boolean {
    return this.step >= this.head;
  }

  get active(): boolean {
    return this.current?.info.active ?? false;
  }

  /** Events passed over, by seq. */
  get hidden(): ReadonlySet<number> {
    return this.showAll ? NONE : (this.current?.visibility.hidden ?? NONE);
  }

  /** How many shown events there are up to `step`. */
  ordinal(step: number): number {
    return this.showAll ? Math.min(step, this.head) : countUpTo(this.current?.visibility.shown ?? [], step);
  }

  /** Number of shown events. */
  get count(): number {
    return this.showAll ? this.head : (this.current?.visibility.shown.length ?? 0);
  }

  /** The moment looked at, counted in shown events. */
  get position(): number {
    return this.ordinal(this.step);
  }

  /** The last shown event at this moment. */
  get event(): WorldEvent | undefined {
    const { position } = this;
    const seq = this.showAll ? position : (this.current?.visibility.shown[position - 1] ?? 0);
    return this.events[seq - 1];
  }

  get isActing(): boolean {
    return this.acts > 0;
  }

  get view(): ViewModel | undefined {
    return this.looking.view;
  }

  /** The world right before the event at this moment; undefined while a branch runs, or until it has come. */
  get before(): ViewModel | undefined {
    return this.looking.before;
  }

  get stepBefore(): number {
    return Math.max(0, (this.event?.seq ?? 0) - 1);
  }

  /** The world right before the last thing that somebody did to it. */
  get base(): ViewModel | undefined {
    return this.looking.base;
  }

  /** Opens it, unless it is open. */
  open(restore?: Restore): Promise<void> {
    if (this.opened) return Promise.resolve();
    return (this.opening ??= this.openNow(restore).finally(() => (this.opening = undefined)));
  }

  /** Opens it before it is wanted: whoever wants it then calls `show`. */
  async foresee(): Promise<void> {
    this.looking.leave();
    await this.open();
  }

  show(): void {
    this.looking.show();
  }

  private async openNow(restore?: Restore): Promise<void> {
    this.branches = new Map();
    this.branch = 0;
    this.step = 0;
    this.looking.forget();
    this.diagnostics = new Map();
    const past = restore && restore.inputs.length > 0 ? { inputs: restore.inputs, head: restore.head } : {};
    this.world = ++worldsOpened;
    const info = await this.engine.request({ type: "open", world: this.world, config: this.config, connected: this.connected, ...past });
    const branch = this.branches.get(0) ?? new Branch(info, this.nodes.length > 0);
    branch.info = info;
    branch.runs = restore?.runs ?? [];
    this.branches.set(0, branch);
    this.opened = true;
    this.seek(restore?.step ?? this.head);
  }

  progress(notice: Progress): void {
    if (notice.world !== this.world) return;
    const following = notice.info.branch === this.branch && this.atHead;
    let branch = this.branches.get(notice.info.branch);
    if (!branch) this.branches.set(notice.info.branch, (branch = new Branch(notice.info, this.nodes.length > 0)));
    branch.apply(notice);
    if (following) {
      this.step = this.head;
      if (notice.view) this.looking.see(this.identified(notice.view));
      else if (notice.info.active) this.looking.fetchSoon();
      else this.looking.fetch();
    }
    this.wake();
    if (notice.info.active) this.changedSoon();
    else this.changed();
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  // ---- looking

  seek(step: number): void {
    this.step = Math.max(0, Math.min(step, this.head));
    this.looking.fetch();
    this.changed();
  }

  /** To right after the shown event number `position`; the last one is the head. */
  seekTo(position: number): void {
    if (position >= this.count) return this.seek(this.head);
    this.seek(position <= 0 ? 0 : this.showAll ? position : (this.current?.visibility.shown[position - 1] ?? 0));
  }

  setShowAll(showAll: boolean): void {
    this.showAll = showAll;
    this.changed();
  }

  /** One shown event on; at the head, the world itself makes one. */
  async next(): Promise<void> {
    if (!this.atHead) return this.seekTo(this.position + 1);
    const { count } = this;
    for (let tries = 0; tries < STEP_EVENTS_MAX && this.count === count; tries++) {
      const branch = this.current;
      const status = branch?.info.status;
      if (!branch || branch.info.active || status === "idle" || status === "blocked" || status === "halted") return;
      branch.info = await this.engine.request({ type: "run", branch: this.branch, speed: Infinity, maxEvents: 1 });
      while (branch.info.active) await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    this.changed();
  }

  select(branch: number): void {
    if (!this.branches.has(branch) || branch === this.branch) return;
    this.branch = branch;
    this.seek(this.head);
  }

  setFocus(pid: string | undefined): void {
    this.focus = pid;
    this.changed();
  }

  /** Brings the shell, or who has a registered name now, forward; unless the learner chose already. */
  focusOn(name: string): void {
    const process = this.view?.processes.find((p) => p.status !== "exited" && (name === "shell" ? p.shell : p.name === name));
    const focused = this.view?.processes.find((p) => p.pid === this.focus);
    if (process && (!focused || focused.status === "exited")) this.setFocus(process.pid);
  }

  /** The step right before the last thing that somebody did to this world. */
  get lastInput(): number {
    const inputs = this.current?.inputs ?? [];
    return inputs.findLast(({ step, input }) => step < this.step && input.kind !== "advance" && input.kind !== "module")?.step ?? 0;
  }

  // ---- acting

  /** Acts at the moment looked at, or at `step`; forks when that is in the past. Then runs, if it `goesOn`. */
  async act(input: Input, step = this.step, line?: string, goesOn = false): Promise<boolean> {
    const parent = this.current;
    const reply = await this.engine.request({ type: "input", branch: this.branch, step, input, ...(goesOn ? { run: this.speed } : {}) });
    let branch = this.branches.get(reply.branch);
    if (!branch) this.branches.set(reply.branch, (branch = new Branch(reply, this.nodes.length > 0)));
    branch.info = reply;
    // There was no room for another branch.
    if (reply.full && !reply.result.ok && reply.result.diagnostics.length === 0) return false;
    if (parent && branch !== parent) branch.runs = parent.runs.filter((run) => run.fromStep < step);
    if (line !== undefined) branch.runs.push({ line, fromStep: step });
    if (input.kind === "module") this.diagnostics.set(input.name, reply.result.diagnostics);
    this.branch = reply.branch;
    this.seek(this.head);
    return reply.result.ok;
  }

  /**
   * One act after the other: between its requests each of them relies on what the one before it has left, and clicks come
   * faster than the worker answers.
   */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    this.acts++;
    const next = this.acting.then(() => this.unlooked(act)).finally(() => {
      this.acts--;
      this.wake();
    });
    this.acting = next.catch(() => undefined);
    return next;
  }

  /** What lies between the requests of an act is not looked at. */
  private async unlooked<T>(act: () => Promise<T>): Promise<T> {
    this.looking.leave();
    try {
      return await act();
    } finally {
      this.looking.back();
    }
  }

  /**
   * Stops the world where it is followed, before an act: servers with timers move it on by themselves, and an act at a
   * moment that has passed meanwhile would fork without anybody having wanted it.
   */
  private async settle(): Promise<void> {
    if (this.active) await this.stop();
    this.seek(this.head);
  }

  /** Acts and runs on. What somebody did while following the world is done at its head, whatever it has done meanwhile. */
  actAndRun(inputs: readonly Input[], line?: string): Promise<void> {
    const past = this.atHead ? undefined : this.step;
    return this.inTurn(async () => {
      if (past === undefined) await this.settle();
      for (const [i, input] of inputs.entries()) {
        const last = i === inputs.length - 1;
        if (i === 0) await this.act(input, past ?? this.head, line, last);
        else await this.act(input, this.head, undefined, last);
      }
    });
  }

  async run(): Promise<void> {
    if (!this.current) return;
    this.seek(this.head);
    this.current.info = await this.engine.request({
      type: "run",
      branch: this.branch,
      speed: this.speed,
      maxEvents: 0,
    });
    this.changed();
  }

  async stop(): Promise<void> {
    if (!this.opened) return;
    const info = await this.engine.request({ type: "stop" });
    const branch = this.branches.get(info.branch);
    if (branch) branch.info = info;
    this.wake();
    this.changed();
  }

  /** As `^G i` in `erl`: ends what the shell evaluates. */
  async interrupt(): Promise<void> {
    this.seek(this.head);
    await this.actAndRun([{ kind: "interrupt" }]);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.opened) void this.engine.request({ type: "speed", speed }).catch(() => undefined);
    this.changed();
  }

  /**
   * Loads what changed, types a line and runs until the shell has answered; false when it did not (a module with
   * errors, stopped, or waiting for ever). A line that ran before runs again at its own place, on a new branch.
   */
  async typeLine(line: string, text: string, modules: Source[] = [], node?: string): Promise<boolean> {
    this.busyLine = line;
    this.changed();
    try {
      const since = await this.inTurn(() => this.giveLine(line, text, modules, node));
      if (since === undefined || !(await this.answered(since, node))) return false;
      await this.looking.reached(this.head);
      return true;
    } catch (error) {
      if (error instanceof Replaced) return false;
      throw error;
    } finally {
      this.busyLine = undefined;
      this.changed();
    }
  }

  /** The step of the line's input, which runs now; undefined when a module did not compile. */
  private async giveLine(line: string, text: string, modules: Source[], node: string | undefined): Promise<number | undefined> {
    const again = line === FREE ? undefined : this.current?.runOf(line, this.step);
    if (!again && this.atHead) await this.settle();
    let step = again?.fromStep ?? this.step;
    for (const module of this.changedModules(modules, step)) {
      if (!(await this.act({ kind: "module", ...module }, step))) return undefined;
      step = this.head;
    }
    if (!(await this.act({ kind: "shell", text, ...(node === undefined ? {} : { node }) }, step, line, true))) return undefined;
    return step + 1;
  }

  /** Compiles and loads, at the moment looked at. */
  load(module: Source): Promise<boolean> {
    return this.inTurn(async () => {
      if (this.atHead) await this.settle();
      const ok = await this.act({ kind: "module", ...module });
      await this.run();
      return ok;
    });
  }

  /** The source of `name` that was last given before `step`, loaded or not. */
  loadedSource(name: string, step = this.step): string | undefined {
    const inputs = this.current?.inputs ?? [];
    const last = inputs.findLast(({ input, step: at }) => input.kind === "module" && input.name === name && at < step);
    return last?.input.kind === "module" ? last.input.source : undefined;
  }

  private changedModules(modules: Source[], step: number): Source[] {
    return modules.filter(({ name, source }) => this.loadedSource(name, step) !== source || (this.diagnostics.get(name) ?? []).some((d) => d.severity === "error"));
  }

  private async answered(since: number, node?: string): Promise<boolean> {
    for (;;) {
      const branch = this.current;
      if (!branch) return false;
      if (branch.answeredSince(since, node)) return true;
      // Who acts meanwhile (a client sends, a process is killed) stops the world for it, and lets it go on.
      if (!branch.info.active && this.acts === 0) return false;
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** Waits until the world is at rest: nothing to do before some time passes, or such a time that nobody waits for it. */
  async quiet(): Promise<void> {
    const until = (this.current?.info.clockMs ?? 0) + QUIET_MS_MAX;
    for (;;) {
      const info = this.current?.info;
      if (!info?.active || info.clockMs >= until) return;
      if (info.status === "waiting" && (info.untilMs ?? Infinity) - info.clockMs >= QUIET_MS) return;
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
  }

  /** All that was printed for the line typed at `step`. */
  printed(step: number): Promise<string> {
    return this.engine.request({ type: "printed", branch: this.branch, step });
  }

  /** What `open` needs to come back to this branch. */
  snapshot(): Restore {
    const { inputs = [], runs = [] } = this.current ?? {};
    return { inputs: [...inputs], runs: [...runs], head: this.head, step: this.step };
  }

  /** The worker is gone, and with it all worlds. */
  lost(): void {
    this.opened = false;
    this.wake();
    this.looking.wake();
    this.changed();
  }
}

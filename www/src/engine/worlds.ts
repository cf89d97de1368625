/**
 * The worker's side: one world per branch, at most one of them playing. Knows neither DOM nor timers (the player
 * paces), so that tests drive it.
 */
import type { BranchInfo, Notice, Player, Replies, Request, RunReport, WasmModule, World, WorldConfig } from "../protocol.ts";
import { boot, breathe, restart, runCheck } from "./check.ts";

/** Reductions of one call into wasm: a call must return within a few milliseconds. */
const SLICE_REDUCTIONS = 4_000;
/** Events told in one `progress`. */
const EVENTS_PER_NOTICE = 5_000;
/** News under way that the page has not read: a world goes no faster than it can be followed, so that Stop finds no queue before it. */
const UNHEARD_MAX = 2;
/** Of the turns of a world that runs, every so many tell the inputs too. */
const TURNS_PER_INPUTS = 40;
/** Restoring a link gives up after this many reductions and stays paused where it is. */
const RESTORE_REDUCTIONS = 200_000_000;

/** What most sessions ask for first. */
const LIKELY: WorldConfig = { seed: 1 };

/** What is typed when the first answer is rehearsed. */
const REHEARSED = "1 + 1.\n";

interface Branch {
  world: World;
  parent: number | undefined;
  forkedAt: number;
  report: RunReport;
  /** What the page was told so far. */
  toldEvents: number;
  toldInputs: number;
}

interface Playing {
  branch: number;
  player: Player;
  stopped: boolean;
  /** Resolves when the player has ended. */
  ended: Promise<void>;
}

type Asked<T extends Request["type"]> = Extract<Request, { type: T }>;

/** Raised instead of opening a world where those before it have left no room. */
export class Worn extends Error {}

export class Worlds {
  private branches = new Map<number, Branch>();
  private playing: Playing | undefined;
  /** A world that is booted before anybody has asked for it. */
  private spare: { config: WorldConfig; world: World; booted: Promise<void> } | undefined;
  /** Whether something was typed. */
  private isInUse = false;
  /** The page's number of the world that is open. */
  private number = 0;
  /** News that the page has not confirmed, and who waits for that. */
  private unheard = 0;
  private goOn: (() => void) | undefined;
  /** Resolves when the last world that was asked for is open, or cannot be. */
  private opening: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly wasm: WasmModule,
    private readonly post: (notice: Notice) => void,
    /** A crash outside of any request. */
    private readonly crashed: (error: unknown) => void,
  ) {}

  /** Boots a world while the learner still reads. */
  async prepare(config: WorldConfig = LIKELY): Promise<void> {
    const world = this.wasm.World.create(config);
    this.spare = { config, world, booted: boot(world) };
    await this.spare.booted;
  }

  /**
   * Browsers compile a function when it is first called, and a line that is evaluated calls some hundred: a world that is soon
   * thrown away has a line evaluated while the learner still reads. Nobody waits for it: it ends when something is typed.
   */
  async rehearse(config: WorldConfig = LIKELY): Promise<void> {
    await breathe();
    if (this.isInUse) return;
    const world = this.wasm.World.create(config);
    const run = async (): Promise<void> => {
      while (!this.isInUse && world.run(SLICE_REDUCTIONS, 0).status === "running") await breathe();
    };
    await run();
    const before = world.head();
    world.input({ kind: "shell", text: REHEARSED });
    await run();
    if (!this.isInUse) {
      world.events(before, world.head());
      world.view(world.head());
    }
    world.free();
  }

  /** A world at its first prompt. */
  private async booted(config: WorldConfig, connected: boolean | undefined): Promise<World> {
    const { spare } = this;
    this.spare = undefined;
    await spare?.booted;
    if (spare && !connected && JSON.stringify(config) === JSON.stringify(spare.config)) return spare.world;
    spare?.world.free();
    const world = this.wasm.World.create(config);
    await boot(world, config.nodes, connected);
    return world;
  }

  /**
   * Carries out a request. `reply` is called when its answer is true and before anything else can happen to the world, so
   * that the page hears of it in order.
   */
  async handle(request: Request, reply: (value: Replies[keyof Replies]) => void): Promise<void> {
    this.isInUse ||= request.type === "run" || request.type === "input";
    if (request.type === "run") await this.run(request, reply);
    else if (request.type === "input") await this.inputAndRun(request, reply);
    else reply(await this.answer(request));
  }

  private async answer(request: Exclude<Request, { type: "run" | "input" }>): Promise<Replies[keyof Replies]> {
    switch (request.type) {
      case "open":
        return this.open(request);
      case "speed":
        this.playing?.player.setSpeed(request.speed);
        return null;
      case "stop":
        return this.stop();
      case "view":
        return this.get(request.branch).world.view(request.step);
      case "inputs":
        return this.get(request.branch).world.inputs();
      case "printed":
        return this.get(request.branch).world.printed(request.step);
      case "diagnose":
        return this.wasm.World.diagnose(request.name, request.source, request.headers);
      case "check":
        return runCheck(this.wasm, request);
      case "ping":
        return null;
    }
  }

  private get(id: number): Branch {
    const branch = this.branches.get(id);
    if (!branch) throw new Error(`no branch ${id}`);
    return branch;
  }

  /** One after the other: a world that still boots would be told under the number of the next. */
  private open(request: Asked<"open">): Promise<Replies["open"]> {
    const opened = this.opening.then(() => this.openNow(request));
    this.opening = opened.catch(() => undefined);
    return opened;
  }

  private async openNow({ world: number, config, connected, inputs, head }: Asked<"open">): Promise<Replies["open"]> {
    await this.halt();
    for (const { world } of this.branches.values()) world.free();
    this.branches = new Map();
    if (this.wasm.worn()) throw new Worn();
    this.number = number;
    const world = inputs ? this.wasm.World.restore(config, inputs, RESTORE_REDUCTIONS) : await this.booted(config, connected);
    const end = Math.min(head ?? 0, this.wasm.eventsMax());
    for (let spent = 0; world.head() < end && spent < RESTORE_REDUCTIONS; ) {
      spent += SLICE_REDUCTIONS;
      if (world.run(SLICE_REDUCTIONS, end - world.head()).status !== "running") break;
    }
    this.add(0, world, undefined, 0);
    this.tell(0);
    return { ...this.info(0), version: this.wasm.version() };
  }

  private add(id: number, world: World, parent: number | undefined, forkedAt: number): void {
    // A run of no reductions tells the status without doing anything.
    this.branches.set(id, { world, parent, forkedAt, report: world.run(0, 0), toldEvents: 0, toldInputs: 0 });
  }

  private async input({ branch: asked, step, input }: Asked<"input">): Promise<Replies["input"]> {
    await this.halt();
    let id = asked;
    const from = this.get(id);
    if (step < from.world.head()) {
      // The page holds a branch's events from the beginning on.
      if (this.held() + step > 2 * this.wasm.eventsMax()) return { ...this.info(asked), result: { ok: false, diagnostics: [] } };
      id = Math.max(...this.branches.keys()) + 1;
      this.add(id, from.world.fork(step), asked, step);
    }
    const branch = this.get(id);
    const result = branch.world.input(input);
    if (input.kind === "startNode") await restart(branch.world, input.node);
    branch.report = branch.world.run(0, 0);
    this.tell(id);
    return { ...this.info(id), result };
  }

  private async inputAndRun(request: Asked<"input">, reply: (value: Replies["input"]) => void): Promise<void> {
    const done = await this.input(request);
    if (request.run === undefined) return reply(done);
    this.play(done.branch, request.run, 0, (info) => reply({ ...done, ...info }));
  }

  private async run({ branch, speed, maxEvents }: Asked<"run">, reply: (info: BranchInfo) => void): Promise<void> {
    await this.halt();
    this.play(branch, speed, maxEvents, reply);
  }

  /** Events of all branches. */
  private held(): number {
    return [...this.branches.values()].reduce((sum, { world }) => sum + world.head(), 0);
  }

  /** Events that one act may add: a flood must not fill the tab while nobody looks. */
  private room(): number {
    return Math.max(this.wasm.eventsMax() - this.held(), this.wasm.eventsBeyond());
  }

  private play(branch: number, speed: number, maxEvents: number, reply: (info: BranchInfo) => void): void {
    const player = this.wasm.Player.start(this.get(branch).world, speed, Math.min(maxEvents || Infinity, this.room()));
    const playing: Playing = { branch, player, stopped: false, ended: Promise.resolve() };
    this.playing = playing;
    // The player's first turn comes after this one: its news must not overtake the answer.
    reply(this.info(branch));
    playing.ended = this.listen(playing).catch(this.crashed);
  }

  /** Passes on the player's news until it ends. */
  private async listen(playing: Playing): Promise<void> {
    const branch = this.get(playing.branch);
    let turns = 0;
    for (let report = await playing.player.next(); report; report = await playing.player.next()) {
      branch.report = report;
      if (this.unheard >= UNHEARD_MAX && !playing.stopped) await new Promise<void>((resolve) => (this.goOn = resolve));
      // Inputs cross all at once, and each step of the clock is one.
      this.tell(playing.branch, ++turns % TURNS_PER_INPUTS === 0);
    }
    playing.player.free();
    if (this.playing === playing) this.playing = undefined;
    this.tell(playing.branch, true, true);
  }

  /** The page has read a piece of news. */
  heard(): void {
    this.unheard = Math.max(0, this.unheard - 1);
    this.goOn?.();
    this.goOn = undefined;
  }

  private async stop(): Promise<BranchInfo> {
    const id = this.playing?.branch ?? Math.max(...this.branches.keys());
    await this.halt();
    return this.info(id);
  }

  private async halt(): Promise<void> {
    const { playing } = this;
    if (!playing) return;
    playing.stopped = true;
    playing.player.stop();
    this.goOn?.();
    await playing.ended;
  }

  private tell(id: number, withInputs = true, withView = false): void {
    const branch = this.get(id);
    const head = branch.world.head();
    const all = withInputs ? branch.world.inputs() : [];
    const inputs = all.slice(branch.toldInputs);
    branch.toldInputs = Math.max(branch.toldInputs, all.length);
    do {
      const to = Math.min(head, branch.toldEvents + EVENTS_PER_NOTICE);
      const events = to > branch.toldEvents ? branch.world.events(branch.toldEvents, to) : [];
      branch.toldEvents = to;
      const last = to === head;
      const view = last && withView ? { view: branch.world.view(head) } : {};
      this.unheard++;
      this.post({ type: "progress", world: this.number, info: this.info(id), events, inputs: last ? inputs : [], ...view });
    } while (branch.toldEvents < head);
  }

  private info(id: number): BranchInfo {
    const { parent, forkedAt, report, world } = this.get(id);
    const { clockMs, status, untilMs } = report;
    const goesOn = status === "running" || status === "waiting";
    return {
      branch: id,
      parent,
      forkedAt,
      head: world.head(),
      clockMs,
      status,
      untilMs,
      active: goesOn && this.playing?.branch === id,
      full: this.held() >= this.wasm.eventsMax(),
    };
  }
}

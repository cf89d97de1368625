/**
 * What the whole page shares: the lesson, the learner's texts, the engine and the session it serves just now. One
 * worker serves one session at a time; the others are kept as their inputs and come back when they are used again.
 */
import { Engine } from "../engine/engine.ts";
import { guarded, ignoreReplaced } from "../engine/guarded.ts";
import { startWorker } from "../engine/start-worker.ts";
import { checkOf, checkSession, runIn, type Check } from "./check-world.ts";
import { faultInputs } from "./faults.ts";
import { KeptRuns } from "./kept-runs.ts";
import { Progress } from "./progress.ts";
import { Prompts } from "./prompts.ts";
import { isHeader, type Exercise, type Lesson, type Module, type Shell, type Step } from "../lesson/types.ts";
import { isDone, isReading, lineId, linesUpTo, modulesOf, shellsOf, solutionsOf, textsOf } from "../lesson/within.ts";
import type { Input, WorldConfig } from "../protocol.ts";
import { clientLine, lineBytes } from "./clients.ts";
import type { Trouble } from "./trouble.ts";
import { Edits, keep, openStorage, type Edit, type KeyValue } from "./storage.ts";
import type { Moment } from "./link.ts";
import type { Restore } from "./branch.ts";
import { FREE, Session, type Source } from "./session.ts";
import { Store } from "./store.ts";

const SEED = 1;
/** What ran is kept so soon; what goes on running, so often. */
const KEEP_MS = 300;
const KEEP_ACTIVE_MS = 3_000;
const ANSWERS_KEY = "spawnpoint:answers";

export class Lab extends Store {
  lesson: Lesson;
  stepId: string;
  session: Session | undefined;
  trouble: Trouble = { kind: "none" };
  readonly engine: Engine;
  readonly progress: Progress;
  readonly prompts: Prompts;
  /** Whether the lesson's answers are seen before a line has run. */
  answers: boolean;
  private readonly storage: KeyValue;
  private readonly edits: Edits;
  private readonly kept: KeptRuns;
  /** Sessions that are about to be kept. */
  private readonly keeping = new Map<Session, { timer: ReturnType<typeof setTimeout>; active: boolean }>();
  /** Those of shared links are not the learner's own. */
  private readonly foreign = new WeakSet<Session>();
  private readonly solved = new Set<string>();
  private readonly sessions = new Map<string, Session>();
  private readonly parked = new Map<string, Restore>();
  /** A session that the step's first line will ask for, open before it does. */
  private foreseen: Session | undefined;
  /** The learner's session, while a check's world is looked at. */
  private aside: Session | undefined;
  private speed = 1;

  constructor(lesson: Lesson) {
    super();
    this.lesson = lesson;
    this.stepId = lesson.steps[0]?.id ?? "";
    const { storage, lasting } = openStorage();
    this.storage = storage;
    this.answers = storage.getItem(ANSWERS_KEY) === "shown";
    this.edits = new Edits(storage, lesson.id);
    this.kept = new KeptRuns(storage, lesson.id);
    this.progress = new Progress(storage, lesson.id);
    this.prompts = new Prompts(storage, lesson.id);
    if (!lasting) this.trouble = { kind: "notice", text: "notLasting" };
    window.addEventListener("storage", this.heard);
    this.engine = new Engine(startWorker, {
      progress: (notice) => {
        (this.foreseen ?? this.session)?.progress(notice);
        const { full, active, status } = notice.info;
        if (full && !active && status === "running" && this.trouble.kind !== "panic") this.notify({ kind: "notice", text: "logFull" });
      },
      replaced: (reason, detail) => void this.replaced(reason, detail),
    });
  }

  get step(): Step | undefined {
    return this.lesson.steps.find((s) => s.id === this.stepId);
  }

  /** The same lesson in another language; texts, sessions and the moment stay. */
  translate(lesson: Lesson): void {
    this.lesson = lesson;
    this.changed();
  }

  /** A step may have several sessions: the one that was used last, or else the first. */
  private shellToShow(): Shell | undefined {
    const shells = shellsOf(this.step?.blocks ?? []);
    const there = shells.map((s) => s.session).filter((key) => this.sessions.has(key) || this.kept.has(key));
    const last = this.kept.lastUsed(there);
    return shells.find((s) => s.session === last) ?? shells[0];
  }

  /** The world of the step's first shell, while the page is still laid out: as it was when the page was left, or a new one. */
  begin(): void {
    const shell = this.shellToShow();
    if (!shell || this.session || this.foreseen) return;
    if (this.kept.has(shell.session)) return void this.bringBack(shell).catch(ignoreReplaced);
    this.foreseen = this.newSession(shell, SEED);
    this.foreseen.foresee().catch(ignoreReplaced);
  }

  goTo(stepId: string): void {
    if (!this.lesson.steps.some((s) => s.id === stepId)) return;
    if (stepId !== this.stepId && isReading(this.step?.blocks ?? [])) this.progress.markDone(this.stepId);
    this.stepId = stepId;
    this.progress.visit(stepId);
    const shell = this.shellToShow();
    const session = shell && this.sessions.get(shell.session);
    if (session && session !== this.session) void this.activate(session).catch(ignoreReplaced);
    if (shell && !session && this.session) void this.bringBack(shell).catch(ignoreReplaced);
    this.changed();
  }

  notify(trouble: Trouble): void {
    this.trouble = trouble;
    this.changed();
  }

  showAnswers(shown: boolean): void {
    this.answers = shown;
    keep(this.storage, ANSWERS_KEY, shown ? "shown" : "");
    this.changed();
  }

  // ---- texts

  moduleEdit(module: Module): Edit {
    return this.edits.get(module.file, module.source);
  }

  setModule(module: Module, text: string): void {
    this.edit(module.file, module.source, text);
  }

  lineEdit(shell: Shell, index: number): Edit {
    return this.edits.get(lineId(shell, index), shell.entries[index]?.input ?? "");
  }

  setLine(shell: Shell, index: number, text: string): void {
    this.edit(lineId(shell, index), shell.entries[index]?.input ?? "", text);
  }

  private edit(id: string, original: string, text: string): void {
    if (!this.edits.set(id, original, text) && this.trouble.kind === "none") this.trouble = { kind: "notice", text: "full" };
    this.changed();
  }

  /** Another tab has kept something: nothing typed here gives way to it, but whoever typed should know. */
  private heard = (event: StorageEvent): void => {
    if (this.edits.disagrees(event.key)) this.notify({ kind: "notice", text: "otherTab" });
    else this.changed();
  };

  resetStep(): void {
    for (const module of modulesOf(this.step?.blocks ?? [])) this.edits.reset(module.file);
    for (const block of this.step?.blocks ?? []) {
      if (block.kind === "exercise") for (const file of block.exercise.starter) this.edits.reset(file);
    }
    for (const shell of shellsOf(this.step?.blocks ?? [])) {
      shell.entries.forEach((_, index) => this.edits.reset(lineId(shell, index)));
      const session = this.sessions.get(shell.session);
      if (session) void this.restart(session).catch(ignoreReplaced);
    }
    this.changed();
  }

  /** The module shown under this path, anywhere in the lesson; a later step may load an exercise's solution. */
  module(file: string): Module | undefined {
    const all = this.lesson.steps.flatMap((s) => [...modulesOf(s.blocks), ...solutionsOf(s.blocks)]);
    return all.find((m) => m.file === file);
  }

  /** What a session of this shell block loads, as the learner has it. */
  sources(shell: Shell): Source[] {
    return this.modules(shell.modules).map((m) => ({ name: m.name, source: this.moduleEdit(m).text }));
  }

  /** The lesson's headers, as the learner has them. */
  headers(): Source[] {
    const all = modulesOf(this.lesson.steps.flatMap((s) => s.blocks));
    return all.filter((m) => isHeader(m.name)).map((m) => ({ name: m.name, source: this.moduleEdit(m).text }));
  }

  modules(files: string[]): Module[] {
    return files.flatMap((file) => this.module(file) ?? []);
  }

  // ---- sessions

  sessionOf(shell: Shell): Session | undefined {
    return this.sessions.get(shell.session);
  }

  private async activate(session: Session): Promise<void> {
    const old = this.session;
    if (old !== session && old?.opened) {
      this.parked.set(old.key, old.snapshot());
      old.lost();
    }
    if (this.foreseen !== session) this.foreseen?.lost();
    this.foreseen = undefined;
    this.session = session;
    if (!this.foreign.has(session)) this.kept.use(session.key);
    session.show();
    session.speed = this.speed;
    await session.open(this.parked.get(session.key));
    this.changed();
  }

  private get shells(): Shell[] {
    return this.lesson.steps.flatMap((s) => shellsOf(s.blocks));
  }

  /** The block that starts a session names its nodes. */
  private newSession(shell: Shell, seed: number): Session {
    const first = this.shells.find((s) => s.key === shell.session);
    const config: WorldConfig = { seed, ...(first && first.nodes.length > 0 ? { nodes: first.nodes } : {}) };
    return new Session(shell.session, config, first?.connected ?? false, this.engine);
  }

  private add(session: Session): void {
    this.sessions.set(session.key, session);
    session.subscribe(() => this.keepSoon(session));
  }

  private keepSoon(session: Session): void {
    const { active } = session;
    const due = this.keeping.get(session);
    if (this.foreign.has(session) || (due && (active || !due.active))) return;
    clearTimeout(due?.timer);
    const timer = setTimeout(
      () => {
        this.keeping.delete(session);
        if (session.opened) void this.kept.keep(session.key, session.config.seed, session.snapshot());
      },
      active ? KEEP_ACTIVE_MS : KEEP_MS,
    );
    this.keeping.set(session, { timer, active });
  }

  /** A session that an earlier visit has left. */
  private async bringBack(shell: Shell): Promise<void> {
    if (!this.kept.has(shell.session)) return;
    const kept = await this.kept.take(shell.session);
    if (!kept || this.sessions.has(shell.session)) return;
    const session = this.newSession(shell, kept.seed);
    this.add(session);
    this.parked.set(session.key, kept.restore);
    await this.activate(session);
  }

  private async ensure(shell: Shell): Promise<Session> {
    let session = this.sessions.get(shell.session);
    if (!session) {
      session = this.foreseen?.key === shell.session ? this.foreseen : this.newSession(shell, SEED);
      this.add(session);
    }
    await this.activate(session);
    return session;
  }

  async restart(session: Session): Promise<void> {
    this.parked.delete(session.key);
    session.lost();
    await this.activate(session);
  }

  /** Runs line `index`; before it, those above that have not run at the moment looked at. */
  async runThrough(shell: Shell, index: number): Promise<void> {
    await guarded(async () => {
      const session = await this.ensure(shell);
      if (session.busyLine !== undefined) return;
      const target = lineId(shell, index);
      const again = session.current?.runOf(target, session.step) !== undefined;
      const lines = again ? [{ shell, index, id: target }] : linesUpTo(this.step?.blocks ?? [], shell, index).filter((line) => !session.current?.runOf(line.id, session.step));
      for (const [i, line] of lines.entries()) {
        // Whoever types reads first what the other nodes have to say.
        if (i > 0 && session.nodes.length > 0) await session.quiet();
        const text = this.lineEdit(line.shell, line.index).text;
        const { node, fault } = line.shell.entries[line.index] ?? { node: null, fault: null };
        const done = fault === null ? await session.typeLine(line.id, text, this.sources(line.shell), node ?? undefined) : await this.fault(session, fault, line.id);
        if (!done) return;
        if (line.shell.focus) session.focusOn(line.shell.focus);
      }
    });
    this.noteProgress();
  }

  /** All checks of an exercise have passed. */
  solve(exercise: string): void {
    this.solved.add(exercise);
    this.noteProgress();
  }

  private noteProgress(): void {
    const ran = (shell: Shell, index: number): boolean =>
      [...(this.sessions.get(shell.session)?.branches.values() ?? [])].some((branch) => branch.runOf(lineId(shell, index)) !== undefined);
    if (!isDone(this.step?.blocks ?? [], ran, this.solved)) return;
    this.progress.markDone(this.stepId);
    this.changed();
  }

  /** A fault as the lesson writes it. */
  private async fault(session: Session, text: string, line: string): Promise<boolean> {
    const cut = (session.view?.links ?? []).flatMap(({ a, b, cutToA, cutToB }): [string, string][] => (cutToA || cutToB ? [[a, b]] : []));
    await session.actAndRun(faultInputs(text, session.nodes, cut), line);
    return true;
  }

  async runFree(shell: Shell, text: string, node?: string): Promise<void> {
    await guarded(async () => {
      const session = await this.ensure(shell);
      await session.typeLine(FREE, text, this.sources(shell), node);
    });
  }

  /** Compiles and loads into the session of `shell`, which starts if need be. */
  async load(shell: Shell, module: Module): Promise<void> {
    await guarded(async () => {
      const session = await this.ensure(shell);
      await session.load({ name: module.name, source: this.moduleEdit(module).text });
    });
  }

  // ---- worlds of checks

  /** The check whose world is looked at. */
  get watched(): { exercise: Exercise; check: Check } | undefined {
    return this.session && checkOf(this.lesson, this.session.key);
  }

  /** Opens the world in which the check ran, at the event that decided it. */
  async watch(exercise: Exercise, check: Check, modules: Source[]): Promise<void> {
    await guarded(async () => {
      if (!this.watched) this.aside = this.session;
      const session = checkSession(exercise.id, check, this.engine);
      this.foreign.add(session);
      this.parked.delete(session.key);
      await this.activate(session);
      await runIn(session, check, modules);
      session.setSpeed(this.speed);
    });
  }

  /** Back to what the learner looked at before. */
  async unwatch(): Promise<void> {
    const session = this.session;
    if (!this.watched || !session) return;
    if (this.aside) return guarded(() => this.activate(this.aside ?? session));
    session.lost();
    this.session = undefined;
    this.changed();
  }

  // ---- client windows

  async connectClient(shell: Shell, window: string, port: number): Promise<void> {
    await this.actOn(shell, { kind: "socketConnect", port }, clientLine(window));
  }

  async sendFromClient(shell: Shell, client: number, text: string): Promise<void> {
    await this.actOn(shell, { kind: "socketSend", client, bytes: lineBytes(text) });
  }

  async closeClient(shell: Shell, client: number): Promise<void> {
    await this.actOn(shell, { kind: "socketClose", client });
  }

  private async actOn(shell: Shell, input: Input, line?: string): Promise<void> {
    await guarded(async () => {
      const session = await this.ensure(shell);
      await session.actAndRun([input], line);
    });
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.session?.setSpeed(speed);
  }

  // ---- links and trouble

  moment(): Moment {
    const session = this.session;
    const edits: Record<string, string> = {};
    for (const [id, original] of textsOf(this.lesson)) {
      const edit = this.edits.get(id, original);
      if (edit.edited) edits[id] = edit.text;
    }
    const { inputs, runs, head, step } = session?.snapshot() ?? { inputs: [], runs: [], head: 0, step: 0 };
    const place = { lesson: this.lesson.id, step: this.stepId, session: session?.key ?? "" };
    return { ...place, seed: session?.config.seed ?? SEED, edits, inputs, runs, head, at: step };
  }

  /** A shared moment; opens paused. Its texts cover the learner's own until the page is loaded again. */
  async restore(moment: Moment): Promise<void> {
    this.stepId = this.lesson.steps.some((s) => s.id === moment.step) ? moment.step : this.stepId;
    for (const [id] of textsOf(this.lesson)) {
      const text = moment.edits[id];
      if (text !== undefined) this.edits.overlay(id, text);
    }
    const shell = this.shells.find((s) => s.session === moment.session && s.fresh);
    const ofCheck = checkOf(this.lesson, moment.session);
    const session = shell ? this.newSession(shell, moment.seed) : ofCheck && checkSession(ofCheck.exercise.id, ofCheck.check, this.engine);
    if (session) {
      this.foreign.add(session);
      if (shell) this.add(session);
      const { inputs, runs, head, at: step } = moment;
      this.parked.set(session.key, { inputs, runs, head, step });
      await this.activate(session);
    }
    this.notify({ kind: "notice", text: "openedLink" });
  }

  private async replaced(reason: "hung" | "fatal", detail: string): Promise<void> {
    const session = this.session;
    this.foreseen = undefined;
    if (session) {
      // What died while it was replayed would die again.
      if (session.opened) this.parked.set(session.key, session.snapshot());
      else if (session.opening) this.dropLast(session.key);
      session.lost();
    }
    if (reason === "fatal") return this.notify({ kind: "panic", detail, session });
    this.notify({ kind: "notice", text: "replaced" });
    if (session) await this.activate(session).catch(ignoreReplaced);
  }

  /** After a crash: the session as it was before its last input. */
  async recover(): Promise<void> {
    this.notify({ kind: "none" });
    const session = this.session;
    if (!session) return;
    this.dropLast(session.key);
    await this.activate(session).catch(ignoreReplaced);
  }

  /** The session without what was done last. */
  private dropLast(key: string): void {
    const parked = this.parked.get(key);
    if (!parked) return;
    const inputs = parked.inputs.slice(0, -1);
    const head = parked.inputs.at(-1)?.step ?? 0;
    this.parked.set(key, { inputs, runs: parked.runs.filter((r) => r.fromStep < head), head, step: head });
  }
}

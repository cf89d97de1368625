/** The stand-in's player: the same turns and the same pacing as the runtime's, on the host's timers. */
import type { Player, RunReport, World } from "../../src/protocol.ts";

const TURN_MS = 8;
const SLICE_REDUCTIONS = 4_000;

export class MockPlayer implements Player {
  private stopped = false;
  private over = false;
  private wake: (() => void) | undefined;
  private first = true;
  private last: RunReport;

  private constructor(
    private readonly world: World,
    private speed: number,
    private eventsLeft: number,
  ) {
    this.last = world.run(0, 0);
  }

  static start(world: World, speed: number, maxEvents: number): Player {
    return new MockPlayer(world, speed, maxEvents > 0 ? maxEvents : Infinity);
  }

  async next(): Promise<RunReport | undefined> {
    if (this.over) return undefined;
    const goesOn = this.first ? await this.giveWay() : await this.between();
    this.first = false;
    if (!goesOn) {
      this.over = true;
      return this.world.run(0, 0);
    }
    this.last = this.turn();
    return this.last;
  }

  private turn(): RunReport {
    const start = performance.now();
    for (;;) {
      const before = this.world.head();
      const report = this.world.run(SLICE_REDUCTIONS, Number.isFinite(this.eventsLeft) ? this.eventsLeft : 0);
      this.eventsLeft -= report.head - before;
      if (report.status !== "running" || this.eventsLeft <= 0 || performance.now() - start >= TURN_MS) return report;
    }
  }

  private async between(): Promise<boolean> {
    if (this.eventsLeft <= 0 || this.stopped) return false;
    const { status, untilMs, clockMs } = this.last;
    if (status === "running") return this.giveWay();
    if (status !== "waiting" || untilMs == null) return false;
    if (!Number.isFinite(this.speed)) {
      this.world.advanceClock(untilMs);
      return this.giveWay();
    }
    const start = performance.now();
    const speed = this.speed;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, (untilMs - clockMs) / speed);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = undefined;
    const passed = Math.floor((performance.now() - start) * speed);
    if (passed > 0) this.world.advanceClock(Math.min(untilMs, clockMs + passed));
    return !this.stopped;
  }

  private async giveWay(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    return !this.stopped;
  }

  stop(): void {
    this.stopped = true;
    this.wake?.();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.wake?.();
  }

  free(): void {
    this.over = true;
  }
}

/** One branch as the page knows it: the worker's news, put together. */
import type { BranchInfo, RecordedInput, WorldEvent } from "../protocol.ts";
import { Calls } from "../pictures/calls.ts";
import { identifyEvent } from "./identity.ts";
import { Reading, Visibility } from "./visible.ts";
import type { Progress } from "../engine/engine.ts";

/** Which line of the lesson an input came from. */
export interface Run {
  /** `<shell key>/<index>`, or `free` for what the learner typed at the open prompt. */
  line: string;
  /** Step at which it was given; its own event is the next one. */
  fromStep: number;
}

/** What a session needs to come back to a branch. */
export interface Restore {
  inputs: RecordedInput[];
  runs: Run[];
  /** How far the history went, and the moment looked at. */
  head: number;
  step: number;
}

export class Branch {
  readonly events: WorldEvent[] = [];
  readonly inputs: RecordedInput[] = [];
  readonly visibility = new Visibility();
  readonly calls = new Calls();
  private readonly reading = new Reading();
  runs: Run[] = [];
  /** Whether anything has happened to a table that the learner sees. */
  hasTables = false;

  constructor(
    public info: BranchInfo,
    /** Whether the world has several nodes. */
    private readonly many = false,
  ) {}

  apply({ info, events, inputs }: Progress): void {
    this.info = info;
    for (const event of events) this.events.push(this.reading.map(this.many ? identifyEvent(event) : event));
    const from = this.events.length - events.length;
    this.visibility.grow(this.events);
    this.hasTables ||= this.events.slice(from).some((e) => e.kind === "table_new" && !this.visibility.hidden.has(e.seq));
    this.calls.grow(this.events);
    this.inputs.push(...inputs);
  }

  /** The last run that `line` has had before `step`. */
  runOf(line: string, step = Infinity): Run | undefined {
    return this.runs.findLast((run) => run.line === line && run.fromStep < step);
  }

  /** The run whose input made the transcript entry of step `entryStep`. */
  runAt(entryStep: number): Run | undefined {
    return this.runs.findLast((run) => run.fromStep < entryStep);
  }

  /** Whether the shell, of `node` if that is given, has answered since `step`. */
  answeredSince(step: number, node?: string): boolean {
    for (let i = this.events.length - 1; i >= 0; i--) {
      const event = this.events[i];
      if (!event || event.seq <= step) return false;
      if (node !== undefined && event.node !== node) continue;
      if (event.kind === "shell_result" || event.kind === "shell_error") return true;
    }
    return false;
  }
}

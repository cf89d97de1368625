/** One branch as the page knows it: the worker's news, put together. */
import type { BranchInfo, RecordedInput, WorldEvent } from "../protocol.ts";
import { Calls } from "../pictures/calls.ts";
import { identifyEvent } from "./identity.ts";
import { countUpTo, Reading, Visibility } from "./visible.ts";
import type { Progress } from "../engine/engine.ts";

/** Which line of the lesson an input came from. */
export interface Run {
  /** `<shell key>/<index>`, or `free` for what the learner typed at the open prompt. */
  line: string;
  /** Step at which it was given; its own event is the next one. */
  fromStep: number;
}

const ANSWERS: ReadonlySet<string> = new Set(["shell_result", "shell_error"]);
const LANDMARKS: ReadonlySet<string> = new Set([...ANSWERS, "shell_input", "error_report"]);

export const isAnswer = ({ kind }: WorldEvent): boolean => ANSWERS.has(kind);

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
  /** What was typed, and how it ended: the few events among many by which a learner finds the way. */
  readonly landmarks: WorldEvent[] = [];
  runs: Run[] = [];
  /** The last name that each process has registered, by its pid. */
  readonly names = new Map<string, string>();
  /** Whether anything has happened to a table that the learner sees. */
  hasTables = false;

  constructor(
    public info: BranchInfo,
    /** Whether the world has several nodes. */
    private readonly many = false,
  ) {}

  apply({ info, events, inputs }: Progress): void {
    this.info = info;
    const from = this.events.length;
    for (const event of events) this.events.push(this.reading.map(this.many ? identifyEvent(event) : event));
    this.visibility.grow(this.events);
    for (const event of this.events.slice(from)) {
      if (event.kind === "register" && event.name != null) this.names.set(event.pid, event.name);
      if (LANDMARKS.has(event.kind)) this.landmarks.push(event);
      this.hasTables ||= event.kind === "table_new" && !this.visibility.hidden.has(event.seq);
    }
    this.calls.grow(this.events);
    this.inputs.push(...inputs);
  }

  /** How many shown events there are up to `step`. */
  ordinal(step: number): number {
    return countUpTo(this.visibility.shown, step);
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
    const last = this.landmarks.findLast((e) => isAnswer(e) && (node === undefined || e.node === node));
    return last !== undefined && last.seq > step;
  }
}

/**
 * Which events a learner wants to see. The runtime's own processes (boot, the io server, the shell's reader) talk all
 * the time; what they do, and what others say to them, is passed over unless asked for. Works on the log alone, so
 * that it can grow with it. Pure data.
 */
import type { WorldEvent } from "../protocol.ts";

/** Modules of the runtime's own processes, by their initial call. */
const OWN_PROCESS = /^(boot|user|group|init|io|code_server|logger|shell|global|global_meet|net_kernel):(?!-start_evaluator)/;
/** Inside these modules waiting, monitoring and skipping is the library's business. */
const OWN_MODULE = /^(boot|user|group|io|shell|erl_eval_server)$/;
const OWN_BUSINESS = new Set(["wait", "skip", "monitor", "demonitor", "link", "unlink", "timeout"]);

/** On the way between nodes the clock moves in small steps, which nobody wants to follow. */
const CLOCK_STEP_MS = 5;

const EVALUATOR = /^shell:-start_evaluator/;
const ANSWERS = new Set(["shell_result", "shell_error", "shell_restart"]);

/**
 * Events as a learner should read them.
 *
 * The shell is two processes, as in OTP: one reads and prints, one evaluates and is `self()`. For a learner there is
 * one: what the reader tells is put on the evaluator's lifeline. And a message that is skipped is told with its text,
 * which the log gives once, when it is queued.
 */
export class Reading {
  /** By node. */
  private readonly evaluators = new Map<string, string>();
  private readonly queued = new Map<number, string>();
  /** Whom a monitor watches, by its reference. */
  private readonly monitored = new Map<string, string>();

  map(event: WorldEvent): WorldEvent {
    if (event.kind === "spawn" && EVALUATOR.test(event.name ?? "")) this.evaluators.set(event.node, event.peer ?? "");
    const evaluator = this.evaluators.get(event.node);
    if (ANSWERS.has(event.kind) && evaluator !== undefined) return { ...event, pid: evaluator };
    if (event.kind === "monitor" && event.name != null) this.monitored.set(event.name, event.peer ?? "");
    if (event.kind === "demonitor" && event.peer == null) return { ...event, peer: this.monitored.get(event.name ?? "") ?? event.name ?? "" };
    // A client of the page has a lifeline of its own.
    if (event.pid === "" && event.client != null && event.kind.startsWith("client_")) return { ...event, pid: clientPid(event.client) };
    if (event.message == null) return event;
    if (event.kind === "queued") this.queued.set(event.message, event.text ?? "");
    if (event.kind === "skip" && event.text == null) return { ...event, text: this.queued.get(event.message) ?? "" };
    return event;
  }
}

const clientPid = (client: number): string => `client ${client}`;
/** The number of the client whose lifeline this is. */
export const clientNumber = (pid: string): number => Number(/^client (\d+)$/.exec(pid)?.[1] ?? 0);

export class Visibility {
  /** Sequence numbers of events passed over. */
  readonly hidden = new Set<number>();
  /** The others, in order. */
  readonly shown: number[] = [];
  private readonly own = new Set<string>();
  /** Their registered names, each with its node: a send may name its receiver either way. */
  private readonly ownNames = new Set<string>();
  /** Those of them through which reports are printed: `user` of each node. */
  private readonly printers = new Set<string>();
  private readonly ownMessages = new Set<number>();
  private seen = 0;
  private clockMs = -Infinity;

  /** Classifies what was appended since the last time. */
  grow(events: readonly WorldEvent[]): void {
    for (; this.seen < events.length; this.seen++) {
      const event = events[this.seen];
      if (!event) continue;
      if (this.isHidden(event)) this.hidden.add(event.seq);
      else this.shown.push(event.seq);
    }
  }

  /** Whether it tells what a learner's processes print: not a prompt, say. */
  isPrinted(event: WorldEvent): boolean {
    return event.kind === "output" && (!this.hidden.has(event.seq) || this.printers.has(event.pid));
  }

  isOwn(pid: string): boolean {
    return this.own.has(pid);
  }

  private isHidden(event: WorldEvent): boolean {
    if (event.kind === "spawn" && event.peer && OWN_PROCESS.test(event.name ?? "")) this.own.add(event.peer);
    if (event.kind === "register" && event.name === "user") this.printers.add(event.pid);
    if (event.kind === "register" && this.own.has(event.pid)) this.ownNames.add(`${event.node} ${event.name}`);
    const between = this.own.has(event.pid) || (event.peer != null && (this.own.has(event.peer) || this.ownNames.has(`${event.node} ${event.peer}`)));
    if (between && event.message != null) this.ownMessages.add(event.message);
    if (event.kind === "error_report" || event.kind.startsWith("shell_")) return false;
    // What prints nothing, as a compiler without complaints, is nothing to see.
    if (event.kind === "output") return this.own.has(event.pid) || event.text === "";
    if (event.kind === "frame_received") return event.cause != null && this.hidden.has(event.cause);
    if (event.kind === "clock") {
      if (event.timeMs - this.clockMs < CLOCK_STEP_MS) return true;
      this.clockMs = event.timeMs;
    }
    if (between || (event.message != null && this.ownMessages.has(event.message))) return true;
    return OWN_BUSINESS.has(event.kind) && event.at != null && OWN_MODULE.test(event.at.module);
  }
}

/** How many of the ascending `numbers` are at most `limit`. */
export function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

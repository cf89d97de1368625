/**
 * Calls and their replies, paired by the reference that both carry. Grows with the log; what is open at a moment is a
 * function of the moment. Pure data.
 */
import type { WorldEvent } from "../protocol.ts";
import { payload } from "./payload.ts";

export interface Call {
  tag: string;
  caller: string;
  server: string;
  /** What was asked, and what was answered. */
  request: string;
  reply?: string;
  /** Events, 0 when they have not happened: asked, taken by the server, answered, and over for the caller. */
  sent: number;
  taken: number;
  replied: number;
  ended: number;
  /** How it ended for the caller. */
  outcome?: "reply" | "timeout" | "down" | "exit";
  /** All events of this call, for drawing it as one thing. */
  events: number[];
}

/** The call as it stood right after event `step`. */
export function asOf(call: Call, step: number): Call {
  const by = (seq: number): number => (seq <= step ? seq : 0);
  return { ...call, taken: by(call.taken), replied: by(call.replied), ended: by(call.ended) };
}

/** Calls in order of their beginning, numbered among those whose beginning is shown. Grows with the calls. */
export class CallNumbers {
  readonly shown: Call[] = [];
  private readonly numbers = new Map<Call, number>();
  private seen = 0;

  constructor(
    readonly calls: Calls,
    readonly hidden: ReadonlySet<number>,
  ) {}

  grow(): void {
    for (; this.seen < this.calls.all.length; this.seen++) {
      const call = this.calls.all[this.seen];
      if (call && !this.hidden.has(call.sent)) this.numbers.set(call, this.shown.push(call));
    }
  }

  /** The call that an event belongs to, if that is shown. */
  of(seq: number): { number: number; call: Call } | undefined {
    const call = this.calls.of(seq);
    const number = call && this.numbers.get(call);
    return call && number !== undefined ? { number, call } : undefined;
  }
}

export class Calls {
  readonly all: Call[] = [];
  /** By tag; a late reply may still come, so a call stays here until it was answered. */
  private readonly unanswered = new Map<string, Call>();
  /** Calls that a process has made and that are not over for it, the last one last. */
  private readonly waiting = new Map<string, Call[]>();
  private readonly byMessage = new Map<number, { call: Call; part: "request" | "reply" }>();
  private readonly byEvent = new Map<number, Call>();
  private seen = 0;

  grow(events: readonly WorldEvent[]): void {
    for (; this.seen < events.length; this.seen++) {
      const event = events[this.seen];
      if (event) this.add(event);
    }
  }

  /** The call that an event belongs to. */
  of(seq: number): Call | undefined {
    return this.byEvent.get(seq);
  }

  /** Calls whose caller still waits right after event `step`. */
  openAt(step: number): Call[] {
    return this.all.filter((call) => call.sent <= step && (call.ended === 0 || call.ended > step));
  }

  private add(event: WorldEvent): void {
    switch (event.kind) {
      case "send":
        return this.send(event);
      case "queued":
      case "skip":
        return this.arrive(event);
      case "receive":
        this.arrive(event);
        return this.take(event);
      // The receive that ran out is that of the last call.
      case "timeout":
        return this.endOf(event, "timeout", (call, last) => call === last);
      case "down":
        return this.endOf(event, "down", (call) => call.tag === event.name);
      case "exit":
        return this.endOf(event, "exit", () => true);
      default:
    }
  }

  private send(event: WorldEvent): void {
    const { kind, body, tag } = payload(event.text ?? "");
    if (tag === undefined || event.message == null) return;
    if (kind === "call" || kind === "system") {
      const call: Call = { tag, caller: event.pid, server: event.peer ?? "", request: body, sent: event.seq, taken: 0, replied: 0, ended: 0, events: [] };
      this.all.push(call);
      this.unanswered.set(tag, call);
      this.waiting.set(call.caller, [...(this.waiting.get(call.caller) ?? []), call]);
      this.byMessage.set(event.message, { call, part: "request" });
      this.note(call, event);
    } else if (kind === "reply") {
      const call = this.unanswered.get(tag);
      if (!call) return;
      this.unanswered.delete(tag);
      call.replied = event.seq;
      call.reply = body;
      this.byMessage.set(event.message, { call, part: "reply" });
      this.note(call, event);
    }
  }

  private arrive(event: WorldEvent): void {
    const known = this.byMessage.get(event.message ?? 0);
    if (!known) return;
    const { call, part } = known;
    this.note(call, event);
    if (part === "request") {
      call.server = event.pid;
      if (event.kind === "receive") call.taken = event.seq;
    } else if (event.kind === "receive" && call.ended === 0) {
      this.end(call, event.seq, "reply");
    }
  }

  /**
   * What the caller reads by itself: the `DOWN` of one that was dead before it was asked, and a reply from another node, which
   * names the reference in its own way when it sends it.
   */
  private take(event: WorldEvent): void {
    const { kind, tag, body } = payload(event.text ?? "");
    if (tag === undefined || (kind !== "down" && kind !== "reply")) return;
    const call = this.waiting.get(event.pid)?.find((c) => c.tag === tag);
    if (!call) return;
    this.note(call, event);
    if (kind === "reply") {
      call.reply = body;
      call.replied ||= event.seq;
    }
    this.end(call, event.seq, kind);
  }

  private endOf(event: WorldEvent, outcome: Call["outcome"], which: (call: Call, last: Call | undefined) => boolean): void {
    const calls = this.waiting.get(event.pid) ?? [];
    for (const call of calls.filter((c) => which(c, calls.at(-1)))) {
      this.note(call, event);
      this.end(call, event.seq, outcome);
    }
  }

  private end(call: Call, seq: number, outcome: Call["outcome"]): void {
    call.ended = seq;
    if (outcome) call.outcome = outcome;
    const rest = (this.waiting.get(call.caller) ?? []).filter((c) => c !== call);
    if (rest.length > 0) this.waiting.set(call.caller, rest);
    else this.waiting.delete(call.caller);
  }

  private note(call: Call, event: WorldEvent): void {
    call.events.push(event.seq);
    this.byEvent.set(event.seq, call);
  }
}

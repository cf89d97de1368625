/** The mock's processes: tiny scripts of operations, plain data throughout. */
import type { CodePlace, EventKind, Input, MailboxItem, ProcessView, RunReport, ShellEntry, ViewModel, WorldEvent } from "../../src/protocol.ts";

type Op =
  | { op: "send"; to: string; text: string }
  | { op: "receive"; match: string; after?: number; since?: number }
  | { op: "print"; text: string }
  | { op: "result"; text: string }
  | { op: "flush" }
  | { op: "spin" }
  | { op: "hang" }
  | { op: "trap" }
  | { op: "exit"; reason: string };

interface Process {
  view: ProcessView;
  ops: Op[];
  cache?: string[];
  seen: number;
}

const NODE = "nonode@nohost";

export class Machine {
  readonly events: WorldEvent[] = [];
  clockMs = 0;
  reductions = 0;
  private readonly processes: Process[] = [];
  private readonly shell: Process;
  private readonly transcript: ShellEntry[] = [];
  private readonly modules = new Map<string, string>();
  private readonly bindings = new Map<string, string>();
  private messages = 0;
  private turn = 0;

  constructor() {
    this.shell = this.spawn("erl_eval:expr/5", undefined);
    this.shell.view.shell = true;
  }

  get head(): number {
    return this.events.length;
  }

  private event(kind: EventKind, pid: string, rest: Partial<WorldEvent> = {}): number {
    const seq = this.events.length + 1;
    this.events.push({ seq, timeMs: this.clockMs, node: NODE, kind, pid, ...rest });
    const process = this.find(pid);
    if (process) process.view.lastStep = seq;
    return seq;
  }

  private find(pid: string): Process | undefined {
    return this.processes.find((p) => p.view.pid === pid || p.view.name === pid);
  }

  private spawn(initial: string, parent: string | undefined): Process {
    const pid = `<0.${84 + this.processes.length}.0>`;
    const process: Process = {
      view: { pid, node: NODE, system: false, shell: false, status: "waiting", initial, mailbox: [], mailboxTotal: 0, links: [], monitors: [], trapExit: false, reductions: 0, heapWords: 233, lastStep: 0, ...(parent ? { parent } : {}) },
      ops: [],
      seen: 0,
    };
    this.processes.push(process);
    if (parent) this.event("spawn", parent, { peer: pid, name: initial });
    return process;
  }

  input(input: Input): void {
    if (input.kind === "module") {
      this.modules.set(input.name, input.source);
      this.event("code_loaded", "", { name: input.name });
    } else if (input.kind === "shell") {
      this.event("shell_input", this.shell.view.pid, { text: input.text });
      this.transcript.push({ step: this.head, prompt: `${this.transcript.length + 1}> `, input: input.text, output: "", done: false });
      this.shell.ops.push(...this.evaluate(input.text.trim().replace(/\.$/, "")));
    } else if (input.kind === "interrupt") {
      this.event("interrupt", this.shell.view.pid);
      this.shell.ops = [{ op: "result", text: "** exception exit: killed" }];
    } else if (input.kind === "kill") {
      this.event("exit_signal", input.pid, { text: input.reason });
      const target = this.find(input.pid);
      if (target) target.ops = [{ op: "exit", reason: input.reason }];
    }
  }

  /** What a shell line does. */
  private evaluate(line: string): Op[] {
    const self = this.shell.view.pid;
    const bound = (text: string): string => text.replace(/self\(\)/g, self).replace(/\b[A-Z]\w*\b/g, (v) => this.bindings.get(v) ?? v);
    const start = /^(\w+) = msg_cache:start_one\((.*)\)$/.exec(line);
    const send = /^(\S+) ! (.+)$/.exec(line);
    const receive = /^receive (\w+) -> .* after (\d+) -> (\w+) end$/.exec(line);
    if (start) {
      const child = this.spawn("msg_cache:loop/1", self);
      child.cache = [];
      child.ops = [{ op: "receive", match: "cache" }];
      this.bindings.set(start[1] ?? "", child.view.pid);
      return [{ op: "print", text: `Buff ${start[2]} created! Pid = ${child.view.pid}\n` }, { op: "result", text: child.view.pid }];
    }
    if (send) return [{ op: "send", to: bound(send[1] ?? ""), text: bound(send[2] ?? "") }, { op: "result", text: bound(send[2] ?? "") }];
    if (receive) return [{ op: "receive", match: this.bindings.get(receive[1] ?? "") ?? `any:${receive[1]}`, after: Number(receive[2]) }, { op: "result", text: receive[3] ?? "" }];
    if (line === "flush()") return [{ op: "flush" }, { op: "result", text: "ok" }];
    if (line === "loop()") return [{ op: "spin" }];
    if (line === "hang()") return [{ op: "hang" }];
    if (line === "trap()") return [{ op: "trap" }];
    if (line === "1 = 2") return [{ op: "result", text: "** exception error: no match of right hand side value 2" }];
    const many = /^many\((\d+)\)$/.exec(line);
    if (many) return Array.from({ length: Number(many[1]) }, (_, i): Op[] => [{ op: "send", to: self, text: `{tick,${i}}` }, { op: "flush" }]).flat().concat([{ op: "result", text: "ok" }]);
    return [{ op: "result", text: bound(line) }];
  }

  /** Runs one operation of the next runnable process; false when there is none. */
  slice(): boolean {
    for (let tries = 0; tries < this.processes.length; tries++) {
      const process = this.processes[this.turn++ % this.processes.length];
      if (process && this.runnable(process)) {
        this.reductions += 100;
        process.view.reductions += 100;
        this.step(process);
        return true;
      }
    }
    return false;
  }

  private runnable(p: Process): boolean {
    const op = p.ops[0];
    if (!op || p.view.status === "exited") return false;
    if (op.op !== "receive" || op.since === undefined) return true;
    return p.seen < p.view.mailbox.length || (op.after !== undefined && this.clockMs >= op.since + op.after);
  }

  private step(p: Process): void {
    const op = p.ops[0];
    if (!op) return;
    p.view.current = this.place(p);
    switch (op.op) {
      case "receive":
        return this.receive(p, op);
      case "spin":
        return;
      case "hang":
        for (;;) continue;
      case "trap":
        throw new Error("unreachable");
      default:
        p.ops.shift();
    }
    if (op.op === "send") this.send(p, op.to, op.text);
    if (op.op === "print") this.output(p, "output", op.text);
    if (op.op === "result") this.output(p, op.text.startsWith("**") ? "shell_error" : "shell_result", `${op.text}\n`);
    if (op.op === "flush") {
      const all = p.view.mailbox.splice(0);
      for (const m of all) this.event("receive", p.view.pid, { message: m.id, index: 0, text: m.text });
      this.output(p, "output", all.map((m) => `Shell got ${m.text}\n`).join(""));
    }
    if (op.op === "exit") {
      p.view.status = "exited";
      p.view.exitReason = op.reason;
      this.event("exit", p.view.pid, { text: op.reason });
      return;
    }
    const next = p.ops[0];
    p.view.status = !next ? "waiting" : next.op === "receive" && next.since !== undefined ? "waiting" : "runnable";
  }

  private output(p: Process, kind: EventKind, text: string): void {
    if (text === "") return;
    this.event(kind, p.view.pid, { text: text.trimEnd() });
    const entry = this.transcript.at(-1);
    if (entry) {
      entry.output += text;
      entry.done = kind !== "output";
    }
  }

  private send(p: Process, to: string, text: string): void {
    const id = ++this.messages;
    const cause = this.event("send", p.view.pid, { peer: to, message: id, text });
    const target = this.find(to);
    if (!target || target.view.status === "exited") return;
    target.view.mailbox.push({ id, from: p.view.pid, text, state: "queued" });
    this.event("queued", target.view.pid, { peer: p.view.pid, message: id, index: target.view.mailbox.length - 1, text, cause });
  }

  private receive(p: Process, op: Extract<Op, { op: "receive" }>): void {
    const waited = op.since !== undefined;
    op.since ??= this.clockMs;
    if (waited && op.after !== undefined && this.clockMs >= op.since + op.after && p.seen >= p.view.mailbox.length) {
      this.event("timeout", p.view.pid);
      return this.leave(p);
    }
    const message = p.view.mailbox[p.seen];
    if (!message) {
      return this.rest(p, op.since, op.after);
    }
    if (op.match !== "cache" && !op.match.startsWith("any:") && op.match !== message.text) {
      message.state = "skipped";
      this.event("skip", p.view.pid, { message: message.id, index: p.seen, text: message.text });
      p.seen++;
      if (p.seen === p.view.mailbox.length) this.rest(p, op.since, op.after);
      return;
    }
    this.event("receive", p.view.pid, { message: message.id, index: p.seen, text: message.text, at: p.view.current });
    p.view.mailbox.splice(p.seen, 1);
    if (op.match.startsWith("any:")) {
      this.bindings.set(op.match.slice(4), message.text);
      p.ops[1] = { op: "result", text: message.text };
    }
    this.leave(p);
    if (op.match === "cache") p.ops = [...this.serve(p, message), { op: "receive", match: "cache" }];
  }

  private rest(p: Process, since: number, after: number | undefined): void {
    const due = after === undefined ? {} : { untilMs: since + after };
    this.event("wait", p.view.pid, due);
    p.view.status = "waiting";
    p.view.waiting = { sinceMs: since, ...due };
  }

  private leave(p: Process): void {
    p.view.mailbox.forEach((m: MailboxItem) => (m.state = "queued"));
    p.seen = 0;
    p.ops.shift();
    delete p.view.waiting;
    p.view.status = "runnable";
  }

  private serve(p: Process, message: MailboxItem): Op[] {
    const cache = (p.cache ??= []);
    const push = /^\{push,\s*(.*),\s*(<[\d.]+>)\}$/.exec(message.text);
    const ask = /^\{(\w+),\s*(<[\d.]+>)\}$/.exec(message.text);
    if (push) {
      cache.unshift(push[1] ?? "");
      return [{ op: "send", to: push[2] ?? "", text: "ok" }];
    }
    if (ask?.[1] === "get_length") return [{ op: "send", to: ask[2] ?? "", text: `{ok,${cache.length}}` }];
    if (ask?.[1] === "pop") return [{ op: "send", to: ask[2] ?? "", text: cache.length > 0 ? `{ok,${cache.shift()}}` : "{error,empty}" }];
    return [{ op: "exit", reason: "{undef,[{io_libs,format,2,[]}]}" }];
  }

  private place(p: Process): CodePlace {
    return p.cache ? { mfa: "msg_cache:loop/1", module: "msg_cache", line: 10 } : { mfa: "erl_eval:expr/5", module: "erl_eval", line: 0 };
  }

  advance(ms: number): void {
    this.clockMs = Math.max(this.clockMs, ms);
    this.event("clock", "");
  }

  private nextTimer(): number | undefined {
    const due = this.processes.flatMap((p) => (p.view.status === "waiting" && p.view.waiting?.untilMs !== undefined ? [p.view.waiting.untilMs] : []));
    return due.length > 0 ? Math.min(...due) : undefined;
  }

  report(): RunReport {
    const untilMs = this.nextTimer();
    const busy = this.transcript.at(-1)?.done === false;
    const status = this.processes.some((p) => this.runnable(p)) ? "running" : untilMs !== undefined ? "waiting" : busy ? "blocked" : "idle";
    return { status, clockMs: this.clockMs, head: this.head, reductions: this.reductions, ...(untilMs === undefined ? {} : { untilMs }) };
  }

  view(): ViewModel {
    const { status, untilMs } = this.report();
    const busy = this.transcript.at(-1)?.done === false;
    return structuredClone({
      step: this.head,
      clockMs: this.clockMs,
      status,
      ...(untilMs === undefined ? {} : { untilMs }),
      processes: this.processes.map((p) => ({ ...p.view, mailboxTotal: p.view.mailbox.length })),
      processTotal: this.processes.length,
      shells: [{ node: NODE, pid: this.shell.view.pid, prompt: `${this.transcript.length + 1}> `, state: busy ? "busy" as const : "ready" as const, transcript: this.transcript.slice(-500), bindings: [...this.bindings].map(([name, value]) => ({ name, value })) }],
      tables: [],
      sockets: [],
      clients: [],
      nodes: [],
      links: [],
      frames: [],
      modules: [...this.modules].map(([name, source]) => ({ name, source })),
    });
  }
}

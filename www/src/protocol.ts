/**
 * The contract between the page and the world.
 *
 * Two parts: (A) what `crate/src/wasm.rs` exports and (B) what the page and its Web Worker say to each other.
 * Everything structured crosses as plain objects (serde-wasm-bindgen; `#[serde(rename_all = "camelCase")]`; an absent
 * `Option` is `undefined` or `null`, the page treats both alike; u64 that may pass 2^53 do not cross at all).
 *
 * Invariant: the world is a pure function of (config, inputs). A *step* is a number of events: step 0 is the world
 * before its first event, step n is the world immediately after event n. `events[n - 1].seq === n`. So a step names a
 * moment, and every picture is a function of (events, view at step). This file imports nothing.
 */

/** Raised by one whenever a message between page and worker, or a share link, changes its meaning. */
export const PROTOCOL_VERSION = 1;

// ---------------------------------------------------------------------------------------------------------------
// A. The wasm module
// ---------------------------------------------------------------------------------------------------------------

/** Exports of the wasm package (wasm-bindgen, target `web`) in `www/src/wasm/spawnpoint.js`. */
export interface WasmModule {
  /** Version of the crate, for share links and the panic screen. */
  version(): string;
  /** Whether so many atoms have been made, which are never forgotten, that the next world should have an instance of its own. */
  worn(): boolean;
  /** Events that all branches of a session may hold before worlds no longer go on by themselves. */
  eventsMax(): number;
  /** Events that each act may add from then on. */
  eventsBeyond(): number;
  World: WorldConstructor;
  Player: PlayerConstructor;
}

export interface WorldConstructor {
  /** A world with one booted node and its shell at the prompt `1> `. Runs nothing yet. */
  create(config: WorldConfig): World;
  /**
   * A world brought to where `inputs` led: each is applied at its recorded moment. Same config and inputs, same
   * event log, byte for byte. Stops (with the rest unapplied) once `maxReductions` were spent, or the log is full.
   */
  restore(config: WorldConfig, inputs: RecordedInput[], maxReductions: number): World;
  /** Compiles without loading: what the editor shows while typing. Pure, needs no world. */
  diagnose(name: string, source: string, headers: { name: string; source: string }[]): Diagnostic[];
}

export interface WorldConfig {
  /** 32 bits; seeds scheduling, `rand` and everything else that real systems leave to chance. */
  seed: number;
  /** The node's name, `nonode@nohost` by default. Several nodes come with the cluster lesson. */
  nodes?: string[];
  /** Virtual wall clock at boot, milliseconds since 1970 UTC: what `=ERROR REPORT====` prints. */
  epochMs?: number;
  /** Cap on the memory of all processes and tables, bytes. */
  memoryMax?: number;
  /** How long bytes take between nodes, milliseconds; 0.5 by default. */
  latencyMs?: number;
}

/**
 * One linear history: inputs and events only ever get appended, at the *head*. Looking at the past (`view`) changes
 * nothing; acting in the past is `fork`, then `input` on the fork. `free()` comes from wasm-bindgen.
 */
export interface World {
  /**
   * The only way to act on a world. Recorded with its moment (see `inputs`). Appends its own event at once
   * (`code_loaded`, `code_rejected`, `shell_input`, `interrupt`, `exit_signal`), so that no two inputs share a step; what
   * follows from it happens in the next `run`.
   */
  input(input: Input): InputResult;
  /**
   * Runs until `maxReductions` are spent or `maxEvents` events appended (0: no such limit) or nothing is runnable.
   * Must return within a few milliseconds for maxReductions = 4000; the worker calls it again and again.
   * Never moves the clock.
   */
  run(maxReductions: number, maxEvents: number): RunReport;
  /** Moves the virtual clock forward to `ms` (no further than the next timer). Recorded as input, event `clock`. */
  advanceClock(ms: number): void;
  /** Number of events so far: the head's step. */
  head(): number;
  /** Events `from < seq <= to` (both steps, clamped). */
  events(from: number, to: number): WorldEvent[];
  /** What a camera would see right after event `step`. Under 100 ms anywhere in 10,000 events. */
  view(step: number): ViewModel;
  /** All that was printed for the form typed at `step`. */
  printed(step: number): string;
  /** All inputs so far with their moments; enough for `restore` and for a share link. */
  inputs(): RecordedInput[];
  /** A second world with the history up to `step`: inputs with `recorded.step >= step` are gone. This one stays. */
  fork(step: number): World;
  /** Hex hash over the event log, for determinism tests and links. */
  logHash(): string;
  free(): void;
}

export interface PlayerConstructor {
  /**
   * Runs `world` on in short turns that give the thread back in between, and paces the clock: `speed` virtual ms per
   * real ms, Infinity skips to the next timer at once. Ends after `maxEvents` (0: no limit), when nothing will happen
   * by itself any more, or when stopped.
   */
  start(world: World, speed: number, maxEvents: number): Player;
}

export interface Player {
  /** The report of the next turn; undefined when the player has ended. One call at a time. */
  next(): Promise<RunReport | undefined>;
  /** Ends after the turn in progress; virtual time that passed while waiting is kept. */
  stop(): void;
  setSpeed(speed: number): void;
  free(): void;
}

/** What a learner can do to a world. Faults (`kill`) are inputs like any other. */
export type Input =
  /** Compile and load, as `c(name)` would. Not loaded when there are errors. */
  /** `name` is the module's; a header has its file's (`chat_protocol.hrl`) and is saved for those that include it. */
  | { kind: "module"; node?: string; name: string; source: string } // without a node: on all
  /** Written on every node, to be compiled by `c(Name)` or included: saved, not loaded. */
  | { kind: "file"; name: string; text: string }
  /** Text for the shell, without the line's newline; may span lines, may be half a form (the shell then waits). */
  | { kind: "shell"; node?: string; text: string }
  /** Stop what the shell evaluates (as `^G i`): its evaluator is killed, a new prompt follows. */
  | { kind: "interrupt"; node?: string }
  /** `exit(Pid, Reason)` from outside, a fault by click. */
  | { kind: "kill"; node?: string; pid: string; reason: string }
  /** The page connects to a port of a node, as a client of its own; `InputResult.client` is its number. Whether it got
   *  through is told by `client_connected` or `client_refused`, once the world has run on. */
  | { kind: "socketConnect"; node?: string; port: number }
  /** A client of the page sends bytes (0..255). Without a connection nothing happens. TCP is a stream: the server may get
   *  them in other pieces. */
  | { kind: "socketSend"; client: number; bytes: number[] }
  /** A client of the page closes its connection. */
  | { kind: "socketClose"; client: number }
  // Faults of nodes. A node that does not exist yet is made by `startNode`; one that is down is started again, with a new
  // creation and nothing of before but its files.
  | { kind: "startNode"; node: string }
  /** `kill -9`: its connections are closed by its host. */
  | { kind: "crashNode"; node: string }
  /** It computes nothing and answers nothing; its peers notice by missing ticks. */
  | { kind: "pause"; node: string }
  | { kind: "resume"; node: string }
  // Faults of the line between two nodes.
  /** Nothing arrives until healed. `oneWay`: only what goes from `a` to `b`. */
  | { kind: "partition"; a: string; b: string; oneWay?: boolean }
  | { kind: "heal"; a: string; b: string }
  /** From here on, both ways. `bytesPerS` 0: no limit. */
  | { kind: "delay"; a: string; b: string; latencyMs: number; jitterMs?: number; bytesPerS?: number }
  /** `a` connects to `b`, as `net_kernel:connect_node/1` does. */
  | { kind: "connect"; a: string; b: string }
  /** The connection breaks; what has not arrived is lost. */
  | { kind: "disconnect"; a: string; b: string }
  /** Recorded by `advanceClock`; never passed to `input` by the page. */
  | { kind: "advance"; toMs: number };

/** An input with the moment it was given: events and scheduler slices before it (many slices may have no event). */
export interface RecordedInput {
  step: number;
  slices: number;
  input: Input;
}

export interface InputResult {
  /** For `module`: compiled and loaded. For `shell`: accepted (always). */
  ok: boolean;
  /** For `module`: errors and warnings, as `erlc` words them. Else empty. */
  diagnostics: Diagnostic[];
  /** For `socketConnect`: the new client's number, from 1 on in each world. */
  client?: number;
}

export interface Diagnostic {
  severity: "error" | "warning";
  /** The text after `file:line:column: ` of erlc, e.g. `variable 'X' is unbound`. */
  message: string;
  /** `module.erl` or the name in a `-file` attribute. */
  file: string;
  /** Both 1-based; columns count Unicode code points, as erlc does. 0: the whole file. */
  line: number;
  column: number;
  /** End of the offending token when known, exclusive. */
  endLine?: number;
  endColumn?: number;
}

/**
 * - `running`: budget spent (or maxEvents reached), call again.
 * - `idle`: nothing runnable, no timer, every shell at its prompt.
 * - `waiting`: nothing runnable, the next timer is due at `untilMs`. The shell may be at its prompt or busy.
 * - `blocked`: nothing runnable, no timer, but a shell still evaluates (a `receive` that nothing will end).
 * - `halted`: the node stopped (`halt/0`, `init:stop/0`, `q/0`).
 */
export type RunStatus = "running" | "idle" | "waiting" | "blocked" | "halted";

export interface RunReport {
  status: RunStatus;
  /** Due time of the next timer, for `waiting`. */
  untilMs?: number;
  /** Virtual time, milliseconds since boot. */
  clockMs: number;
  /** The new head. */
  head: number;
  reductions: number;
}

/**
 * One entry of the event log. `pid` is whose lifeline it lies on ("" for the world itself), `cause` the seq of the
 * event that made it happen on another lifeline (queued <- send, started <- spawn, down <- exit, timer fired <- set):
 * lifeline order plus `cause` is the happened-before relation, and draws every arrow.
 */
export interface WorldEvent {
  seq: number;
  /** Virtual milliseconds since boot. */
  timeMs: number;
  node: string;
  kind: EventKind;
  pid: string;
  /** The other party: receiver of a send, child of a spawn, linked or monitored process, timer's target. */
  peer?: string;
  cause?: number;
  /** Identity of one message from send through queued, skip and receive; unique in a world. */
  message?: number;
  /** Queue position, 0-based, for `queued`, `skip` and `receive`. */
  index?: number;
  /** Payload, reason, output, shell line... printed as `~p` on one line, cut at 2,000 characters (ends in `…`). */
  text?: string;
  /** Registered name, module name, `mod:fun/arity` of a spawn, the timer's or monitor's reference. */
  name?: string;
  /** Where in the learner's code the process was, when it was in a loaded module. */
  at?: CodePlace;
  /** Due time of a timer, of `wait`'s after clause. */
  untilMs?: number;
  /** Client of the page that an event of a socket is about, at this end or the other. */
  client?: number;
  /** The connection that a frame belongs to. */
  wire?: number;
  /** Bytes of a frame with its length field. */
  length?: number;
  /** What a client of the page sent or got (`client_send`, `client_data`), whole; `text` is the same as UTF-8. Of
   *  `frame_sent`: the first 512 bytes. */
  bytes?: number[];
}

export type EventKind =
  // processes
  | "spawn" // pid: parent, peer: child, name: initial call
  | "exit" // text: reason
  | "register" // name
  | "unregister" // name
  // messages; `after` clauses
  | "send" // pid: sender, peer: receiver (or name when unresolved), message, text
  | "queued" // pid: receiver, peer: sender, message, index, text, cause: send
  | "skip" // pid looked at message (index) and no clause matched
  | "receive" // pid took message (index) out of its queue, text
  | "wait" // pid found nothing and waits; untilMs when there is an after clause
  | "timeout" // the after clause of pid ran
  // links and monitors
  | "link" // peer
  | "unlink" // peer
  | "exit_signal" // pid: reached, peer: from, text: reason, cause: exit; the process dies, ignores it or traps it
  | "monitor" // peer, name: reference
  | "demonitor" // peer, name: reference
  | "down" // pid: watcher, peer: gone, text: reason, cause: exit (the message itself is `queued`)
  // timers by send_after, start_timer
  | "timer_set" // peer: target, untilMs, name: reference, text
  | "timer_fired" // peer: target, cause: timer_set
  | "timer_cancelled" // name: reference
  // code, shell, output
  | "code_loaded" // name: module
  | "code_rejected" // name: module, text: the first error; the source had errors and was not loaded
  | "interrupt" // pid: shell
  | "shell_input" // pid: shell, text as given to `input` (may be half a form)
  | "shell_result" // pid: shell, text as printed
  | "shell_error" // pid: shell, text as printed (`** exception error: ...`)
  | "shell_restart" // pid: new shell process, peer: old
  | "output" // pid: who printed, text
  | "error_report" // text as printed, pid: whose
  // sockets; name: the socket `#Port<0.N>` or `client N`, peer: the socket at the other end, pid: the owner
  | "socket_listen" // text: address and port, `0.0.0.0:4000`
  | "socket_connect" // text: where to
  | "socket_connected" // text: where to
  | "socket_refused" // text: the reason
  | "socket_accept" // name: the new socket, text: the listener's `#Port<0.N>`
  | "socket_send" // text: the bytes (the first 2,000)
  | "socket_data" // bytes have arrived: text, cause: the send. In active mode `queued` follows, caused by this
  | "socket_receive" // the process took bytes by recv: text
  | "socket_close" // this end was closed
  | "socket_closed" // it has learnt that the other end is closed
  | "socket_owner" // has another owner: text: its pid
  | "client_connect" // the page's input; text: where to
  | "client_connected"
  | "client_refused" // text: the reason
  | "client_send" // the page's input; bytes, text
  | "client_data" // arrived at the page: bytes, text
  | "client_close" // the page's input
  | "client_closed" // the other end closed
  // tables; name: `TableView.id`, pid: who did it
  | "table_new"
  | "table_write" // text: the row that went in or was changed, or a list of rows
  | "table_delete" // index: how many rows, text: the key, row or pattern that named them (`'_'`: all)
  | "table_gone" // deleted, or its owner ended (then pid is the owner, cause: exit)
  | "table_transfer" // peer: the new owner, who is told by a `queued` message; cause: exit when it was the heir
  | "table_rename" // name: the new id, text: the new name
  // between nodes. A pid of another node is written `<0.85.0>@n2@host` in `peer`: its own text there, `@`, its node
  | "frame_sent" // pid: for whom ("" for the node itself), peer: node, wire, length, bytes, cause: send;
  //   name: SEND_SENDER, LINK ..., `send_name` ... of the handshake, TICK; text: control message and payload
  | "frame_received" // peer: node, wire, length, cause: frame_sent
  | "node_up" // the connection to peer is there, as node sees it
  | "node_down" // and lost; text: reason (connection_closed, net_tick_timeout, disconnect ...)
  | "node_started"
  | "node_stopped" // from inside: halt/0, init:stop/0
  | "node_crashed"
  | "node_paused"
  | "node_resumed"
  | "fault" // something was done to the network; text, e.g. `partition n1@host n2@host`
  // the clock
  | "clock"; // moved; timeMs is the new time

export interface CodePlace {
  /** `mod:fun/arity` */
  mfa: string;
  module: string;
  /** 1-based, 0 when unknown. */
  line: number;
}

/** Everything the pictures show of one moment. A pure function of (world, step). */
export interface ViewModel {
  step: number;
  clockMs: number;
  status: RunStatus;
  /** Next timer due, if any. */
  untilMs?: number;
  /** Alive ones plus those that exited, in order of creation; at most 500, alive ones first to be kept. */
  processes: ProcessView[];
  processTotal: number;
  shells: ShellView[];
  tables: TableView[];
  /** Open sockets in order of node and number. */
  sockets: SocketView[];
  /** All clients of the page so far, by number. */
  clients: ClientView[];
  /** Modules loaded by the learner at this moment, with the source that was loaded. */
  modules: { name: string; source: string }[];
  /** All nodes that ever were, by number; a world of one has one. */
  nodes: NodeView[];
  /** Pairs of nodes that are connected, or between which something is out of the ordinary. */
  links: LinkView[];
  /** What is on its way between nodes, in order of sending, at most 500. */
  frames: FrameView[];
}

export interface NodeView {
  name: string;
  state: "running" | "paused" | "down";
  /** Incarnation: one more with every start. */
  creation: number;
  /** Nodes it takes itself to be connected to. */
  connected: string[];
  hidden: boolean;
}

export interface LinkView {
  a: string;
  b: string;
  /** Whether each side takes itself to be connected: they may differ until a loss is noticed. */
  upAtA: boolean;
  upAtB: boolean;
  /** Nothing passes in this direction. */
  cutToB: boolean;
  cutToA: boolean;
  latencyMs: number;
  jitterMs: number;
  /** 0: no limit. */
  bytesPerS: number;
}

export interface FrameView {
  from: string;
  to: string;
  wire: number;
  /** Step of its `frame_sent` event, which holds text and bytes; 0 for the news that a connection was closed. */
  step: number;
  sentMs: number;
  dueMs: number;
  length: number;
  /** It waits at a cut line or before a paused node. */
  held: boolean;
  closes: boolean;
}

export interface ProcessView {
  /** `<0.85.0>` */
  pid: string;
  node: string;
  /** Registered name. */
  name?: string;
  /** Part of the runtime (init, io server, code server ...): hidden unless asked for. */
  system: boolean;
  /** The shell's evaluator. */
  shell: boolean;
  parent?: string;
  status: "running" | "runnable" | "waiting" | "suspended" | "exited";
  exitReason?: string;
  /** `mod:fun/arity` it was spawned with. */
  initial: string;
  current?: CodePlace;
  /** Queue order, at most 100. A message taken by the event at this very step is not here any more: the page
   *  shows it from the event. */
  mailbox: MailboxItem[];
  mailboxTotal: number;
  /** In a `receive` with `after`, or any wait: since when, and until when if it ends by itself. */
  waiting?: { sinceMs: number; untilMs?: number };
  links: string[];
  /** Pids or names this process monitors. */
  monitors: string[];
  trapExit: boolean;
  reductions: number;
  heapWords: number;
  /** Step of its last event at or before this one: "where it last ran". */
  lastStep: number;
  /** The OTP behaviour that runs in it, alive processes only. */
  behaviour?: BehaviourView;
  /** Who started it, nearest first, as `proc_lib` remembers them: pids or registered names. */
  ancestors?: string[];
}

export interface BehaviourView {
  /** `gen_server`, `supervisor` ... */
  kind: string;
  /** The callback module. */
  module: string;
  /** The state that the behaviour keeps for it, printed on one line, when it can be seen at this moment. */
  state?: string;
  /** The callback that runs: `handle_call/3`. */
  callback?: string;
}

export interface MailboxItem {
  /** `WorldEvent.message`. */
  id: number;
  from: string;
  text: string;
  /** `skipped`: the receive now in progress looked at it and no clause matched (before the save pointer). */
  state: "queued" | "skipped";
}

export interface ShellView {
  node: string;
  pid: string;
  /** `3> `, or `3> ` padded continuation as erl prints when a form is incomplete. */
  prompt: string;
  state: "ready" | "incomplete" | "busy" | "closed";
  /** Oldest first, at most the last 500. */
  transcript: ShellEntry[];
  /** Bound variables in order of name, values printed on one line and cut at 200 characters. */
  bindings: { name: string; value: string }[];
}

/** A form typed at a prompt with everything printed until the next prompt. */
export interface ShellEntry {
  /** Step of its `shell_input`; 0 for what was printed before the first prompt. */
  step: number;
  prompt: string;
  input: string;
  /** Output, value and exceptions in the order printed, as `erl` prints them, newline-terminated. */
  output: string;
  /** Of more than 40,000 characters only the beginning (`output`) and the end cross; `left` lie between. */
  cut?: { left: number; tail: string };
  done: boolean;
}

export interface SocketView {
  /** `#Port<0.5>` */
  id: string;
  node: string;
  /** Pid of the process that gets what arrives. */
  owner: string;
  state: "listening" | "connecting" | "connected" | "bound" | "closed";
  /** Own address, `127.0.0.1:4000`. */
  local: string;
  /** `#Port<0.7>`, `client 1`; absent while nobody has accepted it. */
  peer?: string;
  /** `{active, _}`: `true`, `false`, `once` or a number. */
  active: string;
  /** Bytes that have arrived and nobody has read; for a listener, connections not accepted yet. */
  waiting: number;
  /** Bytes accepted from the sender that found no room at the other end. */
  unsent: number;
  /** Pids of processes that wait in accept, recv or send. */
  blocked: string[];
}

export interface ClientView {
  client: number;
  node: string;
  port: number;
  state: "connecting" | "connected" | "refused" | "closed";
  /** What it sent and got, oldest first, at most the last 500: one entry per event. */
  log: { step: number; from: "client" | "server"; bytes: number[]; text: string }[];
}

export interface TableView {
  /** What calls name it by: its name if it is named, else its reference (`#Ref<0.1.2.3>`). */
  id: string;
  node: string;
  /** The atom given to `ets:new/2`; identifies the table only if `named`. */
  name: string;
  named: boolean;
  /** Pid. */
  owner: string;
  /** Pid. */
  heir?: string;
  type: "set" | "ordered_set" | "bag" | "duplicate_bag";
  protection: "public" | "protected" | "private";
  /** From 1. */
  keypos: number;
  size: number;
  /** Somebody traverses it: deleted rows keep their places until then. */
  fixed: boolean;
  /** In traversal order, at most 200; each printed on one line, cut at 500 characters, with its key. */
  rows: { key: string; text: string }[];
}

// ---------------------------------------------------------------------------------------------------------------
// B. Page and worker
// ---------------------------------------------------------------------------------------------------------------
// The worker owns the worlds (one per branch) and their pacing. The page asks, the worker answers each request with
// one `reply` of the same id, and tells news by `progress`. Requests are answered between two turns of the player, so
// within some 20 ms also during an endless loop. A worker silent for two seconds is replaced (see engine.ts).

export interface Envelope {
  v: typeof PROTOCOL_VERSION;
  id: number;
}

export type Request =
  /** Forget all branches, make branch 0: its nodes at their first prompts, `connected` with each other if so wanted. With
   *  `inputs`, the world is restored and run on to step `head`, paused. `world` is a number of the page's choice, which
   *  all news of it bears: what the world before it still has to tell may come later than the request was sent. */
  | { type: "open"; world: number; config: WorldConfig; connected?: boolean; inputs?: RecordedInput[]; head?: number }
  /** Act at `step` of `branch`; a step before the head forks. Running starts with `run`, or at once at the speed `run`. */
  | { type: "input"; branch: number; step: number; input: Input; run?: number }
  /** Run the branch on, pacing the clock: virtual ms per real ms; Infinity skips to the next timer at once. */
  | { type: "run"; branch: number; speed: number; maxEvents: number }
  | { type: "speed"; speed: number }
  | { type: "stop" }
  | { type: "view"; branch: number; step: number }
  | { type: "inputs"; branch: number }
  /** All that was printed for the form typed at `step`. */
  | { type: "printed"; branch: number; step: number }
  | { type: "diagnose"; name: string; source: string; headers: { name: string; source: string }[] }
  /** An exercise's check: a fresh world, its nodes connected, the modules on all of them, then `code` in the first one's
   *  shell; passes when it answers true or ok. */
  | { type: "check"; config: WorldConfig; modules: { name: string; source: string }[]; code: string }
  | { type: "ping" };

export interface Replies {
  open: BranchInfo & { version: string };
  input: BranchInfo & { result: InputResult };
  run: BranchInfo;
  speed: null;
  stop: BranchInfo;
  view: ViewModel;
  inputs: RecordedInput[];
  printed: string;
  diagnose: Diagnostic[];
  check: { passed: boolean; printed: string };
  ping: null;
}

export interface BranchInfo {
  branch: number;
  /** Undefined for branch 0. */
  parent?: number;
  /** Step of the parent at which this one left it; 0 for branch 0. */
  forkedAt: number;
  head: number;
  clockMs: number;
  status: RunStatus;
  untilMs?: number;
  /** Whether the worker goes on by itself (slices or pacing). */
  active: boolean;
  /** Whether the branches of its session hold as many events as a tab can: no world goes on for long. */
  full: boolean;
}

/** Worker to page. `events` of `progress` are those appended to the branch since the last message that told any. A branch
 *  that comes to rest after it has run says at once how it looks at its head: `view`. */
export type Notice =
  | { type: "ready"; version: string }
  | { type: "reply"; ok: true; value: Replies[keyof Replies] }
  | { type: "reply"; ok: false; error: string }
  | { type: "progress"; world: number; info: BranchInfo; events: WorldEvent[]; inputs: RecordedInput[]; view?: ViewModel }
  /** This request, and what came after it, is for a fresh worker: in this one there is no room for the world it opens. */
  | { type: "worn" }
  /** The second half of the program, for other lessons on the same page. */
  | { type: "compiled"; rest: WebAssembly.Module }
  /** The wasm instance trapped: it is of no more use. The page replaces the worker and shows the panic screen. */
  | { type: "fatal"; error: string };

/** Page to worker, once for each `progress`: it has been read. A world that runs tells no more before. */
export interface Heard {
  type: "heard";
}

export type ToWorker = Envelope & Request;
export type ToPage = Envelope & Notice;

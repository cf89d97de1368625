/**
 * The page's side of the worker: typed requests with answers, and the watchdog. A worker that leaves a request
 * unanswered for two seconds is thrown away and a fresh one started; nothing the learner typed lives in it.
 */
import { PROTOCOL_VERSION, type Heard, type Notice, type Replies, type Request, type ToPage, type ToWorker } from "../protocol.ts";
import { setBusy } from "../quiet.ts";
import type { WorkerLike } from "./start-worker.ts";

const SILENCE_MS_MAX = 2_000;
/** A worker that had to be replaced may have been slow only: the next is given twice the time, up to so many times. */
const PATIENCE_MAX = 8;
const HEARTBEAT_MS = 500;
/** Opening may restore a long history; a check runs beside other requests. */
const LONG_MS_MAX = 30_000;

export type Progress = Extract<Notice, { type: "progress" }>;

interface EngineListener {
  progress(notice: Progress): void;
  /** The worker was replaced: all worlds in it are gone. */
  replaced(reason: "hung" | "fatal", detail: string): void;
}

/** Raised for requests that died with their worker. */
export class Replaced extends Error {}

interface Pending {
  message: ToWorker;
  resolve(value: unknown): void;
  reject(error: Error): void;
  sentAt: number;
  limitMs: number;
}

export class Engine {
  version = "";
  private worker: WorkerLike | undefined;
  private ready = false;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  /** When the worker was heard last, and when its silence was last looked into. */
  private heardAt = 0;
  private beatAt = 0;
  /** While a world runs by itself, silence is watched for even without requests. */
  private watching = false;
  private patience = 1;

  constructor(
    private readonly start: () => WorkerLike,
    private readonly listener: EngineListener,
  ) {}

  request<T extends Request["type"]>(request: Extract<Request, { type: T }>): Promise<Replies[T]> {
    const worker = (this.worker ??= this.launch());
    const id = this.nextId++;
    const message: ToWorker = { v: PROTOCOL_VERSION, id, ...request };
    return new Promise<Replies[T]>((resolve, reject) => {
      const limitMs = request.type === "open" || request.type === "check" ? LONG_MS_MAX : SILENCE_MS_MAX;
      this.pending.set(id, { message, resolve: resolve, reject, sentAt: performance.now(), limitMs });
      worker.postMessage(message);
      this.watch();
      this.tellBusy();
    });
  }

  /** Starts the worker before it is needed: the module is fetched and compiled meanwhile. */
  warm(): void {
    this.worker ??= this.launch();
  }

  private launch(): WorkerLike {
    const worker = this.start();
    this.ready = false;
    worker.onmessage = (event: MessageEvent<ToPage>) => {
      if (event.data.v === PROTOCOL_VERSION && this.worker === worker) this.receive(event.data);
    };
    worker.onerror = (event) => this.replace("fatal", event.message);
    return worker;
  }

  private receive(message: ToPage): void {
    this.heardAt = performance.now();
    if (message.type === "ready") {
      this.ready = true;
      this.version = message.version;
      // Time spent loading is not silence.
      for (const pending of this.pending.values()) pending.sentAt = performance.now();
    } else if (message.type === "reply") {
      const pending = this.pending.get(message.id);
      this.pending.delete(message.id);
      if (message.ok) {
        if (typeof message.value === "object" && message.value !== null && "active" in message.value) this.watching = message.value.active;
        pending?.resolve(message.value);
      }
      else pending?.reject(new Error(message.error));
    } else if (message.type === "progress") {
      this.watching = message.info.active;
      this.watch();
      const heard: Heard = { type: "heard" };
      this.worker?.postMessage(heard);
      this.listener.progress(message);
    } else if (message.type === "worn") {
      this.renew(message.id);
    } else if (message.type === "compiled") {
      globalThis.spawnpointShared?.restCame(message.rest);
    } else {
      this.replace("fatal", message.error);
    }
    this.tellBusy();
  }

  private tellBusy(): void {
    setBusy(this, this.pending.size > 0 || this.watching);
  }

  private watch(): void {
    if (this.heartbeat) return;
    this.beatAt = performance.now();
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  private beat(): void {
    if (this.pending.size === 0 && !this.watching) {
      clearInterval(this.heartbeat);
      this.heartbeat = undefined;
      return;
    }
    if (!this.ready) return;
    const now = performance.now();
    const stalled = now - this.beatAt > 2 * HEARTBEAT_MS;
    this.beatAt = now;
    for (const { sentAt, limitMs } of this.pending.values()) {
      // Whoever tells news is not silent. And what came while the page itself did not get round to anything is read first.
      if (!stalled && now - Math.max(sentAt, this.heardAt) > limitMs * this.patience) {
        this.patience = Math.min(PATIENCE_MAX, 2 * this.patience);
        return this.replace("hung", "");
      }
    }
    // Beats go on while a long request is out: the worker must answer between its turns.
    if (![...this.pending.values()].some((p) => p.limitMs === SILENCE_MS_MAX)) void this.request({ type: "ping" }).catch(() => undefined);
  }

  /** A fresh worker carries out the request `id`, and what was asked after it: nothing is lost, since a world was to be opened. */
  private renew(id: number): void {
    this.worker?.terminate();
    this.watching = false;
    const worker = (this.worker = this.launch());
    for (const [asked, { message, reject }] of this.pending) {
      if (asked >= id || message.type === "check") worker.postMessage(message);
      else {
        this.pending.delete(asked);
        reject(new Replaced("worn"));
      }
    }
  }

  private replace(reason: "hung" | "fatal", detail: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.watching = false;
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const pending of lost) pending.reject(new Replaced(reason));
    this.tellBusy();
    this.listener.replaced(reason, detail);
  }
}

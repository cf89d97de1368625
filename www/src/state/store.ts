/** The smallest possible store: something changed, look again. Notices of one turn are joined into one. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

const SOON_MS = 40;
/** Drawing may take this share of the time at most, and nobody waits for a picture longer than this. */
const SHARE = 1 / 4;
const SOON_MS_MAX = 1_000;

export class Store {
  private readonly listeners = new Set<() => void>();
  private queued = false;
  private soon = false;
  /** How long those who listen took last time, to draw what they were told. */
  private tookMs = 0;

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  protected changed(): void {
    if (this.queued) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      for (const listener of [...this.listeners]) listener();
    });
  }

  /** For what comes hundreds of times a second: nobody sees more than some pictures of it. */
  protected changedSoon(): void {
    if (this.soon) return;
    this.soon = true;
    const wait = Math.min(SOON_MS_MAX, Math.max(SOON_MS, this.tookMs / SHARE));
    setTimeout(() => {
      this.soon = false;
      const start = performance.now();
      this.changed();
      // Elements have rendered before the next task; layout and paint come with the frame after it.
      setTimeout(() => {
        const renderedMs = performance.now() - start;
        requestAnimationFrame((frame) => setTimeout(() => (this.tookMs = renderedMs + performance.now() - frame)));
      });
    }, wait);
  }
}

/** Rerenders an element whenever one of the stores it names changes. */
export class Watch implements ReactiveController {
  private watched: Store[] = [];
  private stops: (() => void)[] = [];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly stores: () => (Store | undefined)[],
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.hostUpdate();
  }

  hostDisconnected(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.watched = [];
  }

  /** Before each rendering: the set of stores may have changed. */
  hostUpdate(): void {
    const stores = this.stores().filter((s) => s !== undefined);
    if (stores.length === this.watched.length && stores.every((s, i) => s === this.watched[i])) return;
    this.hostDisconnected();
    this.watched = stores;
    this.stops = stores.map((s) => s.subscribe(() => this.host.requestUpdate()));
  }
}

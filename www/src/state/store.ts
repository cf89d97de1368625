/** The smallest possible store: something changed, look again. Notices of one turn are joined into one. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

const SOON_MS = 40;

export class Store {
  private readonly listeners = new Set<() => void>();
  private queued = false;
  private soon = false;

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
    setTimeout(() => {
      this.soon = false;
      this.changed();
    }, SOON_MS);
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

/**
 * The view of the moment that a session looks at, and of the two that it is compared with: fetched when needed, kept as
 * long as it is of use. Views can always be fetched again.
 */
import type { ViewModel } from "../protocol.ts";

/** While a world runs, it is looked at so often; of a large one looks take long, and may take this share of its time. */
const LOOK_MS = 40;
const LOOK_SHARE = 1 / 8;
const LOOK_MS_MAX = 2_000;
/** Views of the past that are kept. */
const KNOWN_MAX = 16;

/** What the session says of itself. */
interface Looked {
  readonly branch: number;
  readonly step: number;
  readonly opened: boolean;
  /** Whether the world goes on by itself, and whether somebody acts on it. */
  readonly active: boolean;
  readonly isActing: boolean;
  /** Step right before the event at this moment, and before the last thing that somebody did. */
  readonly stepBefore: number;
  readonly lastInput: number;
}

export class Looking {
  view: ViewModel | undefined;
  private compared: { view: ViewModel; before: ViewModel; base: ViewModel } | undefined;
  private fetching = false;
  /** The moment that `view` shows. */
  private seen = { branch: 0, step: -1 };
  private due: ReturnType<typeof setTimeout> | undefined;
  /** Nobody sees the session, or what is seen now would be gone before it was. */
  private away = 0;
  /** How long the last look took. */
  private tookMs = 0;
  private waiters: (() => void)[] = [];
  /** Views of moments that have passed, which never change. */
  private readonly known = new Map<string, ViewModel>();

  constructor(
    private readonly at: Looked,
    private readonly ask: (branch: number, step: number) => Promise<ViewModel>,
    private readonly changed: () => void,
  ) {}

  get before(): ViewModel | undefined {
    return this.compared?.view === this.view ? this.compared?.before : undefined;
  }

  get base(): ViewModel | undefined {
    return this.compared?.view === this.view ? this.compared?.base : undefined;
  }

  forget(): void {
    this.view = undefined;
    this.compared = undefined;
    this.seen = { branch: 0, step: -1 };
    this.known.clear();
    this.wake();
  }

  /** Resolves when the view shows `step` or what came later, or when an earlier moment is looked at. */
  async reached(step: number): Promise<void> {
    while (this.at.opened && this.at.step >= step && this.seen.step < step) await new Promise<void>((resolve) => this.waiters.push(resolve));
  }

  wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  /** From now on nothing is fetched, until `back` has been called as often, or `show` once. */
  leave(): void {
    this.away++;
  }

  show(): void {
    this.away = 0;
  }

  back(): void {
    this.away = Math.max(0, this.away - 1);
    if (this.at.active) this.fetchSoon();
    else if (this.at.opened && !this.isSeen) this.fetch();
  }

  private get isSeen(): boolean {
    return this.seen.branch === this.at.branch && this.seen.step === this.at.step;
  }

  fetch(): void {
    if (this.fetching || this.away > 0) return;
    this.fetching = true;
    const { branch, step } = this.at;
    const start = performance.now();
    this.ask(branch, step)
      .then((view) => {
        this.tookMs = performance.now() - start;
        this.fetching = false;
        if (branch === this.at.branch && step === this.at.step) return this.see(view);
        // The world has gone on meanwhile, and may have told already how it looks.
        if (!this.isSeen) {
          if (branch === this.at.branch) this.pass(view, step);
          this.fetch();
        }
        this.changed();
      })
      .catch(() => (this.fetching = false));
  }

  /** `view` shows `step`, which the world has left behind: of one that never rests no look is ever in time. */
  private pass(view: ViewModel, step: number): void {
    this.view = view;
    this.seen = { branch: this.at.branch, step };
    this.wake();
  }

  fetchSoon(): void {
    const wait = Math.min(LOOK_MS_MAX, Math.max(LOOK_MS, this.tookMs / LOOK_SHARE));
    this.due ??= setTimeout(() => {
      this.due = undefined;
      this.fetch();
    }, wait);
  }

  /** `view` is how the moment looked at is. */
  see(view: ViewModel): void {
    clearTimeout(this.due);
    this.due = undefined;
    const { branch, step } = this.at;
    this.view = view;
    this.seen = { branch, step };
    this.changed();
    this.wake();
    void this.compare(branch, step).catch(() => undefined);
  }

  private async compare(branch: number, step: number): Promise<void> {
    const { view, at } = this;
    const here = (): boolean => branch === at.branch && step === at.step && view === this.view && !at.active && !at.isActing;
    if (!here()) return;
    const base = await this.past(branch, at.lastInput);
    if (!here()) return;
    const before = await this.past(branch, at.stepBefore);
    if (!view || !here()) return;
    this.compared = { view, before, base };
    this.changed();
  }

  private async past(branch: number, step: number): Promise<ViewModel> {
    const key = `${branch}/${step}`;
    let view = this.known.get(key);
    view ??= await this.ask(branch, step);
    this.known.delete(key);
    this.known.set(key, view);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= KNOWN_MAX) break;
      this.known.delete(oldest);
    }
    return view;
  }
}

/** `<sp-checks>`: runs an exercise's checks on the learner's module, each in a fresh world, and shows the solution. */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { language, t } from "../i18n/index.ts";
import type { Exercise } from "../lesson/types.ts";
import { checkConfig, type Check } from "../state/check-world.ts";
import type { Lab } from "../state/lab.ts";
import { Watch } from "../state/store.ts";
import { icons } from "./icons.ts";

type Outcome = "none" | "running" | "passed" | "failed";

export class SpChecks extends LitElement {
  static override properties = { lab: { attribute: false }, exercise: { attribute: false }, outcomes: { state: true } };
  declare lab: Lab;
  declare exercise: Exercise;
  declare outcomes: ReadonlyMap<string, { outcome: Outcome; printed: string }>;
  /** What was checked: outcomes say nothing of anything else. */
  private checked = "";

  constructor() {
    super();
    this.outcomes = new Map();
    new Watch(this, () => [this.lab, language]);
  }

  /** Light DOM: the page's own rules for prose apply. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  private get modules(): { name: string; source: string }[] {
    return this.lab.modules(this.exercise.starter).map((m) => ({ name: m.name, source: this.lab.moduleEdit(m).text }));
  }

  private async check(): Promise<void> {
    const { modules } = this;
    this.checked = JSON.stringify(modules);
    this.outcomes = new Map();
    for (const check of this.exercise.checks) {
      const { id } = check;
      this.outcomes = new Map([...this.outcomes, [id, { outcome: "running", printed: "" }]]);
      const reply = await this.lab.engine
        .request({ type: "check", config: checkConfig(check), modules, code: check.code })
        .catch((error: unknown) => ({ passed: false, printed: String(error) }));
      this.outcomes = new Map([...this.outcomes, [id, { outcome: reply.passed ? "passed" : "failed", printed: reply.printed }]]);
    }
    if ([...this.outcomes.values()].every((o) => o.outcome === "passed")) this.lab.solve(this.exercise.id);
  }

  private useSolution(): void {
    const mine = this.lab.modules(this.exercise.starter);
    for (const solution of this.exercise.solution.modules) {
      const target = mine.find((m) => m.name === solution.name);
      if (target) this.lab.setModule(target, solution.source);
    }
  }

  override render(): TemplateResult {
    const m = t().exercise;
    const running = [...this.outcomes.values()].some((o) => o.outcome === "running");
    const outcomes: SpChecks["outcomes"] = running || this.checked === JSON.stringify(this.modules) ? this.outcomes : new Map();
    const done = [...outcomes.values()];
    const all = done.length === this.exercise.checks.length && done.every((o) => o.outcome === "passed");
    const held = done.filter((o) => o.outcome === "passed").length;
    return html`<p class="check-all"><button class="button primary" aria-disabled=${running} @click=${() => running || void this.check()}>${running ? m.checking : m.check}</button>
        ${done.length > 0 ? html`<span>${m.tally(held, this.exercise.checks.length)}</span>` : nothing}</p>
      <ul class="checks" aria-live="polite">
        ${this.exercise.checks.map((c) => this.one(c, outcomes.get(c.id)))}
      </ul>
      ${all ? html`<p class="prose"><strong>${m.allPassed}</strong></p>` : nothing}
      <details class="fold">
        <summary>${m.showSolution}</summary>
        ${this.exercise.solution.modules.map((s) => html`<div class="prose"><pre translate="no" tabindex="0"><code>${s.source}</code></pre></div>`)}
        <div class="prose">${unsafeHTML(this.exercise.solution.html)}</div>
        <p><button class="button" @click=${() => this.useSolution()}>${m.useSolution}</button></p>
      </details>`;
  }

  /** The picture shows the check's world; on a narrow page it is elsewhere. */
  private async watch(check: Check): Promise<void> {
    this.dispatchEvent(new CustomEvent("watch", { bubbles: true }));
    await this.lab.watch(this.exercise, check, this.modules);
  }

  private one(check: Check, result: { outcome: Outcome; printed: string } | undefined): TemplateResult {
    const m = t().exercise;
    const outcome = result?.outcome ?? "none";
    const sign = { none: icons.dot, running: icons.dot, passed: icons.check, failed: icons.cross }[outcome];
    const words = { none: m.notRun, running: m.checking, passed: m.passed, failed: m.failed }[outcome];
    return html`<li class=${outcome}>
      ${sign}
      <span>${unsafeHTML(check.summary)} <em class="hidden-visually">${words}</em></span>
      ${outcome === "passed" || outcome === "failed"
        ? html`<button class="button quiet" title=${m.watchHint} aria-pressed=${this.lab.watched?.check === check} @click=${() => void this.watch(check)}>${m.watch}</button>`
        : nothing}
      ${outcome === "failed"
        ? html`<div class="message prose">${unsafeHTML(check.message)}${result?.printed ? html`<pre translate="no">${result.printed}</pre>` : nothing}</div>`
        : nothing}
    </li>`;
  }
}

customElements.define("sp-checks", SpChecks);

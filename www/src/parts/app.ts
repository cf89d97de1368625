/** `<sp-app>`: the frame around a lesson: steps, text, workbench, language, links, help and trouble. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { language, otherLocale, t, type Locale } from "../i18n/index.ts";
import type { PictureKind } from "../lesson/types.ts";
import { quiet } from "../quiet.ts";
import { BadLink, encodeMoment } from "../state/link.ts";
import { shellsOf } from "../lesson/within.ts";
import type { Lab } from "../state/lab.ts";
import { Watch } from "../state/store.ts";
import { blocks, inline, prose } from "./blocks.ts";
import { icons } from "./icons.ts";
import type { BenchTab } from "./bench.ts";
import type { SpModule } from "./module.ts";
import type { NarrowTab } from "./narrow-tabs.ts";
import "./narrow-tabs.ts";

/** Below this width one of three is shown at a time; the same as in page.css. */
const NARROW = "(max-width: 53.99rem)";

/** Inside another page, the list of lessons opens beside it, not within it. */
const leaveFrame = (): string | typeof nothing => (document.documentElement.classList.contains("embedded") ? "_blank" : nothing);

export class SpApp extends LitElement {
  static override properties = {
    lab: { attribute: false },
    tab: { state: true },
    bench: { state: true },
    narrow: { state: true },
    link: { state: true },
    proseLocale: {},
  };
  declare lab: Lab;
  declare tab: NarrowTab;
  declare bench: BenchTab;
  declare narrow: boolean;
  declare link: string | undefined;
  private asked: PictureKind | undefined;
  /** The step whose link in the rail has been brought into view. */
  private inView = "";
  /** How far the text was scrolled when another tab was chosen. */
  private readTo = 0;
  /** Loads the lesson in the other language; the page's frame follows at once. */
  switchLocale: (locale: Locale) => Promise<void> = () => Promise.resolve();

  constructor() {
    super();
    this.tab = "text";
    this.bench = "processes";
    const query = matchMedia(NARROW);
    this.narrow = query.matches;
    query.addEventListener("change", () => (this.narrow = query.matches));
    new Watch(this, () => [this.lab, language]);
  }

  /** Light DOM: lesson text belongs to the document. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.key);
    window.addEventListener("save", this.saved);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.key);
    window.removeEventListener("save", this.saved);
  }

  /** The pictures come when there is time for them: the first answer does not wait for what draws them. */
  override firstUpdated(): void {
    void quiet().then(() => import("./bench.ts"));
  }

  private key = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      this.saved();
    }
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (event.key === "?" && !typing && !event.ctrlKey && !event.metaKey) this.help();
  };

  private saved = (): void => this.lab.notify({ kind: "notice", text: "saved" });

  private help(): void {
    this.querySelector<HTMLDialogElement>("dialog.help")?.showModal();
  }

  override updated(changed: PropertyValues<this>): void {
    document.documentElement.lang = language.locale;
    document.title = `${this.lab.step?.label ?? ""} · ${this.lab.lesson.title} · Spawnpoint`;
    if (changed.has("lab")) this.openView();
    if (this.inView !== this.lab.stepId) {
      // Also where a link leads, within the lesson or to a moment.
      if (this.inView !== "") {
        this.asked = undefined;
        this.openView();
      }
      this.inView = this.lab.stepId;
      // With the frame that lays out anyway.
      requestAnimationFrame(() => this.showInRail());
    }
  }

  /** A long list of steps scrolls by itself, and only itself. */
  private showInRail(): void {
    const rail = this.querySelector<HTMLElement>(".rail");
    const here = rail?.querySelector<HTMLElement>("[aria-current]");
    if (!rail || !here || rail.scrollHeight <= rail.clientHeight) return;
    const top = here.offsetTop - rail.clientHeight / 2;
    if (here.offsetTop < rail.scrollTop || here.offsetTop + here.offsetHeight > rail.scrollTop + rail.clientHeight) rail.scrollTo({ top });
  }

  private go(event: Event, id: string): void {
    event.preventDefault();
    this.asked = undefined;
    history.pushState(null, "", `#${id}`);
    this.lab.goTo(id);
    this.openView();
    this.tab = "text";
    window.scrollTo({ top: 0 });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(".step h1")?.focus());
  }

  /** The picture that the step's first shell asks for. */
  openView(): void {
    const view = shellsOf(this.lab.step?.blocks ?? []).find((s) => s.view)?.view;
    this.openPicture(view ?? null);
  }

  /** A block's picture opens once: what the learner chose after that stays. */
  private openPicture(view: PictureKind | null): void {
    if (view === null || view === this.asked) return;
    this.asked = view;
    this.bench = view === "mailbox" ? "processes" : view;
  }

  override render(): TemplateResult {
    const { lesson, step } = this.lab;
    const m = t();
    return html`<a class="skip-link" href="#text">${m.tabs.text}</a>
      <header class="bar">
        <a class="mark" href="../../" aria-label="Spawnpoint">${icons.mark} <span>Spawnpoint</span></a>
        <a class="title" href="../../" target=${leaveFrame()} title=${m.progress.lessons}>${lesson.title}</a>
        ${this.stepSelect()}
        <div class="actions">
          <button class="button quiet" @click=${() => void this.share()} title=${m.share.button} aria-label=${m.share.button}>${icons.link}</button>
          <button class="button quiet" lang=${otherLocale()} @click=${() => void this.switchLocale(otherLocale())}>${m.otherLanguage}</button>
          <button class="button quiet" @click=${() => this.help()} title=${m.help.button} aria-label=${m.help.button}>?</button>
        </div>
      </header>
      <div class="frame" data-tab=${this.tab}>
        <nav class="rail" aria-label=${m.steps}>
          <ol>
            ${lesson.steps.map((s) => html`<li><a href="#${s.id}" aria-current=${s === step ? "step" : nothing} @click=${(e: Event) => this.go(e, s.id)}><span>${s.label}</span>${this.doneMark(s.id)}</a></li>`)}
          </ol>
        </nav>
        <main class="column" id="text" lang=${lesson.locale}
          @picture=${(e: CustomEvent<PictureKind | null>) => this.openPicture(e.detail)} @show-errors=${(e: CustomEvent<string>) => this.showErrors(e.detail)}
          @watch=${() => this.narrow && this.choose("picture")}>${this.trouble()} ${this.text()}</main>
        <aside class="bench-place" aria-label=${m.bench.title}>
          <sp-bench .lab=${this.lab} .tab=${this.bench} .asked=${this.asked} .only=${this.narrow ? (this.tab === "code" ? "code" : "picture") : undefined}
            @tab=${(e: CustomEvent<BenchTab>) => (this.bench = e.detail)}><p class="empty">${m.bench.empty}</p></sp-bench>
        </aside>
      </div>
      ${this.narrow ? html`<sp-narrow-tabs .lab=${this.lab} .tab=${this.tab} @tab=${(e: CustomEvent<NarrowTab>) => this.choose(e.detail)}></sp-narrow-tabs>` : nothing}
      ${this.helpDialog()}`;
  }

  private stepSelect(): TemplateResult {
    const { lesson, step } = this.lab;
    const choose = (e: Event): void => this.go(e, (e.target as HTMLSelectElement).value);
    return html`<label class="rail-narrow"><span class="hidden-visually">${t().steps}</span>
      <select @change=${choose}>
        ${lesson.steps.map((s, i) => html`<option value=${s.id} ?selected=${s === step}>${i + 1}. ${s.label}${this.lab.progress.isDone(s.id) ? " ✓" : ""}</option>`)}
      </select></label>`;
  }

  private doneMark(step: string): TemplateResult | typeof nothing {
    if (!this.lab.progress.isDone(step)) return nothing;
    return html`<span class="done">${icons.check}<span class="hidden-visually">${t().progress.done}</span></span>`;
  }

  private text(): TemplateResult | typeof nothing {
    const { lesson, step } = this.lab;
    if (!step) return nothing;
    const at = lesson.steps.indexOf(step);
    const [before, after] = [lesson.steps[at - 1], lesson.steps[at + 1]];
    const m = t();
    return html`<article class="step" data-step=${step.id}>
      ${at === 0 ? html`<p class="lesson-title">${lesson.title}</p>` : nothing}
      <h1 tabindex="-1">${inline(step.title)}</h1>
      ${at === 0 && lesson.intro !== "" ? prose(lesson.intro) : nothing}
      ${blocks(step.blocks, step.blocks, this.lab)}
      <nav class="step-foot">
        ${before ? html`<a class="button" href="#${before.id}" @click=${(e: Event) => this.go(e, before.id)}>${icons.back} ${m.previous}</a>` : nothing}
        <button class="button quiet" @click=${() => this.reset()}>${m.step.reset}</button>
        ${after ? nothing : html`<a class="button primary end" href="../../" target=${leaveFrame()}>${m.progress.lessons}</a>`}
        ${after ? html`<a class="button primary end" href="#${after.id}" @click=${(e: Event) => this.go(e, after.id)}>${m.nextStep} ${icons.next}</a>` : nothing}
      </nav>
    </article>`;
  }

  private showErrors(file: string): void {
    const shown = [...this.querySelectorAll<SpModule>("sp-module")].find((m) => m.module.file === file);
    void shown?.showErrors();
  }

  private reset(): void {
    if (window.confirm(t().step.resetConfirm)) this.lab.resetStep();
  }

  /** Each of the three keeps its place on the page. */
  private choose(tab: NarrowTab): void {
    if (this.tab === "text") this.readTo = window.scrollY;
    this.tab = tab;
    void this.updateComplete.then(() => window.scrollTo({ top: tab === "text" ? this.readTo : 0 }));
  }

  // ---- links, notices, trouble

  private async share(): Promise<void> {
    try {
      const hash = await encodeMoment(this.lab.moment());
      this.link = new URL(hash, location.href).href;
      history.replaceState(null, "", hash);
      await navigator.clipboard?.writeText(this.link).catch(() => undefined);
    } catch (error) {
      if (!(error instanceof BadLink)) throw error;
      this.link = "";
    }
  }

  private trouble(): TemplateResult | typeof nothing {
    const m = t();
    if (this.link !== undefined) {
      return html`<div class="notice" role="status">
        <div>${this.link === "" ? m.share.tooLong : html`${m.share.copied}<br /><label>${m.share.copyByHand} <input readonly .value=${this.link} @focus=${(e: Event) => (e.target as HTMLInputElement).select()} /></label>`}</div>
        ${this.dismiss(() => (this.link = undefined))}
      </div>`;
    }
    const { trouble } = this.lab;
    if (trouble.kind === "panic") return this.panic(trouble.detail);
    if (trouble.kind === "none") return nothing;
    const words = { replaced: m.notice.replaced, notLasting: m.notice.notLasting, full: m.notice.full, fallback: m.notice.fallback, otherTab: m.notice.otherTab, saved: m.notice.saved, noStep: m.notice.noStep, logFull: m.notice.logFull, badLink: m.share.bad, openedLink: m.share.opened }[trouble.text];
    return html`<div class="notice" role="status"><span>${words}</span>${this.dismiss(() => this.lab.notify({ kind: "none" }))}</div>`;
  }

  private dismiss(action: () => void): TemplateResult {
    return html`<button class="button quiet" aria-label=${t().notice.dismiss} title=${t().notice.dismiss} @click=${action}>${icons.cross}</button>`;
  }

  private panic(detail: string): TemplateResult {
    const m = t().panic;
    return html`<section class="panic" role="alert">
      <h2>${m.title}</h2>
      <p>${m.text}</p>
      <p class="mono" translate="no">${m.version} ${this.lab.engine.version} · ${m.seed} ${this.lab.session?.config.seed ?? 1} · ${m.detail}: ${detail}</p>
      <p>
        <button class="button" @click=${() => void this.share()}>${icons.link} ${m.replay}</button>
        <button class="button primary" @click=${() => void this.lab.recover()}>${m.restart}</button>
      </p>
    </section>`;
  }

  private helpDialog(): TemplateResult {
    const m = t().help;
    return html`<dialog class="help" aria-labelledby="help-title">
      <h2 id="help-title">${m.title}</h2>
      <dl>
        ${m.rows.map(([keys, words]) => html`<dt><kbd>${keys}</kbd></dt><dd>${words}</dd>`)}
      </dl>
      <form method="dialog"><button class="button">${m.close}</button></form>
    </dialog>`;
  }
}

customElements.define("sp-app", SpApp);

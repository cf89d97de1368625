/**
 * `<sp-transcript>`: a shell transcript of the lesson, each line editable and runnable, with the open prompt below
 * the last block of its session. Shows the shell as it is at the moment looked at.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { complete } from "../lesson/complete.ts";
import { language, seconds, t } from "../i18n/index.ts";
import { fileName, type Entry, type Module, type Shell } from "../lesson/types.ts";
import type { ShellEntry } from "../protocol.ts";
import type { Run } from "../state/branch.ts";
import { shortNode } from "../state/identity.ts";
import { lineId } from "../lesson/within.ts";
import type { Lab } from "../state/lab.ts";
import { FREE, type Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import "../editor/editor.ts";
import { icons } from "./icons.ts";
import { clip, pieces, sameOutput } from "./outputs.ts";
import { saveFile } from "./save-file.ts";
import { transcriptStyles } from "./transcript-styles.ts";

/** Names that identities have here instead of the lesson's, by node: another node's pids are other processes. */
type Names = Map<string, Map<string, string>>;

function namesAt(names: Names, node: string | null | undefined): Map<string, string> {
  const known = names.get(node ?? "") ?? new Map<string, string>();
  names.set(node ?? "", known);
  return known;
}

/** What was printed; exceptions and reports in the colour of errors. */
function printed(text: string, cut?: ShellEntry["cut"], save?: () => void): (string | TemplateResult)[] {
  const { head, left, tail } = clip(text, undefined, cut);
  if (left === 0) return coloured(head);
  const whole = save ? html`<button class="button quiet" @click=${save}>${icons.save} ${t().shell.saveOutput}</button>` : "";
  return [...coloured(head), html`<span class="left">${t().shell.left(left)} ${whole}</span>`, ...coloured(tail.trimEnd())];
}

/** Where Erlang says that something went wrong. */
const FAILED = /^\*{1,2} /m;

/** Its meaning comes with a script of its own, which a learner without mistakes does not need. */
function gloss(text: string): TemplateResult | typeof nothing {
  if (!FAILED.test(text)) return nothing;
  void import("./gloss.ts");
  return html`<sp-gloss .output=${text}></sp-gloss>`;
}

const coloured = (text: string): (string | TemplateResult)[] => pieces(text).map(({ text, failed }) => (failed ? html`<span class="error">${text}</span>` : text));

export class SpTranscript extends LitElement {
  static override properties = { lab: { attribute: false }, shell: { attribute: false }, last: { type: Boolean } };
  declare lab: Lab;
  declare shell: Shell;
  /** Last block of its session: it has the open prompt. */
  declare last: boolean;
  /** Where the open prompt types, when there are several nodes. */
  private node: string | undefined;
  private recalled = 0;
  /** The button for all lines was pressed, and has the focus as long as it is there. */
  private pressed = false;
  /** Lines whose answers the learner has looked at before running them. */
  private readonly peeked = new Set<number>();
  private near: IntersectionObserver | undefined;

  constructor() {
    super();
    new Watch(this, () => [this.lab, this.lab.sessionOf(this.shell), language]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Near the viewport somebody will want to run it.
    this.near = new IntersectionObserver((entries) => {
      if (!entries.some((e) => e.isIntersecting)) return;
      this.near?.disconnect();
      this.lab.engine.warm();
    });
    this.near.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.near?.disconnect();
  }

  /** What is being typed at the open prompt. */
  private get free(): string {
    return this.lab.prompts.draft(this.shell.session);
  }

  private set free(text: string) {
    this.lab.prompts.setDraft(this.shell.session, text);
  }

  private get session(): Session | undefined {
    return this.lab.sessionOf(this.shell);
  }

  /** Transcript entries at this moment, by line; those typed freely in order. */
  private entries(): { byLine: Map<string, ShellEntry>; free: ShellEntry[] } {
    const byLine = new Map<string, ShellEntry>();
    const free: ShellEntry[] = [];
    const session = this.session;
    const typed = session?.view?.shells.flatMap((shell) => shell.transcript).filter((entry) => entry.step > 0) ?? [];
    for (const entry of typed.sort((a, b) => a.step - b.step)) {
      const run = session?.current?.runAt(entry.step);
      if (run?.line === FREE) free.push(entry);
      else if (run) byLine.set(run.line, entry);
    }
    return { byLine, free };
  }

  override render(): TemplateResult {
    const { byLine, free } = this.entries();
    const names: Names = new Map();
    const lines = this.shell.entries.map((_, index) => this.line(index, byLine.get(lineId(this.shell, index)), names));
    return html`<div class="shell" role="group" aria-label=${t().shell.label}>
      <ol>
        ${lines}
        ${this.last ? free.map((entry) => this.typed(entry)) : nothing}
      </ol>
      ${this.last && this.session?.opened && this.session.view ? this.prompt() : nothing}
      ${this.foot(byLine)}
    </div>`;
  }

  private line(index: number, entry: ShellEntry | undefined, names: Names): TemplateResult {
    const m = t().shell;
    const lesson = this.shell.entries[index];
    const id = lineId(this.shell, index);
    if (lesson?.fault != null) return this.fault(index, lesson, names);
    const edit = this.lab.lineEdit(this.shell, index);
    const busy = this.session?.busyLine === id;
    const number = this.numberOf(index);
    const typed = entry?.input.trimEnd();
    const changed = entry !== undefined && typed !== edit.text.trimEnd();
    const ran = entry !== undefined;
    const later = !ran && this.session?.current?.runOf(id) !== undefined;
    const state = busy ? "busy" : ran ? "ran" : "open";
    return html`<li class="${state} ${lesson?.node == null ? "" : "on-node"}" data-line=${id}>
      <button class="run" @click=${() => this.run(index)} aria-disabled=${busy}
        title=${ran ? m.runAgain(number) : m.runLine(number)} aria-label=${ran ? m.runAgain(number) : m.runLine(number)}>
        ${ran ? icons.again : icons.run}
      </button>
      <span class="prompt" aria-hidden="true">${entry?.prompt ?? `${lesson?.node == null ? "" : `(${lesson.node})`}${lesson?.prompt ?? number}> `}</span>
      <sp-editor mode="line" .text=${edit.text} .label=${m.lineLabel(number)} .hint=${m.keyHint} .complete=${complete}
        @changed=${(e: CustomEvent<string>) => this.lab.setLine(this.shell, index, e.detail)}
        @run=${() => this.run(index)}></sp-editor>
      ${edit.edited
        ? html`<button class="reset" title=${m.reset} aria-label=${m.reset}
            @click=${() => this.lab.setLine(this.shell, index, lesson?.input ?? "")}>${icons.cross}</button>`
        : nothing}
      ${changed ? html`<p class="was mono" translate="no">${typed}</p>` : nothing}
      ${ran ? this.output({ ...entry, output: this.own(id, entry) }, changed || edit.edited ? undefined : lesson?.expected, namesAt(names, lesson?.node)) : this.expected(lesson?.expected ?? "", edit.edited, later, index)}
      ${ran || this.open(index) ? this.elsewhere(id, lesson, ran, changed || edit.edited, names) : nothing}
    </li>`;
  }

  /** Something done to a node or to the network, as a button. */
  private fault(index: number, lesson: Entry, names: Names): TemplateResult {
    const m = t().shell;
    const text = lesson.fault ?? "";
    const id = lineId(this.shell, index);
    const ran = this.session?.current?.runOf(id, this.session.step) !== undefined;
    return html`<li class="${ran ? "ran" : "open"} fault" data-line=${id}>
      <button class="run" @click=${() => this.run(index)} title=${m.fault(text)} aria-label=${m.fault(text)}>${ran ? icons.again : icons.run}</button>
      <span class="what mono" translate="no">${text}</span>
      ${ran || this.open(index) ? this.elsewhere(id, lesson, ran, false, names) : nothing}
    </li>`;
  }

  /** What nodes printed because of a line that was typed elsewhere, or of a fault; before that, what the lesson promises. */
  private elsewhere(id: string, lesson: Entry | undefined, ran: boolean, edited: boolean, names: Names): TemplateResult[] {
    const promised = new Map(edited ? [] : lesson?.elsewhere.map(({ node, expected }) => [node, expected]));
    const at = (node: string): TemplateResult => html`<span class="prompt">(${node})</span>`;
    if (!ran) return [...promised].map(([node, text]) => html`<div class="output expected">${at(node)}<pre translate="no">${text}</pre></div>`);
    return [...this.printedElsewhere(id)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([node, text]) => {
      const expected = promised.get(node);
      const differs = expected !== undefined && !sameOutput(expected, text, namesAt(names, node));
      return html`<div class="output elsewhere" data-node=${node}>${at(node)}<pre translate="no">${printed(text.trim())}</pre>
        ${differs ? html`<details class="differs"><summary>${t().shell.differs}</summary><pre translate="no">${expected}</pre></details>` : nothing}
      </div>`;
    });
  }

  /** Where the line that was run after this one begins. */
  private stepAfter(run: Run): number | undefined {
    return this.session?.current?.runs.find((r) => r.fromStep > run.fromStep && r.line !== run.line)?.fromStep;
  }

  /** What a line's shell printed for it; among nodes, without what it printed later because of others. */
  private own(id: string, entry: ShellEntry): string {
    const session = this.session;
    const branch = session?.current;
    const run = branch?.runOf(id, session?.step);
    const next = run && this.stepAfter(run);
    if (!session || !branch || !run || next === undefined || session.nodes.length === 0) return entry.output;
    const { node } = branch.events[run.fromStep] ?? {};
    let later = "";
    let restarted = false;
    for (const event of branch.events.slice(next, session.step)) {
      if (event.node !== node) continue;
      if (event.kind === "shell_input") break;
      restarted ||= event.kind === "node_started";
      const banner = restarted && event.kind === "output" && event.text?.endsWith("\n") === true;
      if (banner || branch.visibility.isPrinted(event)) later += event.text ?? "";
    }
    return later !== "" && entry.output.endsWith(later) ? entry.output.slice(0, -later.length) : entry.output;
  }

  /** By node. */
  private printedElsewhere(id: string): ReadonlyMap<string, string> {
    const session = this.session;
    const branch = session?.current;
    const run = branch?.runOf(id, session?.step);
    if (!session || !branch || !run || session.nodes.length === 0) return new Map();
    const next = this.stepAfter(run) ?? session.step;
    const at = branch.events[run.fromStep]?.node;
    const printed = new Map<string, string>();
    for (const event of branch.events.slice(run.fromStep, Math.min(next, session.step))) {
      const other = event.node !== at || branch.events[run.fromStep]?.kind !== "shell_input";
      if (other && branch.visibility.isPrinted(event)) printed.set(event.node, `${printed.get(event.node) ?? ""}${event.text ?? ""}`);
    }
    return printed;
  }

  private output(entry: ShellEntry, expected: string | undefined, names: Map<string, string>): TemplateResult {
    const differs = expected !== undefined && entry.done && !sameOutput(expected, entry.output, names);
    return html`<div class="output" role="log" aria-live="off" aria-label=${t().shell.output}>
      <pre translate="no">${printed(entry.output.trimEnd(), entry.cut, () => void this.saveOutput(entry))}</pre>
      ${gloss(entry.cut ? entry.cut.tail : entry.output)}
      ${differs
        ? html`<details class="differs"><summary>${t().shell.differs}</summary><pre translate="no">${expected}</pre></details>`
        : nothing}
    </div>`;
  }

  /** What is too long to be shown is still to be had. */
  private async saveOutput(entry: ShellEntry): Promise<void> {
    const text = await this.session?.printed(entry.step);
    if (text !== undefined) saveFile(`output-${entry.step}.txt`, text);
  }

  /** Whether the lesson's answer to a line that has not run may be seen. */
  private open(index: number): boolean {
    return this.lab.answers || this.peeked.has(index);
  }

  private peek(index: number): void {
    this.peeked.add(index);
    this.requestUpdate();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`li[data-line="${lineId(this.shell, index)}"] .run`)?.focus());
  }

  /** The lessons ask for a guess first, so the answer lies under a cover until the line runs or somebody looks. */
  private expected(text: string, edited: boolean, later: boolean, index: number): TemplateResult | typeof nothing {
    if (edited || (text === "" && (this.shell.entries[index]?.elsewhere.length ?? 0) === 0)) return nothing;
    if (!this.open(index)) {
      const label = t().shell.peek(this.numberOf(index));
      // By keyboard there is the button for all answers: a stop at each line would double the way.
      return html`<button class="output cover" tabindex="-1" title=${label} aria-label=${label} @click=${() => this.peek(index)}>${icons.more}</button>`;
    }
    if (text === "") return nothing;
    return html`<div class="output expected">
      <span class="hidden-visually">${t().shell.expected}${later ? `, ${t().shell.later}` : ""}</span>
      <pre translate="no">${text}</pre>
    </div>`;
  }

  private typed(entry: ShellEntry): TemplateResult {
    return html`<li class="ran free">
      <span class="prompt">${entry.prompt}</span>
      <pre class="input" translate="no">${entry.input}</pre>
      ${this.output(entry, undefined, new Map())}
    </li>`;
  }

  private prompt(): TemplateResult {
    const shell = this.session?.view?.shells.find((s) => s.node === this.node) ?? this.session?.view?.shells[0];
    const nodes = this.session?.nodes ?? [];
    return html`<div class="open-prompt">
      ${nodes.length === 0
        ? nothing
        : html`<select class="node" aria-label=${t().shell.node} @change=${(e: Event) => ((this.node = (e.target as HTMLSelectElement).value), this.requestUpdate())}>
            ${nodes.map((node) => html`<option value=${node} ?selected=${node === shell?.node}>${node}</option>`)}
          </select>`}
      <span class="prompt" aria-hidden="true">${shell?.prompt ?? "> "}</span>
      <sp-editor mode="line" class="free" .text=${live(this.free)} .label=${t().shell.free} .hint=${t().shell.keyHint}
        .complete=${complete} .recall=${(d: -1 | 1) => this.recall(d)}
        @changed=${(e: CustomEvent<string>) => (this.free = e.detail)} @run=${() => this.runFree()}></sp-editor>
    </div>`;
  }

  /** A line is called as its prompt, and on several nodes with its node. */
  private numberOf(index: number): string {
    const { node, prompt } = this.shell.entries[index] ?? { node: null, prompt: index + 1 };
    return node === null ? String(prompt) : `${prompt}, ${shortNode(node)}`;
  }

  /** Runs a line; the page opens the picture that this block asks for. */
  private run(index: number): void {
    this.dispatchEvent(new CustomEvent("picture", { detail: this.shell.view, bubbles: true, composed: true }));
    if (this.session?.busyLine === undefined) void this.lab.runThrough(this.shell, index).then(() => this.keepFocus());
  }

  /** Buttons go when there is nothing left for them to do; who works by keyboard must not fall back to the top of the page. */
  private async keepFocus(): Promise<void> {
    await this.updateComplete;
    if (document.activeElement === document.body && this.pressed) this.renderRoot.querySelector<HTMLElement>(".foot button")?.focus();
    this.pressed = false;
  }

  private runFree(): void {
    const text = this.free;
    if (text.trim() === "") return;
    this.lab.prompts.ran(this.shell.session, text);
    this.recalled = 0;
    this.requestUpdate();
    const nodes = this.session?.nodes ?? [];
    void this.lab.runFree(this.shell, text, nodes.length > 0 ? (this.node ?? nodes[0]) : undefined);
  }

  /** Earlier inputs of this session, like the arrow keys in `erl`. */
  private recall(direction: -1 | 1): string | undefined {
    const here = this.session?.current?.inputs.flatMap(({ input }) => (input.kind === "shell" ? [input.text] : [])) ?? [];
    const inputs = [...this.lab.prompts.earlier(this.shell.session), ...here];
    const at = this.recalled - direction;
    if (at < 0 || at > inputs.length) return undefined;
    this.recalled = at;
    this.free = at === 0 ? "" : (inputs.at(-at) ?? "");
    return this.free;
  }

  private foot(byLine: Map<string, ShellEntry>): TemplateResult | typeof nothing {
    const parts = [...this.controls(byLine), this.status()].filter((part) => part !== nothing);
    return parts.length > 0 ? html`<div class="foot">${parts}</div>` : nothing;
  }

  private controls(byLine: Map<string, ShellEntry>): (TemplateResult | typeof nothing)[] {
    const m = t().shell;
    const session = this.session;
    const count = this.shell.entries.length;
    const done = this.shell.entries.filter((e, i) => byLine.has(lineId(this.shell, i)) || (e.fault !== null && session?.current?.runOf(lineId(this.shell, i), session.step))).length;
    const busy = session?.busyLine !== undefined;
    return [
      done < count && count > 1
        ? html`<button class="button" aria-disabled=${busy} @click=${() => ((this.pressed = true), this.run(count - 1))}>
            ${icons.run} ${done === 0 ? m.runAll : m.runRest}</button>`
        : nothing,
      session?.opened
        ? html`<button class="button quiet" title=${m.restartHint} @click=${() => void this.lab.restart(session)}>${icons.again} ${m.restart}</button>`
        : nothing,
      done < count && count > 0
        ? html`<button class="button quiet answers" aria-pressed=${this.lab.answers} @click=${() => this.lab.showAnswers(!this.lab.answers)}>${m.answers}</button>`
        : nothing,
    ];
  }

  /** A module whose errors kept a line from being run, and which is still as it was then. */
  private broken(session: Session): Module | undefined {
    if (session.active || !session.atHead) return undefined;
    return this.lab.modules(this.shell.modules).find((module) => {
      const refused = session.diagnostics.get(module.name)?.some((d) => d.severity === "error") === true;
      return refused && session.loadedSource(module.name) === this.lab.moduleEdit(module).text;
    });
  }

  private status(): TemplateResult | typeof nothing {
    const session = this.session;
    const info = session?.current?.info;
    if (!session?.opened || !info || !(this.last || session.busyLine?.startsWith(`${this.shell.key}/`))) return nothing;
    const m = t().shell;
    const broken = this.broken(session);
    if (broken) {
      return html`<span class="say bad">${m.broken(fileName(broken.name))}</span>
        <button class="button" @click=${() => this.dispatchEvent(new CustomEvent("show-errors", { detail: broken.file, bubbles: true, composed: true }))}>${m.showErrors}</button>`;
    }
    const shell = session.view?.shells[0];
    const stop = html`<button class="button primary" @click=${() => void session.stop()}>${icons.stop} ${m.stop}</button>`;
    if (info.active && info.status === "waiting") {
      const left = seconds(Math.max(0, (info.untilMs ?? 0) - info.clockMs));
      return html`<span class="say">${m.waiting(left)}</span>
        <button class="button" @click=${() => session.setSpeed(Infinity)}>${m.skipWait}</button>${stop}`;
    }
    // Between two requests of one line nothing is active for a moment.
    if (info.active || (session.busyLine !== undefined && info.status === "running")) return html`<span class="say">${m.running}</span>${stop}`;
    const going = html`<button class="button" @click=${() => void session.run()}>${icons.run} ${m.continue}</button>`;
    const interrupt = html`<button class="button" @click=${() => void session.interrupt()}>${m.interrupt}</button>`;
    if (info.status === "running" || info.status === "waiting") return html`<span class="say">${m.stopped}</span>${going}${shell?.state === "busy" ? interrupt : nothing}`;
    if (info.status === "blocked") return html`<span class="say">${m.blocked}</span>${interrupt}`;
    if (shell?.state === "incomplete") return html`<span class="say">${m.incomplete}</span>`;
    return nothing;
  }

  static override styles = [shared, transcriptStyles];
}

customElements.define("sp-transcript", SpTranscript);

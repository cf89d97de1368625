/**
 * `<sp-clients>`: windows of people who have no Erlang, only a TCP connection to the node. What they show is a function of
 * the moment, like every picture; what is typed in them is an input to the world, like every line of the shell.
 */
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { language, t } from "../i18n/index.ts";
import type { ClientWindow, Shell } from "../lesson/types.ts";
import { clientOf, conversation, type Said } from "../state/clients.ts";
import type { Lab } from "../state/lab.ts";
import type { Session } from "../state/session.ts";
import { Watch } from "../state/store.ts";
import { shared } from "../styles/shared.ts";
import { clientsStyles } from "./clients-styles.ts";

/** What an input method reports for keys that belong to it. */
const COMPOSING_KEY_CODE = 229;

export class SpClients extends LitElement {
  static override properties = { lab: { attribute: false }, shell: { attribute: false }, windows: { attribute: false } };
  declare lab: Lab;
  declare shell: Shell;
  declare windows: readonly ClientWindow[];
  /** What is being typed, by window. */
  private readonly drafts = new Map<string, string>();
  /** Windows whose connection is being asked for: a second click would be a second client. */
  private readonly asking = new Set<string>();

  constructor() {
    super();
    this.windows = [];
    new Watch(this, () => [this.lab, this.session, language]);
  }

  private get session(): Session | undefined {
    // Defined late, the element is in the document before its properties are given back to it.
    return (this.lab as Lab | undefined)?.sessionOf(this.shell);
  }

  private number(window: string): number | undefined {
    const { session } = this;
    return session?.current && clientOf(session.current, window, session.step);
  }

  /** What was said last is in sight; measured with the frame that lays out anyway. */
  override updated(): void {
    requestAnimationFrame(() => {
      for (const log of this.renderRoot.querySelectorAll<HTMLElement>(".log")) {
        const lines = String(log.childElementCount);
        if (log.dataset["lines"] === lines) continue;
        log.dataset["lines"] = lines;
        log.scrollTop = log.scrollHeight;
      }
    });
  }

  override render(): TemplateResult {
    return html`<div class="windows">${this.windows.map((w) => this.window(w))}</div>`;
  }

  private window({ name, port, lines }: ClientWindow): TemplateResult {
    const m = t().clients;
    const number = this.number(name);
    const { client, said } = conversation(this.session?.view, number);
    const state = client?.state ?? "none";
    const connected = state === "connected";
    const left = lines.filter((line) => !said.some((s) => s.from === "client" && s.text === line));
    return html`<section class="window ${state}" role="group" aria-label=${m.label(name)} data-name=${name} data-state=${state}>
      <header>
        <h2>${name}</h2>
        <span class="state" role="status"><i aria-hidden="true"></i>${m.states[state]}</span>
        ${connected || state === "connecting"
          ? html`<button class="button quiet" @click=${() => void this.lab.closeClient(this.shell, number ?? 0)}>${m.close}</button>`
          : html`<button class="button" aria-disabled=${this.asking.has(name)} @click=${() => void this.connect(name, port)}>${state === "none" ? m.connect : m.again}</button>`}
      </header>
      <div class="log" role="log" tabindex="0" aria-label=${m.log(name)}>
        ${said.length === 0 ? html`<p class="hint">${m.hints[state](port)}</p>` : said.map((s) => this.line(s, name))}
        ${said.length > 0 && !connected ? html`<p class="hint">${m.hints[state](port)}</p>` : nothing}
      </div>
      ${connected && left.length > 0
        ? html`<div class="ready" role="group" aria-label=${m.ready}>
            ${left.map((line) => html`<button class="button" translate="no" @click=${() => this.take(name, line)}>${line}</button>`)}
          </div>`
        : nothing}
      <form @submit=${(e: Event) => this.submit(e, name)}>
        <input type="text" .value=${live(this.drafts.get(name) ?? "")} ?disabled=${!connected} aria-label=${m.input(name)} placeholder=${m.placeholder}
          autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="send" data-window=${name}
          @input=${(e: Event) => this.drafts.set(name, (e.target as HTMLInputElement).value)} @keydown=${this.key} />
        <button class="button ${connected ? "primary" : ""}" ?disabled=${!connected}>${m.send}</button>
      </form>
    </section>`;
  }

  private line({ step, from, text }: Said, name: string): TemplateResult {
    const m = t().clients;
    const who = from === "client" ? name : m.server;
    const goto = (): void => this.session?.seek(step);
    const at = this.session?.ordinal(step) ?? step;
    return html`<p class="line ${from}">
      <span class="hidden-visually">${who}: </span><span class="text" translate="no" dir="auto">${text}</span>
      <button class="moment" title=${m.moment(at)} aria-label=${m.moment(at)} @click=${goto}>${at}</button>
    </p>`;
  }

  /** Enter belongs to the input method while it composes; the form would be sent without asking. */
  private key(event: KeyboardEvent): void {
    // The one way to tell in browsers that end the composition before they report the key.
    const composing = event.isComposing || (event as { keyCode?: number }).keyCode === COMPOSING_KEY_CODE;
    if (event.key === "Enter" && composing) event.preventDefault();
  }

  private async connect(name: string, port: number): Promise<void> {
    if (this.asking.has(name)) return;
    this.asking.add(name);
    this.requestUpdate();
    await this.lab.connectClient(this.shell, name, port).finally(() => this.asking.delete(name));
    this.requestUpdate();
  }

  private take(name: string, line: string): void {
    this.drafts.set(name, line);
    this.requestUpdate();
    void this.updateComplete.then(() => [...this.renderRoot.querySelectorAll("input")].find((input) => input.dataset["window"] === name)?.focus());
  }

  private submit(event: Event, name: string): void {
    event.preventDefault();
    const [text, number] = [this.drafts.get(name) ?? "", this.number(name)];
    if (text === "" || number === undefined) return;
    this.drafts.delete(name);
    this.requestUpdate();
    void this.lab.sendFromClient(this.shell, number, text);
  }

  static override styles = [shared, clientsStyles];
}

customElements.define("sp-clients", SpClients);

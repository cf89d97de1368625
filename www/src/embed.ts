/**
 * `<spawn-point lesson="msg_cache" step="loop">`: a lesson's step inside another page. The element is a frame, so the
 * host's styles and scripts stay out; what the two say to each other carries type, version and id, and both check
 * source and shape. README tells authors how to use it; what they got wrong is said in place and on the console.
 */
import { EMBED_VERSION, isEmbedMessage, type EmbedMessage } from "./embed-messages.ts";

const NAMES: Record<string, string> = { en: "Erlang lesson", "zh-CN": "Erlang 课程" };

/** Where the lessons are: beside this script, also when the host loads it as a module. */
const script = document.currentScript ?? document.querySelector("script[src$='/embed.js']");
const HOME = new URL(".", script instanceof HTMLScriptElement ? script.src : document.baseURI);

const HEIGHT_PX = 640;
/** A lesson speaks before its frame is loaded; what is silent for so long after that is no lesson. */
const SILENCE_MS_MAX = 3_000;

class SpawnPoint extends HTMLElement {
  static observedAttributes = ["lesson", "step", "locale", "theme", "height"];
  private frame: HTMLIFrameElement | undefined;
  private nextId = 1;
  /** From then on attributes are looked at as they change. */
  private placed = false;
  /** Whether the lesson in the frame has spoken. */
  private ready = false;

  connectedCallback(): void {
    window.addEventListener("message", this.hear);
    this.placed = true;
    this.place();
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.hear);
    this.placed = false;
  }

  attributeChangedCallback(name: string): void {
    if (!this.placed) return;
    if (name === "theme") this.tellTheme();
    else this.place();
  }

  private get locale(): string {
    const asked = this.getAttribute("locale") ?? this.closest("[lang]")?.getAttribute("lang") ?? navigator.language;
    return asked.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  }

  private place(): void {
    const lesson = this.getAttribute("lesson") ?? "";
    if (!/^[\w-]+$/.test(lesson)) return this.complain(lesson);
    const url = new URL(`${this.locale}/${lesson}/?embed`, HOME);
    url.hash = this.getAttribute("step") ?? "";
    const frame = (this.frame ??= document.createElement("iframe"));
    if (frame.src !== url.href) {
      this.ready = false;
      frame.src = url.href;
    }
    frame.onload = () => setTimeout(() => this.ready || this.complain(lesson), SILENCE_MS_MAX);
    frame.title = NAMES[this.locale] ?? "";
    frame.loading = "lazy";
    frame.allow = "clipboard-write";
    const rules = ["all:initial", "display:block", "box-sizing:border-box", "width:100%", "border:1px solid #8886", "border-radius:8px", `height:${Number(this.getAttribute("height")) || HEIGHT_PX}px`];
    // The host's own rules for frames stay out.
    frame.style.cssText = rules.map((rule) => `${rule}!important`).join(";");
    // Frames in a shadow tree do not see each other, and those of one page share what they have compiled.
    frame.slot = "lesson";
    this.append(frame);
    const slot = document.createElement("slot");
    slot.name = "lesson";
    this.shadow.replaceChildren(slot);
  }

  /** A frame with "not found" in it would tell nobody what is wrong. */
  private complain(lesson: string): void {
    const words = `<spawn-point>: ${lesson === "" ? "the attribute `lesson` is missing" : `there is no lesson "${lesson}" at ${HOME.href}`}`;
    reportError(new Error(words));
    this.frame?.remove();
    this.frame = undefined;
    this.shadow.replaceChildren(words);
  }

  private get shadow(): ShadowRoot {
    return this.shadowRoot ?? this.attachShadow({ mode: "open" });
  }

  private hear = (event: MessageEvent): void => {
    if (event.source === this.frame?.contentWindow && isEmbedMessage(event.data) && event.data.type === "ready") {
      this.ready = true;
      this.tellTheme();
    }
  };

  private tellTheme(): void {
    const asked = this.getAttribute("theme");
    const theme = asked === "light" || asked === "dark" ? asked : "auto";
    const message: EmbedMessage = { spawnpoint: EMBED_VERSION, id: this.nextId++, type: "theme", theme };
    this.frame?.contentWindow?.postMessage(message, "*");
  }
}

// Two of these on one page are no mistake.
if (!customElements.get("spawn-point")) customElements.define("spawn-point", SpawnPoint);

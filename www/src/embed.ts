/**
 * `<spawn-point lesson="msg_cache" step="loop">`: a lesson's step inside another page. The element is a frame, so the
 * host's styles and scripts stay out; what the two say to each other carries type, version and id, and both check
 * source and shape. One line in the host: `<script type="module" src=".../embed.js"></script>`.
 */
import { EMBED_VERSION, isEmbedMessage, type EmbedMessage } from "./embed-messages.ts";

const NAMES: Record<string, string> = { en: "Erlang lesson", "zh-CN": "Erlang 课程" };

class SpawnPoint extends HTMLElement {
  static observedAttributes = ["lesson", "step", "locale", "theme", "height"];
  private frame: HTMLIFrameElement | undefined;
  private nextId = 1;

  connectedCallback(): void {
    window.addEventListener("message", this.hear);
    this.place();
  }

  disconnectedCallback(): void {
    window.removeEventListener("message", this.hear);
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected || !this.frame) return;
    if (name === "theme") this.tellTheme();
    else this.place();
  }

  private get locale(): string {
    const asked = this.getAttribute("locale") ?? this.closest("[lang]")?.getAttribute("lang") ?? navigator.language;
    return asked.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
  }

  private place(): void {
    const lesson = this.getAttribute("lesson") ?? "";
    if (!/^[a-z0-9_]+$/.test(lesson)) return;
    const url = new URL(`${this.locale}/${lesson}/?embed`, new URL(".", import.meta.url));
    url.hash = this.getAttribute("step") ?? "";
    const frame = (this.frame ??= document.createElement("iframe"));
    frame.src = url.href;
    frame.title = NAMES[this.locale] ?? "";
    frame.loading = "lazy";
    frame.allow = "clipboard-write";
    frame.style.cssText = `display:block;width:100%;border:1px solid #8886;border-radius:8px;height:${Number(this.getAttribute("height")) || 640}px`;
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).append(frame);
  }

  private hear = (event: MessageEvent): void => {
    if (event.source === this.frame?.contentWindow && isEmbedMessage(event.data) && event.data.type === "ready") this.tellTheme();
  };

  private tellTheme(): void {
    const asked = this.getAttribute("theme");
    const theme = asked === "light" || asked === "dark" ? asked : "auto";
    const message: EmbedMessage = { spawnpoint: EMBED_VERSION, id: this.nextId++, type: "theme", theme };
    this.frame?.contentWindow?.postMessage(message, "*");
  }
}

customElements.define("spawn-point", SpawnPoint);

/** What an embedding page and the embedded one say to each other. */

export const EMBED_VERSION = 1;

export type EmbedMessage = { spawnpoint: typeof EMBED_VERSION; id: number } & (
  | { type: "ready" }
  | { type: "theme"; theme: "light" | "dark" | "auto" }
);

export function isEmbedMessage(data: unknown): data is EmbedMessage {
  if (typeof data !== "object" || data === null) return false;
  const { spawnpoint, id, type, theme } = data as Record<string, unknown>;
  if (spawnpoint !== EMBED_VERSION || typeof id !== "number") return false;
  return type === "ready" || (type === "theme" && (theme === "light" || theme === "dark" || theme === "auto"));
}

/** The embedded side: follows the host's theme, live. */
export function followHost(): void {
  if (!new URLSearchParams(location.search).has("embed") || window.parent === window) return;
  document.documentElement.classList.add("embedded");
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !isEmbedMessage(event.data) || event.data.type !== "theme") return;
    const { theme } = event.data;
    document.documentElement.style.colorScheme = theme === "auto" ? "" : theme;
  });
  const ready: EmbedMessage = { spawnpoint: EMBED_VERSION, id: 1, type: "ready" };
  window.parent.postMessage(ready, "*");
}

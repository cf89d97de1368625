import { describe, expect, it } from "vitest";
import { EMBED_VERSION, isEmbedMessage } from "../src/embed-messages.ts";

const good = { spawnpoint: EMBED_VERSION, id: 1, type: "theme", theme: "dark" };

describe("messages between a page and the lesson in its frame", () => {
  it("are those of this version, with an id and a type that is known", () => {
    expect(isEmbedMessage(good)).toBe(true);
    expect(isEmbedMessage({ spawnpoint: EMBED_VERSION, id: 2, type: "ready" })).toBe(true);
  });

  it.each([
    ["nothing", null],
    ["text", "ready"],
    ["another version", { ...good, spawnpoint: EMBED_VERSION + 1 }],
    ["none", { ...good, spawnpoint: undefined }],
    ["no id", { ...good, id: "1" }],
    ["a type unknown", { ...good, type: "run" }],
    ["a theme unknown", { ...good, theme: "url(https://example.org)" }],
  ])("are refused: %s", (_, message) => expect(isEmbedMessage(message)).toBe(false));
});

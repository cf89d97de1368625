/**
 * A moment as a link: `#v1.<base64url of deflated JSON>`. Restores code, inputs, seed and step. What comes in is
 * foreign: capped before and after inflating, checked in shape, and opened paused.
 */
import type { Input, RecordedInput } from "../protocol.ts";
import type { Run } from "./branch.ts";

const PREFIX = "#v1.";
export const LINK_CHARS_MAX = 100_000;
export const LINK_BYTES_MAX = 2_000_000;

export interface Moment {
  lesson: string;
  step: string;
  /** Key of the shell block that started the node; "" when nothing was run. */
  session: string;
  seed: number;
  /** Edited modules and shell lines by id. */
  edits: Record<string, string>;
  inputs: RecordedInput[];
  runs: Run[];
  head: number;
  at: number;
}

export class BadLink extends Error {}

export function isMomentLink(hash: string): boolean {
  return /^#v\d+\./.test(hash);
}

export async function encodeMoment(moment: Moment): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(moment));
  const deflated = await pump(bytes, new CompressionStream("deflate-raw"), LINK_BYTES_MAX);
  const link = PREFIX + base64(deflated);
  if (link.length > LINK_CHARS_MAX || bytes.length > LINK_BYTES_MAX) throw new BadLink("too long");
  return link;
}

export async function decodeMoment(hash: string): Promise<Moment> {
  if (!hash.startsWith(PREFIX)) throw new BadLink("version");
  if (hash.length > LINK_CHARS_MAX) throw new BadLink("too long");
  try {
    const deflated = unbase64(hash.slice(PREFIX.length));
    const inflated = await pump(deflated, new DecompressionStream("deflate-raw"), LINK_BYTES_MAX);
    return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(inflated)));
  } catch (error) {
    throw error instanceof BadLink ? error : new BadLink(String(error));
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

async function pump(bytes: Bytes, transform: CompressionStream | DecompressionStream, max: number): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const parts: BlobPart[] = [];
  let length = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const part = chunk.value;
    length += part.length;
    if (length > max) {
      await reader.cancel();
      throw new BadLink("too large");
    }
    parts.push(part);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unbase64(text: string): Bytes {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new BadLink("characters");
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

// ---- shape

const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === "object" && x !== null && !Array.isArray(x);
const isCount = (x: unknown): x is number => typeof x === "number" && Number.isSafeInteger(x) && x >= 0;
const isText = (x: unknown): x is string => typeof x === "string";

const isByte = (x: unknown): boolean => isCount(x) && x < 256;
const isOptionalNumber = (x: unknown): boolean => x === undefined || typeof x === "number";
const ofNode = (x: Record<string, unknown>): boolean => isText(x["node"]);
const ofLine = (x: Record<string, unknown>): boolean => isText(x["a"]) && isText(x["b"]);

/** What an input of each kind must have. The compiler asks for every kind, a test compares them with the runtime's. */
export const INPUTS: Record<Input["kind"], (x: Record<string, unknown>) => boolean> = {
  module: (x) => isText(x["name"]) && isText(x["source"]),
  file: (x) => isText(x["name"]) && isText(x["text"]),
  shell: (x) => isText(x["text"]),
  interrupt: () => true,
  kill: (x) => isText(x["pid"]) && isText(x["reason"]),
  socketConnect: (x) => isCount(x["port"]) && x["port"] < 65_536,
  socketSend: (x) => isCount(x["client"]) && Array.isArray(x["bytes"]) && x["bytes"].every(isByte),
  socketClose: (x) => isCount(x["client"]),
  startNode: ofNode,
  crashNode: ofNode,
  pause: ofNode,
  resume: ofNode,
  partition: ofLine,
  heal: ofLine,
  connect: ofLine,
  disconnect: ofLine,
  delay: (x) => ofLine(x) && typeof x["latencyMs"] === "number" && ["jitterMs", "bytesPerS"].every((k) => isOptionalNumber(x[k])),
  advance: (x) => typeof x["toMs"] === "number" && Number.isFinite(x["toMs"]) && x["toMs"] >= 0,
};

const isKind = (kind: unknown): kind is Input["kind"] => isText(kind) && Object.hasOwn(INPUTS, kind);
const isInput = (x: unknown): x is Input => isRecord(x) && isKind(x["kind"]) && INPUTS[x["kind"]](x);

const isRecorded = (x: unknown): x is RecordedInput =>
  isRecord(x) && isCount(x["step"]) && isCount(x["slices"]) && isInput(x["input"]);
const isRun = (x: unknown): x is Run => isRecord(x) && isText(x["line"]) && isCount(x["fromStep"]);

function checked(x: unknown): Moment {
  const good =
    isRecord(x) &&
    isText(x["lesson"]) &&
    isText(x["step"]) &&
    isText(x["session"]) &&
    isCount(x["seed"]) &&
    isCount(x["at"]) &&
    isCount(x["head"]) &&
    isRecord(x["edits"]) &&
    Object.values(x["edits"]).every(isText) &&
    Array.isArray(x["inputs"]) &&
    x["inputs"].every(isRecorded) &&
    Array.isArray(x["runs"]) &&
    x["runs"].every(isRun);
  if (!good) throw new BadLink("shape");
  return x as unknown as Moment;
}

/** What a printed message is, by the conventions of OTP, and what is in it once the envelope is off. Pure. */
import { elements, isPid, referenceIn } from "./term-text.ts";

export type MessageKind = "call" | "reply" | "cast" | "system" | "message" | "exit" | "down" | "data" | "spawn";

export interface Payload {
  kind: MessageKind;
  /** The request, reply or message itself. */
  body: string;
  /** The reference that pairs a call with its reply. */
  tag?: string;
}

const CACHE_MAX = 4_000;
const cache = new Map<string, Payload>();

/** Reads a payload; the same texts come again and again, so the last few thousand are remembered. */
export function payload(text: string): Payload {
  const known = cache.get(text);
  if (known) return known;
  const read = classify(text);
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(text, read);
  return read;
}

/** What none of the conventions below can be, by its first and last characters: most messages, and quickly told. */
const isPlain = (text: string): boolean => !/^\{(?:'|system,|tcp|#Ref<|\[)/.test(text) && !text.endsWith(">}") && !text.endsWith(">}}");

function classify(text: string): Payload {
  if (isPlain(text)) return { kind: "message", body: text };
  const tuple = text.startsWith("{") ? elements(text)?.items : undefined;
  if (!tuple) return { kind: "message", body: text };
  const [first = "", second = "", third] = tuple;
  switch (first) {
    case "'$gen_call'":
      return tagged("call", third ?? "", referenceIn(second));
    case "'$gen_cast'":
      return { kind: "cast", body: second };
    case "system":
      return tuple.length === 3 && second.startsWith("{") ? tagged("system", third ?? "", referenceIn(second)) : { kind: "message", body: text };
    case "'EXIT'":
      return { kind: "exit", body: text };
    case "'DOWN'":
      return { kind: "down", body: text, ...(second.startsWith("#Ref<") ? { tag: second } : {}) };
    case "tcp":
    case "tcp_closed":
    case "tcp_error":
      return { kind: "data", body: text };
  }
  if (tuple.length === 2 && /^(?:\[(?:alias\||'?\$?\w+'?\|)?)?#Ref</.test(first)) return tagged("reply", second, referenceIn(first));
  return handmade(text, tuple);
}

const tagged = (kind: MessageKind, body: string, tag: string | undefined): Payload => (tag === undefined ? { kind, body } : { kind, body, tag });

/** A request that says last whom to answer: `{get_length,<0.5.0>}`, `{push,"a",{<0.5.0>,#Ref<...>}}`. */
function handmade(text: string, tuple: string[]): Payload {
  const [first, last] = [tuple[0], tuple.at(-1)];
  if (tuple.length < 2 || first === "ok" || first === "error" || isPid(first)) return { kind: "message", body: text };
  if (isPid(last)) return { kind: "call", body: text };
  const from = last?.startsWith("{") ? elements(last)?.items : undefined;
  if (from?.length === 2 && isPid(from[0]) && from[1]?.startsWith("#Ref<")) return tagged("call", text, from[1]);
  return { kind: "message", body: text };
}

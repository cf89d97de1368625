/**
 * The service worker, `offline.js` beside the first page: after the first visit all lessons can be read and run without a
 * network. One version of the page is one set of files, kept whole or not at all; `build/offline.ts` puts their list in
 * front of this script.
 *
 * Never stale: pages come from the network whenever there is one, and name their other files by content. So what is kept
 * is served only under names that cannot mean anything else, or when there is no network.
 */

/** What was built: addresses relative to this script, and the digest of those that are not named by content. */
declare const BUILT: { version: string; named: string[]; pages: Record<string, string> };

interface Waiting extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface Asked extends Waiting {
  request: Request;
  preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
}

interface Scope {
  registration: { scope: string; navigationPreload?: { enable(): Promise<void> } };
  addEventListener(type: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(type: "fetch", listener: (event: Asked) => void): void;
}

const scope = globalThis as unknown as Scope;
const HOME = scope.registration.scope;
const PREFIX = `spawnpoint ${new URL(HOME).pathname} `;
const CACHE = PREFIX + BUILT.version;

const at = (path: string): string => new URL(path, HOME).href;

async function digest(response: Response): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A page of another version than the list's would ask for files that are not kept: then nothing is, until the next try. */
async function keepPage(cache: Cache, path: string, expected: string): Promise<void> {
  const response = await fetch(at(path), { cache: "no-cache" });
  if (!response.ok || (await digest(response.clone())) !== expected) throw new Error(`${path} is of another version`);
  await cache.put(at(path), response);
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(BUILT.named.map(at));
  await Promise.all(Object.entries(BUILT.pages).map(([path, expected]) => keepPage(cache, path, expected)));
}

/** Runs when no page of the version before is open any more. */
async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all([...old.map((name) => caches.delete(name)), scope.registration.navigationPreload?.enable()]);
}

/** The name under which what `url` asks for is kept: without question and anchor, a folder being its page. */
function nameOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/$/, "/index.html");
}

async function kept(name: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(name);
}

async function page(event: Asked, name: string): Promise<Response> {
  let response: Response | undefined;
  try {
    response = (await event.preloadResponse) ?? (await fetch(event.request));
    if (response.status < 500) return response;
  } catch {
    // No network.
  }
  return (await kept(name)) ?? response ?? Response.error();
}

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const name = nameOf(url);
  if (method !== "GET" || !name.startsWith(HOME)) return;
  const path = name.slice(HOME.length);
  if (Object.hasOwn(BUILT.pages, path)) event.respondWith(page(event, name));
  else if (BUILT.named.includes(path)) event.respondWith(kept(name).then((response) => response ?? fetch(event.request)));
});

// A static file server for what was built, on localhost only: `node serve.mjs DIRECTORY [PORT]`.
// Takes the next free port when PORT is taken, and prints the address. It sends no special headers, because the page
// must work from any static host. Also a module: tests and benchmarks call `serve`.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const PORTS_TRIED_MAX = 50;

/** The file that `url` names under `root`, or null: nothing outside of `root` is ever served. */
function fileOf(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return null;
  }
  let file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return null;
  let stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    file = join(file, "index.html");
    stat = statSync(file, { throwIfNoEntry: false });
  }
  return stat?.isFile() ? file : null;
}

/** All of it at once, or null: a stream's many turns of the loop made a visitor wait for the wasm module. */
function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

/** Serves `directory`; resolves to `{ address, close }` once it listens. Port 0 takes any free one. */
export function serve(directory, port = 0) {
  const root = resolve(directory);
  const server = createServer((request, response) => {
    const file = fileOf(root, request.url ?? "/");
    const content = file && contentOf(file);
    if (!content) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
      return;
    }
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": content.length,
    });
    response.end(request.method === "HEAD" ? undefined : content);
  });
  return new Promise((done, fail) => {
    let tried = 0;
    server.on("error", (error) => {
      tried += 1;
      if (error.code !== "EADDRINUSE" || tried > PORTS_TRIED_MAX) fail(error);
      else server.listen(port + tried, "127.0.0.1");
    });
    server.on("listening", () =>
      done({ address: `http://localhost:${server.address().port}/`, close: () => server.close() }),
    );
    server.listen(port, "127.0.0.1");
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory, port = "4173"] = process.argv.slice(2);
  const { address } = await serve(directory, Number(port));
  console.log(`Spawnpoint is at ${address}`);
}

/** The receive that a process is in at the moment looked at, where its source is at hand: in a module, or typed into the shell. */
import { receiveAt, receives, type Known, type Receive } from "../pictures/receive.ts";
import type { ProcessView } from "../protocol.ts";
import type { Session } from "../state/session.ts";

const NOTHING: Known = new Map();
/** Sources are read once: cards are drawn with each event. */
const read = new Map<string, Receive | undefined>();
const READ_MAX = 200;

function once(key: string, find: () => Receive | undefined): Receive | undefined {
  if (!read.has(key)) {
    if (read.size >= READ_MAX) read.clear();
    read.set(key, find());
  }
  return read.get(key);
}

export function receiveOf(session: Session, process: ProcessView): { receive: Receive; known: Known } | undefined {
  const { event, view } = session;
  if (process.status === "exited" || !view) return undefined;
  const about = event?.pid === process.pid && (event.kind === "skip" || event.kind === "receive" || event.kind === "wait") ? event : undefined;
  const place = about ? about.at : process.status === "waiting" ? process.current : undefined;
  const source = place && view.modules.find((m) => m.name === place.module)?.source;
  if (place && source !== undefined) {
    const receive = once(`${place.line} ${source}`, () => receiveAt(source, place.line));
    return receive && { receive, known: NOTHING };
  }
  return process.shell && !place ? typed(session, process, about !== undefined) : undefined;
}

/** A line in the shell with one receive; what waits at the prompt has none. */
function typed(session: Session, process: ProcessView, sure: boolean): { receive: Receive; known: Known } | undefined {
  const shell = session.view?.shells.find((s) => s.pid === process.pid || s.node === process.node);
  if (!sure && shell?.state !== "busy") return undefined;
  const line = session.current?.landmarks.findLast((e) => e.kind === "shell_input" && e.seq <= session.step && e.node === process.node)?.text;
  if (!shell || line == null) return undefined;
  const receive = once(`0 ${line}`, () => {
    const all = receives(line);
    return all.length === 1 ? all[0] : undefined;
  });
  return receive && { receive, known: new Map(shell.bindings.map(({ name, value }) => [name, value])) };
}

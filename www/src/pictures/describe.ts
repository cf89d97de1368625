/** Events in words: the text that stands beside every picture, and what a screen reader hears. Pure. */
import type { Messages } from "../i18n/index.ts";
import { seconds } from "../i18n/index.ts";
import type { WorldEvent } from "../protocol.ts";
import { shortNode } from "../state/identity.ts";
import { payload, type Payload } from "./payload.ts";

export type NameOf = (pid: string) => string;

const TEXT_MAX = 80;

/** What a node's references have in common stands before the last dot. */
const REFERENCE = /#Ref<[\d.]+\.(\d+)>/g;

/** Shortens for a line, references to what tells one from another; the whole text is a tap away. */
export function brief(text: string | undefined, max = TEXT_MAX): string {
  // Of a text of megabytes only the beginning is looked at.
  const line = (text ?? "").slice(0, 8 * max).replace(/\s+/g, " ").replace(REFERENCE, "#Ref<…$1>").trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

export function describe(e: WorldEvent, name: NameOf, m: Messages, max = TEXT_MAX): string {
  const p = e.pid === "" ? m.event.outside : name(e.pid);
  const q = e.peer ? name(e.peer) : m.event.outside;
  const text = brief(e.text, max);
  const due = seconds(e.untilMs ?? 0);
  const w = m.event;
  switch (e.kind) {
    case "spawn":
      return w.spawn(p, q, e.name ?? "");
    case "exit":
      return w.exit(p, text);
    case "register":
      return w.register(p, e.name ?? "");
    case "unregister":
      return w.unregister(p, e.name ?? "");
    case "send":
      return sent(e, p, q, m, max);
    case "queued":
      return w.queued(p, arrived(e, m, max));
    case "skip":
      return w.skip(p, arrived(e, m, max));
    case "receive":
      return w.receive(p, arrived(e, m, max));
    case "wait":
      return e.untilMs == null ? w.wait(p) : w.waitUntil(p, due);
    case "timeout":
      return w.timeout(p);
    case "link":
      return w.link(p, q);
    case "unlink":
      return w.unlink(p, q);
    case "exit_signal":
      return w.exitSignal(p, q, text);
    case "monitor":
      return w.monitor(p, q);
    case "demonitor":
      return w.demonitor(p, q);
    case "down":
      return w.down(p, q, text);
    case "timer_set":
      return w.timerSet(p, q, due);
    case "timer_fired":
      return w.timerFired(q);
    case "timer_cancelled":
      return w.timerCancelled(p);
    case "code_loaded":
      return w.codeLoaded(e.name ?? "");
    case "code_rejected":
      return w.codeRejected(e.name ?? "");
    case "interrupt":
      return w.interrupt;
    case "shell_input":
      return w.shellInput(text);
    case "shell_result":
      return w.shellResult(text);
    case "shell_error":
      return w.shellError(text);
    case "shell_restart":
      return w.shellRestart(p);
    case "output":
      // An empty line is seen only when it is named.
      return w.output(p, text === "" ? JSON.stringify(e.text ?? "") : text);
    case "error_report":
      return w.errorReport(text);
    case "table_new":
      return w.tableNew(p, e.name ?? "");
    case "table_write":
      return w.tableWrite(p, e.name ?? "", text);
    case "table_delete":
      return w.tableDelete(p, e.name ?? "", text, e.index ?? 0);
    case "table_gone":
      return w.tableGone(e.name ?? "");
    case "table_transfer":
      return w.tableTransfer(q, e.name ?? "");
    case "table_rename":
      return w.tableRename(p, text);
    case "socket_listen":
      return w.listens(p, text);
    case "socket_connect":
    case "client_connect":
      return w.connects(p, text);
    case "socket_connected":
    case "client_connected":
      return w.connected(p);
    case "socket_refused":
    case "client_refused":
      return w.refused(p, text);
    case "socket_accept":
      return w.accepts(p, q, e.name ?? "");
    case "socket_send":
    case "client_send":
      return w.writes(p, text);
    case "socket_data":
    case "client_data":
      return w.data(p, text);
    case "socket_receive":
      return w.reads(p, text);
    case "socket_close":
    case "client_close":
      return w.closes(p);
    case "socket_closed":
    case "client_closed":
      return w.closed(p);
    case "socket_owner":
      return w.socketOwner(e.name ?? "", name(e.text ?? ""));
    case "frame_sent":
      return w.frameSent(shortNode(e.node), shortNode(e.peer ?? ""), e.name ?? "", text, e.length ?? 0);
    case "frame_received":
      return w.frameReceived(shortNode(e.node), shortNode(e.peer ?? ""), e.length ?? 0);
    case "node_up":
    case "node_down":
      return w.nodeSees(shortNode(e.node), shortNode(e.peer ?? ""), e.kind === "node_up", text);
    case "node_started":
    case "node_stopped":
    case "node_crashed":
    case "node_paused":
    case "node_resumed":
      return w.node[e.kind](shortNode(e.node));
    case "fault":
      return w.fault(text);
    case "clock":
      return w.clock(seconds(e.timeMs));
  }
}

/** A send says what kind of message it is by its verb, and shows what is inside the envelope. */
function sent(e: WorldEvent, p: string, q: string, m: Messages, max: number): string {
  const { kind, body } = payload(e.text ?? "");
  const verbs = m.event.sends;
  const verb = kind === "call" || kind === "cast" || kind === "reply" || kind === "system" ? verbs[kind] : verbs.message;
  return verb(p, q, brief(body, max));
}

/** A message in a queue: its kind where the envelope was taken off, and what is inside. */
function arrived(e: WorldEvent, m: Messages, max: number): string {
  const read: Payload = payload(e.text ?? "");
  const body = brief(read.body, max);
  return read.body === e.text || read.kind === "message" ? body : `${m.messages.kinds[read.kind]} ${body}`;
}

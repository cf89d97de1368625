//! Events as the page and the determinism tests see them: flat records with printed payloads.
//!
//! The shapes are those of `www/src/protocol.ts` (`WorldEvent`).

use serde::Serialize;

use bytecode::module::Mfa;
use process::Node;
use process::event::{Event, FrameNote, LifeChange, Payload, Peer, Place, What};
use process::pid::Pid;
use process::socket::{Act, SocketId, port_text};
use table::Label;
use term::print::{Encoding, Names, PrettyOptions, Printable, atom_text, pretty, reference_text};
use term::{Atom, Heap, Term};

/// Characters of a printed payload: enough to recognise it, bounded for the page.
const TEXT_CHARS_MAX: usize = 2_000;

/// An event as the page gets it. Which fields an event has depends on its kind.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    pub seq: u64,
    /// Virtual milliseconds since boot.
    pub time_ms: f64,
    pub node: String,
    pub kind: &'static str,
    /// Whose lifeline; empty for the world itself.
    pub pid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<PlaceView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wire: Option<u64>,
    /// Bytes of a frame, and the first of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<usize>,
    /// The client of the page that an event of a socket is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<u32>,
    /// What a client of the page sent or got, whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PlaceView {
    pub mfa: String,
    pub module: String,
    pub line: u32,
}

impl PlaceView {
    pub fn of(place: Place) -> PlaceView {
        PlaceView {
            mfa: mfa_text(place.mfa),
            module: place.mfa.module.text().into(),
            line: place.line,
        }
    }
}

/// Milliseconds.
pub fn ms(ns: u64) -> f64 {
    ns as f64 / 1e6
}

pub fn mfa_text(mfa: Mfa) -> String {
    format!(
        "{}:{}/{}",
        mfa.module.text(),
        mfa.function.text(),
        mfa.arity
    )
}

pub fn pid_text(number: u32) -> String {
    format!("<0.{number}.0>")
}

/// A pid of another node has the node's name behind it.
pub fn any_pid_text(pid: Pid) -> String {
    match pid {
        Pid::Local(number) => pid_text(number),
        Pid::Remote(pid) => format!("<0.{}.{}>@{}", pid.number, pid.serial, pid.node.text()),
    }
}

pub fn peer_text(peer: Peer) -> String {
    match peer {
        Peer::Pid(pid) => any_pid_text(pid),
        Peer::Name(name) => name.text().into(),
        Peer::RemoteName(name, node) => format!("{{{},{}}}", name.text(), node.text()),
    }
}

/// A table as calls name it.
pub fn table_text(table: Label) -> String {
    if table.is_named {
        atom_text(table.name.text(), Encoding::Unicode)
    } else {
        reference_text(table.id)
    }
}

/// A term on one line, cut at `max` characters.
pub fn term_text(names: &dyn Names, heap: &Heap, term: Term, max: usize) -> String {
    let options = PrettyOptions {
        encoding: Encoding::Unicode,
        printable: Printable::Unicode,
        line_length: 0,
        depth: Some(max as i64),
        ..PrettyOptions::new(names)
    };
    cut(pretty(heap, term, &options), max)
}

/// At most `max` characters; an ellipsis stands for the rest.
pub fn cut(text: String, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

fn payload_text(names: &dyn Names, payload: &Payload) -> String {
    match payload {
        Some(parcel) => term_text(names, parcel.heap(), parcel.root(), TEXT_CHARS_MAX),
        None => "…".into(),
    }
}

/// What a frame is, and its control message.
fn frame_text(names: &dyn Names, note: &FrameNote) -> (&'static str, String) {
    match note {
        FrameNote::Unlogged => ("", String::new()),
        FrameNote::Tick => ("TICK", String::new()),
        FrameNote::Handshake(step) => (step, String::new()),
        FrameNote::Control(name, message) => (name, payload_text(names, message)),
    }
}

/// The event as the page sees it; `node` is the one it happened on.
pub fn view(event: &Event, node: &Node) -> EventView {
    let mut view = EventView {
        seq: event.seq,
        time_ms: ms(event.time_ns),
        node: node.name.text().into(),
        pid: event.pid.map_or_else(String::new, pid_text),
        cause: event.cause.filter(|&cause| cause > 0),
        at: event.place.map(PlaceView::of),
        ..EventView::default()
    };
    let text = |payload: &Payload| Some(payload_text(node, payload));
    let atom = |name: Atom| Some(name.text().to_owned());
    match &event.what {
        What::Spawn { child, initial } => {
            view.kind = "spawn";
            view.peer = Some(any_pid_text(*child));
            view.name = Some(mfa_text(*initial));
        }
        What::Exit { reason } => {
            view.kind = "exit";
            view.text = text(reason);
        }
        What::Register { name } => {
            view.kind = "register";
            view.name = atom(*name);
        }
        What::Unregister { name } => {
            view.kind = "unregister";
            view.name = atom(*name);
        }
        What::Send {
            to,
            message,
            payload,
        } => {
            view.kind = "send";
            view.peer = Some(peer_text(*to));
            view.message = Some(*message);
            view.text = text(payload);
        }
        What::Queued {
            from,
            message,
            index,
            payload,
        } => {
            view.kind = "queued";
            view.peer = from.map(any_pid_text);
            view.message = Some(*message);
            view.index = Some(*index);
            view.text = text(payload);
        }
        What::Skip { message, index } => {
            view.kind = "skip";
            view.message = Some(*message);
            view.index = Some(*index);
        }
        What::Receive {
            message,
            index,
            payload,
        } => {
            view.kind = "receive";
            view.message = Some(*message);
            view.index = Some(*index);
            view.text = text(payload);
        }
        What::Wait { until_ns } => {
            view.kind = "wait";
            view.until_ms = until_ns.map(ms);
        }
        What::Timeout => view.kind = "timeout",
        What::Link { peer } => {
            view.kind = "link";
            view.peer = Some(any_pid_text(*peer));
        }
        What::Unlink { peer } => {
            view.kind = "unlink";
            view.peer = Some(any_pid_text(*peer));
        }
        What::ExitSignal { from, reason } => {
            view.kind = "exit_signal";
            view.peer = Some(any_pid_text(*from));
            view.text = text(reason);
        }
        What::Monitor { peer, reference } => {
            view.kind = "monitor";
            view.peer = Some(peer_text(*peer));
            view.name = Some(reference_text(*reference));
        }
        What::Demonitor { reference } => {
            view.kind = "demonitor";
            view.name = Some(reference_text(*reference));
        }
        What::Down {
            peer,
            reference,
            reason,
        } => {
            view.kind = "down";
            view.peer = Some(peer_text(*peer));
            view.name = Some(reference_text(*reference));
            view.text = text(reason);
        }
        What::TimerSet {
            reference,
            until_ns,
            to,
            payload,
        } => {
            view.kind = "timer_set";
            view.peer = Some(peer_text(*to));
            view.name = Some(reference_text(*reference));
            view.until_ms = Some(ms(*until_ns));
            view.text = text(payload);
        }
        What::TimerFired { reference, to } => {
            view.kind = "timer_fired";
            view.peer = Some(peer_text(*to));
            view.name = Some(reference_text(*reference));
        }
        What::TimerCancelled { reference } => {
            view.kind = "timer_cancelled";
            view.name = Some(reference_text(*reference));
        }
        What::TableNew { table } => {
            view.kind = "table_new";
            view.name = Some(table_text(*table));
        }
        What::TableInsert { table, payload } => {
            view.kind = "table_write";
            view.name = Some(table_text(*table));
            view.text = text(payload);
        }
        What::TableDelete {
            table,
            rows,
            payload,
        } => {
            view.kind = "table_delete";
            view.name = Some(table_text(*table));
            view.index = Some(*rows);
            view.text = text(payload);
        }
        What::TableGone { table } => {
            view.kind = "table_gone";
            view.name = Some(table_text(*table));
        }
        What::TableTransfer { table, to } => {
            view.kind = "table_transfer";
            view.name = Some(table_text(*table));
            view.peer = Some(any_pid_text(*to));
        }
        What::TableRename { table } => {
            view.kind = "table_rename";
            view.name = Some(table_text(*table));
            view.text = atom(table.name);
        }
        What::CodeLoaded { module } => {
            view.kind = "code_loaded";
            view.name = atom(*module);
        }
        What::CodeRejected { module, text } => {
            view.kind = "code_rejected";
            view.name = atom(*module);
            view.text = Some(text.to_string());
        }
        What::ShellRestart { old } => {
            view.kind = "shell_restart";
            view.peer = Some(any_pid_text(*old));
        }
        What::Socket {
            act,
            id,
            peer,
            bytes,
            text,
        } => {
            socket_view(&mut view, node, *act, *id, *peer);
            view.text = match (bytes, text) {
                (Some(bytes), _) => {
                    if matches!(id, SocketId::Client(_)) {
                        view.bytes = Some(bytes.to_vec());
                    }
                    Some(cut(
                        String::from_utf8_lossy(bytes).into_owned(),
                        TEXT_CHARS_MAX,
                    ))
                }
                (None, text) => text.as_ref().map(ToString::to_string),
            };
        }
        What::Interrupt => view.kind = "interrupt",
        What::Clock => view.kind = "clock",
        What::FrameSent {
            to,
            wire,
            message,
            note,
            payload,
            length,
            bytes,
        } => {
            view.kind = "frame_sent";
            view.peer = atom(*to);
            view.message = (*message > 0).then_some(*message);
            view.wire = Some(*wire);
            view.length = Some(*length);
            view.bytes = Some(bytes.to_vec());
            let (name, control) = frame_text(node, note);
            view.name = Some(name.into());
            view.text = Some(match payload {
                Some(_) => format!("{control} {}", payload_text(node, payload)),
                None => control,
            });
        }
        What::FrameReceived {
            from,
            wire,
            message,
            length,
        } => {
            view.kind = "frame_received";
            view.peer = atom(*from);
            view.message = (*message > 0).then_some(*message);
            view.wire = Some(*wire);
            view.length = Some(*length);
        }
        What::NodeLife { change, reason } => {
            view.kind = match change {
                LifeChange::Started => "node_started",
                LifeChange::Stopped => "node_stopped",
                LifeChange::Crashed => "node_crashed",
                LifeChange::Paused => "node_paused",
                LifeChange::Resumed => "node_resumed",
            };
            view.text = (!reason.is_empty()).then(|| reason.to_string());
        }
        What::Fault { text } => {
            view.kind = "fault";
            view.text = Some(text.to_string());
        }
        What::NodeUp { node } => {
            view.kind = "node_up";
            view.peer = atom(*node);
        }
        What::NodeDown { node, reason } => {
            view.kind = "node_down";
            view.peer = atom(*node);
            view.text = Some(reason.to_string());
        }
        What::ShellInput { text }
        | What::ShellResult { text }
        | What::ShellError { text }
        | What::Output { text }
        | What::Prompt { text }
        | What::ErrorReport { text } => {
            view.kind = match &event.what {
                What::ShellInput { .. } => "shell_input",
                What::ShellResult { .. } => "shell_result",
                What::ShellError { .. } => "shell_error",
                What::ErrorReport { .. } => "error_report",
                _ => "output",
            };
            view.text = Some(cut(text.to_string(), TEXT_CHARS_MAX));
        }
    }
    view
}

/// What happened to which socket, and who is at the other end.
fn socket_view(view: &mut EventView, node: &Node, act: Act, id: SocketId, peer: Option<SocketId>) {
    let of_page = matches!(id, SocketId::Client(_));
    view.kind = match act {
        Act::Listen => "socket_listen",
        Act::Accept => "socket_accept",
        Act::Receive => "socket_receive",
        Act::Owner => "socket_owner",
        Act::Connect if of_page => "client_connect",
        Act::Connect => "socket_connect",
        Act::Connected if of_page => "client_connected",
        Act::Connected => "socket_connected",
        Act::Refused if of_page => "client_refused",
        Act::Refused => "socket_refused",
        Act::Send if of_page => "client_send",
        Act::Send => "socket_send",
        Act::Data if of_page => "client_data",
        Act::Data => "socket_data",
        Act::Close if of_page => "client_close",
        Act::Close => "socket_close",
        Act::Closed if of_page => "client_closed",
        Act::Closed => "socket_closed",
    };
    view.name = Some(port_text(id));
    view.peer = peer.map(|peer| match peer {
        SocketId::Port { node: at, .. } if at != node.index => {
            format!("{} on node {at}", port_text(peer))
        }
        _ => port_text(peer),
    });
    view.client = [Some(id), peer]
        .into_iter()
        .flatten()
        .find_map(|id| match id {
            SocketId::Client(client) => Some(client),
            SocketId::Port { .. } => None,
        });
}

/// FNV-1a over the events' visible parts: equal for equal logs, native and in wasm alike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogHash(u64);

impl Default for LogHash {
    fn default() -> LogHash {
        LogHash(0xcbf2_9ce4_8422_2325)
    }
}

impl LogHash {
    fn bytes(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        // A separator, so that neighbouring fields cannot run into each other.
        self.0 = (self.0 ^ 0xFF).wrapping_mul(0x0100_0000_01b3);
    }

    pub fn add(&mut self, event: &EventView) {
        self.bytes(&event.seq.to_le_bytes());
        self.bytes(&event.time_ms.to_bits().to_le_bytes());
        self.bytes(event.node.as_bytes());
        self.bytes(event.kind.as_bytes());
        self.bytes(event.pid.as_bytes());
        for text in [&event.peer, &event.text, &event.name] {
            self.bytes(text.as_deref().unwrap_or("\u{0}").as_bytes());
        }
        for number in [
            event.cause,
            event.message,
            event.index.map(|index| index as u64),
            event.wire,
            event.length.map(|length| length as u64),
        ] {
            self.bytes(&number.unwrap_or(u64::MAX).to_le_bytes());
        }
        self.bytes(&event.until_ms.unwrap_or(-1.0).to_bits().to_le_bytes());
        if let Some(client) = event.client {
            self.bytes(&client.to_le_bytes());
        }
        self.bytes(event.bytes.as_deref().unwrap_or_default());
        if let Some(place) = &event.at {
            self.bytes(place.mfa.as_bytes());
            self.bytes(&place.line.to_le_bytes());
        }
    }

    /// Sixteen hexadecimal digits.
    pub fn text(self) -> String {
        format!("{:016x}", self.0)
    }
}

//! What a camera would see of a world right after one event: the data of every picture.
//!
//! The shapes are those of `www/src/protocol.ts` (`ViewModel`). A pure function of (world, step).

mod sockets;

use std::collections::BTreeMap;

use serde::Serialize;

use super::behaviour::{self, BehaviourView};
use super::between::{self, FrameView, LinkView, NodeView};
use super::journal::{PlaceView, any_pid_text, cut, mfa_text, ms, peer_text, pid_text, term_text};
use super::tables::{TableView, tables};
use super::{State, Status, World};
use process::Node;
use process::event::{Event, LifeChange, What};
use process::pid::Pid;
use process::process::{Process, Status as ProcessStatus};
use term::{Atom, Term};

/// More processes than this are not drawn.
const PROCESSES_MAX: usize = 500;
/// Messages shown of one mailbox.
const MESSAGES_MAX: usize = 100;
/// Characters of one message.
const MESSAGE_CHARS_MAX: usize = 2_000;
/// Entries of the shell's transcript.
const ENTRIES_MAX: usize = 500;
/// Characters of a binding's value.
const VALUE_CHARS_MAX: usize = 200;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewModel {
    pub step: u64,
    pub clock_ms: f64,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
    pub processes: Vec<ProcessView>,
    pub process_total: usize,
    pub shells: Vec<ShellView>,
    pub tables: Vec<TableView>,
    pub sockets: Vec<sockets::SocketView>,
    pub clients: Vec<sockets::ClientView>,
    pub modules: Vec<ModuleView>,
    pub nodes: Vec<NodeView>,
    /// What connects them, and what is on its way.
    pub links: Vec<LinkView>,
    pub frames: Vec<FrameView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ModuleView {
    pub name: String,
    pub source: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProcessView {
    pub pid: String,
    pub node: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub system: bool,
    pub shell: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_reason: Option<String>,
    pub initial: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<PlaceView>,
    pub mailbox: Vec<MailboxItem>,
    pub mailbox_total: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting: Option<WaitingView>,
    pub links: Vec<String>,
    pub monitors: Vec<String>,
    pub trap_exit: bool,
    pub reductions: f64,
    pub heap_words: usize,
    pub last_step: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<BehaviourView>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ancestors: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    pub since_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MailboxItem {
    pub id: u64,
    pub from: String,
    pub text: String,
    pub state: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct ShellView {
    pub node: String,
    pub pid: String,
    pub prompt: String,
    pub state: &'static str,
    pub transcript: Vec<ShellEntry>,
    pub bindings: Vec<Binding>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Binding {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ShellEntry {
    pub step: u64,
    pub prompt: String,
    pub input: String,
    pub output: String,
    pub done: bool,
}

/// Status as the page names it, with the due time of the next timer. `busy`: some shell is not at its prompt.
pub fn status_text(status: Status, busy: bool) -> (&'static str, Option<f64>) {
    match status {
        Status::Running => ("running", None),
        Status::Waiting { until_ns } => ("waiting", Some(ms(until_ns))),
        Status::Idle if busy => ("blocked", None),
        Status::Idle => ("idle", None),
        Status::Halted(_) => ("halted", None),
    }
}

impl World {
    /// The view right after event `step`.
    pub fn view(&self, step: u64) -> ViewModel {
        let step = step.min(self.head());
        if step == self.head() {
            return self.view_of(self.state(), step);
        }
        self.view_of(&self.state_at(step), step)
    }

    fn view_of(&self, state: &State, step: u64) -> ViewModel {
        let events = &self.events()[..step as usize];
        let shells: Vec<ShellView> = state
            .nodes
            .iter()
            .map(|node| shell_view(node, events))
            .collect();
        let busy = shells.iter().any(|shell| shell.state == "busy");
        let (status, until_ms) = status_text(state.status(), busy);
        let mut processes = processes(state, events);
        let process_total = processes.len();
        if process_total > PROCESSES_MAX {
            // Those alive are kept first; the order stays that of creation.
            let alive = processes
                .iter()
                .filter(|process| process.status != "exited")
                .count();
            let mut room_for_dead = PROCESSES_MAX.saturating_sub(alive);
            processes.retain(|process| {
                process.status != "exited" || {
                    let keep = room_for_dead > 0;
                    room_for_dead = room_for_dead.saturating_sub(1);
                    keep
                }
            });
            processes.truncate(PROCESSES_MAX);
        }
        ViewModel {
            step,
            clock_ms: ms(state.env.now_ns),
            status,
            until_ms,
            processes,
            process_total,
            shells,
            tables: tables(state),
            sockets: sockets::sockets(&state.env.net, &state.nodes),
            clients: sockets::clients(&state.nodes, events),
            modules: modules(state),
            nodes: between::nodes(state),
            links: between::links(state),
            frames: between::frames(state),
        }
    }

    /// Whether some node's shell is evaluating.
    pub fn is_busy(&self) -> bool {
        self.state()
            .nodes
            .iter()
            .any(|node| shell_view(node, self.events()).state == "busy")
    }
}

fn modules(state: &State) -> Vec<ModuleView> {
    let mut modules = Vec::new();
    for node in &state.nodes {
        for &name in node.code.loaded() {
            if let Some(source) = node.files.get(&format!("{}.erl", name.text())) {
                modules.push(ModuleView {
                    name: name.text().into(),
                    source: source.to_string(),
                });
            }
        }
    }
    modules
}

fn processes(state: &State, events: &[Event]) -> Vec<ProcessView> {
    let mut ended: BTreeMap<(u32, u32), ProcessView> = BTreeMap::new();
    let mut last_steps: BTreeMap<(u32, u32), u64> = BTreeMap::new();
    for event in events {
        // The numbers of a node that was started again begin anew.
        if let What::NodeLife {
            change: LifeChange::Started,
            ..
        } = event.what
        {
            ended.retain(|(node, _), _| *node != event.node);
        }
        let Some(pid) = event.pid else { continue };
        last_steps.insert((event.node, pid), event.seq);
        match &event.what {
            What::Spawn {
                child: Pid::Local(child),
                initial,
            } => {
                let node = state.nodes[event.node as usize].name.text();
                let view = ended_view(*child, node, Some(pid), mfa_text(*initial));
                ended.insert((event.node, *child), view);
            }
            What::Register { name } => {
                if let Some(view) = ended.get_mut(&(event.node, pid)) {
                    view.name = Some(name.text().into());
                }
            }
            What::Exit { reason } => {
                if let Some(view) = ended.get_mut(&(event.node, pid)) {
                    let node = &state.nodes[event.node as usize];
                    view.exit_reason = Some(match reason {
                        Some(parcel) => {
                            term_text(node, parcel.heap(), parcel.root(), MESSAGE_CHARS_MAX)
                        }
                        None => "…".into(),
                    });
                    view.last_step = event.seq;
                }
            }
            _ => {}
        }
    }
    let mut all: Vec<((u32, u32), ProcessView)> = Vec::new();
    for node in &state.nodes {
        for process in node.processes.iter() {
            let key = (node.index, process.number);
            ended.remove(&key);
            let last = last_steps.get(&key).copied().unwrap_or(0);
            all.push((key, process_view(node, process, last)));
        }
    }
    all.extend(
        ended
            .into_iter()
            .filter(|(_, view)| view.exit_reason.is_some()),
    );
    term::sort::sort_by_key(&mut all, |(key, _)| *key);
    all.into_iter().map(|(_, view)| view).collect()
}

fn ended_view(number: u32, node: &str, parent: Option<u32>, initial: String) -> ProcessView {
    ProcessView {
        pid: pid_text(number),
        node: node.into(),
        name: None,
        system: false,
        shell: false,
        parent: parent.map(pid_text),
        status: "exited",
        exit_reason: None,
        initial,
        current: None,
        mailbox: Vec::new(),
        mailbox_total: 0,
        waiting: None,
        links: Vec::new(),
        monitors: Vec::new(),
        trap_exit: false,
        reductions: 0.0,
        heap_words: 0,
        last_step: 0,
        behaviour: None,
        ancestors: Vec::new(),
    }
}

fn process_view(node: &Node, process: &Process, last_step: u64) -> ProcessView {
    let instance = node.code.instance(process.at.instance);
    let skipped = process.mailbox.skipped();
    let mailbox = process
        .mailbox
        .iter()
        .take(MESSAGES_MAX)
        .enumerate()
        .map(|(index, message)| MailboxItem {
            id: message.id,
            from: message.from.map_or_else(String::new, any_pid_text),
            text: term_text(node, &process.heap, message.term, MESSAGE_CHARS_MAX),
            state: if index < skipped { "skipped" } else { "queued" },
        });
    let monitors = process
        .relations
        .as_ref()
        .map_or(&[][..], |relations| &relations.monitors);
    ProcessView {
        pid: pid_text(process.number),
        node: node.name.text().into(),
        name: process.name.map(|name| name.text().into()),
        system: process.system,
        shell: node.evaluator == Some(process.number),
        parent: process.parent.map(any_pid_text),
        status: match process.status {
            // A slice that was interrupted between two events is still on.
            ProcessStatus::Runnable if process.budget_left.is_some() => "running",
            ProcessStatus::Running => "running",
            ProcessStatus::Runnable => "runnable",
            ProcessStatus::Waiting => "waiting",
            ProcessStatus::Suspended(_) => "suspended",
        },
        exit_reason: None,
        initial: mfa_text(process.initial),
        current: process.place(&instance).map(PlaceView::of),
        mailbox: mailbox.collect(),
        mailbox_total: process.mailbox.len(),
        waiting: process.waiting_since_ns.map(|since| WaitingView {
            since_ms: ms(since),
            until_ms: process.receive_timer.map(|(due, _)| ms(due)),
        }),
        links: process.links.iter().map(|pid| any_pid_text(*pid)).collect(),
        monitors: monitors
            .iter()
            .map(|monitor| peer_text(monitor.target))
            .collect(),
        trap_exit: process.trap_exit,
        reductions: process.reductions as f64,
        heap_words: process.heap.len(),
        last_step,
        behaviour: behaviour::view(node, process),
        ancestors: behaviour::ancestors(node, process),
    }
}

/// The node's shell, from what it printed and was told.
fn shell_view(node: &Node, events: &[Event]) -> ShellView {
    let mut transcript = vec![ShellEntry::default()];
    let mut prompt = String::new();
    let mut state = "busy";
    for event in events.iter().filter(|event| event.node == node.index) {
        let current = transcript.len() - 1;
        match &event.what {
            What::Prompt { text } => {
                // A form that is not complete yet is asked for again under the same number.
                state = if **text == *prompt
                    && state == "busy"
                    && !transcript[current].input.is_empty()
                    && transcript[current].output.is_empty()
                {
                    "incomplete"
                } else {
                    "ready"
                };
                transcript[current].done = state == "ready";
                prompt = text.to_string();
            }
            What::ShellInput { text } => {
                if state == "ready" {
                    transcript.push(ShellEntry {
                        step: event.seq,
                        prompt: prompt.clone(),
                        input: text.to_string(),
                        ..ShellEntry::default()
                    });
                } else {
                    let entry = &mut transcript[current];
                    entry.input.push('\n');
                    entry.input.push_str(text);
                }
                state = "busy";
            }
            // A report stands where the logger prints it, which is an output of its own.
            What::Output { text } => {
                transcript[current].output.push_str(text);
            }
            _ => {}
        }
    }
    if transcript[0].output.is_empty() {
        transcript.remove(0);
    }
    if transcript.len() > ENTRIES_MAX {
        transcript.drain(..transcript.len() - ENTRIES_MAX);
    }
    if node.halted.is_some() {
        state = "closed";
    }
    ShellView {
        node: node.name.text().into(),
        pid: node.evaluator.map_or_else(String::new, pid_text),
        prompt,
        state,
        transcript,
        bindings: bindings(node),
    }
}

/// The shell process keeps its bindings in its dictionary, as `{bindings, [{Name, Value}]}`.
fn bindings(node: &Node) -> Vec<Binding> {
    let key = Term::from_atom(Atom::intern("bindings"));
    let shell = node.processes.iter().find(|process| {
        process.system && process.dictionary.iter().any(|(known, _)| *known == key)
    });
    let Some(shell) = shell else {
        return Vec::new();
    };
    let Some((_, list)) = shell.dictionary.iter().find(|(known, _)| *known == key) else {
        return Vec::new();
    };
    shell
        .heap
        .iter_list(*list)
        .filter_map(|pair| {
            let [name, value] = shell.heap.as_tuple(pair)?;
            let name = name.as_atom()?.text().to_owned();
            Some(Binding {
                name,
                value: cut(
                    term_text(node, &shell.heap, value, VALUE_CHARS_MAX),
                    VALUE_CHARS_MAX,
                ),
            })
        })
        .collect()
}

//! What a camera would see of a world right after one event: the data of every picture.
//!
//! The shapes are those of `www/src/protocol.ts` (`ViewModel`). A pure function of (world, step).

mod printed;
mod sockets;

use std::collections::BTreeMap;

use serde::Serialize;

pub use self::printed::Cut;
use self::printed::Printed;
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

/// A moment of the world.
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

/// A process of the moment. Links, monitors and ancestors are pids as they are printed.
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

/// Since when it waits in a `receive`, and until when, in virtual milliseconds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    pub since_ms: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
}

/// A message in its place in the mailbox, with what the `receive` in progress has made of it.
#[derive(Clone, Debug, Serialize)]
pub struct MailboxItem {
    pub id: u64,
    pub from: String,
    pub text: String,
    pub state: &'static str,
}

/// A node's shell: its prompt, what was said, its variables.
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
    /// When not all of the output crosses: what follows `output`, and how much lies between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<Cut>,
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
        let (processes, process_total) = processes(state, events);
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

    /// All that was printed for the form typed at `step`, which a view may hold only in part.
    pub fn printed(&self, step: u64) -> String {
        let events = self.events();
        let Some(typed) = step.checked_sub(1).and_then(|at| events.get(at as usize)) else {
            return String::new();
        };
        let asked = events[..step as usize].iter().rev().find_map(|event| {
            let What::Prompt { text } = &event.what else {
                return None;
            };
            (event.node == typed.node).then(|| text.to_string())
        });
        let mut text = String::new();
        let mut prompted = false;
        for event in &events[step as usize..] {
            if event.node != typed.node {
                continue;
            }
            match &event.what {
                What::Output { text: more } => text.push_str(more),
                // The same prompt again, and nothing printed: the form goes on.
                What::Prompt { text: prompt } => {
                    prompted = !text.is_empty() || asked.as_deref() != Some(&**prompt);
                }
                What::ShellInput { .. } if prompted => break,
                _ => {}
            }
        }
        text
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

/// Node and number of a process.
type Key = (u32, u32);

/// Events that tell of a process that has ended; `spawn` is there unless it was there from the start.
#[derive(Default)]
struct Ended {
    spawn: Option<usize>,
    name: Option<Atom>,
    exit: usize,
}

/// Those that are drawn, in order of creation, and how many there are. There may be hundreds of thousands: of most of them
/// nothing but the number is looked at.
fn processes(state: &State, events: &[Event]) -> (Vec<ProcessView>, usize) {
    let mut alive: BTreeMap<Key, (&Node, &Process)> = BTreeMap::new();
    let mut alive_total = 0;
    for node in &state.nodes {
        for process in node.processes.iter() {
            alive_total += 1;
            alive.insert((node.index, process.number), (node, process));
            if alive.len() > PROCESSES_MAX {
                alive.pop_last();
            }
        }
    }
    let mut ended = ended(state, events);
    let total = alive_total + ended.len();
    while ended.len() > PROCESSES_MAX - alive.len() {
        ended.pop_last();
    }
    let last_steps = last_steps(events, |key| {
        alive.contains_key(key) || ended.contains_key(key)
    });
    let last = |key: &Key| last_steps.get(key).copied().unwrap_or(0);
    let mut all: Vec<(Key, ProcessView)> = alive
        .iter()
        .map(|(key, (node, process))| (*key, process_view(node, process, last(key))))
        .collect();
    all.extend(ended.iter().map(|(key, ended)| {
        let node = &state.nodes[key.0 as usize];
        (*key, ended_view(node, key.1, ended, events))
    }));
    term::sort::sort_by_key(&mut all, |(key, _)| *key);
    (all.into_iter().map(|(_, view)| view).collect(), total)
}

/// Processes that were spawned and have ended, since their node was started last.
fn ended(state: &State, events: &[Event]) -> BTreeMap<Key, Ended> {
    let mut ended: BTreeMap<Key, Ended> = BTreeMap::new();
    let mut started = vec![0; state.nodes.len()];
    for (at, event) in events.iter().enumerate() {
        match (&event.what, event.pid) {
            // The numbers of a node that was started again begin anew.
            (
                What::NodeLife {
                    change: LifeChange::Started,
                    ..
                },
                _,
            ) => {
                started[event.node as usize] = at;
                ended.retain(|(node, _), _| *node != event.node);
            }
            (What::Exit { .. }, Some(pid)) => {
                let node = &state.nodes[event.node as usize];
                if node.processes.get(pid).is_none() {
                    let told = ended.entry((event.node, pid)).or_default();
                    told.exit = at;
                }
            }
            _ => {}
        }
    }
    for (at, event) in events.iter().enumerate() {
        let Some(pid) = event.pid else { continue };
        if at < started[event.node as usize] {
            continue;
        }
        match &event.what {
            What::Spawn {
                child: Pid::Local(child),
                ..
            } => {
                if let Some(told) = ended.get_mut(&(event.node, *child)) {
                    told.spawn = Some(at);
                }
            }
            What::Register { name } => {
                if let Some(told) = ended.get_mut(&(event.node, pid)) {
                    told.name = Some(*name);
                }
            }
            _ => {}
        }
    }
    ended.retain(|_, told| told.spawn.is_some());
    ended
}

/// The last event of each process that is asked for.
fn last_steps(events: &[Event], wanted: impl Fn(&Key) -> bool) -> BTreeMap<Key, u64> {
    let mut last = BTreeMap::new();
    for event in events {
        let Some(pid) = event.pid else { continue };
        let key = (event.node, pid);
        if wanted(&key) {
            last.insert(key, event.seq);
        }
    }
    last
}

fn ended_view(node: &Node, number: u32, ended: &Ended, events: &[Event]) -> ProcessView {
    let spawn = ended.spawn.map(|at| &events[at]);
    let initial = match spawn.map(|event| &event.what) {
        Some(What::Spawn { initial, .. }) => mfa_text(*initial),
        _ => String::new(),
    };
    let exit_reason = match &events[ended.exit].what {
        What::Exit {
            reason: Some(parcel),
        } => term_text(node, parcel.heap(), parcel.root(), MESSAGE_CHARS_MAX),
        _ => "…".into(),
    };
    ProcessView {
        pid: pid_text(number),
        node: node.name.text().into(),
        name: ended.name.map(|name| name.text().into()),
        system: false,
        shell: false,
        parent: spawn.and_then(|event| event.pid).map(pid_text),
        status: "exited",
        exit_reason: Some(exit_reason),
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
        last_step: events[ended.exit].seq,
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
            ProcessStatus::Runnable | ProcessStatus::Doomed => "runnable",
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
    let mut printed = vec![Printed::default()];
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
                    && printed[current].is_empty()
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
                    printed.push(Printed::default());
                } else {
                    let entry = &mut transcript[current];
                    entry.input.push('\n');
                    entry.input.push_str(text);
                }
                state = "busy";
            }
            // A report stands where the logger prints it, which is an output of its own.
            What::Output { text } => {
                printed[current].push(text);
            }
            _ => {}
        }
    }
    for (entry, printed) in transcript.iter_mut().zip(printed) {
        (entry.output, entry.cut) = printed.into_parts();
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

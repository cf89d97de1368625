//! The world: nodes, clock and chance as one value; its inputs, its event log, its checkpoints.
//!
//! Invariant: a world is a pure function of its configuration and its recorded inputs. Looking at the past runs a clone from
//! a checkpoint; it never changes the world itself.

mod acts;
mod behaviour;
pub mod between;
mod input;
pub mod journal;
mod peers;
mod state;
mod tables;
pub mod view;

use std::rc::Rc;

pub use input::{Input, Outside, RecordedInput};
pub use state::{Config, OutsideConfig, State, Status};

use bytecode::Module;
use cluster::Errand;
use process::event::{Event, What};
use process::scheduler::Crash;
use process::{Library, Node};
use syntax::diagnostic::Diagnostic;
use term::Term;

/// Compiles a module for `Input::Module`, from its name, its source and the node with its files and modules.
pub type CompileFn = fn(&str, &str, &Node) -> Compiled;

/// What came of a module's source.
#[derive(Default)]
pub struct Compiled {
    /// Absent if there are errors.
    pub module: Option<Rc<Module>>,
    pub diagnostics: Vec<Diagnostic>,
    /// What its parse transforms printed.
    pub printed: String,
}

/// Text of the report that OTP's logger prints for a crash.
pub type ReportFn = fn(&Node, u64, &Crash) -> String;

/// What the floors above bring: the builtins, the compiler, the words of a crash report.
#[derive(Clone)]
pub struct Services {
    pub library: Rc<Library>,
    pub compile: CompileFn,
    pub report: ReportFn,
}

/// Events between two checkpoints: a seek replays at most this many, in a world of ordinary size.
const CHECKPOINT_EVENTS: u64 = 500;
/// For each such amount of memory a world has, checkpoints lie one such distance more apart: else a program that makes ever
/// more processes would be cloned more often than it runs.
const CHECKPOINT_WORDS: usize = 1 << 20;
/// Reductions between two checkpoints, in a world of ordinary size (some hundredths of a second): a program that computes for seconds
/// between two events is not run again for seconds by each look at what came later.
const CHECKPOINT_REDUCTIONS: u64 = 1_000_000;
/// What all checkpoints may take together. Beyond that every other one goes: a seek then takes longer, but the memory that
/// a program may fill is not filled a second time with its past.
const CHECKPOINT_WORDS_MAX: usize = 32 << 20;

/// A world with its past: what was done to it, what happened, and states to go back to.
#[derive(Clone)]
pub struct World {
    config: Config,
    services: Services,
    state: State,
    /// The run stack: scratch between slices.
    stack: Vec<Term>,
    events: Vec<Event>,
    inputs: Vec<RecordedInput>,
    /// States in order of their making; the first is the beginning.
    checkpoints: Vec<Checkpoint>,
}

#[derive(Clone)]
struct Checkpoint {
    step: u64,
    /// Inputs applied before it.
    inputs: usize,
    /// Made long after event `step`: a start for what comes later, not for that moment itself.
    is_late: bool,
    state: State,
}

impl Checkpoint {
    /// Whether a replay to right after event `step` may start here.
    fn leads_to(&self, step: u64) -> bool {
        self.step < step || (self.step == step && !self.is_late)
    }
}

/// What a run came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RunReport {
    pub status: Status,
    pub reductions: u64,
}

impl World {
    /// A world at its beginning: nodes that have not run yet.
    pub fn new(config: Config, services: Services) -> World {
        let state = State::new(&config, &services.library);
        let mut world = World {
            config,
            services,
            state,
            stack: Vec::new(),
            events: Vec::new(),
            inputs: Vec::new(),
            checkpoints: Vec::new(),
        };
        world.checkpoint(false);
        world
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The world as it is now.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// What is changed by this way is no input: the past does not know of it.
    pub fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    /// Number of events so far.
    pub fn head(&self) -> u64 {
        self.events.len() as u64
    }

    /// All that happened; nothing if `Config::log` is off.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// All that was done from outside, each with its moment.
    pub fn inputs(&self) -> &[RecordedInput] {
        &self.inputs
    }

    /// Virtual nanoseconds since the world began.
    pub fn now_ns(&self) -> u64 {
        self.state.env.now_ns
    }

    /// The nodes' names, by number; those that are down too.
    pub fn node_names(&self) -> Vec<String> {
        let nodes = self.state.nodes.iter();
        nodes.map(|node| node.name.text().to_owned()).collect()
    }

    /// Whether something can run now, or what is waited for.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// What processes printed since the last time: node and text.
    pub fn take_output(&mut self) -> Vec<(u32, Rc<str>)> {
        std::mem::take(&mut self.state.env.output)
    }

    /// What is to be done outside the world, since the last time.
    pub fn take_errands(&mut self) -> Vec<Errand> {
        self.state.cluster.take_errands()
    }

    /// Acts on the world. Diagnostics are those of a module's compilation.
    pub fn input(&mut self, input: Input) -> Vec<Diagnostic> {
        let (step, slices) = (self.head(), self.state.slices);
        let diagnostics = apply(&self.services, &mut self.state, &input);
        if self.config.keep_inputs {
            self.inputs.push(RecordedInput {
                step,
                slices,
                input,
            });
        }
        self.collect_events();
        diagnostics
    }

    /// Runs until nothing is runnable, `reductions_max` are spent, or (if not 0) `events_max` events have been added.
    /// Never moves the clock past what the work takes.
    pub fn run(&mut self, reductions_max: u64, events_max: u64) -> RunReport {
        self.run_to_tell(reductions_max, events_max, None)
    }

    /// The same, and no further than to the event with which the payloads of those added are `words_max` words: whoever runs a world
    /// to tell of it has to print them.
    pub fn run_to_tell(
        &mut self,
        reductions_max: u64,
        events_max: u64,
        words_max: Option<usize>,
    ) -> RunReport {
        let before = self.state.env.reductions;
        let stop_at = (events_max > 0).then(|| self.head() + events_max);
        self.state.env.log.pause_at(stop_at);
        self.state.env.log.pause_after_words(words_max);
        while self.state.env.reductions - before < reductions_max
            && !self.state.env.log.wants_pause()
        {
            if self.state.is_halted() {
                break;
            }
            let reductions_max = before.saturating_add(reductions_max);
            match self.state.run_slices(&mut self.stack, reductions_max) {
                Some(crash) => {
                    report_crash(&mut self.state, &self.services, crash);
                    self.collect_events();
                }
                None => break,
            }
        }
        self.state.env.log.pause_at(None);
        self.state.env.log.pause_after_words(None);
        RunReport {
            status: self.state.status(),
            reductions: self.state.env.reductions - before,
        }
    }

    /// Runs, skipping to each timer as soon as nothing else is to be done, until the world is idle or halted.
    pub fn run_to_end(&mut self) -> Status {
        self.run_until(u64::MAX)
    }

    /// The same, but leaves what timers begin after `end_ns` of virtual time.
    pub fn run_until(&mut self, end_ns: u64) -> Status {
        loop {
            match self.run(u64::MAX, 0).status {
                Status::Waiting { until_ns } if until_ns <= end_ns => {
                    self.input(Input::Advance { to_ns: until_ns });
                }
                Status::Running => {}
                status => return status,
            }
        }
    }

    fn collect_events(&mut self) {
        if !self.config.log {
            return;
        }
        self.events.append(&mut self.state.env.log.take());
        let last = self.checkpoints.last();
        let (step, reductions) = last.map_or((0, 0), |last| (last.step, last.state.env.reductions));
        let distances = 1 + (self.state.env.words / CHECKPOINT_WORDS) as u64;
        let is_far = self.head() >= step + CHECKPOINT_EVENTS * distances;
        if is_far || self.state.env.reductions >= reductions + CHECKPOINT_REDUCTIONS * distances {
            // Of those made after one event, the last one is nearest to whatever comes.
            if last.is_some_and(|last| last.is_late && last.step == self.head()) {
                self.checkpoints.pop();
            }
            self.checkpoint(!is_far);
            self.thin_checkpoints();
        }
    }

    fn checkpoint(&mut self, is_late: bool) {
        if self.config.log {
            let mut state = self.state.clone();
            state.env.output.clear();
            state.cluster.take_errands();
            let checkpoint = Checkpoint {
                step: self.head(),
                inputs: self.inputs.len(),
                is_late,
                state,
            };
            self.checkpoints.push(checkpoint);
        }
    }

    /// The first stays, since any moment can be reached from it, and the last, which is near where somebody looks.
    fn thin_checkpoints(&mut self) {
        let words = |checkpoint: &Checkpoint| checkpoint.state.env.words;
        while self.checkpoints.len() > 2
            && self.checkpoints.iter().map(words).sum::<usize>() > CHECKPOINT_WORDS_MAX
        {
            let last = self.checkpoints.len() - 1;
            let mut index = 0;
            self.checkpoints.retain(|_| {
                let stays = index == 0 || index == last || index % 2 == 0;
                index += 1;
                stays
            });
        }
    }

    /// The state right after event `step` (0: before the first).
    pub fn state_at(&self, step: u64) -> State {
        self.replay(step).0
    }

    /// The state right after event `step` and the number of inputs given by then.
    fn replay(&self, step: u64) -> (State, usize) {
        let step = step.min(self.head());
        if step == self.head() {
            return (self.state.clone(), self.inputs.len());
        }
        let after = self
            .checkpoints
            .partition_point(|checkpoint| checkpoint.leads_to(step));
        let start = &self.checkpoints[after.saturating_sub(1)];
        let mut state = start.state.clone();
        let mut next_input = start.inputs;
        let mut stack = Vec::new();
        while state.env.log.head() < step {
            let recorded = self.inputs.get(next_input);
            let head = state.env.log.head();
            if let Some(recorded) = recorded.filter(|r| r.slices <= state.slices && r.step <= head)
            {
                apply(&self.services, &mut state, &recorded.input);
                next_input += 1;
                continue;
            }
            // An input between two events of a slice interrupts it, as it did then.
            let input_step = recorded.map(|r| r.step).filter(|&at| at > head);
            let pause = input_step.map_or(step, |at| at.min(step));
            state.env.log.pause_at(Some(pause));
            match state.run_slice(&mut stack) {
                Some(crash) => report_crash(&mut state, &self.services, crash),
                None => break,
            }
        }
        state.env.log.pause_at(None);
        state.env.log.take();
        (state, next_input)
    }

    /// A second world with the history up to `step`. This one stays as it is.
    #[must_use]
    pub fn fork(&self, step: u64) -> World {
        let (state, inputs) = self.replay(step);
        let step = step.min(self.head());
        let mut fork = World {
            config: self.config.clone(),
            services: self.services.clone(),
            state,
            stack: Vec::new(),
            events: self.events[..step as usize].to_vec(),
            inputs: self.inputs[..inputs].to_vec(),
            checkpoints: self
                .checkpoints
                .iter()
                .filter(|checkpoint| checkpoint.leads_to(step))
                .cloned()
                .collect(),
        };
        fork.state.env.output.clear();
        fork.state.cluster.take_errands();
        fork
    }

    /// A world brought to where recorded inputs led, each applied at its moment; stops when `reductions_max` are spent, or the log
    /// is full.
    pub fn restore(
        config: Config,
        services: Services,
        inputs: &[RecordedInput],
        reductions_max: u64,
    ) -> World {
        let mut world = World::new(config, services);
        for recorded in inputs {
            while world.state.slices < recorded.slices || world.head() < recorded.step {
                let is_full = world.head() >= limits::LOG_EVENTS_MAX;
                if is_full || world.state.env.reductions >= reductions_max {
                    return world;
                }
                // A moment between two slices, or a pause between two events of one.
                let pause = (world.head() < recorded.step).then_some(recorded.step);
                world.state.env.log.pause_at(pause);
                let Some(crash) = world.state.run_slice(&mut world.stack) else {
                    break;
                };
                report_crash(&mut world.state, &world.services, crash);
                world.collect_events();
            }
            world.state.env.log.pause_at(None);
            world.input(recorded.input.clone());
        }
        world
    }
}

/// What becomes of the source of a `Module` input.
fn compile(services: &Services, state: &State, input: &Input) -> Compiled {
    let Input::Module { node, name, source } = input else {
        return Compiled::default();
    };
    let node = state.nodes.get(*node as usize);
    node.map(|node| (services.compile)(name, source, node))
        .unwrap_or_default()
}

/// Applies an input; gives what there was to say about a module.
fn apply(services: &Services, state: &mut State, input: &Input) -> Vec<Diagnostic> {
    let compiled = compile(services, state, input);
    if let Input::Module { node, .. } = input {
        state.print(*node, compiled.printed);
    }
    let diagnostics = compiled.diagnostics;
    let module = compiled.module.ok_or_else(|| first_error(&diagnostics));
    state.apply(input, module);
    diagnostics
}

fn first_error(diagnostics: &[Diagnostic]) -> String {
    let error = diagnostics.iter().find(|diagnostic| diagnostic.is_error());
    error.map_or_else(|| "not compiled".to_owned(), Diagnostic::headline)
}

fn report_crash(state: &mut State, services: &Services, crash: Option<Crash>) {
    let Some(crash) = crash.filter(|crash| !state.is_logger_behind(crash.node)) else {
        return;
    };
    let wall_us = state.env.epoch_us + state.env.now_ns / 1000;
    let node = &state.nodes[crash.node as usize];
    let text: Rc<str> = (services.report)(node, wall_us, &crash).into();
    node.log(
        &mut state.env,
        Some(crash.process),
        None,
        What::ErrorReport { text: text.clone() },
    );
    state.report(&crash, text);
}

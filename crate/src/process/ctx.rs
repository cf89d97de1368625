//! The running process and all that it can reach: what builtins work with, and the machine's host.
//!
//! While a slice is on, the process is out of the table and its heap is here, so that a builtin can use its own heap and
//! other processes at the same time.

use std::rc::Rc;

use super::dist::Arrival;
use super::event::{Peer, Place, What, payload};
use super::mailbox::Message;
use super::monitor::AliasMode;
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::{HeapLimit, Priority, Process, Settings};
use super::reference::Reference;
use super::remote::Control;
use super::signal::{End, Origin, Signal, apply, atom_parcel};
use super::spawn::{Parent, Start, spawn};
use super::timer::Timer;
use super::tracing::{self, Flags, Trace, taken};
use bytecode::module::Mfa;
use machine::host::{
    Callee, Host, Instance, NativeResult, ReceiveTimer, Target, Timeout, Trap, charge_work,
};
use machine::stack::Position;
use term::collect::Collector;
use term::copy::flat_size;
use term::spare::Spares;
use term::{Atom, Heap, Parcel, Term, atom, work};

pub struct Ctx<'a> {
    pub heap: Heap,
    pub process: Box<Process>,
    pub node: &'a mut Node,
    pub env: &'a mut Env,
    pub reductions: i32,
    /// Set when the process ends in the middle of its slice.
    pub end: Option<End>,
    call: Option<(Callee, Vec<Term>)>,
    /// Reductions of the slice when it began, to tell the time inside it.
    budget: i32,
}

/// Virtual time that a reduction takes: about what it takes on real OTP. It makes time pass for programs that poll the clock.
pub const NS_PER_REDUCTION: u64 = 50;

/// A heap that is collected again before all processes together have spent so many reductions (four slices) is collected
/// often.
const OFTEN_REDUCTIONS: u64 = 4 * limits::REDUCTIONS_PER_SLICE as u64;

impl<'a> Ctx<'a> {
    /// Starts a slice of `budget` reductions.
    pub fn new(
        mut process: Box<Process>,
        node: &'a mut Node,
        env: &'a mut Env,
        budget: i32,
    ) -> Ctx<'a> {
        let heap = std::mem::take(&mut process.heap);
        Ctx {
            heap,
            process,
            node,
            env,
            reductions: budget,
            end: None,
            call: None,
            budget,
        }
    }

    /// Ends the slice: the process with its heap, the reductions it has used, and how it ended, if it did.
    // Inlined, so that the heap goes from here to its process by no third place.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "measured")]
    pub fn finish(self) -> (Box<Process>, i32, Option<End>) {
        let Ctx {
            heap,
            mut process,
            reductions,
            budget,
            end,
            ..
        } = self;
        let used = budget - reductions.max(-1_000_000);
        process.heap = heap;
        process.reductions += used.max(0) as u64;
        (process, used, end)
    }

    pub fn self_pid(&self) -> Term {
        Term::local_pid(self.process.number)
    }

    /// Virtual time now, inside the slice: nanoseconds since boot.
    pub fn now_ns(&self) -> u64 {
        self.env.now_ns + (self.budget - self.reductions).max(0) as u64 * NS_PER_REDUCTION
    }

    /// Charges a builtin for work in proportion to its data: `items` elementary steps.
    pub fn charge(&mut self, items: usize) {
        self.reductions = self.reductions.saturating_sub(work::cost(items));
    }

    /// Makes sure that the process may allocate `words` more. The trap ends the process, as `max_heap_size` does.
    pub fn reserve(&mut self, words: usize) -> Result<(), Trap> {
        let free = self.heap.capacity() - self.heap.len();
        if words <= free || self.env.words.saturating_add(words) <= self.words_max() {
            return Ok(());
        }
        self.outgrown()
    }

    /// Ends the process as `max_heap_size` does.
    #[cold]
    fn outgrown<T>(&mut self) -> Result<T, Trap> {
        self.end = Some(End {
            reason: atom_parcel(atom::KILLED),
            cause: None,
        });
        Err(Trap::Gone)
    }

    /// Words that the heap may have in all before the world's memory is used up.
    pub fn heap_words_max(&self) -> usize {
        self.heap.capacity() + self.env.words_max.saturating_sub(self.env.words)
    }

    /// Leaves a call for the machine to make in the builtin's place: `return ctx.call(...)`.
    pub fn call(&mut self, callee: Callee, args: Vec<Term>) -> NativeResult {
        self.call = Some((callee, args));
        Err(Trap::Call)
    }

    /// As [`Ctx::call`]; the callee gets the stack trace as one more argument.
    pub fn call_with_trace(&mut self, callee: Callee, args: Vec<Term>) -> NativeResult {
        self.call = Some((callee, args));
        Err(Trap::CallWithTrace)
    }

    /// As [`Ctx::call`]; the callee gets `{Caller, IsDirect, Catcher}` as one more argument.
    pub fn call_with_caller(&mut self, callee: Callee, args: Vec<Term>) -> NativeResult {
        self.call = Some((callee, args));
        Err(Trap::CallWithCaller)
    }

    /// Leaves a call for the machine to make when a message comes, on an empty stack.
    pub fn hibernate(&mut self, callee: Callee, args: Vec<Term>) -> NativeResult {
        self.call = Some((callee, args));
        Err(Trap::Hibernate)
    }

    /// Where the process is in Erlang code, for the log.
    fn place(&self) -> Option<Place> {
        self.process
            .place(&self.node.code.instance(self.process.at.instance))
    }

    pub fn log(&mut self, what: What) -> u64 {
        if !self.env.log.is_on() {
            return 0;
        }
        let number = self.process.number;
        let place = self.place();
        let now = self.now_ns();
        let before = std::mem::replace(&mut self.env.now_ns, now);
        let seq = self.node.log_at(self.env, Some(number), None, place, what);
        self.env.now_ns = before;
        self.process.last_event = seq;
        seq
    }

    /// Sends a message to a process of this node: the common case, without detours when nothing is logged.
    // Inlined into a floor that is built for size, it would be built for size too.
    #[inline(never)]
    pub fn send_local(&mut self, to: u32, message: Term) {
        if self.env.log.is_on() || to == self.process.number {
            self.send(Peer::Pid(Pid::Local(to)), message);
            return;
        }
        self.env.next_message += 1;
        let from = Some(Pid::Local(self.process.number));
        let origin = Origin {
            from,
            message: self.env.next_message,
            cause: 0,
        };
        self.node
            .deliver_message(self.env, to, &self.heap, message, origin);
    }

    /// Sends a message to a process, a name, or a name on another node. A name nobody has is for the caller to check.
    pub fn send(&mut self, to: Peer, message: Term) {
        self.env.next_message += 1;
        let id = self.env.next_message;
        let cause = if self.env.log.is_on() {
            let payload = payload(&self.heap, message);
            // The receiver is who has the name now: later it may be another, or nobody.
            let found = self.node.find(to);
            self.log(What::Send {
                to: found.map_or(to, |number| Peer::Pid(Pid::Local(number))),
                message: id,
                payload,
            })
        } else {
            0
        };
        let me = Pid::Local(self.process.number);
        match self.node.find(to) {
            Some(number) if number == self.process.number => {
                // A message to oneself stays in the heap, but is a copy, as OTP's: later changes of sharing cannot matter.
                self.process.mailbox.push(Message {
                    term: message,
                    id,
                    from: Some(me),
                });
                if let Some(trace) = self.process.trace {
                    let received = (Some(me), &self.heap, message);
                    self.node
                        .trace_received(self.env, (number, trace), received);
                }
                if self.env.log.is_on() {
                    let index = self.process.mailbox.len() - 1;
                    let payload = payload(&self.heap, message);
                    self.node.log(
                        self.env,
                        Some(number),
                        Some(cause),
                        What::Queued {
                            from: Some(me),
                            message: id,
                            index,
                            payload,
                        },
                    );
                }
            }
            Some(number) => {
                let origin = Origin {
                    from: Some(me),
                    message: id,
                    cause,
                };
                self.node
                    .deliver_message(self.env, number, &self.heap, message, origin);
            }
            None => self.send_away(to, message, Arrival { message: id, cause }),
        }
    }

    /// Tells the tracer of the running process, if it has one and this flag is set.
    pub fn trace(&mut self, flag: Flags, tag: &str, parts: &[Term]) {
        if let Some(trace) = self.process.trace
            && trace.flags.has(flag)
        {
            self.trace_by(trace, tag, parts);
        }
    }

    /// Tells the tracer of the running process, if it wants to know, that it sends a message.
    pub fn trace_sent(&mut self, tag: &str, to: Term, message: Term) {
        if let Some(trace) = self.process.trace
            && trace.flags.has(Flags::SEND)
        {
            let of = (self.process.number, trace);
            let sent = (&self.heap, message);
            self.node.trace_sent(self.env, of, (tag, to), sent);
        }
    }

    /// As [`Ctx::trace`], as `trace` says.
    pub fn trace_by(&mut self, trace: Trace, tag: &str, parts: &[Term]) {
        let number = self.process.number;
        let own = &self.heap;
        self.node.trace(self.env, (number, trace), tag, |heap| {
            parts.iter().map(|&part| taken(own, part, heap)).collect()
        });
    }

    /// A collection begins or has ended. It is always one of the whole heap; the first number is what OTP has there.
    fn trace_collection(&mut self, tag: &str, first: usize, stack_words: usize) {
        let Some(trace) = self.process.trace else {
            return;
        };
        if trace.flags.has(Flags::GARBAGE_COLLECTION) {
            let sizes = [first, self.heap.capacity(), stack_words, self.heap.len()];
            let number = self.process.number;
            self.node.trace(self.env, (number, trace), tag, |heap| {
                vec![tracing::collection_sizes(heap, sizes)]
            });
        }
    }

    /// A process has been made by one that is traced, or while all new ones are.
    fn trace_spawn(&mut self, child: u32, start: Start<'_>) {
        let parent = Term::local_pid(self.process.number);
        let call = match start {
            Start::Mfa(module, function, args) => {
                let args = self.heap.list(args);
                self.heap.tuple(&[module.into(), function.into(), args])
            }
            Start::Fun(fun) => {
                let args = self.heap.list(&[fun, Term::NIL]);
                let apply = Atom::intern("apply").into();
                self.heap.tuple(&[atom::ERLANG.into(), apply, args])
            }
        };
        self.trace(Flags::PROCS, "spawn", &[Term::local_pid(child), call]);
        let mine = self.process.trace.unwrap_or_default();
        let first = Flags::SET_ON_FIRST_SPAWN;
        let inherited = if mine.flags.has(Flags::SET_ON_SPAWN.with(first)) {
            Some(mine)
        } else {
            self.node.tracing.newcomers
        };
        let Some(mut trace) = inherited else { return };
        if mine.flags.has(first) {
            trace.flags = trace.flags.without(first);
            self.process.trace = Some(trace);
        }
        if let Some(made) = self.node.processes.get_mut(child) {
            made.trace = Some(trace);
        }
        if trace.flags.has(Flags::PROCS) {
            let own = &self.heap;
            self.node
                .trace(self.env, (child, trace), "spawned", |heap| {
                    vec![parent, taken(own, call, heap)]
                });
        }
    }

    /// Sends a message to another node; to a process that is not there it goes nowhere.
    fn send_away(&mut self, to: Peer, message: Term, arrival: Arrival) {
        let me = Pid::Local(self.process.number);
        let (node, control) = match to {
            Peer::Pid(Pid::Remote(pid)) if pid.node != self.node.name => {
                let from = Some(me);
                let to = Pid::Remote(pid);
                (pid.node, Control::Send { from, to })
            }
            Peer::RemoteName(name, node) if node != self.node.name => {
                (node, Control::RegSend { from: me, name })
            }
            _ => return,
        };
        self.say(node, control, message, arrival);
    }

    /// Sends a message through an alias of another node's process.
    pub fn send_to_remote_alias(&mut self, alias: Reference, message: Term) {
        let Reference::Remote(reference) = &alias else {
            return;
        };
        let node = reference.node;
        self.env.next_message += 1;
        let arrival = Arrival {
            message: self.env.next_message,
            cause: 0,
        };
        let from = Pid::Local(self.process.number);
        if node != self.node.name {
            self.say(node, Control::AliasSend { from, alias }, message, arrival);
        }
    }

    /// Leaves an operation with a payload for another node; what is too large for memory is lost with its sender.
    fn say(&mut self, node: Atom, control: Control, payload: Term, arrival: Arrival) {
        let Ok(parcel) = Parcel::pack(&self.heap, payload, self.env.words_max) else {
            self.end = Some(End {
                reason: atom_parcel(atom::KILLED),
                cause: None,
            });
            return;
        };
        self.charge(parcel.words());
        let from = self.process.number;
        self.node
            .say(node, from, control, Some(Rc::new(parcel)), arrival);
    }

    /// Sends to the process that the alias `reference` of process `alias` stands for, if it still does.
    pub fn send_to_alias(&mut self, reference: u64, alias: u32, message: Term) {
        let owner = if alias == self.process.number {
            Some(&mut *self.process)
        } else {
            self.node.processes.get_mut(alias)
        };
        let Some(owner) = owner else { return };
        let Some(mode) = owner.alias_mode(reference) else {
            return;
        };
        if matches!(mode, AliasMode::ReplyDemonitor | AliasMode::Reply) {
            owner.relations().aliases.remove(&reference);
            if let Some(monitor) = owner.remove_monitor(reference) {
                self.node.forget_monitor(alias, &monitor);
            }
        }
        self.send(Peer::Pid(Pid::Local(alias)), message);
    }

    pub fn send_signal(&mut self, to: Pid, signal: Signal) {
        let from = self.process.number;
        self.node.send_signal(from, to, signal);
    }

    /// Spawns a process that starts with `start`; `None` at the process limit.
    pub fn spawn(
        &mut self,
        start: Start<'_>,
        priority: Priority,
        group_leader: Option<Term>,
    ) -> Option<u32> {
        let leader = group_leader.unwrap_or(self.process.group_leader);
        let parent = Parent::of(&self.process);
        let now = self.now_ns();
        let before = std::mem::replace(&mut self.env.now_ns, now);
        let child = spawn(
            self.node, self.env, &self.heap, start, leader, parent, priority,
        );
        self.env.now_ns = before;
        if let Some(child) = child
            && (self.process.trace.is_some() || self.node.tracing.newcomers.is_some())
        {
            self.trace_spawn(child, start);
        }
        child
    }

    /// Handles the signals that a builtin has caused, the running process's own too, but for those that it keeps.
    pub fn settle(&mut self) {
        while !self.node.signals.is_empty() && self.end.is_none() {
            let me = self.process.number;
            for signal in self.node.deliver_signals(self.env, Some(me)) {
                if self.process.keeps(&signal) {
                    self.process.relations().kept.push(signal);
                } else {
                    self.handle(signal);
                }
            }
        }
    }

    /// Handles the signals that the running process has kept: a builtin that waits for another process's answer in OTP comes
    /// to them. It may end the process.
    pub fn handle_kept(&mut self) {
        for signal in self.process.take_kept() {
            self.handle(signal);
        }
    }

    /// Handles one signal to the running process.
    fn handle(&mut self, signal: Signal) {
        if self.end.is_some() {
            return;
        }
        std::mem::swap(&mut self.heap, &mut self.process.heap);
        self.end = apply(self.node, self.env, &mut self.process, signal);
        std::mem::swap(&mut self.heap, &mut self.process.heap);
    }

    /// Counts the process's memory against the world's budget; `false` when that is exceeded.
    #[inline]
    pub fn count_memory(&mut self, stack_words: usize) -> bool {
        let words = self.heap.capacity() + stack_words;
        if words == self.process.counted_words {
            return self.env.words <= self.words_max();
        }
        self.count_words(words)
    }

    fn count_words(&mut self, words: usize) -> bool {
        self.env.words = self.env.words - self.process.counted_words.min(self.env.words) + words;
        self.process.counted_words = words;
        self.env.words <= self.words_max()
    }

    /// Words that the world may hold before this process has to go.
    fn words_max(&self) -> usize {
        let kept = if self.process.serves {
            limits::WORDS_RESERVED
        } else {
            0
        };
        self.env.words_max + kept
    }

    /// Whether the process keeps its `max_heap_size`. Unread messages count, as in OTP, when it has collected, not when they
    /// are sent, and not if the process wants them off its heap.
    fn keeps_limit(&mut self, stack_words: usize) -> bool {
        let Some(limit) = self.process.limits.as_deref().copied() else {
            return true;
        };
        let mut words = self.heap.len() + stack_words;
        if words > limit.words && self.process.settings().off_heap_messages {
            let messages = self.process.mailbox.iter();
            let unread: usize = messages
                .map(|message| flat_size(&self.heap, message.term, words))
                .sum();
            self.charge(unread);
            words = words.saturating_sub(unread);
        }
        if words <= limit.words || !limit.kill {
            return true;
        }
        if limit.report {
            self.report_heap(limit, stack_words);
        }
        false
    }

    /// Tells the logger of a process that has outgrown its `max_heap_size`: `{max_heap, Pid, Max, Kill, Messages, Sizes}`,
    /// where the sizes are those of the heap's room, the heap and the stack.
    fn report_heap(&mut self, limit: HeapLimit, stack_words: usize) {
        let me = self.process.number;
        let logger = self.node.whereis(Atom::intern("logger_proxy"));
        let Some(logger) = logger.filter(|&logger| logger != me) else {
            return;
        };
        let messages = self.process.mailbox.len();
        let sizes = [self.heap.capacity(), self.heap.len(), stack_words];
        self.node.tell(self.env, logger, |heap| {
            let sizes = heap.tuple(&sizes.map(Term::size));
            heap.tuple(&[
                Atom::intern("max_heap").into(),
                Term::local_pid(me),
                Term::size(limit.words),
                Term::bool(limit.kill),
                Term::size(messages),
                sizes,
            ])
        });
    }

    /// The receive in progress waits no longer for a point in time.
    #[inline(never)]
    fn stop_timer(&mut self) {
        if let Some(key) = self.process.receive_timer.take() {
            self.node.timers.remove(key);
        }
    }

    /// A fresh reference of this node.
    pub fn make_reference(&mut self) -> Term {
        let id = self.node.new_reference();
        self.heap.reference(id, 0)
    }

    pub fn resolve(&mut self, module: Atom, function: Atom, arity: u32) -> Target {
        self.node.resolve(Mfa {
            module,
            function,
            arity,
        })
    }

    /// The call that runs the builtin.
    pub fn position(&self) -> Position {
        self.process.at
    }
}

impl Host for Ctx<'_> {
    #[inline]
    fn heap(&self) -> &Heap {
        &self.heap
    }

    #[inline]
    fn heap_mut(&mut self) -> &mut Heap {
        &mut self.heap
    }

    fn heap_and_spares(&mut self) -> (&mut Heap, &mut Spares) {
        (&mut self.heap, &mut self.env.spares)
    }

    #[inline]
    fn reductions(&mut self) -> &mut i32 {
        &mut self.reductions
    }

    #[inline]
    fn interrupted(&self) -> bool {
        self.end.is_some() || self.env.log.wants_pause() || self.node.halted.is_some()
    }

    #[inline]
    fn note_position(&mut self, at: Position) {
        self.process.at = at;
    }

    #[inline]
    fn instance(&self, number: u32) -> Rc<Instance> {
        self.node.code.instance(number)
    }

    #[inline]
    fn fun_entry(&self, instance: u32, index: u32) -> Option<u32> {
        self.node.code.fun_entry(instance, index)
    }

    #[inline]
    fn code_generation(&self) -> u32 {
        self.node.code.generation
    }

    fn resolve(&mut self, mfa: Mfa) -> Target {
        self.node.resolve(mfa)
    }

    fn undefined_handler(&mut self, module: Atom) -> Option<Callee> {
        let handler = self.process.settings().error_handler;
        let usual = Settings::default().error_handler;
        let is_wanted = handler != usual || self.node.code.staged(module).is_some();
        let function = Atom::intern("undefined_function");
        // A handler that does not exist is no call without end.
        (is_wanted && module != handler && self.node.ensure_loaded(handler))
            .then_some(Callee::Mfa(handler, function))
    }

    fn arrived_fun(&mut self, instance: u32, index: u32) -> Option<(u32, u32)> {
        self.node.code.arrived_fun(instance, index)
    }

    fn has_module_of(&mut self, instance: u32) -> bool {
        let name = self.node.code.instance(instance).module.name;
        name.is_some_and(|name| self.node.ensure_loaded(name))
    }

    fn native_mfa(&self, native: u32) -> Mfa {
        self.node.code.library.natives[native as usize].mfa
    }

    #[inline]
    fn call_native(&mut self, native: u32, args: &[Term]) -> NativeResult {
        let function = self.node.code.library.natives[native as usize].function;
        let result = function(self, args);
        if !charge_work(self) {
            return self.outgrown();
        }
        if !self.node.signals.is_empty() {
            self.settle();
        }
        if self.end.is_some() && result.is_err() {
            return Err(Trap::Gone);
        }
        result
    }

    fn take_call(&mut self) -> (Callee, Vec<Term>) {
        self.call
            .take()
            .unwrap_or((Callee::Mfa(atom::ERLANG, atom::UNDEFINED), Vec::new()))
    }

    fn collects_often(&mut self) -> bool {
        let now = self.env.reductions + (self.budget - self.reductions).max(0) as u64;
        let before = std::mem::replace(&mut self.process.collected_at, now);
        now.saturating_sub(before) < OFTEN_REDUCTIONS
    }

    fn move_roots(&mut self, collector: &mut Collector) {
        self.env.collections += 1;
        self.process.move_roots(collector);
    }

    fn before_collection(&mut self, stack_words: usize) {
        self.trace_collection("gc_major_start", 8, stack_words);
    }

    fn after_collection(&mut self, stack_words: usize) -> bool {
        self.trace_collection("gc_major_end", 0, stack_words);
        // Collecting costs what it copied.
        let live = self.heap.len();
        self.charge(live);
        self.count_memory(stack_words) && self.keeps_limit(stack_words)
    }

    #[inline]
    fn peek_message(&mut self) -> Option<Term> {
        self.process.mailbox.peek().map(|message| message.term)
    }

    #[inline]
    fn accept_message(&mut self) {
        if self.process.receive_timer.is_some() {
            self.stop_timer();
        }
        self.process.timed_out = false;
        self.process.waiting_since_ns = None;
        if let Some((index, message)) = self.process.mailbox.accept()
            && self.env.log.is_on()
        {
            let payload = payload(&self.heap, message.term);
            self.log(What::Receive {
                message: message.id,
                index,
                payload,
            });
        }
    }

    fn skip_message(&mut self) {
        if let Some((index, message)) = self.process.mailbox.skip()
            && self.env.log.is_on()
        {
            let message = message.id;
            self.log(What::Skip { message, index });
        }
    }

    fn has_unseen_message(&self) -> bool {
        self.process.mailbox.has_unseen()
    }

    #[inline]
    fn wait_for_message(&mut self) {
        if self.process.timed_out || self.env.log.is_on() {
            let _ = self.receive_timer(Timeout::Infinity);
        } else if self.process.waiting_since_ns.is_none() {
            self.process.waiting_since_ns = Some(self.now_ns());
        }
    }

    fn receive_timer(&mut self, timeout: Timeout) -> ReceiveTimer {
        if self.process.timed_out || timeout == Timeout::Milliseconds(0) {
            self.process.timed_out = false;
            self.process.waiting_since_ns = None;
            self.process.mailbox.reset();
            self.log(What::Timeout);
            self.trace(Flags::RECEIVE, "receive", &[Term::from_atom(atom::TIMEOUT)]);
            return ReceiveTimer::Expired;
        }
        let now = self.now_ns();
        if let (Timeout::Milliseconds(ms), None) = (timeout, self.process.receive_timer) {
            let due = now + ms * 1_000_000;
            let timer = Timer::Receive {
                process: self.process.number,
            };
            self.process.receive_timer = Some(self.node.timers.add(due, timer));
        }
        if self.process.waiting_since_ns.is_none() {
            self.process.waiting_since_ns = Some(now);
        }
        if self.env.log.is_on() {
            let until_ns = self.process.receive_timer.map(|(due, _)| due);
            self.log(What::Wait { until_ns });
        }
        ReceiveTimer::Running
    }
}

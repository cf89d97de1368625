//! Parse transforms of modules that come from outside (the page, a lesson, the command line), written in Erlang.
//!
//! Compiling such a module is one step of the world, in which no process runs. Its transforms therefore run on a node of
//! their own, as `erlc` runs them in a program of its own: it has the code and the files of the node that the module is for,
//! and is forgotten with all that was done on it. The same code and source give the same forms.

use process::node::{Env, Node};
use process::scheduler::{fire_timers, run_slice};
use process::spawn::{Parent, Start, spawn};
use process::{Library, process::Priority};
use std::rc::Rc;
use syntax::ast::Pos;
use syntax::diagnostic::Diagnostic;
use term::{Atom, Heap, Parcel, Term, atom};

/// What the transforms made of a source.
pub struct Transformed {
    /// `{forms, Forms, Problems}`, or `{source, Problems}` of one that has no transforms or is refused.
    answer: Option<Rc<Parcel>>,
    pub printed: String,
}

impl Transformed {
    pub fn forms(&self) -> Option<(&Heap, Term)> {
        let answer = self.answer.as_ref()?;
        let [_, forms, _] = answer.heap().as_tuple(answer.root())?;
        Some((answer.heap(), forms))
    }

    /// What they had to say, or that they never answered.
    pub fn problems(&self, file: &str) -> Vec<Diagnostic> {
        let Some(answer) = &self.answer else {
            let text = "parse transform took too long, too much memory, or waited for something that never came";
            return vec![told(file, true, None, text)];
        };
        let heap = answer.heap();
        let parts = heap
            .as_tuple(answer.root())
            .map(|[_, _, problems]| problems);
        let problems = parts.or_else(|| heap.as_tuple(answer.root()).map(|[_, problems]| problems));
        let problems = problems.and_then(|problems| heap.list_to_vec(problems));
        let problems = problems.unwrap_or_default();
        problems
            .iter()
            .filter_map(|&problem| read_problem(heap, problem))
            .collect()
    }
}

/// Runs the transforms that the source of a module asks for on a copy of `node`.
pub fn run(node: &Node, library: Rc<Library>, file: &str, source: &str) -> Transformed {
    let mut scratch = Node::new(node.index, atom::NONODE_NOHOST, library);
    scratch.code = node.code.clone();
    scratch.files = node.files.clone();
    scratch.store = node.store.clone();
    let mut env = Env::new(0, 0);
    let answer = answer(&mut scratch, &mut env, file, source);
    let printed = env.output.iter().map(|(_, text)| &**text).collect();
    Transformed { answer, printed }
}

/// Boots the node and runs `compile:transform_source/2`, which ends with `{transformed, Answer}`.
fn answer(node: &mut Node, env: &mut Env, file: &str, source: &str) -> Option<Rc<Parcel>> {
    let mut heap = Heap::new();
    let args = [heap.string(file), heap.binary(source.as_bytes())];
    start(
        node,
        env,
        &Heap::new(),
        ("boot", "start", &[Term::bool(false)]),
        1,
    )?;
    let mut worker = None;
    let mut stack = Vec::new();
    while env.reductions < limits::TRANSFORM_REDUCTIONS_MAX && node.halted.is_none() {
        if worker.is_none()
            && let Some(user) = node.whereis(Atom::intern("user"))
        {
            let call: Call<'_> = ("compile", "transform_source", &args);
            worker = Some(start(node, env, &heap, call, user)?);
        }
        let slice = run_slice(node, env, &mut stack);
        if let Some(crash) = slice.crash
            && Some(crash.process) == worker
        {
            return answer_of(&crash.reason).map(Rc::new);
        }
        match node.timers.next_due_ns() {
            Some(due) if !slice.ran => env.now_ns = env.now_ns.max(due),
            None if !slice.ran => return None,
            _ => {}
        }
        fire_timers(node, env);
    }
    None
}

/// Module, function, arguments.
type Call<'a> = (&'a str, &'a str, &'a [Term]);

fn start(node: &mut Node, env: &mut Env, heap: &Heap, call: Call<'_>, leader: u32) -> Option<u32> {
    let (module, function, args) = call;
    let start = Start::Mfa(Atom::intern(module), Atom::intern(function), args);
    let leader = Term::local_pid(leader);
    spawn(
        node,
        env,
        heap,
        start,
        leader,
        Parent::default(),
        Priority::Normal,
    )
}

/// The answer in `{{transformed, Answer}, Stacktrace}`.
fn answer_of(reason: &Parcel) -> Option<Parcel> {
    let heap = reason.heap();
    let [reason, _] = heap.as_tuple(reason.root())?;
    let [tag, answer] = heap.as_tuple(reason)?;
    if tag != Atom::intern("transformed").into() {
        return None;
    }
    Parcel::pack(heap, answer, limits::WORLD_WORDS_DEFAULT).ok()
}

/// `{error | warning, File, Place, Text}`.
fn read_problem(heap: &Heap, problem: Term) -> Option<Diagnostic> {
    let [kind, file, place, text] = heap.as_tuple(problem)?;
    let number = |term: Term| term.as_small().and_then(|n| u32::try_from(n).ok());
    let pos = match heap.as_tuple(place) {
        Some([line, column]) => number(line).zip(number(column)),
        None => number(place).map(|line| (line, 0)),
    };
    let (file, text) = (text_of(heap, file)?, text_of(heap, text)?);
    Some(told(&file, kind == atom::ERROR.into(), pos, &text))
}

fn text_of(heap: &Heap, term: Term) -> Option<Rc<str>> {
    builtin::console::text_in(heap, term)
}

fn told(file: &str, is_error: bool, pos: Option<(u32, u32)>, text: &str) -> Diagnostic {
    let at = pos.map(|(line, column)| Pos::new(line, column));
    let (file, code) = (file.into(), "compile:transform");
    let found = if is_error {
        Diagnostic::error(&file, at.unwrap_or_default(), code, text)
    } else {
        Diagnostic::warning(&file, at.unwrap_or_default(), code, text)
    };
    Diagnostic { pos: at, ..found }
}

//! Lines of OTP's own sources for the library's functions: stack traces name them, as real Erlang's do.
//!
//! `crate/otp/lines.txt` has them, recorded by `tests/tools/otp_lines.escript`. A place in a function here is that place in
//! OTP's function of the same name and arity that calls, or does, the same thing; else it is the function's head.

use std::collections::HashMap;

use bytecode::instr::{Arith, Failure, Instr};
use bytecode::module::{Function, Module};

/// The recorded lines of one function: that of its head, and those of each thing it calls, in order.
struct Recorded<'a> {
    head: u32,
    calls: HashMap<&'a str, Vec<u32>>,
}

/// The recorded lines of all modules.
pub struct Lines<'a>(HashMap<(&'a str, &'a str), Recorded<'a>>);

impl<'a> Lines<'a> {
    /// Reads `lines.txt`; one that is malformed ends the build.
    pub fn read(text: &'a str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('%'));
        Self(lines.map(function).collect())
    }

    /// Notes in `module` what its positions are called in OTP.
    pub fn note(&self, module: &mut Module) {
        let Some(name) = module.name else { return };
        let mut noted = Vec::new();
        for function in &module.functions {
            let key = format!("{}/{}", function.name.text(), function.arity);
            if let Some(recorded) = self.0.get(&(name.text(), key.as_str())) {
                places(module, function, recorded, &mut noted);
                push(&mut noted, function.end, 0);
            }
        }
        module.otp_lines = noted;
    }
}

fn function(line: &str) -> ((&str, &str), Recorded<'_>) {
    let mut words = line.split(' ');
    let mut word = || words.next().expect("module, function and line");
    let key = (word(), word());
    let head = word().parse().expect("the line of a head");
    let mut calls: HashMap<&str, Vec<u32>> = HashMap::new();
    for word in words {
        let (callee, line) = word.rsplit_once('=').expect("what is called, and its line");
        let line = line.parse().expect("a line");
        calls.entry(callee).or_default().push(line);
    }
    // Of a `case` in another, OTP's code has the inner one first.
    if let Some(cases) = calls.get_mut("case") {
        cases.sort_unstable();
    }
    (key, Recorded { head, calls })
}

fn places(
    module: &Module,
    function: &Function,
    recorded: &Recorded<'_>,
    noted: &mut Vec<(u32, u32)>,
) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    push(noted, function.entry, recorded.head);
    for at in function.entry..function.end {
        if let Some(line) = line_of(module, module.code[at as usize], recorded, &mut seen) {
            push(noted, at, line);
        }
    }
}

/// The line of an instruction that can fail or calls; `None` for the others.
fn line_of<'a>(
    module: &Module,
    instr: Instr,
    recorded: &'a Recorded<'_>,
    seen: &mut HashMap<&'a str, usize>,
) -> Option<u32> {
    if matches!(instr, Instr::FunctionClause) {
        return Some(recorded.head);
    }
    let callee = callee(module, instr)?;
    let found = recorded
        .calls
        .get_key_value(callee.as_str())
        .or_else(|| of_name(recorded, &callee));
    let Some((key, lines)) = found else {
        return Some(recorded.head);
    };
    let times = seen.entry(key).or_default();
    let line = lines[(*times).min(lines.len() - 1)];
    *times += 1;
    Some(line)
}

/// The first thing called by that name with another number of arguments.
fn of_name<'a, 'b>(
    recorded: &'a Recorded<'b>,
    callee: &str,
) -> Option<(&'a &'b str, &'a Vec<u32>)> {
    let (name, _) = callee.rsplit_once('/')?;
    let of_name = |key: &&&str| key.rsplit_once('/').is_some_and(|(found, _)| found == name);
    let key = recorded.calls.keys().filter(of_name).min()?;
    recorded.calls.get_key_value(key)
}

/// What is called or done, in the words of `lines.txt`.
fn callee(module: &Module, instr: Instr) -> Option<String> {
    let word = |word: &str| Some(word.to_string());
    match instr {
        Instr::CallFun { arity, .. }
        | Instr::CallFunWith { arity, .. }
        | Instr::TailCallFun { arity } => Some(format!("fun/{arity}")),
        Instr::Apply { arity, .. } | Instr::TailApply { arity } => Some(format!("apply/{arity}")),
        Instr::Arith { op, .. } | Instr::ArithInt { op, .. } | Instr::ArithIntReturn { op, .. } => {
            word(operator(op)?)
        }
        Instr::Add { .. }
        | Instr::AddInt { .. }
        | Instr::AddReturn { .. }
        | Instr::AddIntReturn { .. } => word("+"),
        Instr::Sub { .. } | Instr::SubInt { .. } => word("-"),
        Instr::Mul { .. } | Instr::MulReturn { .. } => word("*"),
        Instr::RecvWaitTimeout { .. } => word("wait"),
        Instr::Head { .. } => word("erlang:hd/1"),
        Instr::Tail { .. } => word("erlang:tl/1"),
        Instr::Element { .. } => word("erlang:element/2"),
        Instr::Fail { kind, .. } => match kind {
            Failure::Badmatch => word("match"),
            Failure::CaseClause => word("case"),
            Failure::TryClause => word("try"),
            Failure::IfClause => word("if"),
            _ => None,
        },
        _ => module.callee(instr),
    }
}

fn operator(op: Arith) -> Option<&'static str> {
    match op {
        Arith::Add => Some("+"),
        Arith::Sub => Some("-"),
        Arith::Mul => Some("*"),
        Arith::Divide => Some("/"),
        Arith::Div => Some("div"),
        Arith::Rem => Some("rem"),
        _ => None,
    }
}

/// Notes that from `at` on it is `line`.
fn push(noted: &mut Vec<(u32, u32)>, at: u32, line: u32) {
    if noted.last().is_some_and(|last| last.0 == at) {
        noted.pop();
    }
    if noted.last().is_none_or(|last| last.1 != line) {
        noted.push((at, line));
    }
}

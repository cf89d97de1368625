//! Module `console`: where the Erlang part of the runtime (`crate/otp`) meets the world. Not in OTP; programs have no
//! business with it.

use super::builtins;
use compile::auto;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::event::What;
use std::rc::Rc;
use term::print::exception::{ExceptionOptions, format_exception};
use term::print::{PrettyOptions, report};
use term::work::Steps;
use term::{Atom, Heap, Parcel, Term, atom};

builtins! {
    "change_case"/2 Linear pure = super::string::change_case;
    "event"/2 Linear effect = event;
    "environment"/0 Linear effect = environment;
    "exception"/4 Linear pure = exception;
    "exception"/5 Linear pure = exception;
    "evaluator"/1 Constant effect = evaluator;
    "exs_next"/2 Constant pure = super::rand::exs_next;
    "graphemes"/1 Linear pure = super::string::graphemes;
    "is_auto_imported"/2 Constant pure = is_auto_imported;
    "keysort"/2 Sorting pure = super::lists::keysort;
    "logger_config"/0 Linear effect = logger_config;
    "logger_config"/1 Linear effect = set_logger_config;
    "map_pairs"/1 Linear pure = super::maps::pairs;
    "map_to_list"/1 Linear pure = super::maps::to_list;
    "parse"/2 Linear effect = super::source::parse;
    "process_info"/3 Linear effect = super::erlang::info::process_info_traced;
    "put_chars"/2 Linear effect = put_chars;
    "re_compile"/2 Linear effect = super::re::compile;
    "re_run"/5 Linear effect = super::re::run;
    "report"/1 Linear effect = report;
    "report_header"/2 Linear pure = report_header;
    "rfc3339"/2 Constant pure = rfc3339;
    "scan"/3 Linear effect = super::source::scan;
    "shell"/0 Constant effect = shell;
    "shell"/1 Constant effect = set_shell;
    "put_prompt"/2 Linear effect = put_prompt;
    "sort"/1 Sorting pure = super::lists::sort;
    "stable_sort"/1 Sorting pure = super::lists::stable_sort;
    "splitmix64"/1 Constant pure = super::rand::splitmix64;
    "system"/1 Constant effect = system;
    "set_environment"/2 Linear effect = set_environment;
    "wants_input"/0 Constant effect = |ctx, _| Ok(Term::bool(ctx.node.wants_input));
    "wants_input"/1 Constant effect = wants_input;
}

/// A step through character data takes as long as comparing so many words.
const STEP_WORDS: usize = 8;

/// The text of character data: a deep list of characters and UTF-8 binaries.
pub fn text(ctx: &Ctx<'_>, term: Term) -> Result<Rc<str>, Trap> {
    text_in(&ctx.heap, term).ok_or_else(Trap::badarg)
}

/// The same for a term of any heap; `None` if it is something else, or endless by what it shares.
pub fn text_in(heap: &Heap, term: Term) -> Option<Rc<str>> {
    let mut text = String::new();
    let mut stack = vec![term];
    let mut steps = Steps::of(STEP_WORDS);
    while let Some(term) = stack.pop() {
        if !steps.step() {
            return None;
        }
        if term.is_cons() {
            let (head, tail) = heap.head_tail(term);
            stack.extend([tail, head]);
        } else if let Some(bytes) = heap.bytes(term) {
            text.push_str(&String::from_utf8_lossy(&bytes));
        } else if let Some(code) = term.as_small() {
            text.push(char::from_u32(code as u32)?);
        } else if !term.is_nil() {
            return None;
        }
    }
    Some(text.into())
}

/// `put_chars(From, Chars)`: text that process `From` prints.
fn put_chars(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[1])?;
    put(ctx, args[0], text.clone(), What::Output { text })
}

/// `put_prompt(From, Chars)`: the prompt of a read that `From` asked for. Only the shell's own counts as one in the log.
fn put_prompt(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[1])?;
    let reader = args[0]
        .as_local_pid()
        .and_then(|number| ctx.node.processes.get(number));
    let what = if reader.is_some_and(|process| process.system) {
        What::Prompt { text: text.clone() }
    } else {
        What::Output { text: text.clone() }
    };
    put(ctx, args[0], text, what)
}

fn put(ctx: &mut Ctx<'_>, from: Term, text: Rc<str>, what: What) -> NativeResult {
    ctx.charge(text.len());
    if ctx.env.log.is_on() {
        let from = from.as_local_pid().unwrap_or(ctx.process.number);
        let now = ctx.now_ns();
        let before = std::mem::replace(&mut ctx.env.now_ns, now);
        ctx.node.log(ctx.env, Some(from), None, what);
        ctx.env.now_ns = before;
    }
    let node = ctx.node.index;
    ctx.env.output.push((node, text));
    Ok(atom::OK.into())
}

/// `is_auto_imported(Name, Arity)`: whether a function of `erlang` may be called without its module.
fn is_auto_imported(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = super::arguments::atom(args[0])?;
    let arity = super::arguments::size(args[1])?;
    Ok(Term::bool(auto::is_auto_imported(name.text(), arity)))
}

/// `event(Kind, Text)`: what the shell does, for the log.
fn event(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[1])?;
    let what = match args[0].as_atom().map(Atom::text) {
        Some("shell_input") => What::ShellInput { text },
        Some("shell_result") => What::ShellResult { text },
        Some("shell_error") => What::ShellError { text },
        Some("error_report") => What::ErrorReport { text },
        _ => return Err(Trap::badarg()),
    };
    ctx.log(what);
    Ok(atom::OK.into())
}

/// `environment()`: the node's environment variables, as pairs of strings.
fn environment(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let all = ctx.node.environment.clone();
    let mut pairs = Vec::new();
    for (name, value) in &all {
        let pair = [ctx.heap.string(name), ctx.heap.string(value)];
        pairs.push(ctx.heap.tuple(&pair));
    }
    Ok(ctx.heap.list(&pairs))
}

/// `set_environment(Name, Value)`: sets a variable, or removes it if the value is `false`.
fn set_environment(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let name = text(ctx, args[0])?;
    if args[1] == Term::bool(false) {
        ctx.node.environment.remove(&name);
    } else {
        let value = text(ctx, args[1])?;
        ctx.node.environment.insert(name, value);
    }
    Ok(Term::bool(true))
}

/// `evaluator(Pid)`: the process in which the shell evaluates from now on.
fn evaluator(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    let old = ctx.node.evaluator.replace(number);
    if let Some(old) = old {
        ctx.log(What::ShellRestart {
            old: process::Pid::Local(old),
        });
    }
    Ok(atom::OK.into())
}

/// `system(Pid)`: marks a process as part of the runtime.
fn system(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = args[0].as_local_pid().ok_or_else(Trap::badarg)?;
    if let Some(process) = ctx.node.processes.get_mut(number) {
        process.system = true;
        process.serves = true;
    }
    Ok(atom::OK.into())
}

/// `report(Chars)`: text of the logger, printed now; that it arose has been recorded with the process it is about.
fn report(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = text(ctx, args[0])?;
    let me = ctx.self_pid();
    put(ctx, me, text.clone(), What::Output { text })
}

/// `exception(Class, Reason, Stacktrace, Column)`: an exception in words, as a crash report shows it.
fn exception(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let column = super::arguments::size(args[3])?;
    let is_internal = |module: Atom, _: Atom, _: usize| {
        module == atom::ERL_EVAL || module == Atom::intern("proc_lib")
    };
    let options = ExceptionOptions {
        column,
        pretty: PrettyOptions {
            depth: args.get(4).and_then(|depth| depth.as_small()),
            ..PrettyOptions::new(ctx.node)
        },
        is_internal: &is_internal,
        is_auto_imported: &auto::is_auto_imported,
    };
    let class = super::arguments::atom(args[0])?;
    let text = format_exception(&ctx.heap, class, args[1], args[2], &options);
    ctx.charge(text.len() * 4);
    ctx.reserve(text.len() * 2)?;
    Ok(ctx.heap.string(&text))
}

/// `report_header(Title, Microseconds)`: the first line of a report.
fn report_header(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let title = text(ctx, args[0])?;
    let text = report::header(&title, moment(args[1])?);
    Ok(ctx.heap.string(text.trim_end()))
}

/// `rfc3339(Microseconds, Designator)`: as `2026-11-26T06:14:22.487627+00:00`.
fn rfc3339(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let designator = text(ctx, args[1])?;
    let text = report::rfc3339(moment(args[0])?, designator.chars().next().unwrap_or('T'));
    Ok(ctx.heap.string(&text))
}

fn moment(term: Term) -> Result<u64, Trap> {
    u64::try_from(super::arguments::small(term)?).map_err(|_| Trap::badarg())
}

/// `logger_config()`: what the node's logger is configured to; `undefined` before anybody has.
fn logger_config(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(match &ctx.node.logger_config {
        Some(config) => config.unpack(&mut ctx.heap),
        None => atom::UNDEFINED.into(),
    })
}

fn set_logger_config(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let parcel = Parcel::pack(&ctx.heap, args[0], ctx.env.words_max);
    ctx.node.logger_config = Some(Rc::new(parcel.map_err(|_| Trap::system_limit())?));
    Ok(atom::OK.into())
}

/// `shell() -> Pid | undefined`: the node's shell.
fn shell(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(ctx
        .node
        .shell
        .map_or(atom::UNDEFINED.into(), Term::local_pid))
}

/// `shell(Pid)`: this is the node's shell.
fn set_shell(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    ctx.node.shell = Some(args[0].as_local_pid().ok_or_else(Trap::badarg)?);
    system(ctx, args)
}

/// `wants_input(Boolean)`: whether somebody waits for a line of input.
fn wants_input(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    ctx.node.wants_input = super::arguments::boolean(args[0])?;
    Ok(atom::OK.into())
}

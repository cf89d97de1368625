//! Exceptions as the shell words them: `exception error: no match of right hand side value 2` and where it happened.
//!
//! `reason` words what happened, `trace` the stack trace, `call` prints calls with their arguments, `explain` says
//! which argument of a builtin is wrong and why. The shell puts `** ` in front and asks for column 4.

mod call;
mod check;
pub mod explain;
mod reason;
mod tables;
mod trace;

use super::super::atom::{self, Atom};
use super::super::heap::Heap;
use super::super::word::Term;
use super::pretty::{PrettyOptions, pretty};
use explain::Explanation;

/// How an exception is shown.
#[derive(Clone, Copy)]
pub struct ExceptionOptions<'a> {
    /// Where the text starts, counted from 1: 4 after `** `.
    pub column: usize,
    /// How terms print; the column is set as needed.
    pub pretty: PrettyOptions<'a>,
    /// Whether a function belongs to the machinery: such frames at the bottom of the trace are left out.
    pub is_internal: &'a dyn Fn(Atom, Atom, usize) -> bool,
    /// Whether `Name/Arity` of module `erlang` may be called without its module: then it prints so.
    pub is_auto_imported: &'a dyn Fn(&str, usize) -> bool,
}

impl<'a> ExceptionOptions<'a> {
    /// What the shell uses; `pretty` are its options for values.
    pub fn shell(
        pretty: PrettyOptions<'a>,
        is_auto_imported: &'a dyn Fn(&str, usize) -> bool,
    ) -> Self {
        ExceptionOptions {
            column: 4,
            pretty,
            is_internal: &is_shell_frame,
            is_auto_imported,
        }
    }
}

/// The frames that the shell hides: its own and the evaluator's.
pub fn is_shell_frame(module: Atom, _function: Atom, _arity: usize) -> bool {
    module == atom::ERL_EVAL || module == atom::SHELL || module.text() == "shell_local"
}

/// A frame of a stack trace.
#[derive(Clone, Copy, Debug)]
struct Frame {
    module: Atom,
    function: Atom,
    /// Arity, or the list of the arguments.
    call: Call,
    location: Term,
}

#[derive(Clone, Copy, Debug)]
enum Call {
    Arity(usize),
    Arguments(Term),
}

impl Frame {
    fn arity(&self, heap: &Heap) -> usize {
        match self.call {
            Call::Arity(arity) => arity,
            Call::Arguments(arguments) => heap.iter_list(arguments).count(),
        }
    }
}

/// The frames of a stack trace, or `None` if the term is no such.
fn frames(heap: &Heap, trace: Term) -> Option<Vec<Frame>> {
    heap.list_to_vec(trace)?
        .into_iter()
        .map(|frame| read_frame(heap, frame))
        .collect()
}

fn read_frame(heap: &Heap, frame: Term) -> Option<Frame> {
    let [module, function, call, location] = heap.as_tuple(frame)?;
    let call = match call.as_usize() {
        Some(arity) => Call::Arity(arity),
        None => Call::Arguments(heap.list_to_vec(call).map(|_| call)?),
    };
    heap.list_to_vec(location)?;
    Some(Frame {
        module: module.as_atom()?,
        function: function.as_atom()?,
        call,
        location,
    })
}

/// The text of an exception, without a new line at the end.
pub fn format_exception(
    heap: &Heap,
    class: Atom,
    reason: Term,
    trace: Term,
    options: &ExceptionOptions<'_>,
) -> String {
    let Some(mut frames) = frames(heap, trace) else {
        // What is no stack trace belongs to the reason.
        let mut heap = heap.clone();
        let both = heap.tuple(&[reason, trace]);
        return Writer {
            heap: &heap,
            class,
            options,
        }
        .exception(both, None, &[]);
    };
    let writer = Writer {
        heap,
        class,
        options,
    };
    // The call that failed is part of the words for these two.
    let culprit = match (class, reason.as_atom(), frames.first()) {
        (
            atom::ERROR,
            Some(atom::FUNCTION_CLAUSE),
            Some(Frame {
                call: Call::Arguments(_),
                ..
            }),
        )
        | (atom::ERROR, Some(atom::UNDEF), Some(_)) => Some(frames.remove(0)),
        // The shell's own commands tell no arguments.
        (atom::ERROR, Some(atom::FUNCTION_CLAUSE), Some(frame))
            if frame.module == atom::SHELL && frame.location.is_nil() =>
        {
            Some(frames.remove(0))
        }
        _ => None,
    };
    writer.exception(reason, culprit, &frames)
}

struct Writer<'a, 'b> {
    heap: &'a Heap,
    class: Atom,
    options: &'a ExceptionOptions<'b>,
}

impl Writer<'_, '_> {
    fn exception(&self, reason: Term, culprit: Option<Frame>, frames: &[Frame]) -> String {
        let explanation = self.explain(reason, frames.first());
        let mut out = format!("exception {}: ", self.class.text());
        match &explanation.reason {
            Some(words) => out.push_str(words),
            None => out.push_str(&self.reason(reason, culprit.as_ref())),
        }
        self.push_trace(&mut out, frames, &explanation);
        out
    }

    /// Blanks before the text.
    fn margin(&self) -> usize {
        self.options.column.saturating_sub(1)
    }

    /// Column, counted from 1, of what follows `exception error: `.
    fn reason_column(&self) -> usize {
        self.options.column + "exception : ".len() + self.class.text().len()
    }

    /// A term that starts at this column.
    fn pretty(&self, term: Term, column: usize) -> String {
        pretty(
            self.heap,
            term,
            &PrettyOptions {
                column,
                ..self.options.pretty
            },
        )
    }

    /// Which arguments of the builtin that failed are wrong.
    fn explain(&self, reason: Term, frame: Option<&Frame>) -> Explanation {
        let Some(Frame {
            module,
            function,
            call,
            location,
        }) = frame
        else {
            return Explanation::default();
        };
        if self.class != atom::ERROR {
            return Explanation::default();
        }
        let Call::Arguments(arguments) = call else {
            let explained = explain::binary(self.heap, reason, *location).unwrap_or_default();
            // The evaluator's frame is not shown, nor what it says about segments.
            return if *module == atom::ERL_EVAL {
                Explanation {
                    general: None,
                    ..explained
                }
            } else {
                explained
            };
        };
        explain::explain(
            self.heap,
            reason,
            (*module, *function),
            *arguments,
            *location,
        )
    }
}

/// How often a text goes to a new line.
fn count_lines(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

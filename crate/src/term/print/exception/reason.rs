//! What happened, in words.

use super::super::super::atom;
use super::super::super::heap::Fun;
use super::super::super::word::Term;
use super::{Call, Frame, Writer, count_lines, width};
use crate::print::text::{Encoding, atom_text};

impl Writer<'_, '_> {
    /// The words for a reason. `culprit` is the call that no clause or function was found for.
    pub(super) fn reason(&self, reason: Term, culprit: Option<&Frame>) -> String {
        if self.class != atom::ERROR {
            return self.value("", reason);
        }
        if let (Some(tag), Some(frame)) = (reason.as_atom(), culprit) {
            return if tag == atom::UNDEF {
                format!("undefined function {}", self.name_and_arity(frame))
            } else {
                self.no_clause(frame)
            };
        }
        let words = match reason.as_atom() {
            Some(tag) => simple(tag.text()).map(String::from),
            None => self.compound(reason),
        };
        words.unwrap_or_else(|| self.value("", reason))
    }

    fn no_clause(&self, frame: &Frame) -> String {
        let arguments = match frame.call {
            Call::Arguments(arguments) => arguments,
            Call::Arity(arity) => {
                let name = atom_text(frame.function.text(), Encoding::Unicode);
                return format!("no function clause matching call to {name}/{arity}");
            }
        };
        let start = " ".repeat(self.reason_column() - 1);
        let call = self.call_of("no function clause matching ", &start, frame, arguments);
        format!("{call} {}", self.location(frame.location))
    }

    /// Words for a tagged tuple, with what it holds.
    fn compound(&self, reason: Term) -> Option<String> {
        let heap = self.heap;
        if let Some([tag, value]) = heap.as_tuple(reason) {
            let tag = tag.as_atom()?.text();
            return match tag {
                "badarity" => self.bad_arity(value),
                "unbound" => Some(format!(
                    "variable {} is unbound",
                    atom_text(value.as_atom()?.text(), Encoding::Unicode)
                )),
                "argument_limit" => {
                    Some("limit of number of arguments to interpreted function exceeded".into())
                }
                _ => Some(self.value(with_value(tag)?, value)),
            };
        }
        if let Some([tag, function, arity, _]) = heap.as_tuple(reason)
            && tag.as_atom()?.text() == "shell_undef"
        {
            let name = atom_text(function.as_atom()?.text(), Encoding::Unicode);
            return Some(format!(
                "undefined shell command {name}/{}",
                arity.as_usize()?
            ));
        }
        None
    }

    /// `lists:map/2 called with one argument`.
    fn bad_arity(&self, value: Term) -> Option<String> {
        let [fun, arguments] = self.heap.as_tuple(value)?;
        if !fun.is_fun() {
            return None;
        }
        let count = match self.heap.list_to_vec(arguments)?.len() {
            0 => "no arguments".to_string(),
            1 => "one argument".to_string(),
            2 => "two arguments".to_string(),
            count => format!("{count} arguments"),
        };
        let names = self.options.pretty.names;
        let fun = match self.heap.fun_parts(fun) {
            Fun::Export {
                module,
                function,
                arity,
            } => self.name_and_arity(&Frame {
                module,
                function,
                call: Call::Arity(arity as usize),
                location: Term::NIL,
            }),
            Fun::Local {
                instance,
                index,
                arity,
                ..
            } => match names.local_function(instance, index) {
                Some((module, function)) => self.function_name(module, function, arity as usize),
                None => format!("interpreted function with arity {arity}"),
            },
        };
        Some(format!("{fun} called with {count}"))
    }

    /// Words and a value, which starts on a line of its own when that saves lines.
    fn value(&self, words: &str, value: Term) -> String {
        let column = self.reason_column();
        let here = self.pretty(value, column + width(words));
        let lines = count_lines(&here);
        if lines > 1 && !words.is_empty() {
            let below = self.pretty(value, column);
            if count_lines(&below) < lines {
                return format!("{words}\n{}{below}", " ".repeat(column - 1));
            }
        }
        format!("{words}{here}")
    }
}

/// Words for an atom.
fn simple(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "badarg" => "bad argument",
        "badarith" => "an error occurred when evaluating an arithmetic expression",
        "if_clause" => "no true branch found when evaluating an if expression",
        "noproc" => "no such process or port",
        "notalive" => "the node cannot be part of a distributed system",
        "system_limit" => "a system limit has been reached",
        "timeout_value" => "bad receive timeout value",
        _ => return None,
    })
}

/// Words for `{Tag, Value}`; the value follows.
fn with_value(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "badarg" => "bad argument: ",
        "badmatch" => "no match of right hand side value ",
        "case_clause" => "no case clause matching ",
        "try_clause" => "no try clause matching ",
        "badfun" => "bad function ",
        "badmap" => "bad map: ",
        "badkey" => "bad key: ",
        "bad_generator" => "bad generator ",
        "bad_filter" => "bad filter ",
        _ => return None,
    })
}

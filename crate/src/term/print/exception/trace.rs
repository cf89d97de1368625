//! The stack trace under an exception.

use std::fmt::Write;

use super::super::super::atom::{self, Atom};
use super::super::super::word::Term;
use super::explain::Explanation;
use super::{Call, Frame, Writer, width};
use crate::chardata;
use crate::print::text::{Encoding, atom_text};

impl Writer<'_, '_> {
    /// Appends the frames, one per line, with arguments where they are known.
    pub(super) fn push_trace(&self, out: &mut String, frames: &[Frame], explanation: &Explanation) {
        let is_internal = |frame: &Frame| {
            (self.options.is_internal)(frame.module, frame.function, frame.arity(self.heap))
        };
        let hidden = frames
            .iter()
            .rev()
            .take_while(|frame| is_internal(frame))
            .count();
        let margin = " ".repeat(self.margin());
        for (number, frame) in frames[..frames.len() - hidden].iter().enumerate() {
            out.push('\n');
            out.push_str(&margin);
            out.push_str("  ");
            out.push_str(&self.frame(number == 0, frame));
            if let Call::Arguments(arguments) = frame.call {
                let start = format!("{margin}     called as ");
                out.extend(["\n", &start]);
                out.push_str(&self.call_of("", &start, frame, arguments));
            }
            if number == 0 {
                push_explanation(out, &margin, explanation);
            }
        }
        if hidden == frames.len() {
            push_explanation(out, &margin, explanation);
        }
    }

    /// `in function  m:f/1 (m.erl, line 3)`.
    fn frame(&self, is_first: bool, frame: &Frame) -> String {
        let arity = frame.arity(self.heap);
        let origin = match self.operator(frame) {
            _ if !is_first => "in call from",
            Some(_) => "in operator ",
            None => "in function ",
        };
        let name = self.name_and_arity_of(frame, arity);
        match frame.call {
            Call::Arity(_) => format!("{origin} {name} {}", self.location(frame.location)),
            Call::Arguments(_) => format!("{origin} {name}"),
        }
    }

    /// `words` and the call that the frame stands for; `start` is what stands before both.
    pub(super) fn call_of(
        &self,
        words: &str,
        start: &str,
        frame: &Frame,
        arguments: Term,
    ) -> String {
        match self.operator(frame) {
            Some(operator) => self.operation(words, width(start) + 1, operator, arguments),
            None => self.call(words, start, &self.qualified(frame), arguments),
        }
    }

    /// The operator that the frame is a call of.
    pub(super) fn operator(&self, frame: &Frame) -> Option<&'static str> {
        let text = frame.function.text();
        let is_operator = match frame.arity(self.heap) {
            1 => matches!(text, "+" | "-" | "bnot" | "not"),
            2 => matches!(
                text,
                "!" | "*"
                    | "+"
                    | "++"
                    | "-"
                    | "--"
                    | "/"
                    | "/="
                    | "<"
                    | "=/="
                    | "=:="
                    | "=<"
                    | "=="
                    | ">"
                    | ">="
                    | "and"
                    | "band"
                    | "bor"
                    | "bsl"
                    | "bsr"
                    | "bxor"
                    | "div"
                    | "or"
                    | "rem"
                    | "xor"
            ),
            _ => false,
        };
        (is_operator && frame.module == atom::ERLANG).then_some(text)
    }

    pub(super) fn name_and_arity(&self, frame: &Frame) -> String {
        self.name_and_arity_of(frame, frame.arity(self.heap))
    }

    fn name_and_arity_of(&self, frame: &Frame, arity: usize) -> String {
        match self.operator(frame) {
            Some("/") => "'/'/2".into(),
            Some(operator) => format!("{operator}/{arity}"),
            None => self.function_name(frame.module, frame.function, arity),
        }
    }

    pub(super) fn function_name(&self, module: Atom, function: Atom, arity: usize) -> String {
        format!("{}/{arity}", self.name(module, function, arity))
    }

    /// The name of the called function as it stands before the arguments.
    pub(super) fn qualified(&self, frame: &Frame) -> String {
        self.name(frame.module, frame.function, frame.arity(self.heap))
    }

    /// `m:f`, or `f` for a function of `erlang` that needs no module.
    fn name(&self, module: Atom, function: Atom, arity: usize) -> String {
        let name = atom_text(function.text(), Encoding::Unicode);
        if module == atom::ERLANG && (self.options.is_auto_imported)(function.text(), arity) {
            return name;
        }
        format!("{}:{name}", atom_text(module.text(), Encoding::Unicode))
    }

    /// `(m.erl, line 3)`, or nothing if it is not known.
    pub(super) fn location(&self, location: Term) -> String {
        let heap = self.heap;
        let property = |key: Atom| {
            heap.iter_list(location).find_map(|pair| {
                let [name, value] = heap.as_tuple(pair)?;
                (name.as_atom() == Some(key)).then_some(value)
            })
        };
        let file = property(atom::FILE).and_then(|file| chardata::text(heap, file));
        let line = property(atom::LINE)
            .and_then(Term::as_usize)
            .filter(|&line| line > 0);
        match (file, line) {
            (Some(file), Some(line)) => {
                format!("({file}, line {line})")
            }
            _ => String::new(),
        }
    }
}

fn push_explanation(out: &mut String, margin: &str, explanation: &Explanation) {
    for (argument, words) in &explanation.arguments {
        // Writing to a string cannot fail.
        let start = format!("{margin}     *** argument {argument}: ");
        let below = format!("\n{}", " ".repeat(width(&start)));
        let _ = write!(out, "\n{start}{}", words.replace('\n', &below));
    }
    if let Some(words) = &explanation.general {
        let _ = write!(out, "\n{margin}     *** {words}");
    }
}

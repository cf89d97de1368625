//! Calls with their arguments: `m:f(a,b)` and `1 + a`, over several lines if need be.

use super::super::super::word::Term;
use super::{Writer, count_lines, width};
use crate::print::pretty::{PrettyOptions, pretty_list};

impl Writer<'_, '_> {
    /// `words` and the call; the call starts on a line of its own, after `start` again, when that saves lines.
    pub(super) fn call(&self, words: &str, start: &str, name: &str, arguments: Term) -> String {
        let column = width(start) + 1 + width(name);
        let here = self.arguments(arguments, column + width(words));
        let below = self.arguments(arguments, column);
        // Beyond some column even the shortest arguments break.
        let is_tight =
            column + width(words) + "(a2345,b2345)".len() >= self.options.pretty.line_length;
        if is_tight || count_lines(&below) < count_lines(&here) {
            return format!("{words}\n{start}{name}{below}");
        }
        format!("{words}{name}{here}")
    }

    /// The arguments in parentheses, of which the first stands at `column`.
    fn arguments(&self, arguments: Term, column: usize) -> String {
        let list = pretty_list(
            self.heap,
            arguments,
            &PrettyOptions {
                column,
                ..self.options.pretty
            },
        );
        format!("({})", &list[1..list.len() - 1])
    }

    /// `words` and the operator between, or before, its operands.
    pub(super) fn operation(
        &self,
        words: &str,
        column: usize,
        operator: &str,
        arguments: Term,
    ) -> String {
        let start = column + width(words);
        let operands = self.heap.list_to_vec(arguments).unwrap_or_default();
        let &[left, right] = operands.as_slice() else {
            let operand = operands.first().copied().unwrap_or(Term::NIL);
            return format!(
                "{words}{operator} {}",
                self.pretty(operand, start + width(operator) + 1)
            );
        };
        let left = self.pretty(left, start);
        let line = " ".repeat(start - 1);
        let below = self.pretty(right, start);
        if count_lines(&left) == 0 {
            let here = self.pretty(right, start + width(&left) + width(operator) + 2);
            if count_lines(&here) <= count_lines(&below) {
                return format!("{words}{left} {operator} {here}");
            }
        }
        format!("{words}{left}\n{line}{operator}\n{line}{below}")
    }
}

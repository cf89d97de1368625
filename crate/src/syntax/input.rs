//! Typed text: is it one complete form, does it need more, is it wrong?
//!
//! A shell keeps what has been typed and asks again after each line. As in OTP, each form counts its lines and columns
//! from where the form before it ended.

use super::ast::Pos;
use super::scanner::{Names, ScanError, ScannedForm, Scanner};
use super::token::Token;

/// What the typed text starts with.
#[derive(Debug)]
pub enum Input {
    /// The tokens of one form with its full stop. The first `consumed` bytes of the text are done with; what follows is the
    /// next input.
    Complete { tokens: Vec<Token>, consumed: usize },
    /// No full stop yet.
    Incomplete,
    /// Not to be mended by more text. OTP drops the rest of the line too, and so does `consumed`.
    Wrong { error: ScanError, consumed: usize },
}

impl Input {
    pub fn is_complete(&self) -> bool {
        matches!(self, Input::Complete { .. })
    }
}

/// Looks for the first form in `text`.
pub fn read(text: &str, names: &mut Names) -> Input {
    let mut scanner = Scanner::new(text, Pos::new(1, 1));
    match scanner.form(names) {
        ScannedForm::Complete(tokens) => Input::Complete {
            tokens,
            consumed: scanner.offset(),
        },
        ScannedForm::Incomplete(_) => Input::Incomplete,
        ScannedForm::Error(error) if error.needs_more() => Input::Incomplete,
        ScannedForm::Error(error) => {
            let rest = &text[scanner.offset()..];
            let consumed =
                scanner.offset() + rest.find('\n').map_or(rest.len(), |newline| newline + 1);
            Input::Wrong { error, consumed }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parser::parse_exprs;

    /// All inputs in `text`: how many expressions each has, or its error, and whether something is left over.
    fn inputs(mut text: &str) -> Vec<String> {
        let mut names = Names::default();
        let mut found = Vec::new();
        loop {
            let consumed = match read(text, &mut names) {
                Input::Incomplete => return found,
                Input::Complete { tokens, consumed } => {
                    found.push(match parse_exprs(&tokens) {
                        Ok(exprs) => exprs.len().to_string(),
                        Err(error) => format!(
                            "* {}:{}: {}",
                            error.pos.line, error.pos.column, error.message
                        ),
                    });
                    consumed
                }
                Input::Wrong { error, consumed } => {
                    found.push(format!(
                        "* {}:{}: {}",
                        error.pos.line,
                        error.pos.column,
                        error.message()
                    ));
                    consumed
                }
            };
            text = &text[consumed..];
        }
    }

    #[test]
    fn forms_are_taken_one_by_one_as_erl_does() {
        assert_eq!(
            inputs("1. 2 x.\n3. 4\n y.\n% c\n5 z.\n 6.  7 a.\n"),
            [
                "1",
                "* 1:3: syntax error before: x",
                "1",
                "* 2:2: syntax error before: y",
                "* 2:3: syntax error before: z",
                "1",
                "* 1:4: syntax error before: a",
            ]
        );
    }

    #[test]
    fn a_wrong_character_takes_the_line_with_it() {
        assert_eq!(
            inputs("\"a\\xq\". 11.\n1, 2.\n4 +\n16#. 5.\n3."),
            [
                "* 1:3: illegal character",
                "2",
                "* 2:1: illegal integer",
                "1",
            ]
        );
    }

    #[test]
    fn what_can_go_on_is_incomplete() {
        for text in [
            "",
            "1",
            "1 +\n",
            "\"abc\n",
            "'abc. \n",
            "$",
            "1.5",
            "% comment.\n",
            "a.b",
        ] {
            assert!(
                matches!(read(text, &mut Names::default()), Input::Incomplete),
                "{text}"
            );
        }
    }

    #[test]
    fn a_semicolon_is_read_as_a_second_clause() {
        assert_eq!(
            inputs("13; 14.\n15 when true.\nf() -> 1.\n"),
            [
                "* 1:5: syntax error before: 14",
                "* 1:4: syntax error before: 'when'",
                "* 1:5: syntax error before: '->'",
            ]
        );
    }
}

//! Exercises: the task, then hints, checks and the solution.

use super::{Inside, Parser, Prose};
use crate::markdown::PieceKind;
use crate::model::{Block, Check, Exercise, Hint, Setting, Solution};

impl Parser<'_> {
    pub(super) fn parse_exercise(&mut self, line: usize, id: String) -> Exercise {
        self.claim_id(&format!("exercise {id}"), line);
        let mut exercise = Exercise {
            id,
            line,
            blocks: self.parse_blocks(&Inside::Task),
            starter: self.loaded.clone(),
            hints: Vec::new(),
            checks: Vec::new(),
            solution: Solution::default(),
        };
        loop {
            let Some(piece) = self.next() else {
                self.error(
                    line,
                    "the exercise is never closed",
                    "end it with `<!-- end exercise -->`",
                );
                break;
            };
            match piece.kind {
                PieceKind::Directive { key, value } if key == "end" && value == "exercise" => break,
                PieceKind::Text(text) if text.trim().is_empty() => {}
                PieceKind::Open { class, id, summary } => {
                    self.parse_exercise_part(&mut exercise, piece.line, &class, id, summary);
                }
                PieceKind::Heading { .. } => {
                    self.at -= 1;
                    self.error(
                        line,
                        "the exercise is never closed",
                        "end it with `<!-- end exercise -->`",
                    );
                    break;
                }
                _ => self.error(
                    piece.line,
                    "this stands between the hints, checks and solution of an exercise",
                    "put the task first, then only folded parts",
                ),
            }
        }
        if exercise.checks.is_empty() {
            self.error(
                line,
                "the exercise has no check",
                "add `<details class=\"check\" id=\"...\">`",
            );
        }
        if exercise.solution.modules.is_empty() {
            self.error(
                line,
                "the exercise has no solution",
                "add `<details class=\"solution\">` with a module",
            );
        }
        exercise
    }

    fn parse_exercise_part(
        &mut self,
        exercise: &mut Exercise,
        line: usize,
        class: &str,
        id: Option<String>,
        summary: String,
    ) {
        match class {
            "hint" => {
                let markdown = self.parse_prose_part(line);
                exercise.hints.push(Hint { summary, markdown });
            }
            "check" => {
                let id = id.unwrap_or_else(|| {
                    self.error(
                        line,
                        "the check has no id",
                        "write `<details class=\"check\" id=\"...\">`",
                    );
                    String::new()
                });
                self.claim_id(&id, line);
                let check = self.parse_check(line, id, summary);
                exercise.checks.push(check);
            }
            "solution" => {
                // What the solution shows is not in force for the rest of the step.
                let loaded = self.loaded.clone();
                let blocks = self.parse_blocks(&Inside::Details);
                self.loaded = loaded;
                self.expect_close(line);
                let mut prose = Prose::default();
                for block in blocks {
                    match block {
                        Block::Prose(text) => prose.push_paragraph(&text),
                        Block::Module(module) => exercise.solution.modules.push(module),
                        _ => self.error(
                            line,
                            "a solution is modules and prose",
                            "move the rest out of it",
                        ),
                    }
                }
                exercise.solution.markdown = prose.take().unwrap_or_default();
            }
            _ => {
                self.error(
                    line,
                    format!("an exercise has no part of class `{class}`"),
                    "use hint, check or solution",
                );
                self.parse_prose_part(line);
            }
        }
    }

    /// One `erlang` block, then the message.
    fn parse_check(&mut self, line: usize, id: String, summary: String) -> Check {
        let mut code = String::new();
        let mut setting = None;
        let mut prose = Prose::default();
        loop {
            match self.next().map(|piece| (piece.line, piece.kind)) {
                None | Some((_, PieceKind::Close)) => break,
                Some((_, PieceKind::Text(text))) => prose.push(&text),
                Some((_, PieceKind::Fence(fence)))
                    if fence.language == "erlang" && code.is_empty() =>
                {
                    code = fence.content.trim_end().to_string();
                    // The nodes of a check know each other from the start.
                    setting = self
                        .parse_setting(&fence.attributes, line)
                        .map(|named| Setting {
                            connected: true,
                            ..named
                        });
                }
                Some((at, _)) => {
                    self.error(
                        at,
                        "a check is one ```erlang block and prose",
                        "move the rest out of it",
                    );
                }
            }
        }
        let message = prose.take().unwrap_or_default();
        if !code.ends_with('.') {
            self.error(
                line,
                "the check has no expression ended by a full stop",
                "add an ```erlang block",
            );
        }
        if message.is_empty() {
            self.error(
                line,
                "the check has no message",
                "say what to look at when it fails",
            );
        }
        Check {
            id,
            summary,
            code,
            setting: setting.unwrap_or_default(),
            message,
            line,
        }
    }
}

//! Pieces of a document to a [`Lesson`].
//!
//! Reports every mistake it finds, each at its line with what to do about it, and gives a lesson only when there is none.

use std::collections::BTreeSet;

use super::markdown::{Fence, Piece, PieceKind, front_matter, pieces};
use super::model::{
    Block, Check, Exercise, Hint, Lesson, LessonError, Module, Shell, Solution, Step, View,
};
use super::transcript::parse_transcript;
use crate::limits::LESSON_BYTES_MAX;

/// Reads a document. `file` is only for messages.
pub fn parse_lesson(file: &str, text: &str) -> Result<Lesson, Vec<LessonError>> {
    let refuse = |what: &str, advice: &str| {
        vec![LessonError {
            file: file.to_string(),
            line: 1,
            what: what.to_string(),
            advice: advice.to_string(),
        }]
    };
    if text.len() > LESSON_BYTES_MAX {
        return Err(refuse(
            "the document is too large",
            "split it into several lessons",
        ));
    }
    let Some((pairs, first_line)) = front_matter(text) else {
        return Err(refuse(
            "no front matter",
            "start the document with `---`, the keys lesson, locale, title, order, source, and `---`",
        ));
    };
    let mut parser = Parser {
        file,
        pieces: pieces(text, first_line),
        at: 0,
        errors: Vec::new(),
        shown: Vec::new(),
        loaded: Vec::new(),
        has_session: false,
        ids: BTreeSet::new(),
    };
    let mut value = |key: &str| -> String {
        match pairs.iter().find(|(name, _, _)| name == key) {
            Some((_, value, _)) if !value.is_empty() => value.trim_matches('"').to_string(),
            _ => {
                parser.error(
                    1,
                    format!("the front matter has no `{key}`"),
                    format!("add a line `{key}: ...`"),
                );
                String::new()
            }
        }
    };
    let (id, locale, title, source) = (
        value("lesson"),
        value("locale"),
        value("title"),
        value("source"),
    );
    let order = value("order").parse().unwrap_or(0);
    let intro = parser.parse_intro();
    let steps = parser.parse_steps();
    if steps.is_empty() {
        parser.error(
            first_line,
            "the lesson has no step",
            "add a heading `## <a id=\"...\"></a>Title`",
        );
    }
    if parser.errors.is_empty() {
        Ok(Lesson {
            id,
            locale,
            title,
            order,
            source,
            intro,
            steps,
        })
    } else {
        Err(parser.errors)
    }
}

struct Parser<'a> {
    file: &'a str,
    pieces: Vec<Piece>,
    at: usize,
    errors: Vec<LessonError>,
    /// Modules shown so far in the document: file and source.
    shown: Vec<(String, String)>,
    /// Files in force in the step.
    loaded: Vec<String>,
    /// Whether the step has a shell block that a later prompt may continue, and where that one ended.
    has_session: bool,
    /// Ids of steps, exercises and checks.
    ids: BTreeSet<String>,
}

impl Parser<'_> {
    fn error(&mut self, line: usize, what: impl Into<String>, advice: impl Into<String>) {
        self.errors.push(LessonError {
            file: self.file.to_string(),
            line,
            what: what.into(),
            advice: advice.into(),
        });
    }

    fn next(&mut self) -> Option<Piece> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += 1;
        piece
    }

    fn claim_id(&mut self, id: &str, line: usize) {
        if !self.ids.insert(id.to_string()) {
            self.error(
                line,
                format!("the id `{id}` is used twice"),
                "give each step, exercise and check its own id",
            );
        }
    }

    fn parse_intro(&mut self) -> String {
        let mut prose = Prose::default();
        while let Some(piece) = self.pieces.get(self.at) {
            if matches!(piece.kind, PieceKind::Heading { .. }) {
                break;
            }
            let piece = piece.clone();
            self.at += 1;
            match piece.kind {
                PieceKind::Text(line) => prose.push(&line),
                PieceKind::Fence(fence) => prose.push(&fence.raw),
                _ => self.error(
                    piece.line,
                    "this stands before the first step",
                    "move it below a step's heading",
                ),
            }
        }
        prose.take().unwrap_or_default()
    }

    fn parse_steps(&mut self) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        while let Some(piece) = self.next() {
            let PieceKind::Heading { id, title } = piece.kind else {
                self.error(
                    piece.line,
                    "this closes nothing",
                    "remove it, or open what it should close",
                );
                continue;
            };
            let id = id.unwrap_or_else(|| {
                self.error(
                    piece.line,
                    "the step has no id",
                    "write `## <a id=\"...\"></a>Title`",
                );
                String::new()
            });
            self.claim_id(&id, piece.line);
            self.loaded.clear();
            self.has_session = false;
            let blocks = self.parse_blocks(&Inside::Step);
            steps.push(Step {
                id,
                title,
                line: piece.line,
                blocks,
            });
        }
        steps
    }

    /// Blocks up to what ends the surrounding part. Nests at most exercise > try.
    fn parse_blocks(&mut self, inside: &Inside) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut prose = Prose::default();
        while let Some(piece) = self.pieces.get(self.at).cloned() {
            if inside.is_ended_by(&piece.kind) {
                break;
            }
            self.at += 1;
            match piece.kind {
                PieceKind::Text(line) => prose.push(&line),
                PieceKind::Fence(fence) if is_prose(&fence) => prose.push(&fence.raw),
                kind => {
                    blocks.extend(prose.take().map(Block::Prose));
                    blocks.extend(self.parse_block(piece.line, kind, inside));
                }
            }
        }
        blocks.extend(prose.take().map(Block::Prose));
        blocks
    }

    fn parse_block(&mut self, line: usize, kind: PieceKind, inside: &Inside) -> Option<Block> {
        match kind {
            PieceKind::Fence(fence) if fence.language == "erl" => {
                self.parse_shell(&fence, line).map(Block::Shell)
            }
            PieceKind::Fence(fence) => {
                let module = self.parse_module(fence, line)?;
                self.load(&module.file);
                Some(Block::Module(module))
            }
            PieceKind::Directive { key, value } => self.parse_directive(line, &key, value, inside),
            PieceKind::Open { class, summary, .. } => {
                self.parse_folded(line, &class, summary, inside)
            }
            PieceKind::UnclosedFence => {
                self.error(
                    line,
                    "the fence is never closed",
                    "end it with a line of as many backticks",
                );
                None
            }
            PieceKind::Heading { .. } => {
                self.error(
                    line,
                    "a step starts inside another part",
                    "close that part first",
                );
                None
            }
            PieceKind::Close => {
                self.error(line, "`</details>` closes nothing", "remove it");
                None
            }
            PieceKind::Text(_) => None,
        }
    }

    /// Nests at most exercise > try > answer, so that a hostile document cannot exhaust the stack.
    fn parse_folded(
        &mut self,
        line: usize,
        class: &str,
        summary: String,
        inside: &Inside,
    ) -> Option<Block> {
        match class {
            "answer" if !matches!(inside, Inside::Details) => {
                let markdown = self.parse_prose_part(line);
                return Some(Block::Answer { summary, markdown });
            }
            "try" if matches!(inside, Inside::Step | Inside::Task) => {
                return Some(self.parse_try(line, summary));
            }
            _ => {}
        }
        self.error(
            line,
            format!("a folded part of class `{class}` does not belong here"),
            "see the table of classes in lessons/README.md; hints, checks and solutions go in an exercise",
        );
        if !matches!(inside, Inside::Details) {
            self.parse_prose_part(line);
        }
        None
    }

    fn parse_directive(
        &mut self,
        line: usize,
        key: &str,
        value: String,
        inside: &Inside,
    ) -> Option<Block> {
        match key {
            "load" => {
                if self.shown.iter().any(|(file, _)| *file == value) {
                    self.load(&value);
                } else {
                    self.error(
                        line,
                        format!("no earlier block shows {value}"),
                        "show the module before loading it",
                    );
                }
                None
            }
            "exercise" if matches!(inside, Inside::Step) => {
                Some(Block::Exercise(self.parse_exercise(line, value)))
            }
            _ => {
                self.error(
                    line,
                    format!("`{key}` means nothing here"),
                    "use load, exercise or end exercise",
                );
                None
            }
        }
    }

    fn parse_try(&mut self, line: usize, summary: String) -> Block {
        let (loaded, has_session) = (self.loaded.clone(), self.has_session);
        self.has_session = false;
        let blocks = self.parse_blocks(&Inside::Try);
        self.expect_close(line);
        self.loaded = loaded;
        self.has_session = has_session;
        Block::Try { summary, blocks }
    }

    /// Prose up to `</details>`.
    fn parse_prose_part(&mut self, line: usize) -> String {
        let blocks = self.parse_blocks(&Inside::Details);
        self.expect_close(line);
        let mut prose = Prose::default();
        for block in blocks {
            match block {
                Block::Prose(text) => prose.push(&text),
                _ => self.error(
                    line,
                    "this folded part may contain only prose",
                    "put what runs into the step; use ```text for an illustration",
                ),
            }
        }
        prose.take().unwrap_or_default()
    }

    fn expect_close(&mut self, opened: usize) {
        match self.next() {
            Some(Piece {
                kind: PieceKind::Close,
                ..
            }) => {}
            Some(_) => {
                self.at -= 1;
                self.error(
                    opened,
                    "the part that opens here is never closed",
                    "end it with `</details>`",
                );
            }
            None => self.error(
                opened,
                "the part that opens here is never closed",
                "end it with `</details>`",
            ),
        }
    }

    fn parse_exercise(&mut self, line: usize, id: String) -> Exercise {
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
        let mut prose = Prose::default();
        loop {
            match self.next().map(|piece| (piece.line, piece.kind)) {
                None | Some((_, PieceKind::Close)) => break,
                Some((_, PieceKind::Text(text))) => prose.push(&text),
                Some((_, PieceKind::Fence(fence)))
                    if fence.language == "erlang" && code.is_empty() =>
                {
                    code = fence.content.trim_end().to_string();
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
            message,
            line,
        }
    }

    fn parse_module(&mut self, fence: Fence, line: usize) -> Option<Module> {
        let file = fence
            .attributes
            .iter()
            .find(|(key, _)| key == "file")?
            .1
            .clone();
        let name = file
            .rsplit('/')
            .next()
            .and_then(|base| base.strip_suffix(".erl"));
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            self.error(
                line,
                format!("`{file}` is not an Erlang file"),
                "name a file that ends in .erl",
            );
            return None;
        };
        let known = self.shown.iter().find(|(known, _)| *known == file);
        if known.is_some_and(|(_, source)| *source != fence.content) {
            self.error(
                line,
                format!("{file} is shown twice with different text"),
                "use one file for each version",
            );
        }
        self.shown.push((file.clone(), fence.content.clone()));
        Some(Module {
            name: name.to_string(),
            file,
            source: fence.content,
            span: fence.span,
        })
    }

    /// Puts a file in force; one of the same module name gives way.
    fn load(&mut self, file: &str) {
        let base = |path: &str| path.rsplit('/').next().unwrap_or("").to_string();
        self.loaded.retain(|known| base(known) != base(file));
        self.loaded.push(file.to_string());
    }

    fn parse_shell(&mut self, fence: &Fence, line: usize) -> Option<Shell> {
        let entries = match parse_transcript(&fence.content, fence.span.first) {
            Ok(entries) => entries,
            Err(error) => {
                self.error(fence.span.first + error.offset, error.what, error.advice);
                return None;
            }
        };
        let Some(first) = entries.first() else {
            self.error(
                line,
                "the transcript is empty",
                "start it with `1> ` and the input",
            );
            return None;
        };
        let fresh = first.prompt == 1;
        if !fresh && !self.has_session {
            self.error(
                line,
                format!("prompt {} continues no shell of this step", first.prompt),
                "start the step's first transcript at prompt 1",
            );
        }
        self.has_session = true;
        let (mut view, mut focus) = (None, None);
        for (key, value) in &fence.attributes {
            match key.as_str() {
                "view" if View::from_name(value).is_some() => view = View::from_name(value),
                "focus" => focus = Some(value.clone()),
                _ => self.error(
                    line,
                    format!("`{key}={value}` is not an attribute of a transcript"),
                    "use view=mailbox, view=processes, view=messages or focus=NAME",
                ),
            }
        }
        Some(Shell {
            fresh,
            modules: self.loaded.clone(),
            view,
            focus,
            entries,
            span: fence.span,
        })
    }
}

/// What the blocks being read stand in.
enum Inside {
    Step,
    Task,
    Try,
    Details,
}

impl Inside {
    fn is_ended_by(&self, kind: &PieceKind) -> bool {
        match (self, kind) {
            (_, PieceKind::Heading { .. }) | (Inside::Try | Inside::Details, PieceKind::Close) => {
                true
            }
            (Inside::Task, PieceKind::Open { class, .. }) => class != "try" && class != "answer",
            (Inside::Task, PieceKind::Directive { key, .. }) => key == "end",
            _ => false,
        }
    }
}

/// Only transcripts and modules are more than prose.
fn is_prose(fence: &Fence) -> bool {
    match fence.language.as_str() {
        "erl" => false,
        "erlang" => !fence.attributes.iter().any(|(key, _)| key == "file"),
        _ => true,
    }
}

/// Lines of Markdown being gathered.
#[derive(Default)]
struct Prose {
    text: String,
}

impl Prose {
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn push_paragraph(&mut self, text: &str) {
        self.push(text);
        self.push("");
    }

    /// The text without empty lines around it, if any is left.
    fn take(&mut self) -> Option<String> {
        let text = std::mem::take(&mut self.text);
        let trimmed = text.trim_matches('\n').trim_end();
        (!trimmed.is_empty()).then(|| trimmed.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n";

    fn parse(body: &str) -> Result<Lesson, Vec<String>> {
        parse_lesson("l/en.md", &format!("{HEAD}{body}"))
            .map_err(|errors| errors.iter().map(LessonError::to_string).collect())
    }

    fn first_error(body: &str) -> String {
        parse(body).unwrap_err().remove(0)
    }

    #[test]
    fn a_step_with_module_and_shell() {
        let lesson = parse(
            "Intro.\n\n## <a id=\"a\"></a>Title\n\nProse one.\n\n```erlang file=code/m.erl\n-module(m).\n```\n\nProse two.\n\n```erl view=messages focus=shell\n1> self().\n<0.1.0>\n```\nand\n```erl\n2> ok.\nok\n```\n",
        )
        .unwrap();
        assert_eq!(lesson.intro, "Intro.");
        let blocks = &lesson.steps[0].blocks;
        assert_eq!(blocks.len(), 6);
        assert_eq!(blocks[0], Block::Prose("Prose one.".into()));
        let shells = lesson.steps[0].shells();
        assert_eq!(shells[0].modules, ["code/m.erl"]);
        assert_eq!(
            (shells[0].view, shells[0].focus.as_deref()),
            (Some(View::Messages), Some("shell"))
        );
        assert!(shells[0].fresh && !shells[1].fresh);
    }

    #[test]
    fn a_later_file_of_the_same_module_replaces_the_earlier() {
        let lesson = parse(
            "## <a id=\"a\"></a>A\n```erlang file=x/m.erl\nx\n```\n```erlang file=y/m.erl\ny\n```\n```erl\n1> a.\n```\n## <a id=\"b\"></a>B\n<!-- load: x/m.erl -->\n```erl\n1> b.\n```\n",
        )
        .unwrap();
        assert_eq!(lesson.steps[0].shells()[0].modules, ["y/m.erl"]);
        assert_eq!(lesson.steps[1].shells()[0].modules, ["x/m.erl"]);
    }

    #[test]
    fn an_exercise_with_all_parts() {
        let lesson = parse(
            "## <a id=\"a\"></a>A\n<!-- exercise: e -->\nTask.\n```erlang file=s/m.erl\nstart\n```\n<details class=\"hint\"><summary>H</summary>\n\nhint\n\n```erlang\nf() -> ok.\n```\n\n</details>\n\n<details class=\"check\" id=\"c\"><summary>C</summary>\n\n```erlang\nm:f() =:= 1.\n```\n\nMessage.\n\n</details>\n<details class=\"solution\"><summary>S</summary>\n\n```erlang file=z/m.erl\nend\n```\n\nWhy.\n\n</details>\n<!-- end exercise -->\nafter\n",
        )
        .unwrap();
        let exercise = lesson.steps[0].exercises().next().unwrap();
        assert_eq!(
            exercise.hints[0].markdown,
            "hint\n\n```erlang\nf() -> ok.\n```"
        );
        assert_eq!(exercise.checks[0].code, "m:f() =:= 1.");
        assert_eq!(exercise.checks[0].message, "Message.");
        assert_eq!(exercise.solution.modules[0].file, "z/m.erl");
        assert_eq!(exercise.solution.markdown, "Why.");
        assert_eq!(exercise.starter, ["s/m.erl"]);
        assert_eq!(
            lesson.steps[0].blocks.last(),
            Some(&Block::Prose("after".into()))
        );
    }

    #[test]
    fn variations_have_their_own_shell() {
        let lesson = parse(
            "## <a id=\"a\"></a>A\n```erl\n1> a.\n```\n<details class=\"try\"><summary>V</summary>\n\n```erl\n1> b.\n```\n</details>\n\n```erl\n2> c.\n```\n<details class=\"answer\"><summary>W</summary>\nBecause.\n</details>\n",
        )
        .unwrap();
        let blocks = &lesson.steps[0].blocks;
        assert!(
            matches!(&blocks[1], Block::Try { summary, blocks } if summary == "V" && blocks.len() == 1)
        );
        assert_eq!(
            blocks[3],
            Block::Answer {
                summary: "W".into(),
                markdown: "Because.".into()
            }
        );
    }

    #[test]
    fn mistakes_say_where_and_what_to_do() {
        assert_eq!(
            first_error("## No id\n"),
            "lesson l/en.md:8: the step has no id; write `## <a id=\"...\"></a>Title`"
        );
        assert!(first_error("nothing\n").contains("no step"));
        assert!(
            first_error("## <a id=\"a\"></a>A\n```erl\n2> x.\n```\n")
                .contains("l/en.md:9: prompt 2 continues")
        );
        assert!(
            first_error("## <a id=\"a\"></a>A\n\n```erl\n1> x\n```\n")
                .contains("l/en.md:11: the input at prompt 1")
        );
        assert!(
            first_error("## <a id=\"a\"></a>A\n```erl colour=red\n1> x.\n```\n")
                .contains("colour=red")
        );
        assert!(
            first_error("## <a id=\"a\"></a>A\n<!-- load: x/m.erl -->\n")
                .contains("no earlier block")
        );
        assert!(first_error("## <a id=\"a\"></a>A\n## <a id=\"a\"></a>B\n").contains("used twice"));
        assert!(first_error("## <a id=\"a\"></a>A\n```erl\n1> x.\n").contains("never closed"));
        assert!(first_error("## <a id=\"a\"></a>A\n<details class=\"hint\"><summary>H</summary>\nx\n</details>\n").contains("`hint`"));
        assert!(
            first_error(
                "## <a id=\"a\"></a>A\n<details class=\"answer\"><summary>H</summary>\nx\n"
            )
            .contains("never closed")
        );
        let errors = parse("## <a id=\"a\"></a>A\n<!-- exercise: e -->\ntask\n").unwrap_err();
        assert_eq!(errors.len(), 3, "{errors:?}");
    }

    #[test]
    fn hostile_nesting_is_an_error_and_no_trap() {
        for class in ["try", "answer", "hint", "solution"] {
            let nested =
                format!("<details class=\"{class}\"><summary>S</summary>\n").repeat(20_000);
            assert!(parse(&format!("## <a id=\"a\"></a>A\n{nested}")).is_err());
            assert!(
                parse(&format!(
                    "## <a id=\"a\"></a>A\n<!-- exercise: e -->\n{nested}"
                ))
                .is_err()
            );
        }
        let nested = "<!-- exercise: e -->\n".repeat(20_000);
        assert!(parse(&format!("## <a id=\"a\"></a>A\n{nested}")).is_err());
    }

    #[test]
    fn any_prefix_of_a_document_parses_or_says_what_is_wrong() {
        let document = include_str!("../../../lessons/msg_cache/zh-CN.md");
        for end in (0..document.len())
            .step_by(331)
            .filter(|&end| document.is_char_boundary(end))
        {
            match parse_lesson("x.md", &document[..end]) {
                Ok(lesson) => assert!(!lesson.steps.is_empty()),
                Err(errors) => assert!(!errors.is_empty()),
            }
        }
    }

    #[test]
    fn missing_front_matter() {
        let errors = parse_lesson("x.md", "# Hello\n").unwrap_err();
        assert_eq!(errors[0].line, 1);
        let errors =
            parse_lesson("x.md", "---\nlesson: x\n---\n## <a id=\"a\"></a>A\n").unwrap_err();
        assert_eq!(errors.len(), 4);
    }
}

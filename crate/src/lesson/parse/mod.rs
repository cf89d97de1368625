//! Pieces of a document to a [`Lesson`].
//!
//! Reports every mistake it finds, each at its line with what to do about it, and gives a lesson only when there is none.

mod exercise;
mod shell;

use std::collections::BTreeSet;

use super::markdown::{Fence, Piece, PieceKind, front_matter, pieces};
use super::model::{Block, Client, HEADER_ENDING, Lesson, LessonError, Module, Setting, Step};
use limits::LESSON_BYTES_MAX;

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
        session: None,
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
    /// The setting of the step's session, which a later block may continue.
    session: Option<Setting>,
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
            self.session = None;
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
            PieceKind::Fence(fence) if fence.language == "client" => {
                self.parse_client(&fence, line).map(Block::Client)
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
        let (loaded, session) = (self.loaded.clone(), self.session.take());
        let blocks = self.parse_blocks(&Inside::Try);
        self.expect_close(line);
        self.loaded = loaded;
        self.session = session;
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

    fn parse_module(&mut self, fence: Fence, line: usize) -> Option<Module> {
        let file = fence
            .attributes
            .iter()
            .find(|(key, _)| key == "file")?
            .1
            .clone();
        let base = file.rsplit('/').next().unwrap_or_default();
        let header = base.ends_with(HEADER_ENDING).then_some(base);
        let name = header.or(base.strip_suffix(".erl"));
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            self.error(
                line,
                format!("`{file}` is not an Erlang file"),
                "name a file that ends in .erl or .hrl",
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

    /// A window of a client: its name, the port that it connects to, the lines that it sends.
    fn parse_client(&mut self, fence: &Fence, line: usize) -> Option<Client> {
        let value = |name: &str| {
            let mut attributes = fence.attributes.iter();
            attributes
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        let name = value("name").filter(|name| !name.is_empty());
        let port = value("port").and_then(|port| port.parse().ok());
        let (Some(name), Some(port @ 1..)) = (name, port) else {
            self.error(
                line,
                "a client has a name and a port",
                "write ```client name=NAME port=NUMBER",
            );
            return None;
        };
        if self.session.is_none() {
            self.error(
                line,
                "no node for this client to connect to",
                "put it after the transcript that starts its node",
            );
        }
        let lines = fence.content.lines().filter(|line| !line.trim().is_empty());
        Some(Client {
            name: name.clone(),
            port,
            lines: lines.map(str::to_string).collect(),
        })
    }

    /// Puts a file in force; one of the same module name gives way.
    fn load(&mut self, file: &str) {
        let base = |path: &str| path.rsplit('/').next().unwrap_or("").to_string();
        self.loaded.retain(|known| base(known) != base(file));
        self.loaded.push(file.to_string());
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
        "erl" | "client" => false,
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
mod tests;

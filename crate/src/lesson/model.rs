//! What a lesson is, once read. Prose stays Markdown; positions are kept, so that errors and `--write` find their lines.

use std::fmt;

use super::fault::Fault;

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// The same in every language: names the folder and the learner's saved edits.
    pub id: String,
    /// A BCP 47 tag such as `zh-CN` or `en`.
    pub locale: String,
    pub title: String,
    /// Place in the list of lessons.
    pub order: u32,
    /// Attribution, one line of text.
    pub source: String,
    /// Markdown before the first step.
    pub intro: String,
    pub steps: Vec<Step>,
}

/// One idea of the lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: String,
    pub title: String,
    pub line: usize,
    pub blocks: Vec<Block>,
}

/// What a step consists of, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Markdown.
    Prose(String),
    Module(Module),
    Shell(Shell),
    Client(Client),
    /// The folded answer to a prediction; its body is Markdown.
    Answer {
        summary: String,
        markdown: String,
    },
    /// A folded variation: prose and shell blocks.
    Try {
        summary: String,
        blocks: Vec<Block>,
    },
    Exercise(Exercise),
}

/// Lines of the document, 1-based, the end excluded. Empty when `first == end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub first: usize,
    pub end: usize,
}

/// An Erlang module or header that the learner may edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// Path of the shared file, relative to the document.
    pub file: String,
    /// The file's base name: the module's name, or a header's with its ending.
    pub name: String,
    pub source: String,
    /// The lines between the fences.
    pub span: Span,
}

impl Module {
    /// Whether it is a header (`.hrl`): saved for modules that include it, not compiled.
    pub fn is_header(&self) -> bool {
        self.name.ends_with(HEADER_ENDING)
    }
}

/// How the name of a header ends.
pub const HEADER_ENDING: &str = ".hrl";

/// The picture that the page opens beside a shell block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Mailbox,
    Processes,
    /// The space-time diagram.
    Messages,
    /// ETS tables.
    Tables,
    /// The supervision tree.
    Tree,
    /// The nodes and what connects them.
    Cluster,
}

impl View {
    /// The word that names the view in an info string and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            View::Mailbox => "mailbox",
            View::Processes => "processes",
            View::Messages => "messages",
            View::Tables => "tables",
            View::Tree => "tree",
            View::Cluster => "cluster",
        }
    }

    /// The view of that name.
    pub fn from_name(name: &str) -> Option<View> {
        [
            View::Mailbox,
            View::Processes,
            View::Messages,
            View::Tables,
            View::Tree,
            View::Cluster,
        ]
        .into_iter()
        .find(|view| view.name() == name)
    }
}

/// The window of somebody who has no Erlang, only a connection to a port of the session's node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Whose window it is.
    pub name: String,
    pub port: u16,
    /// Lines to send, in order.
    pub lines: Vec<String>,
}

/// A shell transcript: input to offer, output to expect, and a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shell {
    /// Starts a fresh node; otherwise continues the previous shell block of the step.
    pub fresh: bool,
    /// Files of the modules to compile and load, in order.
    pub modules: Vec<String>,
    pub view: Option<View>,
    /// `shell` or a registered name.
    pub focus: Option<String>,
    /// That of its session.
    pub setting: Setting,
    pub entries: Vec<Entry>,
    /// The lines between the fences.
    pub span: Span,
}

/// The nodes of a session or a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Setting {
    /// Full names in order; none means one node without a name.
    pub nodes: Vec<String>,
    /// Whether they are connected with each other from the start.
    pub connected: bool,
}

/// One step of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub act: Act,
    /// What is printed at the node where it was typed, no final newline.
    pub expected: String,
    /// What other nodes print because of it: node and text.
    pub elsewhere: Vec<(String, String)>,
    pub line: usize,
}

/// What is done in one step of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Input {
        /// Where it is typed; `None` on a node without a name.
        node: Option<String>,
        prompt: u32,
        /// Without prompts, lines joined by `\n`, no final newline.
        input: String,
    },
    Fault(Fault),
}

impl Act {
    /// What to call it in a message.
    pub fn place(&self) -> String {
        match self {
            Act::Input { prompt, .. } => format!("prompt {prompt}"),
            Act::Fault(fault) => format!("`{fault}`"),
        }
    }
}

/// As it stands in a document.
impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Act::Input {
                node: None,
                prompt,
                input,
            } => write!(f, "{prompt}> {input}"),
            Act::Input {
                node: Some(node),
                prompt,
                input,
            } => write!(f, "({node}){prompt}> {input}"),
            Act::Fault(fault) => write!(f, "--- {fault} ---"),
        }
    }
}

/// A task with graded hints, checks on behaviour, and a solution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    pub id: String,
    pub line: usize,
    /// The task: prose, modules to start from, shell blocks.
    pub blocks: Vec<Block>,
    /// Files of the modules that the learner starts from, shown in the task or loaded by it.
    pub starter: Vec<String>,
    pub hints: Vec<Hint>,
    pub checks: Vec<Check>,
    pub solution: Solution,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub summary: String,
    pub markdown: String,
}

/// Expressions whose value must be `true` or `ok` once the learner's modules are loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub id: String,
    /// What must hold, in one sentence.
    pub summary: String,
    /// Erlang expressions, ended by a full stop.
    pub code: String,
    /// It runs on the first node; the others are connected with it.
    pub setting: Setting,
    /// Markdown for a learner whose module fails the check.
    pub message: String,
    pub line: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solution {
    pub modules: Vec<Module>,
    /// The explanation.
    pub markdown: String,
}

impl Exercise {
    /// The modules that the task shows.
    pub fn shown(&self) -> impl Iterator<Item = &Module> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Module(module) => Some(module),
            _ => None,
        })
    }
}

impl Lesson {
    /// Every module shown, solutions included, in document order.
    pub fn modules(&self) -> Vec<&Module> {
        let mut found = Vec::new();
        for block in self.steps.iter().flat_map(|step| &step.blocks) {
            match block {
                Block::Module(module) => found.push(module),
                Block::Exercise(exercise) => {
                    found.extend(exercise.shown());
                    found.extend(&exercise.solution.modules);
                }
                _ => {}
            }
        }
        found
    }

    /// The module shown for `file`.
    pub fn module(&self, file: &str) -> Option<&Module> {
        self.modules()
            .into_iter()
            .find(|module| module.file == file)
    }
}

/// What is wrong in a document, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    pub file: String,
    /// 1-based.
    pub line: usize,
    pub what: String,
    /// What the author should do.
    pub advice: String,
}

impl fmt::Display for LessonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "lesson {}:{}: {}; {}",
            self.file, self.line, self.what, self.advice
        )
    }
}

impl std::error::Error for LessonError {}

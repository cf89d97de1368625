//! Lessons: Markdown that runs (`lessons/README.md` defines the format for authors).
//!
//! Knows text only, except for `check`, which runs a lesson on a world. Nothing here reads files: `main.rs` and `wasm.rs`
//! hand in the text of a document.
//!
//! Invariant: a parsed [`Lesson`] is complete in itself. Every module that a shell block or an exercise needs is shown in
//! the same document, ids are unique, and transcripts are numbered as a shell numbers them.

pub mod check;
pub mod command;
pub mod fault;
pub mod json;
pub mod markdown;
pub mod matching;
pub mod model;
pub mod parity;
pub mod parse;
pub mod sandbox;
pub mod session;
pub mod transcript;

pub use check::{Playground, Printed, Report, by_node, check_lesson};
pub use command::{Document, check_documents};
pub use fault::Fault;
pub use matching::{Renaming, match_output};
pub use model::{
    Act, Block, Check, Entry, Exercise, Hint, Lesson, LessonError, Module, Setting, Shell,
    Solution, Span, Step, View,
};
pub use parse::parse_lesson;
pub use sandbox::Sandbox;
pub use session::{Session, Trial};

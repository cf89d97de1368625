//! The plain objects that cross to JavaScript, as `www/src/protocol.ts` declares them.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::syntax::diagnostic::Diagnostic;
use crate::world::{Config, Input, RecordedInput};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigShape {
    seed: u32,
    nodes: Option<Vec<String>>,
    epoch_ms: Option<f64>,
    memory_max: Option<f64>,
    /// Whether events are recorded; without a log there is no going back, and no cost.
    log: Option<bool>,
    /// Evaluates this text instead of starting a shell, prints the value, and halts.
    evaluate: Option<String>,
}

impl ConfigShape {
    pub fn into_config(self) -> Config {
        let default = Config::default();
        Config {
            seed: self.seed.into(),
            nodes: self
                .nodes
                .filter(|nodes| !nodes.is_empty())
                .unwrap_or(default.nodes),
            epoch_us: self
                .epoch_ms
                .map_or(default.epoch_us, |ms| (ms * 1000.0) as u64),
            words_max: self
                .memory_max
                .map_or(default.words_max, |bytes| bytes as usize / 8),
            log: self.log.unwrap_or(true),
            shell: self.evaluate.is_none(),
            evaluate: self.evaluate,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum InputShape {
    Module {
        name: String,
        source: String,
    },
    /// Written on every node: saved, not loaded.
    File {
        name: String,
        text: String,
    },
    Shell {
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<String>,
        text: String,
    },
    Interrupt {
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<String>,
    },
    Kill {
        pid: String,
        reason: String,
    },
    Advance {
        to_ms: f64,
    },
    SocketConnect {
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<String>,
        port: u16,
    },
    SocketSend {
        client: u32,
        bytes: Vec<u8>,
    },
    SocketClose {
        client: u32,
    },
}

/// A file as the page knows it: `{ name, source }`.
#[derive(Deserialize)]
pub struct SourceShape {
    pub name: String,
    pub source: String,
}

fn node_index(node: Option<&str>, nodes: &[String]) -> Result<u32, String> {
    match node {
        None => Ok(0),
        Some(name) => match nodes.iter().position(|known| known == name) {
            Some(index) => Ok(index as u32),
            None => Err(format!(
                "there is no node {name}; there are {}",
                nodes.join(", ")
            )),
        },
    }
}

/// `<0.N.0>`
fn process_number(pid: &str) -> Result<u32, String> {
    pid.strip_prefix("<0.")
        .and_then(|rest| rest.split('.').next())
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| format!("{pid} is not a pid of the form <0.N.0>"))
}

impl InputShape {
    pub fn into_inputs(self, nodes: &[String]) -> Result<Vec<Input>, String> {
        Ok(vec![match self {
            InputShape::Module { name, source } if name.ends_with(".hrl") => {
                return InputShape::File { name, text: source }.into_inputs(nodes);
            }
            InputShape::Module { name, source } => {
                return Ok((0..nodes.len() as u32)
                    .map(|node| Input::Module {
                        node,
                        name: name.as_str().into(),
                        source: source.as_str().into(),
                    })
                    .collect());
            }
            InputShape::File { name, text } => {
                return Ok((0..nodes.len() as u32)
                    .map(|node| Input::File {
                        node,
                        name: name.as_str().into(),
                        text: text.as_str().into(),
                    })
                    .collect());
            }
            InputShape::Shell { node, text } => Input::Line {
                node: node_index(node.as_deref(), nodes)?,
                text: Rc::from(text),
            },
            InputShape::Interrupt { node } => Input::Interrupt {
                node: node_index(node.as_deref(), nodes)?,
            },
            InputShape::Kill { pid, reason } => Input::Kill {
                node: 0,
                number: process_number(&pid)?,
                reason: reason.into(),
            },
            InputShape::Advance { to_ms } => Input::Advance {
                to_ns: (to_ms * 1e6) as u64,
            },
            InputShape::SocketConnect { node, port } => Input::SocketConnect {
                node: node_index(node.as_deref(), nodes)?,
                port,
            },
            InputShape::SocketSend { client, bytes } => Input::SocketSend {
                client,
                bytes: bytes.into(),
            },
            InputShape::SocketClose { client } => Input::SocketClose { client },
        }])
    }

    fn of(input: &Input, nodes: &[String]) -> InputShape {
        let node = |index: u32| nodes.get(index as usize).cloned();
        match input {
            Input::Module { name, source, .. } => InputShape::Module {
                name: name.to_string(),
                source: source.to_string(),
            },
            Input::File { name, text, .. } => InputShape::File {
                name: name.to_string(),
                text: text.to_string(),
            },
            Input::Line { node: index, text } => InputShape::Shell {
                node: node(*index),
                text: text.to_string(),
            },
            Input::Eof { node: index } => InputShape::Shell {
                node: node(*index),
                text: String::new(),
            },
            Input::Interrupt { node: index } => InputShape::Interrupt { node: node(*index) },
            Input::Kill { number, reason, .. } => InputShape::Kill {
                pid: format!("<0.{number}.0>"),
                reason: reason.to_string(),
            },
            Input::Advance { to_ns } => InputShape::Advance {
                to_ms: *to_ns as f64 / 1e6,
            },
            Input::SocketConnect { node: index, port } => InputShape::SocketConnect {
                node: node(*index),
                port: *port,
            },
            Input::SocketSend { client, bytes } => InputShape::SocketSend {
                client: *client,
                bytes: bytes.to_vec(),
            },
            Input::SocketClose { client } => InputShape::SocketClose { client: *client },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct RecordedShape {
    step: u64,
    slices: u64,
    input: InputShape,
}

impl RecordedShape {
    pub fn of(recorded: &RecordedInput, nodes: &[String]) -> RecordedShape {
        RecordedShape {
            step: recorded.step,
            slices: recorded.slices,
            input: InputShape::of(&recorded.input, nodes),
        }
    }

    pub fn into_recorded(self, nodes: &[String]) -> Result<RecordedInput, String> {
        let input = self
            .input
            .into_inputs(nodes)?
            .into_iter()
            .next()
            .ok_or("an input for no node")?;
        Ok(RecordedInput {
            step: self.step,
            slices: self.slices,
            input,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RunReport {
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<f64>,
    pub clock_ms: f64,
    pub head: u64,
    pub reductions: f64,
}

#[derive(Serialize)]
pub struct InputResult {
    pub ok: bool,
    pub diagnostics: Vec<DiagnosticShape>,
    /// For `socketConnect`: the number of the new client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<u32>,
}

#[derive(Serialize)]
pub struct DiagnosticShape {
    severity: &'static str,
    message: String,
    file: String,
    line: u32,
    column: u32,
}

impl DiagnosticShape {
    pub fn of(diagnostic: &Diagnostic) -> DiagnosticShape {
        DiagnosticShape {
            severity: if diagnostic.is_error() {
                "error"
            } else {
                "warning"
            },
            message: diagnostic.message.clone(),
            file: diagnostic.file.to_string(),
            line: diagnostic.pos.map_or(0, |pos| pos.line),
            column: diagnostic.pos.map_or(0, |pos| pos.column),
        }
    }
}

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
    /// How long bytes take between nodes.
    latency_ms: Option<f64>,
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
            latency_us: self
                .latency_ms
                .map_or(default.latency_us, |ms| (ms * 1000.0) as u64),
            ..default
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    try_from = "InputFields"
)]
pub enum InputShape {
    /// Without a node: on all of them.
    Module {
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<String>,
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
        #[serde(skip_serializing_if = "Option::is_none")]
        node: Option<String>,
        pid: String,
        reason: String,
    },
    StartNode {
        node: String,
    },
    CrashNode {
        node: String,
    },
    Pause {
        node: String,
    },
    Resume {
        node: String,
    },
    Partition {
        a: String,
        b: String,
        one_way: bool,
    },
    Heal {
        a: String,
        b: String,
    },
    Delay {
        a: String,
        b: String,
        latency_ms: f64,
        jitter_ms: f64,
        bytes_per_s: f64,
    },
    Connect {
        a: String,
        b: String,
    },
    Disconnect {
        a: String,
        b: String,
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

/// All that an input may have. Read as one plain object: reading a tagged enum by serde's own means keeps every value until
/// the tag is known, and that code is compiled once for each variant.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InputFields {
    kind: String,
    node: Option<String>,
    name: Option<String>,
    source: Option<String>,
    text: Option<String>,
    pid: Option<String>,
    reason: Option<String>,
    a: Option<String>,
    b: Option<String>,
    one_way: Option<bool>,
    latency_ms: Option<f64>,
    jitter_ms: Option<f64>,
    bytes_per_s: Option<f64>,
    to_ms: Option<f64>,
    port: Option<u16>,
    client: Option<u32>,
    bytes: Option<Vec<u8>>,
}

impl TryFrom<InputFields> for InputShape {
    type Error = String;

    fn try_from(fields: InputFields) -> Result<InputShape, String> {
        let missing = |what: &str| format!("an input of kind {} needs {what}", fields.kind);
        macro_rules! need {
            ($field:ident) => {
                fields.$field.ok_or_else(|| missing(stringify!($field)))?
            };
        }
        Ok(match fields.kind.as_str() {
            "module" => InputShape::Module {
                node: fields.node,
                name: need!(name),
                source: need!(source),
            },
            "file" => InputShape::File {
                name: need!(name),
                text: need!(text),
            },
            "shell" => InputShape::Shell {
                node: fields.node,
                text: need!(text),
            },
            "interrupt" => InputShape::Interrupt { node: fields.node },
            "kill" => InputShape::Kill {
                node: fields.node,
                pid: need!(pid),
                reason: need!(reason),
            },
            "startNode" => InputShape::StartNode { node: need!(node) },
            "crashNode" => InputShape::CrashNode { node: need!(node) },
            "pause" => InputShape::Pause { node: need!(node) },
            "resume" => InputShape::Resume { node: need!(node) },
            "partition" => InputShape::Partition {
                a: need!(a),
                b: need!(b),
                one_way: fields.one_way.unwrap_or(false),
            },
            "heal" => InputShape::Heal {
                a: need!(a),
                b: need!(b),
            },
            "delay" => InputShape::Delay {
                a: need!(a),
                b: need!(b),
                latency_ms: need!(latency_ms),
                jitter_ms: fields.jitter_ms.unwrap_or(0.0),
                bytes_per_s: fields.bytes_per_s.unwrap_or(0.0),
            },
            "connect" => InputShape::Connect {
                a: need!(a),
                b: need!(b),
            },
            "disconnect" => InputShape::Disconnect {
                a: need!(a),
                b: need!(b),
            },
            "advance" => InputShape::Advance {
                to_ms: need!(to_ms),
            },
            "socketConnect" => InputShape::SocketConnect {
                node: fields.node,
                port: need!(port),
            },
            "socketSend" => InputShape::SocketSend {
                client: need!(client),
                bytes: need!(bytes),
            },
            "socketClose" => InputShape::SocketClose {
                client: need!(client),
            },
            other => return Err(format!("there is no input of kind {other}")),
        })
    }
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
        let index = |node: &str| node_index(Some(node), nodes);
        Ok(vec![match self {
            InputShape::Module { name, source, .. } if name.strip_suffix(".hrl").is_some() => {
                return InputShape::File { name, text: source }.into_inputs(nodes);
            }
            InputShape::Module {
                node: Some(node),
                name,
                source,
            } => Input::Module {
                node: index(&node)?,
                name: name.into(),
                source: source.into(),
            },
            InputShape::Module {
                node: None,
                name,
                source,
            } => {
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
            InputShape::Kill { node, pid, reason } => Input::Kill {
                node: node_index(node.as_deref(), nodes)?,
                number: process_number(&pid)?,
                reason: reason.into(),
            },
            InputShape::StartNode { node } => Input::StartNode { name: node.into() },
            InputShape::CrashNode { node } => Input::CrashNode {
                node: index(&node)?,
            },
            InputShape::Pause { node } => Input::Pause {
                node: index(&node)?,
            },
            InputShape::Resume { node } => Input::Resume {
                node: index(&node)?,
            },
            InputShape::Partition { a, b, one_way } => Input::Partition {
                a: index(&a)?,
                b: index(&b)?,
                both: !one_way,
            },
            InputShape::Heal { a, b } => Input::Heal {
                a: index(&a)?,
                b: index(&b)?,
            },
            InputShape::Delay {
                a,
                b,
                latency_ms,
                jitter_ms,
                bytes_per_s,
            } => Input::Delay {
                a: index(&a)?,
                b: index(&b)?,
                latency_us: (latency_ms * 1000.0) as u64,
                jitter_us: (jitter_ms * 1000.0) as u64,
                bytes_per_s: bytes_per_s as u64,
            },
            InputShape::Connect { a, b } => Input::Connect {
                a: index(&a)?,
                b: index(&b)?,
            },
            InputShape::Disconnect { a, b } => Input::Disconnect {
                a: index(&a)?,
                b: index(&b)?,
            },
            InputShape::Advance { to_ms } => Input::Advance {
                to_ns: (to_ms * 1e6).round() as u64,
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
        let named = |index: u32| node(index).unwrap_or_default();
        match input {
            Input::Module {
                node: index,
                name,
                source,
            } => InputShape::Module {
                node: node(*index),
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
            Input::StartNode { name } => InputShape::StartNode {
                node: name.to_string(),
            },
            Input::CrashNode { node } => InputShape::CrashNode { node: named(*node) },
            Input::Pause { node } => InputShape::Pause { node: named(*node) },
            Input::Resume { node } => InputShape::Resume { node: named(*node) },
            Input::Partition { a, b, both } => InputShape::Partition {
                a: named(*a),
                b: named(*b),
                one_way: !both,
            },
            Input::Heal { a, b } => InputShape::Heal {
                a: named(*a),
                b: named(*b),
            },
            Input::Delay {
                a,
                b,
                latency_us,
                jitter_us,
                bytes_per_s,
            } => InputShape::Delay {
                a: named(*a),
                b: named(*b),
                latency_ms: *latency_us as f64 / 1000.0,
                jitter_ms: *jitter_us as f64 / 1000.0,
                bytes_per_s: *bytes_per_s as f64,
            },
            Input::Connect { a, b } => InputShape::Connect {
                a: named(*a),
                b: named(*b),
            },
            Input::Disconnect { a, b } => InputShape::Disconnect {
                a: named(*a),
                b: named(*b),
            },
            Input::Kill {
                node: index,
                number,
                reason,
            } => InputShape::Kill {
                node: node(*index),
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
            // A page's world has no outside: this stands for nothing.
            Input::Outside(_) => InputShape::Advance { to_ms: 0.0 },
        }
    }
}

#[derive(Serialize, Deserialize)]
pub struct RecordedShape {
    step: u64,
    slices: u64,
    input: InputShape,
}

/// The inputs with nodes by number. Nodes that are started later have the numbers after those of the configuration.
pub fn recorded(
    shapes: Vec<RecordedShape>,
    nodes: &[String],
) -> Result<Vec<RecordedInput>, String> {
    let mut nodes = nodes.to_vec();
    let mut inputs = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let recorded = shape.into_recorded(&nodes)?;
        if let Input::StartNode { name } = &recorded.input
            && !nodes.iter().any(|known| **known == **name)
        {
            nodes.push(name.to_string());
        }
        inputs.push(recorded);
    }
    Ok(inputs)
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

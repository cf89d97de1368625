//! A world as a [`Playground`]: what `spawnpoint lesson check` runs lessons on.

use super::check::{Playground, Printed};
use super::fault::Fault;
use super::model::{Act, Module, Setting};
use super::transcript::{prompt_text, without_prompt};
use syntax::diagnostic::Diagnostic;
use world::{Config, Input, Services, Status, World};

/// One node with its shell, or several.
pub struct Sandbox {
    world: World,
    /// By number.
    nodes: Vec<Console>,
    /// Loaded on every node, on those that start later too.
    modules: Vec<Module>,
    /// Pairs of nodes that a partition separated.
    cut: Vec<(u32, u32)>,
}

/// What a node shows.
struct Console {
    name: Option<String>,
    /// Printed and not yet handed out.
    output: String,
    /// Number of the prompt that stands.
    prompt: usize,
}

impl Sandbox {
    pub fn new(services: Services, setting: &Setting) -> Sandbox {
        let mut config = Config::default();
        let mut names = vec![None];
        if !setting.nodes.is_empty() {
            config.nodes.clone_from(&setting.nodes);
            names = setting.nodes.iter().cloned().map(Some).collect();
        }
        let console = |name| Console {
            name,
            output: String::new(),
            prompt: 1,
        };
        let mut sandbox = Sandbox {
            world: World::new(config, services),
            nodes: names.into_iter().map(console).collect(),
            modules: Vec::new(),
            cut: Vec::new(),
        };
        sandbox.settle(Some(0));
        if setting.connected {
            for b in 1..sandbox.nodes.len() as u32 {
                for a in 0..b {
                    sandbox.world.input(Input::Connect { a, b });
                }
            }
            sandbox.settle(None);
        }
        for node in &mut sandbox.nodes {
            node.output.clear();
        }
        sandbox
    }

    fn number(&self, name: Option<&str>) -> Option<usize> {
        self.nodes
            .iter()
            .position(|node| node.name.as_deref() == name)
    }

    fn enter(&mut self, node: usize, input: &str) {
        self.nodes[node].prompt += 1;
        for line in input.lines() {
            self.world.input(Input::Line {
                node: node as u32,
                text: line.into(),
            });
        }
    }

    /// Runs until the shell prompts where something was typed and nothing can run before time passes; where there are
    /// several nodes, until they have been silent for a while after that.
    fn settle(&mut self, typed: Option<usize>) {
        let give_up_ns = self.world.now_ns() + limits::LESSON_INPUT_NS_MAX;
        let silence_ns = if self.nodes.len() > 1 {
            limits::LESSON_SILENCE_NS
        } else {
            0
        };
        let mut heard_ns = self.world.now_ns();
        let mut reductions = 0;
        loop {
            let report = self.world.run(limits::LESSON_INPUT_REDUCTIONS_MAX, 0);
            reductions += report.reductions;
            for (node, text) in self.world.take_output() {
                self.nodes[node as usize].output.push_str(&text);
                heard_ns = self.world.now_ns();
            }
            let prompted = typed.is_none_or(|node| self.nodes[node].printed().is_some());
            let until_ns = if prompted {
                heard_ns + silence_ns
            } else {
                give_up_ns
            };
            let now_ns = self.world.now_ns();
            match report.status {
                Status::Running if reductions < limits::LESSON_INPUT_REDUCTIONS_MAX => {}
                Status::Waiting { until_ns: timer_ns } if now_ns < until_ns => {
                    self.world.input(Input::Advance {
                        to_ns: timer_ns.min(until_ns),
                    });
                }
                _ => return,
            }
        }
    }

    fn load_at(&mut self, node: usize, module: &Module) -> Result<(), String> {
        let node = node as u32;
        let (name, source) = (module.name.as_str().into(), module.source.as_str().into());
        if module.is_header() {
            let text = source;
            self.world.input(Input::File { node, name, text });
            return Ok(());
        }
        let diagnostics = self.world.input(Input::Module { node, name, source });
        let errors = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.is_error());
        let errors: Vec<String> = errors.map(Diagnostic::headline).collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors.join("\n"))
        }
    }

    fn apply(&mut self, fault: &Fault) {
        let number = |name: &String| self.number(Some(name)).unwrap_or_default();
        match fault {
            Fault::Kill(name) => {
                let node = number(name) as u32;
                self.world.input(Input::CrashNode { node });
            }
            Fault::Start(name) => {
                let node = number(name);
                let name = name.as_str().into();
                self.world.input(Input::StartNode { name });
                self.nodes[node].prompt = 1;
                self.settle(Some(node));
                self.nodes[node].output.clear();
                for module in self.modules.clone() {
                    // It loaded before.
                    let _ = self.load_at(node, &module);
                }
            }
            Fault::Partition(groups) => {
                let mut pairs = Vec::new();
                for (index, group) in groups.iter().enumerate() {
                    for other in groups.iter().skip(index + 1).flatten() {
                        pairs.extend(
                            group
                                .iter()
                                .map(|name| (number(name) as u32, number(other) as u32)),
                        );
                    }
                }
                for &(a, b) in &pairs {
                    self.world.input(Input::Partition { a, b, both: true });
                    // The connection breaks at once: nobody wants to sit out the ticks.
                    self.world.input(Input::Disconnect { a, b });
                }
                self.cut.extend(pairs);
            }
            Fault::Heal => {
                for (a, b) in std::mem::take(&mut self.cut) {
                    self.world.input(Input::Heal { a, b });
                    self.world.input(Input::Connect { a, b });
                }
            }
        }
    }
}

impl Console {
    /// What was printed beside the prompt, if the shell has prompted.
    fn printed(&self) -> Option<String> {
        without_prompt(
            &self.output,
            &prompt_text(self.name.as_deref(), self.prompt),
        )
    }

    /// Hands out what was printed. `typed`: a new prompt must be among it.
    fn take(&mut self, typed: bool) -> String {
        let printed = self.printed();
        let output = std::mem::take(&mut self.output);
        match printed {
            Some(text) => text,
            None if typed => format!("{output}[no prompt {}]", self.prompt),
            None => output.trim_matches('\n').to_string(),
        }
    }
}

impl Playground for Sandbox {
    fn load(&mut self, module: &Module) -> Result<(), String> {
        self.modules.push(module.clone());
        (0..self.nodes.len()).try_for_each(|node| self.load_at(node, module))
    }

    fn act(&mut self, act: &Act) -> Printed {
        let typed = match act {
            Act::Input { node, input, .. } => {
                let Some(node) = self.number(node.as_deref()) else {
                    return Printed::default();
                };
                self.enter(node, input);
                Some(node)
            }
            Act::Fault(fault) => {
                self.apply(fault);
                None
            }
        };
        self.settle(typed);
        let nodes = self.nodes.iter_mut().enumerate();
        let texts = nodes.map(|(index, node)| (node.name.clone(), node.take(typed == Some(index))));
        Printed::gather(texts, typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn a_header_is_at_hand_for_modules_and_for_the_shell() {
        let mut sandbox = Sandbox::new(shell::services(), &Setting::default());
        let enter = |sandbox: &mut Sandbox, input: &str| {
            let (node, prompt) = (None, 1);
            let input = input.into();
            sandbox
                .act(&Act::Input {
                    node,
                    prompt,
                    input,
                })
                .here
        };
        let file = |name: &str, source: &str| Module {
            file: name.into(),
            name: name.into(),
            source: source.into(),
            span: Span::default(),
        };
        sandbox
            .load(&file("point.hrl", "-record(point, {x, y}).\n"))
            .unwrap();
        let module = "-module(m).\n-export([y/1]).\n-include(\"point.hrl\").\ny(P) -> P#point.y.\n";
        sandbox.load(&file("m", module)).unwrap();
        assert_eq!(enter(&mut sandbox, "rr(\"point.hrl\")."), "[point]");
        assert_eq!(enter(&mut sandbox, "m:y(#point{y = 2})."), "2");
        let error = sandbox.load(&file("m", &module.replace("point.hrl", "line.hrl")));
        assert!(error.is_err_and(|said| said.contains("line.hrl")));
    }
}

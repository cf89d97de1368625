//! A world as a [`Playground`]: what `spawnpoint lesson check` runs lessons on.

use super::check::{Playground, Printed};
use super::model::{Act, Module, Setting};
use super::transcript::{prompt_text, without_prompt};
use crate::limits;
use crate::syntax::diagnostic::Diagnostic;
use crate::world::{Config, Input, Services, Status, World};

/// One node with its shell.
pub struct Sandbox {
    world: World,
    /// Printed and not yet handed out.
    output: String,
    /// Number of the prompt that stands.
    prompt: usize,
}

impl Sandbox {
    /// Nothing for several nodes: the world has one.
    pub fn new(services: Services, setting: &Setting) -> Option<Sandbox> {
        if !setting.nodes.is_empty() {
            return None;
        }
        let mut sandbox = Sandbox {
            world: World::new(Config::default(), services),
            output: String::new(),
            prompt: 1,
        };
        sandbox.settle();
        sandbox.output.clear();
        Some(sandbox)
    }

    /// Runs until the shell prompts and nothing can run before time passes. Gives what was printed.
    fn settle(&mut self) -> String {
        let give_up_ns = self.world.now_ns() + limits::LESSON_INPUT_NS_MAX;
        let mut reductions = 0;
        loop {
            let report = self.world.run(limits::LESSON_INPUT_REDUCTIONS_MAX, 0);
            reductions += report.reductions;
            for (_, text) in self.world.take_output() {
                self.output.push_str(&text);
            }
            let printed = without_prompt(&self.output, &prompt_text(None, self.prompt));
            match (report.status, printed) {
                (Status::Running, _) if reductions < limits::LESSON_INPUT_REDUCTIONS_MAX => {}
                (Status::Waiting { until_ns }, None) if until_ns <= give_up_ns => {
                    self.world.input(Input::Advance { to_ns: until_ns });
                }
                (_, Some(printed)) => {
                    self.output.clear();
                    return printed;
                }
                (status, None) => {
                    let text = std::mem::take(&mut self.output);
                    return format!("{text}[no prompt {}: {status:?}]", self.prompt);
                }
            }
        }
    }
}

impl Playground for Sandbox {
    fn load(&mut self, module: &Module) -> Result<(), String> {
        let (name, source) = (module.name.as_str().into(), module.source.as_str().into());
        if module.is_header() {
            let (node, text) = (0, source);
            self.world.input(Input::File { node, name, text });
            return Ok(());
        }
        let diagnostics = self.world.input(Input::Module {
            node: 0,
            name,
            source,
        });
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

    fn act(&mut self, act: &Act) -> Printed {
        let Act::Input { input, .. } = act else {
            return Printed::default();
        };
        self.prompt += 1;
        for line in input.lines() {
            self.world.input(Input::Line {
                node: 0,
                text: line.into(),
            });
        }
        Printed {
            here: self.settle(),
            elsewhere: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::model::Span;

    #[test]
    fn a_header_is_at_hand_for_modules_and_for_the_shell() {
        let mut sandbox = Sandbox::new(crate::shell::services(), &Setting::default()).unwrap();
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

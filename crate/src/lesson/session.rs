//! What a lesson asks a node to run: shell sessions, and checks with the modules they go with.

use super::model::{Block, Check, Entry, Exercise, Lesson, Module, Setting, Shell, Step};

/// Shell blocks that share fresh nodes, and the modules compiled and loaded there first.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    pub modules: Vec<&'a Module>,
    pub blocks: Vec<&'a Shell>,
}

impl<'a> Session<'a> {
    /// The entries of all blocks in order.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> {
        self.blocks.iter().flat_map(|block| &block.entries)
    }

    /// The nodes.
    pub fn setting(&self) -> &'a Setting {
        &self.blocks[0].setting
    }
}

/// A check, and the modules with which it must pass and must fail.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    pub check: &'a Check,
    pub solution: Vec<&'a Module>,
    pub starter: Vec<&'a Module>,
}

impl Lesson {
    /// Every session in document order. Those of an exercise run with the modules of its solution.
    pub fn sessions(&self) -> Vec<Session<'_>> {
        let mut found = Vec::new();
        for step in &self.steps {
            for blocks in by_node(step.shells().into_iter()) {
                let files = blocks[0].modules.iter();
                let modules = files.filter_map(|file| self.module(file));
                found.push(Session {
                    modules: modules.collect(),
                    blocks,
                });
            }
            for exercise in step.exercises() {
                for blocks in by_node(exercise.shells()) {
                    let modules = self.solved(exercise);
                    found.push(Session { modules, blocks });
                }
            }
        }
        found
    }

    /// Every exercise in document order.
    pub fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.steps.iter().flat_map(Step::exercises)
    }

    /// The modules that the learner starts from.
    fn starter<'a>(&'a self, exercise: &Exercise) -> Vec<&'a Module> {
        let files = exercise.starter.iter();
        files.filter_map(|file| self.module(file)).collect()
    }

    /// The modules to start from, those of the solution in their places.
    pub fn solved<'a>(&'a self, exercise: &'a Exercise) -> Vec<&'a Module> {
        let mut modules = self.starter(exercise);
        for module in &exercise.solution.modules {
            match modules.iter_mut().find(|old| old.name == module.name) {
                Some(place) => *place = module,
                None => modules.push(module),
            }
        }
        modules
    }

    /// Every check in document order.
    pub fn trials(&self) -> Vec<Trial<'_>> {
        let mut found = Vec::new();
        for exercise in self.exercises() {
            let starter = self.starter(exercise);
            let solution = self.solved(exercise);
            found.extend(exercise.checks.iter().map(|check| Trial {
                check,
                solution: solution.clone(),
                starter: starter.clone(),
            }));
        }
        found
    }
}

/// Groups shell blocks that share a node.
fn by_node<'a>(shells: impl Iterator<Item = &'a Shell>) -> Vec<Vec<&'a Shell>> {
    let mut found: Vec<Vec<&Shell>> = Vec::new();
    for shell in shells {
        match found.last_mut() {
            Some(session) if !shell.fresh => session.push(shell),
            _ => found.push(vec![shell]),
        }
    }
    found
}

impl Step {
    /// Every shell block of the step in document order, those of variations included, those of exercises not.
    pub fn shells(&self) -> Vec<&Shell> {
        let mut found = Vec::new();
        let mut variations = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Shell(shell) => found.push(shell),
                // A variation has a node of its own and does not interrupt the step's session.
                Block::Try { blocks, .. } => variations.extend(shells_in(blocks)),
                _ => {}
            }
        }
        found.extend(variations);
        found
    }

    /// The exercises of the step.
    pub fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Exercise(exercise) => Some(exercise),
            _ => None,
        })
    }
}

impl Exercise {
    /// The shell blocks of the task. Their outputs are those of the solution.
    pub fn shells(&self) -> impl Iterator<Item = &Shell> {
        shells_in(&self.blocks)
    }
}

fn shells_in(blocks: &[Block]) -> impl Iterator<Item = &Shell> {
    blocks.iter().filter_map(|block| match block {
        Block::Shell(shell) => Some(shell),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::Module;
    use crate::parse_lesson;

    #[test]
    fn a_solution_stands_in_the_places_of_what_it_replaces() {
        let text = "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n## <a id=\"a\"></a>A\n<!-- exercise: e -->\n```erlang file=p.hrl\np\n```\n```erlang file=s/m.erl\nm\n```\n```erlang file=n.erl\nn\n```\n<details class=\"check\" id=\"c\"><summary>S</summary>\n\n```erlang\nm:f().\n```\n\nMessage.\n\n</details>\n<details class=\"solution\"><summary>S</summary>\n\n```erlang file=z/m.erl\nz\n```\n```erlang file=z/k.erl\nk\n```\n\n</details>\n<!-- end exercise -->\n";
        let lesson = parse_lesson("x.md", text).unwrap_or_else(|errors| panic!("{errors:?}"));
        let trials = lesson.trials();
        let files = |modules: &[&Module]| -> Vec<String> {
            modules.iter().map(|module| module.file.clone()).collect()
        };
        assert_eq!(files(&trials[0].starter), ["p.hrl", "s/m.erl", "n.erl"]);
        let solved = ["p.hrl", "z/m.erl", "n.erl", "z/k.erl"];
        assert_eq!(files(&trials[0].solution), solved);
    }

    #[test]
    fn a_variation_does_not_interrupt_the_session() {
        let text = "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n## <a id=\"a\"></a>A\n```erl\n1> a.\n```\n<details class=\"try\"><summary>V</summary>\n\n```erl\n1> v.\n```\n</details>\n\n```erl\n2> b.\n```\n```erl\n1> c.\n```\n";
        let lesson = parse_lesson("x.md", text).unwrap();
        let inputs: Vec<Vec<String>> = lesson
            .sessions()
            .iter()
            .map(|session| {
                session
                    .entries()
                    .map(|entry| entry.act.to_string())
                    .collect()
            })
            .collect();
        assert_eq!(
            inputs,
            [vec!["1> a.", "2> b."], vec!["1> c."], vec!["1> v."]]
        );
    }
}

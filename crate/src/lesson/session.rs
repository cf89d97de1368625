//! What a lesson asks a node to run: shell sessions, and checks with the modules they go with.

use super::model::{Block, Check, Entry, Exercise, Lesson, Module, Shell, Step};

/// Shell blocks that share a fresh node, and the modules compiled and loaded there first.
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
                    let modules = exercise.solution.modules.iter().collect();
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

    /// Every check in document order.
    pub fn trials(&self) -> Vec<Trial<'_>> {
        let mut found = Vec::new();
        for exercise in self.exercises() {
            let files = exercise.starter.iter();
            let starter: Vec<&Module> = files.filter_map(|file| self.module(file)).collect();
            let solution: Vec<&Module> = exercise.solution.modules.iter().collect();
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
    use crate::lesson::parse_lesson;

    #[test]
    fn a_variation_does_not_interrupt_the_session() {
        let text = "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n## <a id=\"a\"></a>A\n```erl\n1> a.\n```\n<details class=\"try\"><summary>V</summary>\n\n```erl\n1> v.\n```\n</details>\n\n```erl\n2> b.\n```\n```erl\n1> c.\n```\n";
        let lesson = parse_lesson("x.md", text).unwrap();
        let inputs: Vec<Vec<&str>> = lesson
            .sessions()
            .iter()
            .map(|session| {
                session
                    .entries()
                    .map(|entry| entry.input.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(inputs, [vec!["a.", "b."], vec!["c."], vec!["v."]]);
    }
}

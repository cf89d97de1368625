//! Two languages of one lesson must tell the same story: the same steps, blocks, code, inputs and outputs.

use super::model::{Block, Exercise, Lesson, Shell};

/// The first few differences in shape between two languages of a lesson, in words; none when they agree.
pub fn differences(one: &Lesson, other: &Lesson) -> Vec<String> {
    let mut found = Vec::new();
    let (left, right) = (&one.locale, &other.locale);
    if (&one.id, one.order) != (&other.id, other.order) {
        found.push(format!(
            "{left} and {right} differ in their front matter (lesson, order)"
        ));
    }
    let ids = |lesson: &Lesson| {
        lesson
            .steps
            .iter()
            .map(|step| step.id.clone())
            .collect::<Vec<_>>()
    };
    if ids(one) != ids(other) {
        found.push(format!(
            "steps differ: {left} has {:?}, {right} has {:?}",
            ids(one),
            ids(other)
        ));
        return found;
    }
    for (first, second) in one.steps.iter().zip(&other.steps) {
        let (first_outline, second_outline) = (outline(&first.blocks), outline(&second.blocks));
        let place = format!(
            "step {} ({left} line {}, {right} line {})",
            first.id, first.line, second.line
        );
        if first_outline.len() != second_outline.len() {
            found.push(format!(
                "{place}: {left} has {} code parts, {right} has {}",
                first_outline.len(),
                second_outline.len()
            ));
        }
        let unequal = first_outline
            .iter()
            .zip(&second_outline)
            .find(|(a, b)| a != b);
        if let Some((a, b)) = unequal {
            found.push(format!("{place}:\n  {left}: {a}\n  {right}: {b}"));
        }
    }
    found
}

/// Everything but prose, as comparable text.
fn outline(blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Prose(_) => {}
            Block::Module(module) => {
                found.push(format!("module {}\n{}", module.file, module.source))
            }
            Block::Shell(shell) => found.push(outline_shell(shell)),
            Block::Answer { .. } => found.push("answer".into()),
            Block::Try { blocks, .. } => {
                found.push("try".into());
                for block in blocks {
                    if let Block::Shell(shell) = block {
                        found.push(outline_shell(shell));
                    }
                }
            }
            Block::Exercise(exercise) => outline_exercise(exercise, &mut found),
        }
    }
    found
}

fn outline_shell(shell: &Shell) -> String {
    let view = shell.view.map_or("", super::model::View::name);
    let mut text = format!("shell {:?} {view} {:?}", shell.modules, shell.focus);
    for entry in &shell.entries {
        text.push_str(&format!(
            "\n{}> {}\n{}",
            entry.prompt, entry.input, entry.expected
        ));
    }
    text
}

fn outline_exercise(exercise: &Exercise, found: &mut Vec<String>) {
    found.push(format!(
        "exercise {} with {} hints",
        exercise.id,
        exercise.hints.len()
    ));
    for block in &exercise.blocks {
        match block {
            Block::Module(module) => {
                found.push(format!("module {}\n{}", module.file, module.source))
            }
            Block::Shell(shell) => found.push(outline_shell(shell)),
            _ => {}
        }
    }
    for check in &exercise.checks {
        found.push(format!("check {}\n{}", check.id, check.code));
    }
    for module in &exercise.solution.modules {
        found.push(format!("solution {}\n{}", module.file, module.source));
    }
}

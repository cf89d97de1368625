//! Two languages of one lesson must tell the same story: the same steps, blocks, code, inputs and outputs.

use super::model::{Block, Exercise, Lesson, Shell};
use super::transcript::render_transcript;

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
                found.push(format!("module {}\n{}", module.file, module.source));
            }
            Block::Shell(shell) => found.push(outline_shell(shell)),
            Block::Client(client) => found.push(format!("{client:?}")),
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
    let mut text = format!(
        "shell {:?} {view} {:?} {:?}\n",
        shell.modules, shell.focus, shell.setting
    );
    text.push_str(&render_transcript(&shell.entries));
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
                found.push(format!("module {}\n{}", module.file, module.source));
            }
            Block::Shell(shell) => found.push(outline_shell(shell)),
            _ => {}
        }
    }
    for check in &exercise.checks {
        found.push(format!(
            "check {} {:?}\n{}",
            check.id, check.setting, check.code
        ));
    }
    for module in &exercise.solution.modules {
        found.push(format!("solution {}\n{}", module.file, module.source));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_lesson;

    const EN: &str = include_str!("../../../lessons/msg_cache/en.md");
    const ZH: &str = include_str!("../../../lessons/msg_cache/zh-CN.md");

    fn lesson(text: &str) -> Lesson {
        parse_lesson("x.md", text).unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    #[test]
    fn the_languages_of_msg_cache_agree() {
        assert_eq!(differences(&lesson(EN), &lesson(ZH)), Vec::<String>::new());
    }

    #[test]
    fn a_difference_is_told_with_its_step() {
        let changed = ZH.replacen("1> self() ! \"msg1\".", "1> self() ! \"msg0\".", 1);
        let found = differences(&lesson(EN), &lesson(&changed));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("step selective ("), "{found:?}");

        let renamed = ZH.replacen("<a id=\"after\">", "<a id=\"wait\">", 1);
        assert!(differences(&lesson(EN), &lesson(&renamed))[0].starts_with("steps differ"));

        let hint = ZH.find("<details class=\"hint\">").unwrap();
        let end = hint + ZH[hint..].find("</details>").unwrap() + "</details>".len();
        let shorter = format!("{}{}", &ZH[..hint], &ZH[end..]);
        assert!(
            differences(&lesson(EN), &lesson(&shorter))[0]
                .contains("exercise manager with 3 hints")
        );
    }
}

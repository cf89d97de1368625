//! A lesson as JSON, in the shape that `lessons/README.md` promises to the page.

use std::fmt::Write;

use super::model::{Act, Block, Entry, Exercise, Lesson, Module, Setting, Shell};

/// The whole lesson.
pub fn lesson_to_json(lesson: &Lesson) -> String {
    let steps = array(&lesson.steps, |step| {
        object(&[
            ("id", text(&step.id)),
            ("title", text(&step.title)),
            ("blocks", array(&step.blocks, block)),
        ])
    });
    object(&[
        ("id", text(&lesson.id)),
        ("locale", text(&lesson.locale)),
        ("title", text(&lesson.title)),
        ("order", lesson.order.to_string()),
        ("source", text(&lesson.source)),
        ("intro", text(&lesson.intro)),
        ("steps", steps),
    ])
}

// Recursion is bounded: the parser nests at most exercise > try > shell.
fn block(block_of_step: &Block) -> String {
    match block_of_step {
        Block::Prose(markdown) => object(&[("kind", text("prose")), ("markdown", text(markdown))]),
        Block::Module(shown) => object(&[("kind", text("module")), ("module", module(shown))]),
        Block::Shell(transcript) => {
            object(&[("kind", text("shell")), ("shell", shell(transcript))])
        }
        Block::Client(window) => object(&[
            ("kind", text("client")),
            (
                "client",
                object(&[
                    ("name", text(&window.name)),
                    ("port", window.port.to_string()),
                    ("lines", array(&window.lines, |line| text(line))),
                ]),
            ),
        ]),
        Block::Answer { summary, markdown } => object(&[
            ("kind", text("answer")),
            ("summary", text(summary)),
            ("markdown", text(markdown)),
        ]),
        Block::Try { summary, blocks } => object(&[
            ("kind", text("try")),
            ("summary", text(summary)),
            ("blocks", array(blocks, block)),
        ]),
        Block::Exercise(task) => {
            object(&[("kind", text("exercise")), ("exercise", exercise(task))])
        }
    }
}

fn module(module: &Module) -> String {
    object(&[
        ("file", text(&module.file)),
        ("name", text(&module.name)),
        ("source", text(&module.source)),
    ])
}

fn shell(shell: &Shell) -> String {
    object(&[
        ("fresh", shell.fresh.to_string()),
        ("modules", array(&shell.modules, |file| text(file))),
        (
            "view",
            shell.view.map_or("null".into(), |view| text(view.name())),
        ),
        (
            "focus",
            shell
                .focus
                .as_ref()
                .map_or("null".into(), |focus| text(focus)),
        ),
        ("nodes", nodes(&shell.setting)),
        ("connected", shell.setting.connected.to_string()),
        ("entries", array(&shell.entries, entry)),
    ])
}

fn nodes(setting: &Setting) -> String {
    array(&setting.nodes, |node| text(node))
}

/// A fault is an entry without input.
fn entry(entry: &Entry) -> String {
    let (node, prompt, input, fault) = match &entry.act {
        Act::Input {
            node,
            prompt,
            input,
        } => (node.as_deref(), *prompt, input.as_str(), None),
        Act::Fault(fault) => (None, 0, "", Some(fault.to_string())),
    };
    let or_null = |value: Option<&str>| value.map_or("null".into(), text);
    object(&[
        ("node", or_null(node)),
        ("prompt", prompt.to_string()),
        ("input", text(input)),
        ("fault", or_null(fault.as_deref())),
        ("expected", text(&entry.expected)),
        (
            "elsewhere",
            array(&entry.elsewhere, |(node, printed)| {
                object(&[("node", text(node)), ("expected", text(printed))])
            }),
        ),
    ])
}

fn exercise(exercise: &Exercise) -> String {
    let hints = array(&exercise.hints, |hint| {
        object(&[
            ("summary", text(&hint.summary)),
            ("markdown", text(&hint.markdown)),
        ])
    });
    let checks = array(&exercise.checks, |check| {
        object(&[
            ("id", text(&check.id)),
            ("summary", text(&check.summary)),
            ("code", text(&check.code)),
            ("nodes", nodes(&check.setting)),
            ("message", text(&check.message)),
        ])
    });
    let solution = object(&[
        ("modules", array(&exercise.solution.modules, module)),
        ("markdown", text(&exercise.solution.markdown)),
    ]);
    object(&[
        ("id", text(&exercise.id)),
        ("blocks", array(&exercise.blocks, block)),
        ("starter", array(&exercise.starter, |file| text(file))),
        ("hints", hints),
        ("checks", checks),
        ("solution", solution),
    ])
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn array<T>(items: &[T], render: impl Fn(&T) -> String) -> String {
    let items: Vec<String> = items.iter().map(render).collect();
    format!("[{}]", items.join(","))
}

fn text(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for char in value.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            // `<` is escaped too, so that the JSON may stand inside a script element.
            '<' | '\u{0}'..='\u{1f}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(quoted, "\\u{:04x}", char as u32);
            }
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_safe_inside_a_script_element() {
        assert_eq!(
            text("a\"b\\c\n</script>\u{1}信箱"),
            "\"a\\\"b\\\\c\\n\\u003c/script>\\u0001信箱\""
        );
    }

    #[test]
    fn a_small_lesson() {
        let document = "---\nlesson: l\nlocale: en\ntitle: T\norder: 2\nsource: s\n---\nintro\n\n## <a id=\"a\"></a>A\n\nprose\n\n```erl view=mailbox\n1> ok.\nok\n```\n";
        let lesson = crate::parse_lesson("en.md", document).unwrap();
        assert_eq!(
            lesson_to_json(&lesson),
            r#"{"id":"l","locale":"en","title":"T","order":2,"source":"s","intro":"intro","steps":[{"id":"a","title":"A","blocks":[{"kind":"prose","markdown":"prose"},{"kind":"shell","shell":{"fresh":true,"modules":[],"view":"mailbox","focus":null,"nodes":[],"connected":false,"entries":[{"node":null,"prompt":1,"input":"ok.","fault":null,"expected":"ok","elsewhere":[]}]}}]}]}"#
        );
    }
}

//! What documents give, and how their mistakes are told.

use super::*;
use crate::View;

const HEAD: &str = "---\nlesson: l\nlocale: en\ntitle: T\norder: 1\nsource: s\n---\n";

fn parse(body: &str) -> Result<Lesson, Vec<String>> {
    parse_lesson("l/en.md", &format!("{HEAD}{body}"))
        .map_err(|errors| errors.iter().map(LessonError::to_string).collect())
}

fn first_error(body: &str) -> String {
    parse(body).unwrap_err().remove(0)
}

#[test]
fn a_step_with_module_and_shell() {
    let lesson = parse(
        "Intro.\n\n## <a id=\"a\"></a>Title\n\nProse one.\n\n```erlang file=code/m.erl\n-module(m).\n```\n\nProse two.\n\n```erl view=messages focus=shell\n1> self().\n<0.1.0>\n```\nand\n```erl\n2> ok.\nok\n```\n",
    )
    .unwrap();
    assert_eq!(lesson.intro, "Intro.");
    let blocks = &lesson.steps[0].blocks;
    assert_eq!(blocks.len(), 6);
    assert_eq!(blocks[0], Block::Prose("Prose one.".into()));
    let shells = lesson.steps[0].shells();
    assert_eq!(shells[0].modules, ["code/m.erl"]);
    assert_eq!(
        (shells[0].view, shells[0].focus.as_deref()),
        (Some(View::Messages), Some("shell"))
    );
    assert!(shells[0].fresh && !shells[1].fresh);
}

#[test]
fn a_session_on_several_nodes() {
    let lesson = parse(
        "## <a id=\"a\"></a>A\n```erl nodes=a@h,b@h connected view=cluster\n(a@h)1> x.\n1\n(b@h)\n2\n```\nand\n```erl\n(b@h)1> y.\n--- kill a@h ---\n```\n```erl\n1> z.\n```\n",
    )
    .unwrap();
    let shells = lesson.steps[0].shells();
    let setting = Setting {
        nodes: vec!["a@h".into(), "b@h".into()],
        connected: true,
    };
    assert_eq!(
        (&shells[0].setting, &shells[1].setting),
        (&setting, &setting)
    );
    assert_eq!(
        (shells[0].fresh, shells[1].fresh, shells[2].fresh),
        (true, false, true)
    );
    assert_eq!(shells[2].setting, Setting::default());
    let sessions = lesson.sessions();
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[0].entries().count(), 3);
}

#[test]
fn mistakes_with_several_nodes() {
    let error = |block: &str| first_error(&format!("## <a id=\"a\"></a>A\n```erl {block}```\n"));
    assert!(error("\n(a@h)1> x.\n").contains("continues no shell"));
    assert!(error("nodes=a@h\n(b@h)1> x.\n").contains("b@h is not a node of this session"));
    assert!(
        error("nodes=a@h\n(a@h)1> x.\n(b@h)\nout\n").contains("b@h is not a node of this session")
    );
    assert!(error("nodes=a@h\n(a@h)2> x.\n").contains("the first prompt of a node is 2"));
    assert!(error("nodes=a@h\n1> x.\n").contains("some prompts of the session name a node"));
    assert!(error("nodes=a@h,a@h\n(a@h)1> x.\n").contains("different node names"));
    assert!(error("nodes=a\n(a@h)1> x.\n").contains("different node names"));
}

#[test]
fn a_later_file_of_the_same_module_replaces_the_earlier() {
    let lesson = parse(
        "## <a id=\"a\"></a>A\n```erlang file=x/m.erl\nx\n```\n```erlang file=y/m.erl\ny\n```\n```erl\n1> a.\n```\n## <a id=\"b\"></a>B\n<!-- load: x/m.erl -->\n```erl\n1> b.\n```\n",
    )
    .unwrap();
    assert_eq!(lesson.steps[0].shells()[0].modules, ["y/m.erl"]);
    assert_eq!(lesson.steps[1].shells()[0].modules, ["x/m.erl"]);
}

#[test]
fn clients_follow_the_transcript_that_starts_their_node() {
    let client = "```client name=小明 port=5555\n小明\nalice: 你好\n\n```\n";
    let lesson = parse(&format!(
        "## <a id=\"a\"></a>A\n```erl\n1> a.\n```\n{client}```erl\n2> b.\n```\n"
    ))
    .unwrap();
    let Block::Client(window) = &lesson.steps[0].blocks[1] else {
        panic!("{:?}", lesson.steps[0].blocks)
    };
    assert_eq!((window.name.as_str(), window.port), ("小明", 5555));
    assert_eq!(window.lines, ["小明", "alice: 你好"]);
    let lost = first_error(&format!("## <a id=\"a\"></a>A\n{client}"));
    assert!(lost.contains("no node for this client"), "{lost}");
    let portless = first_error("## <a id=\"a\"></a>A\n```client name=a\n```\n");
    assert!(portless.contains("a name and a port"), "{portless}");
}

#[test]
fn headers_go_with_modules() {
    let body = "## <a id=\"a\"></a>A\n```erlang file=x/p.hrl\n-record(p, {}).\n```\n```erlang file=x/p.erl\ny\n```\n```erl\n1> a.\n```\n";
    let lesson = parse(body).unwrap();
    assert_eq!(
        lesson.steps[0].shells()[0].modules,
        ["x/p.hrl", "x/p.erl"],
        "neither gives way to the other"
    );
    let names: Vec<&str> = lesson.modules().iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["p.hrl", "p"]);
    assert!(lesson.modules()[0].is_header());
    let error = first_error(&body.replace("p.hrl", "p.txt"));
    assert!(error.contains("ends in .erl or .hrl"), "{error}");
}

#[test]
fn an_exercise_with_all_parts() {
    let lesson = parse(
        "## <a id=\"a\"></a>A\n<!-- exercise: e -->\nTask.\n```erlang file=s/m.erl\nstart\n```\n<details class=\"hint\"><summary>H</summary>\n\nhint\n\n```erlang\nf() -> ok.\n```\n\n</details>\n\n<details class=\"check\" id=\"c\"><summary>C</summary>\n\n```erlang nodes=a@h,b@h\nm:f() =:= 1.\n```\n\nMessage.\n\n</details>\n<details class=\"solution\"><summary>S</summary>\n\n```erlang file=z/m.erl\nend\n```\n\nWhy.\n\n</details>\n<!-- end exercise -->\nafter\n",
    )
    .unwrap();
    let exercise = lesson.steps[0].exercises().next().unwrap();
    assert_eq!(
        exercise.hints[0].markdown,
        "hint\n\n```erlang\nf() -> ok.\n```"
    );
    assert_eq!(exercise.checks[0].code, "m:f() =:= 1.");
    assert_eq!(exercise.checks[0].message, "Message.");
    assert_eq!(exercise.checks[0].setting.nodes, ["a@h", "b@h"]);
    assert!(exercise.checks[0].setting.connected);
    assert_eq!(exercise.solution.modules[0].file, "z/m.erl");
    assert_eq!(exercise.solution.markdown, "Why.");
    assert_eq!(exercise.starter, ["s/m.erl"]);
    assert_eq!(
        lesson.steps[0].blocks.last(),
        Some(&Block::Prose("after".into()))
    );
}

#[test]
fn variations_have_their_own_shell() {
    let lesson = parse(
        "## <a id=\"a\"></a>A\n```erl\n1> a.\n```\n<details class=\"try\"><summary>V</summary>\n\n```erl\n1> b.\n```\n</details>\n\n```erl\n2> c.\n```\n<details class=\"answer\"><summary>W</summary>\nBecause.\n</details>\n",
    )
    .unwrap();
    let blocks = &lesson.steps[0].blocks;
    assert!(
        matches!(&blocks[1], Block::Try { summary, blocks } if summary == "V" && blocks.len() == 1)
    );
    assert_eq!(
        blocks[3],
        Block::Answer {
            summary: "W".into(),
            markdown: "Because.".into()
        }
    );
}

#[test]
fn mistakes_say_where_and_what_to_do() {
    assert_eq!(
        first_error("## No id\n"),
        "lesson l/en.md:8: the step has no id; write `## <a id=\"...\"></a>Title`"
    );
    assert!(first_error("nothing\n").contains("no step"));
    assert!(
        first_error("## <a id=\"a\"></a>A\n```erl\n2> x.\n```\n")
            .contains("l/en.md:9: prompt 2 continues")
    );
    assert!(
        first_error("## <a id=\"a\"></a>A\n\n```erl\n1> x\n```\n")
            .contains("l/en.md:11: the input at prompt 1")
    );
    assert!(
        first_error("## <a id=\"a\"></a>A\n```erl colour=red\n1> x.\n```\n").contains("colour=red")
    );
    assert!(
        first_error("## <a id=\"a\"></a>A\n<!-- load: x/m.erl -->\n").contains("no earlier block")
    );
    assert!(first_error("## <a id=\"a\"></a>A\n## <a id=\"a\"></a>B\n").contains("used twice"));
    assert!(first_error("## <a id=\"a\"></a>A\n```erl\n1> x.\n").contains("never closed"));
    assert!(
        first_error(
            "## <a id=\"a\"></a>A\n<details class=\"hint\"><summary>H</summary>\nx\n</details>\n"
        )
        .contains("`hint`")
    );
    assert!(
        first_error("## <a id=\"a\"></a>A\n<details class=\"answer\"><summary>H</summary>\nx\n")
            .contains("never closed")
    );
    let errors = parse("## <a id=\"a\"></a>A\n<!-- exercise: e -->\ntask\n").unwrap_err();
    assert_eq!(errors.len(), 3, "{errors:?}");
}

#[test]
fn hostile_nesting_is_an_error_and_no_trap() {
    for class in ["try", "answer", "hint", "solution"] {
        let nested = format!("<details class=\"{class}\"><summary>S</summary>\n").repeat(20_000);
        assert!(parse(&format!("## <a id=\"a\"></a>A\n{nested}")).is_err());
        assert!(
            parse(&format!(
                "## <a id=\"a\"></a>A\n<!-- exercise: e -->\n{nested}"
            ))
            .is_err()
        );
    }
    let nested = "<!-- exercise: e -->\n".repeat(20_000);
    assert!(parse(&format!("## <a id=\"a\"></a>A\n{nested}")).is_err());
}

#[test]
fn any_prefix_of_a_document_parses_or_says_what_is_wrong() {
    let document = include_str!("../../../../lessons/msg_cache/zh-CN.md");
    for end in (0..document.len())
        .step_by(331)
        .filter(|&end| document.is_char_boundary(end))
    {
        match parse_lesson("x.md", &document[..end]) {
            Ok(lesson) => assert!(!lesson.steps.is_empty()),
            Err(errors) => assert!(!errors.is_empty()),
        }
    }
}

#[test]
fn missing_front_matter() {
    let errors = parse_lesson("x.md", "# Hello\n").unwrap_err();
    assert_eq!(errors[0].line, 1);
    let errors = parse_lesson("x.md", "---\nlesson: x\n---\n## <a id=\"a\"></a>A\n").unwrap_err();
    assert_eq!(errors.len(), 4);
}

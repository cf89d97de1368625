//! Compares printed output up to what differs from run to run: pids, references and ports may be renamed, consistently and
//! one to one; a fun's numbers, a report's time and the sizes in a crash report are free; and where a printed term is broken into lines is free if one of
//! these stands in it, since their width decides where. Everything else is literal.

use std::collections::BTreeMap;

/// The renaming found so far in a session. Feed every output of the session through the same value.
#[derive(Clone, Debug, Default)]
pub struct Renaming {
    forward: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
}

/// Whether `actual` is `expected` up to renaming. A renaming found in a failed match is forgotten.
pub fn match_output(expected: &str, actual: &str, renaming: &mut Renaming) -> bool {
    first_difference(expected, actual, renaming).is_none()
}

/// The first line that differs, counted from 0 in either text; `None` when `actual` is `expected` up to renaming. A
/// renaming found in a failed match is forgotten.
pub fn first_difference(
    expected: &str,
    actual: &str,
    renaming: &mut Renaming,
) -> Option<(usize, usize)> {
    let mut trial = renaming.clone();
    let lines = |text: &str| -> Vec<String> {
        let lines = text.trim_end().lines();
        lines.map(|line| line.trim_end().to_string()).collect()
    };
    let (expected, actual) = (lines(expected), lines(actual));
    let (mut left, mut right) = (0, 0);
    while left < expected.len() && right < actual.len() {
        if match_line(&expected[left], &actual[right], &mut trial) {
            left += 1;
            right += 1;
            continue;
        }
        let (first, second) = (term(&expected[left..]), term(&actual[right..]));
        if !match_broken(&first, &second, &mut trial) {
            return Some((left, right));
        }
        left += first.lines;
        right += second.lines;
    }
    if left < expected.len() || right < actual.len() {
        return Some((left, right));
    }
    *renaming = trial;
    None
}

/// A printed term put on one line.
struct Term {
    text: String,
    /// How many lines it takes.
    lines: usize,
}

/// Lines that a printed term may take before brackets that stay open count as something else than a term.
const TERM_LINES_MAX: usize = 100;

/// The term that begins in the first line and ends where its brackets are closed; that line alone when they never are.
fn term(lines: &[String]) -> Term {
    let (mut depth, mut quote) = (0_i32, None);
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate().take(TERM_LINES_MAX) {
        match (index, quote) {
            (0, _) => text.push_str(line),
            (_, Some(_)) => text.extend(["\n", line]),
            (_, None) => {
                // `key =>` and `field =` are followed by a space or by the end of the line.
                if text.ends_with('=') || text.ends_with("=>") {
                    text.push(' ');
                }
                text.push_str(line.trim_start());
            }
        }
        let mut chars = line.chars();
        while let Some(char) = chars.next() {
            match (quote, char) {
                (Some(_), '\\') => {
                    chars.next();
                }
                (Some(open), _) if open == char => quote = None,
                (None, '"' | '\'') => quote = Some(char),
                (None, '(' | '[' | '{') => depth += 1,
                (None, ')' | ']' | '}') => depth -= 1,
                _ => {}
            }
        }
        if depth <= 0 && quote.is_none() {
            let lines = index + 1;
            return Term { text, lines };
        }
    }
    Term {
        text: lines[0].clone(),
        lines: 1,
    }
}

/// Whether two terms, at least one of them broken into lines, are equal up to renaming and differ in layout because of the
/// width of what is renamed in them.
fn match_broken(expected: &Term, actual: &Term, renaming: &mut Renaming) -> bool {
    let varies = |text: &str| {
        let mut places = text.char_indices();
        places.any(|(at, _)| leading_name(&text[at..]).is_some())
    };
    if expected.lines == 1 && actual.lines == 1 || !varies(&expected.text) {
        return false;
    }
    match_line(&expected.text, &actual.text, renaming)
}

/// A renaming found in a failed match is forgotten.
fn match_line(expected: &str, actual: &str, renaming: &mut Renaming) -> bool {
    let mut trial = renaming.clone();
    let good = match_text(expected, actual, &mut trial);
    if good {
        *renaming = trial;
    }
    good
}

fn match_text(expected: &str, actual: &str, renaming: &mut Renaming) -> bool {
    if let (Some(left), Some(right)) = (report_heading(expected), report_heading(actual)) {
        return left == right;
    }
    if let (Some(left), Some(right)) = (measure(expected), measure(actual)) {
        return left == right;
    }
    if let (Some(left), Some(right)) = (otp_place(expected), otp_place(actual)) {
        return left == right;
    }
    let (mut left, mut right) = (expected, actual);
    loop {
        let (name_left, name_right) = (leading_name(left), leading_name(right));
        match (name_left, name_right) {
            (Some(first), Some(second)) => {
                if !renaming.accepts(first, second) {
                    return false;
                }
                left = &left[first.len()..];
                right = &right[second.len()..];
            }
            (None, None) => {
                let (mut first, mut second) = (left.chars(), right.chars());
                match (first.next(), second.next()) {
                    (None, None) => return true,
                    (Some(one), Some(other)) if one == other => {}
                    _ => return false,
                }
                left = first.as_str();
                right = second.as_str();
            }
            _ => return false,
        }
    }
}

impl Renaming {
    fn accepts(&mut self, expected: &str, actual: &str) -> bool {
        if let (Some(left), Some(right)) = (fun_module(expected), fun_module(actual)) {
            return left == right;
        }
        let sort = |name: &str| name.split('<').next().map(str::to_string);
        if sort(expected) != sort(actual) {
            return false;
        }
        match (self.forward.get(expected), self.back.get(actual)) {
            (None, None) => {
                self.forward
                    .insert(expected.to_string(), actual.to_string());
                self.back.insert(actual.to_string(), expected.to_string());
                true
            }
            (Some(known), _) => known == actual,
            (None, Some(_)) => false,
        }
    }
}

/// `=ERROR REPORT==== 1-Jan-2026::10:00:00.000000 ===` without its time.
fn report_heading(line: &str) -> Option<&str> {
    let end = line.find(" REPORT==== ")?;
    (line.starts_with('=') && line.ends_with("===")).then(|| &line[..end])
}

/// Files of OTP's own whose lines stand in reports: which line it is, is their own affair.
const OTP_FILES: [&str; 3] = ["gen.erl", "gen_server.erl", "proc_lib.erl"];

/// `in function  gen_server:call/2 (gen_server.erl, line 46)` without the number.
fn otp_place(line: &str) -> Option<&str> {
    let (place, number) = line.strip_suffix(')')?.rsplit_once(", line ")?;
    let (_, file) = place.rsplit_once('(')?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    (digits && OTP_FILES.contains(&file)).then_some(place)
}

/// `    heap_size: 610` of a crash report without its number.
fn measure(line: &str) -> Option<&str> {
    let (name, number) = line.split_once(": ")?;
    let free = ["heap_size", "stack_size", "reductions"].contains(&name.trim());
    (free && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// A pid, reference, port or fun at the start of the text.
fn leading_name(text: &str) -> Option<&str> {
    for prefix in ["#Ref<", "#Port<", "#Fun<"] {
        if text.starts_with(prefix) {
            return Some(&text[..=text.find('>')?]);
        }
    }
    let body = text.strip_prefix('<')?;
    let end = body.find('>')?;
    let numbers: Vec<&str> = body[..end].split('.').collect();
    let all_digits = numbers
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    (numbers.len() == 3 && all_digits).then(|| &text[..end + 2])
}

/// The module in `#Fun<module.12.345>`.
fn fun_module(name: &str) -> Option<&str> {
    name.strip_prefix("#Fun<")?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(expected: &str, actual: &str) -> bool {
        match_output(expected, actual, &mut Renaming::default())
    }

    #[test]
    fn pids_are_renamed_one_to_one() {
        assert!(same(
            "{<0.81.0>,<0.82.0>,<0.81.0>}",
            "{<0.9.0>,<0.10.0>,<0.9.0>}"
        ));
        assert!(!same("{<0.81.0>,<0.82.0>}", "{<0.9.0>,<0.9.0>}"));
        assert!(!same("{<0.81.0>,<0.81.0>}", "{<0.9.0>,<0.10.0>}"));
        assert!(!same("<0.81.0>", "#Ref<0.1.2.3>"));
        assert!(!same("<0.81.0>", "<<0>>"));
    }

    #[test]
    fn a_session_keeps_its_renaming() {
        let mut renaming = Renaming::default();
        assert!(match_output("<0.81.0>", "<0.5.0>", &mut renaming));
        assert!(!match_output(
            "x <0.7.0> <0.81.0>",
            "x <0.8.0> <0.6.0>",
            &mut renaming
        ));
        assert!(
            match_output("<0.7.0>", "<0.9.0>", &mut renaming),
            "a failed match leaves no trace"
        );
        assert!(!match_output("<0.82.0>", "<0.5.0>", &mut renaming));
    }

    #[test]
    fn funs_references_ports_and_times() {
        assert!(same("#Fun<erl_eval.43.3316493>", "#Fun<erl_eval.20.1>"));
        assert!(!same("#Fun<erl_eval.43.3316493>", "#Fun<lists.20.1>"));
        assert!(same("#Ref<0.1.2.3> #Port<0.4>", "#Ref<0.9.9.9> #Port<0.1>"));
        assert!(same(
            "=ERROR REPORT==== 22-Nov-2026::02:40:53.974036 ===\nError",
            "=ERROR REPORT==== 1-Jan-2026::00:00:00.000000 ===\nError"
        ));
        assert!(!same("=ERROR REPORT==== 1 ===", "=INFO REPORT==== 1 ==="));
    }

    #[test]
    fn the_width_of_a_name_decides_where_a_term_is_broken() {
        let narrow = "Shell got {'DOWN',#Ref<0.1.2.3>,process,<0.5.0>,noproc}\nok";
        let wide = "Shell got {'DOWN',#Ref<0.2431491111.886046721.245470>,process,<0.83.0>,\n                  noproc}\nok";
        assert!(same(narrow, wide));
        assert!(same(wide, narrow));
        let record = "#state{client = <0.5.0>,\n       names =\n           #{<0.5.0> =>\n                 \"a\"}}";
        assert!(same(
            "#state{client = <0.9.0>,names = #{<0.9.0> => \"a\"}}",
            record
        ));
        assert!(same("{<0.5.0>,\"a\n b\"}", "{<0.9.0>,\n \"a\n b\"}"));
    }

    #[test]
    fn the_layout_of_other_terms_is_literal() {
        assert!(!same("{a,b}", "{a,\n b}"), "nothing in it varies");
        assert!(!same("<0.5.0>\n{a,b}", "<0.6.0>\n{a,\n b}"));
        assert!(!same("{<0.5.0>,b}", "{<0.6.0>, b}"), "not broken");
        assert!(!same("{<0.5.0>,b}", "{<0.6.0>,\n c}"), "another value");
        assert!(!same("{<0.5.0>,b}\nok", "{<0.6.0>,\n b}ok"));
        assert!(!same("{<0.5.0>,<0.5.0>}", "{<0.5.0>,\n <0.6.0>}"));
        assert!(!same("{<0.5.0>,\"a\\n b\"}", "{<0.5.0>,\"a\n b\"}"));
        assert!(!same("{<0.5.0>,\"ab\"}", "{<0.5.0>,\"a\n b\"}"));
        assert!(!same(":-( <0.5.0>\nok", ":-(\n<0.5.0>\nok"));
    }

    #[test]
    fn a_difference_is_found_behind_another_layout() {
        let expected = "{<0.5.0>,b}\nok\nend";
        let actual = "{<0.6.0>,\n b}\nno\nend";
        let found = first_difference(expected, actual, &mut Renaming::default());
        assert_eq!(found, Some((1, 2)));
    }

    #[test]
    fn a_crash_report_measures_freely() {
        let place = |file: &str, line: u32| format!("in function  f/1 ({file}, line {line})");
        assert!(same(
            &place("gen_server.erl", 1),
            &place("gen_server.erl", 2)
        ));
        assert!(!same(&place("chat.erl", 1), &place("chat.erl", 2)));
        assert!(same(
            "    heap_size: 610\n    reductions: 1",
            "    heap_size: 376\n    reductions: 99"
        ));
        assert!(!same("    heap_size: 610", "    stack_size: 610"));
        assert!(!same("    messages: 610", "    messages: 611"));
    }

    #[test]
    fn everything_else_is_literal() {
        assert!(same("ok\n", "ok"));
        assert!(same("消息 <0.1.0>", "消息 <0.2.0>"));
        assert!(!same("ok", "ok\nok"));
        assert!(!same("消息", "信息"));
        assert!(same("a < b <<1,2>> <0.1>", "a < b <<1,2>> <0.1>"));
    }
}

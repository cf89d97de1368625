//! Compares printed output up to what differs from run to run: pids, references and ports may be renamed, consistently and
//! one to one; a fun's numbers and a report's time are free.

use std::collections::BTreeMap;

/// The renaming found so far in a session. Feed every output of the session through the same value.
#[derive(Clone, Debug, Default)]
pub struct Renaming {
    forward: BTreeMap<String, String>,
    back: BTreeMap<String, String>,
}

/// Whether `actual` is `expected` up to renaming. A renaming found in a failed match is forgotten.
pub fn match_output(expected: &str, actual: &str, renaming: &mut Renaming) -> bool {
    let mut trial = renaming.clone();
    let mut expected_lines = expected.trim_end().lines();
    let mut actual_lines = actual.trim_end().lines();
    loop {
        match (expected_lines.next(), actual_lines.next()) {
            (None, None) => break,
            (Some(left), Some(right))
                if match_line(left.trim_end(), right.trim_end(), &mut trial) => {}
            _ => return false,
        }
    }
    *renaming = trial;
    true
}

fn match_line(expected: &str, actual: &str, renaming: &mut Renaming) -> bool {
    if let (Some(left), Some(right)) = (report_heading(expected), report_heading(actual)) {
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
    fn everything_else_is_literal() {
        assert!(same("ok\n", "ok"));
        assert!(same("消息 <0.1.0>", "消息 <0.2.0>"));
        assert!(!same("ok", "ok\nok"));
        assert!(!same("消息", "信息"));
        assert!(same("a < b <<1,2>> <0.1>", "a < b <<1,2>> <0.1>"));
    }
}

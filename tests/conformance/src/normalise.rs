//! What is not compared, and why. Both sides go through this one function: recordings before they are
//! stored, the product's output before it is compared.
//!
//! | what | becomes | because |
//! |---|---|---|
//! | `<0.89.0>` | `<pid1>`, the same pid always the same number, in order of appearance | process numbers depend on how many system processes were started before |
//! | `#Ref<0.1.2.3>` | `#Ref<1>`, likewise | made from a counter of the whole system |
//! | `#Port<0.3>` | `#Port<1>`, likewise | likewise |
//! | `#Fun<m.3.1234>` | `#Fun<m>` | index and hash come from OTP's compiler |
//! | `-f/1-fun-3-` | `-f/1-fun-N-` | the index likewise |
//! | a term printed over several lines that holds one of these, or a place in an OTP module | put on one line | where the lines break depends on the width of the numbers |
//! | `Eshell V13.1.5` | `Eshell V<version>` | the banner |
//! | `heap_size: 376` in a crash report, likewise `stack_size` and `reductions` | `heap_size: <n>` | another collector, another machine |
//! | `22-Nov-2026::02:42:03.659359` | `<date>` | the host's clock |
//! | `(lists.erl, line 1315)` | `(lists.erl)` | lines of OTP's own sources |
//! | `{file,"lists.erl"},{line,9}` | `{file,"lists.erl"}` | likewise |
//! | a printed stack frame of an OTP module that has such a place and shows no arguments | dropped | which private helpers OTP's modules go through is their own affair |
//! | `{shell,F,A,Place}`, `{erl_eval,F,A,Place}` in a printed stack | dropped | the evaluator's own frames |
//! | a prompt, a report, the same prompt again | the report, the prompt | whether the report of a crash arrives before or after the prompt is a race inside OTP |
//! | a report among what several nodes print | last ([`reports_last`]) | it arrives when it arrives |
//! | a frame of `prim_eval` | dropped | a private helper of the evaluator; it shows no place |
//! | a carriage return before the end of a line | dropped | `erlang:display` writes one in OTP |
//! | `in function` / `in call from` | `in` | which of the two it is depends on the frames dropped above |

use regex_lite::{Captures, Regex};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Brings `text` into the form in which outputs are stored and compared. `own` holds the names of the case's
/// own source files (`msg_cache.erl`): places in them are compared, places in any other file are not.
pub fn normalise(text: &str, own: &[String]) -> String {
    let text = frames(&text.replace("\r\n", "\n"), own);
    let text = places(&text, own);
    let text = pattern(r#",?\s*\{(?:shell|erl_eval),\w+,\d+,\s*\[\{file,"\w+\.erl"\}\]\}"#)
        .replace_all(&text, "")
        .into_owned();
    let text = pattern(r"(?m)^\d+> (=[A-Z]+ REPORT=)")
        .replace_all(&text, "$1")
        .into_owned();
    let text = identifiers(&text);
    let text = pattern(r"#Fun<([a-z_0-9A-Z@']+)\.\d+\.\d+>")
        .replace_all(&text, "#Fun<$1>")
        .into_owned();
    let text = one_line(&text);
    let text = pattern(r"-fun-\d+-")
        .replace_all(&text, "-fun-N-")
        .into_owned();
    let text = pattern(r"(?m)^( +(?:heap_size|stack_size|reductions)): \d+$")
        .replace_all(&text, "$1: <n>")
        .into_owned();
    let text = pattern(r"Eshell V[0-9.]+")
        .replace_all(&text, "Eshell V<version>")
        .into_owned();
    pattern(r"\d+-[A-Z][a-z][a-z]-\d{4}::\d\d:\d\d:\d\d\.\d+")
        .replace_all(&text, "<date>")
        .into_owned()
}

/// Puts the reports in `text` behind everything else. What several nodes print: whether the report of one arrives before the
/// value that another one prints is a race.
pub fn reports_last(text: &str) -> String {
    let (mut printed, mut reports) = (String::new(), String::new());
    let mut in_report = false;
    for line in text.split_inclusive('\n') {
        in_report |= line.starts_with('=') && line.contains(" REPORT==== ");
        if in_report {
            reports.push_str(line);
            in_report = line != "\n";
        } else {
            printed.push_str(line);
        }
    }
    printed + &reports
}

/// Output as text. A byte that is not part of UTF-8 is shown as `<0xE9>`: with a pipe for standard input the shell
/// writes Latin-1.
pub fn decode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "<0x{byte:02X}>");
        }
    }
    text
}

/// Renames pids, references and ports consistently.
fn identifiers(text: &str) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    pattern(r"(#Ref|#Port|)<\d+\.\d+\.\d+(?:\.\d+)*>|(#Port)<\d+\.\d+>")
        .replace_all(text, |found: &Captures| {
            let family = found
                .get(1)
                .or(found.get(2))
                .map_or(String::new(), |family| family.as_str().to_string());
            let number = *seen.entry(found[0].to_string()).or_insert_with(|| {
                let count = counts.entry(family.clone()).or_insert(0);
                *count += 1;
                *count
            });
            if family.is_empty() {
                format!("<pid{number}>")
            } else {
                format!("{family}<{number}>")
            }
        })
        .into_owned()
}

/// A printed term of at most this many lines is put on one line.
const JOINED_LINES_MAX: usize = 30;

/// Puts each term on one line that was broken into several and holds an identifier: its width decided where.
fn one_line(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut result = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let count = lines_of_term(&lines[at..]);
        let chunk = &lines[at..at + count];
        // The last two are what is left of a place in one of OTP's files.
        let varies = |line: &&str| {
            [
                "<pid",
                "#Ref<",
                "#Port<",
                "#Fun<",
                ".erl\"}]",
                ".erl\"},{error_info",
            ]
            .iter()
            .any(|mark| line.contains(mark))
        };
        if count > 1 && chunk.iter().any(varies) {
            let mut joined = chunk[0].to_string();
            for line in &chunk[1..] {
                // `key =>` and `field =` are followed by a space or by the end of the line.
                if joined.ends_with("=>") || joined.ends_with('=') {
                    joined.push(' ');
                }
                joined.push_str(without_speaker(chunk[0], line).trim_start());
            }
            result.push(joined);
        } else {
            result.extend(chunk.iter().map(ToString::to_string));
        }
        at += count;
    }
    result.join("\n")
}

/// A line of what several nodes print without its `node| `, if the first line of the term has the same.
fn without_speaker<'a>(first: &str, line: &'a str) -> &'a str {
    let speaker = first.split_inclusive("| ").next().unwrap_or_default();
    let is_speaker = speaker.ends_with("| ") && speaker.matches(' ').count() == 1;
    match line.strip_prefix(speaker) {
        Some(rest) if is_speaker => rest,
        _ => line,
    }
}

/// How many lines the term takes that begins in the first line: those until its brackets are closed; one when that is
/// not soon.
fn lines_of_term(lines: &[&str]) -> usize {
    let mut depth = 0i32;
    let mut quote = None;
    for (count, line) in lines.iter().enumerate().take(JOINED_LINES_MAX) {
        let mut chars = line.chars();
        while let Some(char) = chars.next() {
            match (quote, char) {
                (Some(_), '\\') => {
                    chars.next();
                }
                (Some(open), _) if open == char => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(char),
                (None, '(' | '[' | '{') => depth += 1,
                (None, ')' | ']' | '}') => depth -= 1,
                (None, _) => {}
            }
        }
        if depth <= 0 && quote.is_none() {
            return count + 1;
        }
    }
    1
}

/// Takes the line numbers off places in files that are not the case's own.
fn places(text: &str, own: &[String]) -> String {
    let text =
        pattern(r"\(([a-z_0-9A-Z]+\.erl), line \d+\)").replace_all(text, |found: &Captures| {
            if is_own(&found[1], own) {
                found[0].to_string()
            } else {
                format!("({})", &found[1])
            }
        });
    pattern(r#"\{file,\s*"([^"]+)"\},\s*\{line,\s*\d+\}"#)
        .replace_all(&text, |found: &Captures| {
            if is_own(&found[1], own) {
                found[0].to_string()
            } else {
                format!("{{file,\"{}\"}}", &found[1])
            }
        })
        .into_owned()
}

/// Drops the printed stack frames that are OTP's own affair.
fn frames(text: &str, own: &[String]) -> String {
    let frame = pattern(r"^((?:\*\*)? *)in (function|call from) +(.*)$");
    let place = pattern(r"\(([a-z_0-9A-Z]+\.erl), line \d+\)$");
    let lines: Vec<&str> = text.split('\n').collect();
    let mut kept: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = frame.captures(line) else {
            kept.push((*line).to_string());
            continue;
        };
        let foreign = place.captures(line).is_some_and(|p| !is_own(&p[1], own));
        let shows_arguments = lines
            .get(at + 1)
            .is_some_and(|next| next.trim_start().starts_with("called as "));
        let helper = found[3].starts_with("prim_eval:");
        if !helper && (!foreign || shows_arguments) {
            kept.push(format!("{}in {}", &found[1], &found[3]));
        }
    }
    kept.join("\n")
}

fn is_own(file: &str, own: &[String]) -> bool {
    own.iter().any(|name| name == file)
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("the patterns of this file are constants")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_stand_behind_what_nodes_print() {
        let report = "=ERROR REPORT==== d ===\ntext\n\n";
        assert_eq!(
            reports_last(&format!("a\n{report}b\n")),
            format!("a\nb\n{report}")
        );
    }

    #[test]
    fn a_term_that_a_node_prints_on_several_lines_is_joined() {
        let text = "a| Shell got {'DOWN',#Ref<0.1.2.3>,\na|            noproc}\na| ok";
        assert_eq!(
            normalise(text, &[]),
            "a| Shell got {'DOWN',#Ref<1>,noproc}\na| ok"
        );
    }

    #[test]
    fn bytes_that_are_not_utf8_are_shown() {
        assert_eq!(decode(b"a\xe9b\xc3\xa9"), "a<0xE9>b\u{e9}");
    }

    #[test]
    fn pids_are_renamed_consistently() {
        assert_eq!(
            normalise("<0.9.0> <0.11.0> <0.9.0>", &[]),
            "<pid1> <pid2> <pid1>"
        );
        assert_eq!(
            normalise("#Ref<0.1.2.3> <0.1.0> #Port<0.5>", &[]),
            "#Ref<1> <pid1> #Port<1>"
        );
    }

    #[test]
    fn funs_keep_their_module() {
        assert_eq!(
            normalise("#Fun<erl_eval.42.3316493>", &[]),
            "#Fun<erl_eval>"
        );
        assert_eq!(normalise("fun lists:map/2", &[]), "fun lists:map/2");
    }

    #[test]
    fn frames_of_otp_go_and_frames_of_the_case_stay() {
        let text = "** exception error: bad\n     in function  lists:foreach_1/2 (lists.erl, line 1442)\n     \
                    in call from t:f/1 (t.erl, line 4)\n";
        assert_eq!(
            normalise(text, &["t.erl".into()]),
            "** exception error: bad\n     in t:f/1 (t.erl, line 4)\n"
        );
    }

    #[test]
    fn frames_with_arguments_stay() {
        let text = "     in function  hd/1\n        called as hd([])\n";
        assert_eq!(
            normalise(text, &[]),
            "     in hd/1\n        called as hd([])\n"
        );
    }

    #[test]
    fn a_report_stands_before_the_prompt_it_interrupts() {
        let before = "1> <0.5.0>\n=ERROR REPORT==== x ===\n{e,[{shell,f,3,[{file,\"shell.erl\"},{line,9}]}]}\n\n2> ok\n";
        let after = "1> <0.5.0>\n2> =ERROR REPORT==== x ===\n{e,[]}\n\n2> ok\n";
        assert_eq!(normalise(before, &[]), normalise(after, &[]));
    }

    #[test]
    fn terms_with_identifiers_are_put_on_one_line() {
        let narrow = "1> Shell got {'DOWN',#Ref<0.1.2.3>,process,<0.5.0>,normal}\nok\n";
        let wide = "1> Shell got {'DOWN',#Ref<0.100000.200000.3>,process,<0.5.0>,\n                  normal}\nok\n";
        assert_eq!(normalise(wide, &[]), normalise(narrow, &[]));
        assert_eq!(normalise("{a,\n b}\n", &[]), "{a,\n b}\n");
        let record = "#state{client =\n           <0.5.0>,\n       name = a}\n";
        assert_eq!(normalise(record, &[]), "#state{client = <pid1>,name = a}\n");
    }

    #[test]
    fn sizes_in_crash_reports_go() {
        let text = "    heap_size: 376\n    stack_size: 28\n    reductions: 8835\n";
        assert_eq!(
            normalise(text, &[]),
            "    heap_size: <n>\n    stack_size: <n>\n    reductions: <n>\n"
        );
    }

    #[test]
    fn dates_of_reports_go() {
        let text = "=ERROR REPORT==== 22-Nov-2026::02:42:03.659359 ===";
        assert_eq!(normalise(text, &[]), "=ERROR REPORT==== <date> ===");
    }
}

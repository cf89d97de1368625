//! Shell transcripts: prompts, what is typed, what is printed.

use std::fmt::Write;

use super::model::Entry;
use crate::limits::LESSON_INPUT_LINES_MAX;

/// What is wrong in a transcript, at which line of it (0-based).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptError {
    pub offset: usize,
    pub what: String,
    pub advice: &'static str,
}

/// Reads the text between the fences. `first_line` is the 1-based line of the document where it starts.
pub fn parse_transcript(text: &str, first_line: usize) -> Result<Vec<Entry>, TranscriptError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut entries: Vec<Entry> = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let Some((prompt, first)) = prompt(lines[index]) else {
            if let Some(entry) = entries.last_mut() {
                if !entry.expected.is_empty() {
                    entry.expected.push('\n');
                }
                entry.expected.push_str(lines[index]);
            } else if !lines[index].trim().is_empty() {
                return Err(TranscriptError {
                    offset: index,
                    what: "the transcript does not start with a prompt".into(),
                    advice: "start it with `1> ` and the input",
                });
            }
            index += 1;
            continue;
        };
        if let Some(previous) = entries.last()
            && previous.prompt + 1 != prompt
        {
            return Err(TranscriptError {
                offset: index,
                what: format!("prompt {prompt} follows prompt {}", previous.prompt),
                advice: "number the prompts as the shell does, one after the other",
            });
        }
        let start = index;
        let mut input = first.to_string();
        while !is_complete(&input) {
            index += 1;
            let line = lines
                .get(index)
                .filter(|_| index - start < LESSON_INPUT_LINES_MAX);
            let Some(line) = line else {
                return Err(TranscriptError {
                    offset: start,
                    what: format!("the input at prompt {prompt} has no full stop"),
                    advice: "end the input with `.` as in the shell",
                });
            };
            input.push('\n');
            input.push_str(line);
        }
        trim_empty_lines(entries.last_mut());
        entries.push(Entry {
            prompt,
            input,
            expected: String::new(),
            line: first_line + start,
        });
        index += 1;
    }
    trim_empty_lines(entries.last_mut());
    Ok(entries)
}

/// An empty line before the next prompt is layout, not output.
fn trim_empty_lines(entry: Option<&mut Entry>) {
    if let Some(entry) = entry {
        let kept = entry.expected.trim_end_matches('\n').len();
        entry.expected.truncate(kept);
    }
}

/// `12> input` is prompt 12 with its input.
fn prompt(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line[..digits].parse().ok()?;
    let rest = line[digits..].strip_prefix('>')?;
    Some((
        number,
        rest.strip_prefix(' ').or(rest.is_empty().then_some(rest))?,
    ))
}

/// What stands in a node's output beside prompt `number`, or `None` when the shell has not prompted yet. Output of another
/// process makes the shell prompt again; all these prompts are taken out.
pub fn without_prompt(output: &str, number: usize) -> Option<String> {
    let marker = format!("{number}> ");
    let mut text = output.to_string();
    let mut prompted = false;
    while let Some(at) = prompt_place(&text, &marker) {
        text.replace_range(at..at + marker.len(), "");
        prompted = true;
    }
    prompted.then(|| text.trim_matches('\n').to_string())
}

/// Where the prompt stands at the start of a line.
fn prompt_place(text: &str, marker: &str) -> Option<usize> {
    if text.starts_with(marker) {
        return Some(0);
    }
    text.find(&format!("\n{marker}")).map(|at| at + 1)
}

/// Writes entries back as they stand in a document.
pub fn render_transcript(entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let _ = writeln!(text, "{}> {}", entry.prompt, entry.input);
        if !entry.expected.is_empty() {
            text.push_str(&entry.expected);
            text.push('\n');
        }
    }
    text
}

/// Whether the text holds the full stop that ends an input: a `.` before white space, a comment or the end, outside
/// strings, quoted atoms, character literals and comments.
pub fn is_complete(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    let mut after_name = false;
    while let Some(char) = chars.next() {
        let was_name = after_name;
        after_name = char.is_alphanumeric() || char == '_' || char == '@';
        match char {
            '%' => while chars.next_if(|&next| next != '\n').is_some() {},
            '"' | '\'' => loop {
                match chars.next() {
                    None => return false,
                    Some('\\') => {
                        chars.next();
                    }
                    Some(next) if next == char => break,
                    Some(_) => {}
                }
            },
            '$' if !was_name => {
                let escaped = chars.next() == Some('\\');
                if escaped {
                    chars.next();
                }
            }
            '.' if chars
                .peek()
                .is_none_or(|next| next.is_whitespace() || *next == '%') =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_and_outputs() {
        let entries = parse_transcript(
            "4> self() ! \"a. b\".\n\"a. b\"\n\n5> receive\n     X -> X\n   end.\nok\nmore\n",
            10,
        )
        .unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[0].prompt, entries[0].line), (4, 10));
        assert_eq!(entries[0].expected, "\"a. b\"");
        assert_eq!(entries[1].input, "receive\n     X -> X\n   end.");
        assert_eq!(entries[1].expected, "ok\nmore");
        assert_eq!(entries[1].line, 13);
    }

    #[test]
    fn rendering_is_the_inverse() {
        let text = "1> a.\na\n2> f(\n     1).\n3> b.\n\"1>\"\n";
        assert_eq!(render_transcript(&parse_transcript(text, 1).unwrap()), text);
    }

    #[test]
    fn prompts_are_taken_out() {
        let text = |output| without_prompt(output, 12);
        assert_eq!(text("ok\n12> "), Some("ok".into()));
        assert_eq!(text("12> "), Some(String::new()));
        assert_eq!(
            text("\"12> \"\n12> report\n\n12> "),
            Some("\"12> \"\nreport".into())
        );
        assert_eq!(text("ok 12> \n"), None);
    }

    #[test]
    fn full_stops() {
        for complete in [
            "a.",
            "1.5. ",
            "x. % end",
            "'q.'.",
            "\"s\\\". \".",
            "$..",
            "$\\n.",
            "A#r.f.\n",
            "a.% c",
        ] {
            assert!(is_complete(complete), "{complete}");
        }
        for open in ["a", "1.5", "\"a.", "'a.", "% a.", "$.", "x.y", ""] {
            assert!(!is_complete(open), "{open}");
        }
    }

    #[test]
    fn mistakes_are_located() {
        assert_eq!(parse_transcript("ok\n", 1).unwrap_err().offset, 0);
        let error = parse_transcript("1> a.\na\n3> b.\nb\n", 1).unwrap_err();
        assert_eq!(
            (error.offset, error.what.as_str()),
            (2, "prompt 3 follows prompt 1")
        );
        assert_eq!(parse_transcript("1> a.\n2> f(\n", 1).unwrap_err().offset, 1);
    }
}

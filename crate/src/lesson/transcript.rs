//! Shell transcripts: prompts, what is typed, what is printed.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::fault::Fault;
use super::model::{Act, Entry};
use limits::LESSON_INPUT_LINES_MAX;

/// What is wrong in a transcript, at which line of it (0-based).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptError {
    pub offset: usize,
    pub what: String,
    pub advice: &'static str,
}

/// Reads the text between the fences. `first_line` is the 1-based line of the document where it starts.
pub fn parse_transcript(text: &str, first_line: usize) -> Result<Vec<Entry>, TranscriptError> {
    let mut reader = Reader {
        entries: Vec::new(),
        prompts: BTreeMap::new(),
        first_line,
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut index = 0;
    while index < lines.len() {
        index = reader.read(&lines, index)?;
    }
    reader.end_entry();
    Ok(reader.entries)
}

struct Reader {
    entries: Vec<Entry>,
    /// The last prompt of each node.
    prompts: BTreeMap<Option<String>, u32>,
    first_line: usize,
}

impl Reader {
    /// Reads what begins at this line. Gives the line after it.
    fn read(&mut self, lines: &[&str], index: usize) -> Result<usize, TranscriptError> {
        let line = lines[index];
        if let Some((node, prompt, first)) = prompt(line) {
            self.count(index, node.as_ref(), prompt)?;
            let (input, next) = read_input(lines, index, first, prompt)?;
            self.begin_entry(
                index,
                Act::Input {
                    node,
                    prompt,
                    input,
                },
            );
            return Ok(next);
        }
        if let Some(text) = fault(line) {
            let Some(fault) = Fault::parse(text) else {
                return Err(TranscriptError {
                    offset: index,
                    what: format!("`{text}` is not a fault"),
                    advice: "write `kill NODE`, `start NODE`, `partition NODE ... | NODE ...` or `heal`",
                });
            };
            if let Fault::Start(node) = &fault {
                self.prompts.insert(Some(node.clone()), 0);
            }
            self.begin_entry(index, Act::Fault(fault));
            return Ok(index + 1);
        }
        match self.entries.last_mut() {
            Some(entry) => {
                if let Some(node) = node_heading(line) {
                    entry.elsewhere.push((node.to_string(), String::new()));
                } else {
                    add_line(entry, line);
                }
            }
            None if line.trim().is_empty() => {}
            None => {
                return Err(TranscriptError {
                    offset: index,
                    what: "the transcript does not start with a prompt".into(),
                    advice: "start it with `1> ` and the input",
                });
            }
        }
        Ok(index + 1)
    }

    fn count(
        &mut self,
        index: usize,
        node: Option<&String>,
        prompt: u32,
    ) -> Result<(), TranscriptError> {
        match self.prompts.insert(node.cloned(), prompt) {
            Some(previous) if previous + 1 != prompt => Err(TranscriptError {
                offset: index,
                what: format!("prompt {prompt} follows prompt {previous}"),
                advice: "number the prompts as the shell does, one after the other",
            }),
            None if self.prompts.contains_key(&None) && self.prompts.len() > 1 => {
                Err(TranscriptError {
                    offset: index,
                    what: "some prompts name a node and some do not".into(),
                    advice: "name the node in every prompt of the transcript",
                })
            }
            _ => Ok(()),
        }
    }

    fn begin_entry(&mut self, index: usize, act: Act) {
        self.end_entry();
        self.entries.push(Entry {
            act,
            expected: String::new(),
            elsewhere: Vec::new(),
            line: self.first_line + index,
        });
    }

    /// An empty line before the next prompt is layout, not output.
    fn end_entry(&mut self) {
        if let Some(entry) = self.entries.last_mut() {
            let others = entry.elsewhere.iter_mut().map(|(_, text)| text);
            for text in others.chain([&mut entry.expected]) {
                let kept = text.trim_end_matches('\n').len();
                text.truncate(kept);
            }
        }
    }
}

fn add_line(entry: &mut Entry, line: &str) {
    let text = match entry.elsewhere.last_mut() {
        Some((_, text)) => text,
        None => &mut entry.expected,
    };
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// The input that begins at a prompt, and the line after it.
fn read_input(
    lines: &[&str],
    start: usize,
    first: &str,
    prompt: u32,
) -> Result<(String, usize), TranscriptError> {
    let mut input = first.to_string();
    let mut index = start;
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
    Ok((input, index + 1))
}

/// `12> input` is prompt 12 with its input; `(a@host)12> input` is that of a node with a name.
fn prompt(line: &str) -> Option<(Option<String>, u32, &str)> {
    let (node, line) = match bracketed_node(line) {
        Some((node, rest)) => (Some(node.to_string()), rest),
        None => (None, line),
    };
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line[..digits].parse().ok()?;
    let rest = line[digits..].strip_prefix('>')?;
    let input = rest.strip_prefix(' ').or(rest.is_empty().then_some(rest))?;
    Some((node, number, input))
}

/// `(a@host)` alone on a line: what follows was printed there.
fn node_heading(line: &str) -> Option<&str> {
    let (node, rest) = bracketed_node(line.trim_end())?;
    rest.is_empty().then_some(node)
}

fn bracketed_node(line: &str) -> Option<(&str, &str)> {
    let (node, rest) = line.strip_prefix('(')?.split_once(')')?;
    let good = |char: char| char.is_ascii_alphanumeric() || "@._-".contains(char);
    (node.contains('@') && node.chars().all(good)).then_some((node, rest))
}

/// What stands in `--- ... ---`.
fn fault(line: &str) -> Option<&str> {
    Some(
        line.trim_end()
            .strip_prefix("--- ")?
            .strip_suffix(" ---")?
            .trim(),
    )
}

/// The prompt of a node's shell.
pub fn prompt_text(node: Option<&str>, number: usize) -> String {
    match node {
        Some(node) => format!("({node}){number}> "),
        None => format!("{number}> "),
    }
}

/// What stands in a node's output beside the prompt, or `None` when the shell has not prompted yet. Output of another
/// process makes the shell prompt again; all these prompts are taken out.
pub fn without_prompt(output: &str, marker: &str) -> Option<String> {
    let mut text = output.to_string();
    let mut prompted = false;
    while let Some(at) = prompt_place(&text, marker) {
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
        let _ = writeln!(text, "{}", entry.act);
        if !entry.expected.is_empty() {
            let _ = writeln!(text, "{}", entry.expected);
        }
        for (node, printed) in &entry.elsewhere {
            let _ = writeln!(text, "({node})\n{printed}");
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
        let input = |prompt: u32, input: &str| Act::Input {
            node: None,
            prompt,
            input: input.into(),
        };
        assert_eq!(
            (&entries[0].act, entries[0].line),
            (&input(4, "self() ! \"a. b\"."), 10)
        );
        assert_eq!(entries[0].expected, "\"a. b\"");
        assert_eq!(entries[1].act, input(5, "receive\n     X -> X\n   end."));
        assert_eq!(entries[1].expected, "ok\nmore");
        assert_eq!(entries[1].line, 13);
    }

    #[test]
    fn rendering_is_the_inverse() {
        let text = "1> a.\na\n2> f(\n     1).\n3> b.\n\"1>\"\n";
        assert_eq!(render_transcript(&parse_transcript(text, 1).unwrap()), text);
    }

    const SEVERAL: &str = "(a@h)1> one().\nok\n(b@h)1> two().\nyes\n(a@h)\nhello\n--- kill a@h ---\n(b@h)\nNew.\nServer.\n(b@h)2> x.\n--- start a@h ---\n(a@h)1> again().\n(c) 1\n";

    #[test]
    fn several_nodes() {
        let entries = parse_transcript(SEVERAL, 1).unwrap();
        assert_eq!(entries.len(), 6);
        assert_eq!(entries[1].expected, "yes");
        assert_eq!(
            entries[1].elsewhere,
            [("a@h".to_string(), "hello".to_string())]
        );
        assert_eq!(entries[2].act, Act::Fault(Fault::Kill("a@h".into())));
        assert_eq!(
            entries[2].elsewhere,
            [("b@h".to_string(), "New.\nServer.".to_string())]
        );
        assert_eq!(entries[5].expected, "(c) 1");
        assert_eq!(render_transcript(&entries), SEVERAL);
    }

    #[test]
    fn mistakes_with_several_nodes() {
        let what = |text: &str| parse_transcript(text, 1).unwrap_err().what;
        assert_eq!(
            what("(a@h)1> a.\n(b@h)1> b.\n(a@h)3> c.\n"),
            "prompt 3 follows prompt 1"
        );
        assert_eq!(
            what("(a@h)1> a.\n2> b.\n"),
            "some prompts name a node and some do not"
        );
        assert_eq!(
            what("(a@h)1> a.\n--- boom a@h ---\n"),
            "`boom a@h` is not a fault"
        );
    }

    #[test]
    fn prompts_are_taken_out() {
        let text = |output| without_prompt(output, "12> ");
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

//! Cuts a document into the pieces that mean something to a lesson; everything else is prose, kept as it is.
//!
//! Total: any text gives pieces. An unclosed fence or front matter is reported by a piece of its own.

use super::model::Span;

/// One piece of a document, with the 1-based line where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub line: usize,
    pub kind: PieceKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// One line of prose.
    Text(String),
    /// `## <a id="ID"></a>TITLE`; the id is `None` when the anchor is missing.
    Heading { id: Option<String>, title: String },
    /// A fenced block. `raw` is the whole block, fences included, for prose.
    Fence(Fence),
    /// `<details class="CLASS" id="ID"><summary>SUMMARY</summary>` on one line.
    Open { class: String, id: Option<String>, summary: String },
    /// `</details>` on a line of its own.
    Close,
    /// `<!-- KEY: VALUE -->` or `<!-- end KEY -->` on a line of its own.
    Directive { key: String, value: String },
    /// A fence that is never closed.
    UnclosedFence,
}

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    pub language: String,
    /// `key=value` words of the info string, in order; a word without `=` has an empty value.
    pub attributes: Vec<(String, String)>,
    /// Lines joined by `\n`, with a final newline unless empty.
    pub content: String,
    pub span: Span,
    pub raw: String,
}

/// The keys of the front matter with their lines, or `None` when the document has none.
pub type FrontMatter = Vec<(String, String, usize)>;

/// Splits the front matter from the rest. Gives the line at which the rest starts (1-based).
pub fn front_matter(text: &str) -> Option<(FrontMatter, usize)> {
    let mut lines = text.lines().enumerate();
    if lines.next()?.1.trim_end() != "---" {
        return None;
    }
    let mut pairs = Vec::new();
    for (index, line) in lines {
        if line.trim_end() == "---" {
            return Some((pairs, index + 2));
        }
        if let Some((key, value)) = line.split_once(':') {
            pairs.push((key.trim().to_string(), value.trim().to_string(), index + 1));
        }
    }
    None
}

/// Cuts the lines from `first_line` (1-based) on.
pub fn pieces(text: &str, first_line: usize) -> Vec<Piece> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut index = first_line.saturating_sub(1);
    while index < lines.len() {
        let line = index + 1;
        let text = lines[index];
        if let Some((mark, info)) = fence_opening(text) {
            let close = (index + 1..lines.len()).find(|&at| closes(lines[at], mark));
            let Some(close) = close else {
                found.push(Piece {
                    line,
                    kind: PieceKind::UnclosedFence,
                });
                break;
            };
            let fence = read_fence(info, &lines, index, close);
            found.push(Piece {
                line,
                kind: PieceKind::Fence(fence),
            });
            index = close + 1;
            continue;
        }
        let kind = heading(text)
            .or_else(|| details(text))
            .or_else(|| directive(text))
            .unwrap_or_else(|| PieceKind::Text(text.to_string()));
        found.push(Piece { line, kind });
        index += 1;
    }
    found
}

/// The run of backticks that opens a fence, and the info string after it.
fn fence_opening(line: &str) -> Option<(usize, &str)> {
    let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
    let info = &line[ticks..];
    (ticks >= 3 && !info.contains('`')).then(|| (ticks, info.trim()))
}

fn closes(line: &str, ticks: usize) -> bool {
    let line = line.trim_end();
    line.len() >= ticks && line.bytes().all(|byte| byte == b'`')
}

fn read_fence(info: &str, lines: &[&str], open: usize, close: usize) -> Fence {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or("").to_string();
    let attributes = words
        .map(|word| word.split_once('=').unwrap_or((word, "")))
        .map(|(key, value)| (key.to_string(), value.to_string()))
        .collect();
    let mut content = String::new();
    for line in &lines[open + 1..close] {
        content.push_str(line);
        content.push('\n');
    }
    Fence {
        language,
        attributes,
        content,
        span: Span {
            first: open + 2,
            end: close + 1,
        },
        raw: lines[open..=close].join("\n"),
    }
}

fn heading(line: &str) -> Option<PieceKind> {
    let rest = line.strip_prefix("## ")?.trim();
    let anchored = rest
        .strip_prefix("<a id=\"")
        .and_then(|rest| rest.split_once("\"></a>"));
    Some(match anchored {
        Some((id, title)) => PieceKind::Heading {
            id: Some(id.to_string()),
            title: title.trim().to_string(),
        },
        None => PieceKind::Heading {
            id: None,
            title: rest.to_string(),
        },
    })
}

fn details(line: &str) -> Option<PieceKind> {
    let line = line.trim();
    if line == "</details>" {
        return Some(PieceKind::Close);
    }
    let rest = line.strip_prefix("<details")?;
    let (attributes, rest) = rest.split_once('>')?;
    let summary = rest.strip_prefix("<summary>")?.strip_suffix("</summary>")?;
    Some(PieceKind::Open {
        class: attribute(attributes, "class").unwrap_or_default(),
        id: attribute(attributes, "id"),
        summary: summary.trim().to_string(),
    })
}

/// The value of ` name="value"` among HTML attributes.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let start = attributes.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = &attributes[start..];
    Some(rest[..rest.find('"')?].to_string())
}

fn directive(line: &str) -> Option<PieceKind> {
    let body = line
        .trim()
        .strip_prefix("<!--")?
        .strip_suffix("-->")?
        .trim();
    let (key, value) = match body.strip_prefix("end ") {
        Some(what) => ("end", what),
        None => body.split_once(':')?,
    };
    Some(PieceKind::Directive {
        key: key.trim().to_string(),
        value: value.trim().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<PieceKind> {
        pieces(text, 1)
            .into_iter()
            .map(|piece| piece.kind)
            .collect()
    }

    #[test]
    fn front_matter_keeps_colons_in_values() {
        let (pairs, rest) = front_matter("---\ntitle: a: b\norder: 1\n---\nprose\n").unwrap();
        assert_eq!(pairs[0], ("title".into(), "a: b".into(), 2));
        assert_eq!(rest, 5);
        assert_eq!(front_matter("no front matter"), None);
        assert_eq!(front_matter("---\nnever: closed\n"), None);
    }

    #[test]
    fn a_fence_knows_its_lines_and_attributes() {
        let found = pieces("a\n```erl view=mailbox quiet\n1> x.\n```\n", 1);
        let PieceKind::Fence(fence) = &found[1].kind else {
            panic!("{found:?}")
        };
        assert_eq!(found[1].line, 2);
        assert_eq!(fence.language, "erl");
        assert_eq!(
            fence.attributes,
            [
                ("view".into(), "mailbox".into()),
                ("quiet".into(), String::new())
            ]
        );
        assert_eq!(fence.content, "1> x.\n");
        assert_eq!(fence.span, Span { first: 3, end: 4 });
    }

    #[test]
    fn longer_fences_hold_shorter_ones() {
        let found = kinds("````markdown\n```erl\n```\n````\nafter");
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], PieceKind::Text("after".into()));
        assert_eq!(kinds("```erl\n1> x."), [PieceKind::UnclosedFence]);
    }

    #[test]
    fn headings_details_and_directives() {
        let found = kinds(
            "## <a id=\"spawn\"></a>Born\n## No anchor\n<details class=\"check\" id=\"two\"><summary>Two</summary>\n</details>\n<!-- load: code/a.erl -->\n<!-- end exercise -->\n<!-- a remark -->",
        );
        assert_eq!(
            found[0],
            PieceKind::Heading {
                id: Some("spawn".into()),
                title: "Born".into()
            }
        );
        assert_eq!(
            found[1],
            PieceKind::Heading {
                id: None,
                title: "No anchor".into()
            }
        );
        assert_eq!(
            found[2],
            PieceKind::Open {
                class: "check".into(),
                id: Some("two".into()),
                summary: "Two".into()
            }
        );
        assert_eq!(found[3], PieceKind::Close);
        assert_eq!(
            found[4],
            PieceKind::Directive {
                key: "load".into(),
                value: "code/a.erl".into()
            }
        );
        assert_eq!(
            found[5],
            PieceKind::Directive {
                key: "end".into(),
                value: "exercise".into()
            }
        );
        assert_eq!(found[6], PieceKind::Text("<!-- a remark -->".into()));
    }
}

//! What a shell has printed for one line, of which a picture needs the beginning and the end.

use serde::Serialize;

/// Characters kept of the beginning, and as many of the end: more than a page lays out at once.
const KEPT_CHARS: usize = 20_000;

/// What is missing from a long output, and how it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// Characters left out.
    pub left: usize,
    pub tail: String,
}

/// Grows by pieces; takes no more room than what is kept, however much is printed.
#[derive(Default)]
pub struct Printed {
    head: String,
    head_chars: usize,
    tail: String,
    /// Characters in `tail`, and those that have been dropped before them.
    tail_chars: usize,
    left: usize,
}

impl Printed {
    pub fn is_empty(&self) -> bool {
        self.head.is_empty()
    }

    pub fn push(&mut self, text: &str) {
        let room = KEPT_CHARS - self.head_chars;
        let (first, rest) = split(text, room);
        self.head_chars += first.chars().count();
        self.head.push_str(first);
        self.tail_chars += rest.chars().count();
        self.tail.push_str(rest);
        // Seldom, so that many small pieces do not move the tail each time.
        if self.tail_chars > 2 * KEPT_CHARS {
            self.drop_from_tail();
        }
    }

    fn drop_from_tail(&mut self) {
        let surplus = self.tail_chars.saturating_sub(KEPT_CHARS);
        let (dropped, _) = split(&self.tail, surplus);
        self.tail.drain(..dropped.len());
        self.tail_chars -= surplus;
        self.left += surplus;
    }

    pub fn into_parts(mut self) -> (String, Option<Cut>) {
        self.drop_from_tail();
        if self.left == 0 {
            self.head.push_str(&self.tail);
            return (self.head, None);
        }
        let cut = Cut {
            left: self.left,
            tail: self.tail,
        };
        (self.head, Some(cut))
    }
}

/// `text` after `chars` characters, or where it ends.
fn split(text: &str, chars: usize) -> (&str, &str) {
    match text.char_indices().nth(chars) {
        Some((at, _)) => text.split_at(at),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pieces: &[&str]) -> (String, Option<Cut>) {
        let mut printed = Printed::default();
        for piece in pieces {
            printed.push(piece);
        }
        printed.into_parts()
    }

    #[test]
    fn what_is_short_is_whole() {
        assert_eq!(parts(&["a", "中文"]), ("a中文".into(), None));
        let long = "中".repeat(2 * KEPT_CHARS);
        assert_eq!(parts(&[&long]), (long, None));
    }

    #[test]
    fn of_what_is_long_beginning_and_end_are_kept() {
        let pieces: Vec<String> = (0..50_000).map(|i| format!("{i:05}é")).collect();
        let all = pieces.concat();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        let (head, cut) = parts(&pieces);
        let cut = cut.expect("it is long");
        assert_eq!(
            (head.chars().count(), cut.tail.chars().count()),
            (KEPT_CHARS, KEPT_CHARS)
        );
        assert!(all.starts_with(&head) && all.ends_with(&cut.tail));
        assert_eq!(cut.left, all.chars().count() - 2 * KEPT_CHARS);
        assert_eq!(parts(&[&all]), (head, Some(cut)));
    }
}

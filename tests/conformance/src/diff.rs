//! A line difference for people: what is missing is marked `-`, what is too much `+`.

use std::fmt::Write as _;

/// Lines of context kept around each change.
const CONTEXT: usize = 2;
/// Beyond this many lines the table of the comparison would be too large; then both texts are shown whole.
const MAX_LINES: usize = 2_000;

/// The difference between two texts, or an empty string when they are equal.
pub fn lines(expected: &str, actual: &str) -> String {
    if expected == actual {
        return String::new();
    }
    let old: Vec<&str> = expected.lines().collect();
    let new: Vec<&str> = actual.lines().collect();
    if old.len().max(new.len()) > MAX_LINES {
        return format!("expected:\n{expected}\nactual:\n{actual}\n");
    }
    let edits = edit_script(&old, &new);
    if edits.iter().all(|(mark, _)| *mark == ' ') {
        return "  (only the end of the last line differs)\n".to_string();
    }
    render(&edits)
}

/// The longest common subsequence, as a list of marked lines.
fn edit_script<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    let width = new.len() + 1;
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut edits = Vec::new();
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            edits.push((' ', old[i]));
            i += 1;
            j += 1;
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            edits.push(('-', old[i]));
            i += 1;
        } else {
            edits.push(('+', new[j]));
            j += 1;
        }
    }
    edits
}

fn render(edits: &[(char, &str)]) -> String {
    let mut text = String::new();
    let mut skipping = false;
    for (at, (mark, line)) in edits.iter().enumerate() {
        let from = at.saturating_sub(CONTEXT);
        let to = (at + CONTEXT + 1).min(edits.len());
        if edits[from..to].iter().any(|(m, _)| *m != ' ') {
            let _ = writeln!(text, "  {mark} {line}");
            skipping = false;
        } else if !skipping {
            text.push_str("    ...\n");
            skipping = true;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_shown_with_its_neighbours() {
        assert_eq!(
            lines("a\nb\nc\nd\n", "a\nb\nx\nd\n"),
            "    a\n    b\n  - c\n  + x\n    d\n"
        );
        assert_eq!(lines("same\n", "same\n"), "");
    }
}

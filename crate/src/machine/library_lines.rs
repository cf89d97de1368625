//! The lines that OTP's own sources have where stack traces of a library function are taken: programs print them, and what they
//! print is broken into lines by their width. The library's source here has lines of its own, which pictures and stepping use.
//!
//! `library_lines.txt` is what `tests/tools/library_lines` saw in traces of real OTP: a module, then under it
//! `name/arity HEAD WITHIN`, where HEAD stands in a trace when no clause fits and WITHIN when the function has called another
//! or failed itself; 0 is unknown.

const LINES: &str = include_str!("library_lines.txt");

/// OTP's line for a frame of the function, if it is known. `by_arguments`: the frame shows its arguments.
pub(super) fn line(module: &str, function: &str, arity: u32, by_arguments: bool) -> Option<u32> {
    let mut rows = LINES.lines().skip_while(|row| *row != module).skip(1);
    let wanted = |row: &&str| row.starts_with(' ');
    let row = rows.by_ref().take_while(wanted).find_map(|row| {
        let row = row.trim_start().strip_prefix(function)?;
        let (known, lines) = row.strip_prefix('/')?.split_once(' ')?;
        (known.parse() == Ok(arity)).then_some(lines)
    })?;
    let (head, within) = row.split_once(' ')?;
    let line = if by_arguments { head } else { within };
    line.parse().ok().filter(|&line| line != 0)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn finds_the_lines_of_a_function() {
        assert_eq!(line("lists", "map", 2, false), Some(1315));
        assert_eq!(line("lists", "nth", 2, true), Some(198));
        assert_eq!(line("ets", "tab2list", 1, false), Some(771));
        assert_eq!(line("ets", "map", 2, false), None);
        assert_eq!(line("nobody", "map", 2, false), None);
    }
}

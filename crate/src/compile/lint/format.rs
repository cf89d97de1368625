//! Format strings of `io:format` and its like, checked against the number of arguments.

use super::Linter;
use syntax::ast::{Expr, ExprKind, Name};

impl Linter<'_> {
    /// A call of `io:format`, `io:fwrite`, `io_lib:format` or `io_lib:fwrite`.
    pub(super) fn check_format_call(&mut self, module: &Name, name: &Name, args: &[Expr]) {
        if !matches!(&**name, "format" | "fwrite") || !matches!(&**module, "io" | "io_lib") {
            return;
        }
        if !self.switches.is_on("format") {
            return;
        }
        match args {
            [format] => self.check_format(format, None),
            [format, args] => self.check_format(format, Some(args)),
            [_device, format, args] if &**module == "io" => self.check_format(format, Some(args)),
            _ => {}
        }
    }

    fn check_format(&mut self, format: &Expr, args: Option<&Expr>) {
        let (ExprKind::String(text) | ExprKind::Atom(text)) = &format.kind else {
            return;
        };
        let needed = match wanted_args(text) {
            Ok(needed) => needed,
            Err(what) => {
                let message = format!("format string invalid ({what})");
                return self.warning(format.pos, "erl_lint:format_error", message);
            }
        };
        let Some(args) = args else {
            if needed > 0 {
                let message = format!("{}, but no argument list is given", requires(needed));
                self.warning(format.pos, "erl_lint:format_error", message);
            }
            return;
        };
        let given = match count(args) {
            Given::Count(given) => given,
            Given::Unknown => return,
            Given::NoList => {
                let message = "format arguments not a list";
                return self.warning(args.pos, "erl_lint:format_error", message);
            }
        };
        if given == needed {
            return;
        }
        let plural = if given == 1 { "" } else { "s" };
        let contains = match given {
            0 => "is empty".to_owned(),
            _ if given > needed => format!("contains {given} argument{plural}"),
            _ => format!("contains only {given} argument{plural}"),
        };
        let message = format!("{}, but the argument list {contains}", requires(needed));
        self.warning(args.pos, "erl_lint:format_error", message);
    }
}

enum Given {
    Count(usize),
    NoList,
    Unknown,
}

fn count(args: &Expr) -> Given {
    match &args.kind {
        ExprKind::Nil => Given::Count(0),
        ExprKind::String(text) => Given::Count(text.chars().count()),
        ExprKind::List { elements, tail, .. } => match tail.as_deref().map(count) {
            None => Given::Count(elements.len()),
            Some(Given::Count(rest)) => Given::Count(elements.len() + rest),
            Some(other) => other,
        },
        ExprKind::Atom(_) | ExprKind::Integer(_) | ExprKind::Float(_) => Given::NoList,
        _ => Given::Unknown,
    }
}

fn requires(count: usize) -> String {
    match count {
        0 => "the format string requires an empty argument list".into(),
        1 => "the format string requires an argument list with 1 argument".into(),
        _ => format!("the format string requires an argument list with {count} arguments"),
    }
}

/// How many arguments the control sequences take.
fn wanted_args(format: &str) -> Result<usize, String> {
    let mut count = 0;
    let mut chars = format.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '~' {
            continue;
        }
        // Field width, precision and padding: numbers or `*`, and any character for padding.
        chars.next_if_eq(&'-');
        count += number_or_star(&mut chars);
        if chars.next_if_eq(&'.').is_some() {
            count += number_or_star(&mut chars);
            if chars.next_if_eq(&'.').is_some() && chars.next() == Some('*') {
                count += 1;
            }
        }
        let mut modifiers = String::new();
        while let Some(modifier) = chars.next_if(|char| matches!(char, 't' | 'l')) {
            modifiers.push(modifier);
        }
        let Some(control) = chars.next() else {
            return Err("truncated".into());
        };
        count += control_args(control, &modifiers)
            .ok_or_else(|| format!("invalid control ~{modifiers}{control}"))?;
    }
    Ok(count)
}

fn number_or_star(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> usize {
    if chars.next_if_eq(&'*').is_some() {
        return 1;
    }
    while chars.next_if(char::is_ascii_digit).is_some() {}
    0
}

/// The arguments of one control character; `None` if there is no such control, or not with these modifiers.
fn control_args(control: char, modifiers: &str) -> Option<usize> {
    let (args, allowed) = match control {
        '~' | 'n' => (0, ""),
        'c' | 's' => (1, "t"),
        'p' | 'w' => (1, "tl"),
        'P' | 'W' => (2, "tl"),
        'x' | 'X' => (2, ""),
        'f' | 'e' | 'g' | 'b' | 'B' | '+' | '#' | 'i' => (1, ""),
        _ => return None,
    };
    modifiers
        .chars()
        .all(|modifier| allowed.contains(modifier))
        .then_some(args)
}

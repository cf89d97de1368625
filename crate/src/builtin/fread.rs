//! Formatted input: `io_lib:fread/2,3`.
//!
//! A format is read over the characters there are; where it stops for want of more, the rest of it goes on with the next
//! line. [`line`] finds where a line ends, and how much its end takes.

use num_bigint::BigInt;

/// A value read.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Integer(BigInt),
    Float(f64),
    String(String),
    Atom(String),
}

/// How reading ended.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// The values, and how many characters were taken.
    Done(Vec<Value>, usize),
    /// The characters were not enough: where the format stopped, how many characters were taken, the values so far.
    More(usize, usize, Vec<Value>),
    /// What was expected: `{error, {fread, What}}`.
    Error(&'static str),
}

/// A control sequence `~*NtC`.
struct Control {
    keep: bool,
    width: Option<usize>,
    unicode: bool,
    letter: char,
}

/// The first line: how many characters it has, and how many its end; `None` if the end may still come.
pub fn line(input: &[char]) -> Option<(usize, usize)> {
    let length = input.iter().position(|c| matches!(c, '\n' | '\r'))?;
    match input[length..] {
        ['\r'] => None,
        ['\r', '\n', ..] => Some((length, 2)),
        _ => Some((length, 1)),
    }
}

/// `before` characters have been taken by what of the format was read already.
pub fn fread(format: &[char], input: &[char], before: usize) -> Outcome {
    let mut reader = Reader {
        input,
        at: 0,
        before,
    };
    let mut values = Vec::new();
    let mut place = 0;
    while place < format.len() {
        let start = place;
        match format[place] {
            '~' => {
                let known = control(format, place + 1);
                let is_place = known
                    .as_ref()
                    .is_some_and(|(control, _)| control.letter == 'l');
                if reader.is_at_end() && !is_place {
                    return Outcome::More(start, reader.at, values);
                }
                let Some((control, after)) = known else {
                    return Outcome::Error("format");
                };
                match reader.control(&control) {
                    Ok(Some(value)) if control.keep => values.push(value),
                    Ok(_) => {}
                    Err(what) => return Outcome::Error(what),
                }
                place = after;
            }
            blank if is_blank(blank) => {
                reader.skip_blanks();
                place += 1;
            }
            expected => {
                if reader.is_at_end() {
                    return Outcome::More(start, reader.at, values);
                }
                if reader.next() != Some(expected) {
                    return Outcome::Error("input");
                }
                place += 1;
            }
        }
    }
    Outcome::Done(values, reader.at)
}

/// The control sequence after a tilde, and where it ends.
fn control(format: &[char], start: usize) -> Option<(Control, usize)> {
    let mut place = start;
    let skip = |place: &mut usize, wanted: char| {
        let found = format.get(*place) == Some(&wanted);
        *place += usize::from(found);
        found
    };
    let keep = !skip(&mut place, '*');
    let mut width = None;
    while let Some(digit) = format.get(place).and_then(|c| c.to_digit(10)) {
        width = Some(
            width
                .unwrap_or(0usize)
                .saturating_mul(10)
                .saturating_add(digit as usize),
        );
        place += 1;
    }
    let unicode = skip(&mut place, 't');
    let letter = *format.get(place)?;
    let known = if unicode { "sac" } else { "du-#fsac~l" };
    known.contains(letter).then_some((
        Control {
            keep,
            width,
            unicode,
            letter,
        },
        place + 1,
    ))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

struct Reader<'a> {
    input: &'a [char],
    at: usize,
    before: usize,
}

impl<'a> Reader<'a> {
    fn is_at_end(&self) -> bool {
        self.at >= self.input.len()
    }

    fn peek(&self) -> Option<char> {
        self.input.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// The next `count` characters, if there are so many on this line.
    fn field(&mut self, count: usize) -> Option<&'a [char]> {
        let input = self.input;
        let field = input.get(self.at..self.at.checked_add(count)?)?;
        if field.contains(&'\n') {
            return None;
        }
        self.at += count;
        Some(field)
    }

    fn control(&mut self, control: &Control) -> Result<Option<Value>, &'static str> {
        let value = match control.letter {
            'd' => Value::Integer(
                self.in_field(control.width, Reader::integer)
                    .ok_or("integer")?,
            ),
            'f' => Value::Float(self.in_field(control.width, Reader::float).ok_or("float")?),
            '#' => Value::Integer(self.in_field(control.width, Reader::based).ok_or("based")?),
            'u' => Value::Integer(
                self.unsigned(control.width.unwrap_or(10))
                    .ok_or("unsigned")?,
            ),
            '-' => Value::Integer(BigInt::from(self.sign())),
            's' => Value::String(self.word(control).ok_or("string")?),
            'a' => Value::Atom(
                self.word(control)
                    .filter(|text| text.chars().count() <= 255)
                    .ok_or("atom")?,
            ),
            'c' => {
                let text: String = self
                    .field(control.width.unwrap_or(1))
                    .ok_or("character")?
                    .iter()
                    .collect();
                Value::String(fits(text, control).ok_or("character")?)
            }
            'l' => Value::Integer(BigInt::from(self.before + self.at)),
            _ => {
                return if self.next() == Some('~') {
                    Ok(None)
                } else {
                    Err("format")
                };
            }
        };
        Ok(Some(value))
    }

    /// Reads after blanks; with a width, the whole of a field of so many characters.
    fn in_field<T>(
        &mut self,
        width: Option<usize>,
        read: fn(&mut Reader<'a>) -> Option<T>,
    ) -> Option<T> {
        let Some(width) = width else {
            self.skip_blanks();
            return read(self);
        };
        let mut field = Reader {
            input: self.field(width)?,
            at: 0,
            before: 0,
        };
        field.skip_blanks();
        let value = read(&mut field)?;
        field.is_at_end().then_some(value)
    }

    /// 1 or -1, with the sign taken if there is one.
    fn sign(&mut self) -> i32 {
        match self.peek() {
            Some('-') => {
                self.at += 1;
                -1
            }
            Some('+') => {
                self.at += 1;
                1
            }
            _ => 1,
        }
    }

    fn digits(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        self.input[start..self.at].iter().collect()
    }

    fn integer(&mut self) -> Option<BigInt> {
        let sign = self.sign();
        let value: BigInt = self.digits().parse().ok()?;
        Some(value * sign)
    }

    /// Digits of this base; a digit beyond it is a mistake, a letter beyond it the end.
    fn unsigned(&mut self, base: usize) -> Option<BigInt> {
        let base = u32::try_from(base)
            .ok()
            .filter(|base| (2..=36).contains(base))?;
        let start = self.at;
        while self
            .peek()
            .is_some_and(|c| c.is_ascii_digit() || c.is_digit(base))
        {
            self.at += 1;
        }
        let text: String = self.input[start..self.at].iter().collect();
        BigInt::parse_bytes(text.as_bytes(), base)
    }

    /// `16#ff`.
    fn based(&mut self) -> Option<BigInt> {
        let sign = self.sign();
        let base = self.digits().parse().ok()?;
        if self.next() != Some('#') {
            return None;
        }
        Some(self.unsigned(base)? * sign)
    }

    /// `-1.5e3`: the point is needed, with digits on both sides.
    fn float(&mut self) -> Option<f64> {
        let start = self.at;
        self.sign();
        let whole = self.digits();
        if whole.is_empty() || self.next() != Some('.') || self.digits().is_empty() {
            return None;
        }
        if matches!(self.peek(), Some('e' | 'E')) {
            self.at += 1;
            self.sign();
            if self.digits().is_empty() {
                return None;
            }
        }
        let text: String = self.input[start..self.at].iter().collect();
        text.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// Characters up to a blank; with a width, a field of so many without the blanks around.
    fn word(&mut self, control: &Control) -> Option<String> {
        let text: String = if let Some(width) = control.width {
            self.field(width)?
                .iter()
                .collect::<String>()
                .trim_matches(is_blank)
                .to_string()
        } else {
            self.skip_blanks();
            let start = self.at;
            while self.peek().is_some_and(|c| !is_blank(c)) {
                self.at += 1;
            }
            self.input[start..self.at].iter().collect()
        };
        fits(text, control)
    }
}

/// Without the modifier `t` only Latin-1.
fn fits(text: String, control: &Control) -> Option<String> {
    (control.unicode || text.chars().all(|c| u32::from(c) < 256)).then_some(text)
}

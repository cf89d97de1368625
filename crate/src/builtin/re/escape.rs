//! What begins with a backslash, and sets of characters in brackets.

use super::parse::{Parsed, Parser};
use super::tree::{self, Assert, Class, Node};

impl Parser<'_> {
    pub(super) fn escape(&mut self) -> Parsed<Node> {
        self.at += 1;
        let Some(c) = self.peek() else {
            return Err(self.wrong("\\ at end of pattern"));
        };
        if let Some(class) = self.class_escape(c)? {
            return Ok(Node::Class(class));
        }
        let assert = match c {
            'b' => Some(Assert::Word(true)),
            'B' => Some(Assert::Word(false)),
            'A' => Some(Assert::VeryStart),
            'z' => Some(Assert::VeryEnd),
            'Z' => Some(Assert::LastEnd),
            'G' => Some(Assert::Search),
            _ => None,
        };
        if let Some(assert) = assert {
            self.at += 1;
            return Ok(Node::Assert(assert));
        }
        match c {
            'K' => {
                self.at += 1;
                Ok(Node::Keep)
            }
            'X' => {
                self.at += 1;
                Ok(Node::Cluster)
            }
            'R' => {
                self.at += 1;
                let pair = Node::Seq(vec![Node::Char(13, false), Node::Char(10, false)]);
                let class = Class {
                    ranges: tree::VERTICAL.to_vec(),
                    ..Class::default()
                };
                Ok(Node::Atomic(Box::new(Node::Alt(vec![
                    pair,
                    Node::Class(class),
                ]))))
            }
            'g' | 'k' => self.reference(c),
            '1'..='9' => self.digits(),
            _ => {
                let code = self.character()?;
                Ok(Node::Char(code, self.switches.caseless))
            }
        }
    }

    /// `\12`: a group if there is one, or below 10; otherwise a character in octal.
    fn digits(&mut self) -> Parsed<Node> {
        let start = self.at;
        let number = self.number().unwrap_or(0) as usize;
        let groups = self.known.as_ref().map_or(0, |(groups, _)| *groups);
        if number < 10 || number <= groups {
            let number = self.numbered_or(number, self.text.len())?;
            return Ok(Node::Back(number, self.switches.caseless));
        }
        self.at = start;
        let code = self.character()?;
        Ok(Node::Char(code, self.switches.caseless))
    }

    /// `\g1`, `\g{-1}`, `\g{name}`, `\k<name>` and their kin.
    fn reference(&mut self, kind: char) -> Parsed<Node> {
        self.at += 1;
        let caseless = self.switches.caseless;
        let end = match self.peek() {
            Some('{') => '}',
            Some('<') => '>',
            Some('\'') => '\'',
            _ if kind == 'k' => {
                return Err(
                    self.wrong("\\k is not followed by a braced, angle-bracketed, or quoted name")
                );
            }
            _ => '\0',
        };
        let is_call = kind == 'g' && matches!(end, '>' | '\'');
        if end != '\0' {
            self.at += 1;
        }
        let minus = self.eat("-");
        let group = if let Some(number) = self.number() {
            let number = number as usize;
            let group = if minus {
                (self.groups + 1).saturating_sub(number)
            } else {
                number
            };
            if end != '\0' && !self.eat(&end.to_string()) {
                return Err(self.wrong("a numbered reference must not be zero"));
            }
            // That a group is missing is found at the end, but for calls.
            let offset = if is_call { self.at } else { self.text.len() };
            self.numbered_or(group, offset)?
        } else {
            let name = self.name(end)?;
            self.named(&name, self.at - 1)?
        };
        if is_call {
            self.call(group)
        } else {
            Ok(Node::Back(group, caseless))
        }
    }

    /// `\d` and its kin, here or inside brackets.
    fn class_escape(&mut self, c: char) -> Parsed<Option<Class>> {
        if self.switches.ucp && matches!(c, 'd' | 'w' | 's' | 'D' | 'W' | 'S') {
            let name = match c.to_ascii_lowercase() {
                'd' => "Nd",
                'w' => "Xwd",
                _ => "Xps",
            };
            self.at += 1;
            return self.category(name, c.is_ascii_uppercase()).map(Some);
        }
        let ranges = match c.to_ascii_lowercase() {
            'd' => tree::DIGIT,
            'w' => tree::WORD,
            's' => tree::SPACE,
            'h' => tree::HORIZONTAL,
            'v' => tree::VERTICAL,
            'n' if c == 'N' => &[(10, 10)],
            'p' => return self.property(c == 'P').map(Some),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(Class {
            ranges: ranges.to_vec(),
            negated: c.is_ascii_uppercase(),
            fold: false,
        }))
    }

    /// `\p{Lu}`: general categories as far as the standard library tells them.
    fn property(&mut self, negated: bool) -> Parsed<Class> {
        self.at += 1;
        let mut negated = negated;
        let mut name = String::new();
        if self.eat("{") {
            negated ^= self.eat("^");
            while let Some(c) = self.peek().filter(|c| *c != '}') {
                name.push(c);
                self.at += 1;
            }
            if !self.eat("}") {
                return Err(self.wrong("malformed \\P or \\p sequence"));
            }
        } else if let Some(c) = self.peek() {
            name.push(c);
            self.at += 1;
        }
        self.category(&name, negated)
    }

    fn category(&self, name: &str, negated: bool) -> Parsed<Class> {
        if let Some(ranges) = tree::script(name) {
            return Ok(Class {
                ranges: ranges.to_vec(),
                negated,
                fold: false,
            });
        }
        let is_in: fn(char) -> bool = match name {
            "Any" => |_| true,
            "L" | "L&" => char::is_alphabetic,
            "Lu" => char::is_uppercase,
            "Ll" => char::is_lowercase,
            "N" => char::is_numeric,
            "Nd" => |c| c.is_ascii_digit(),
            "Z" | "Zs" => |c| c.is_whitespace() && !c.is_control(),
            "P" => |c| c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c),
            "S" => |c| "$+<=>^`|~".contains(c),
            "Cc" | "C" => char::is_control,
            "Xwd" => |c| c.is_alphanumeric() || c == '_',
            "Xan" => char::is_alphanumeric,
            "Xsp" | "Xps" => char::is_whitespace,
            _ => return Err(self.wrong("unknown property name after \\P or \\p")),
        };
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for c in ('\0'..=char::MAX).filter(|c| is_in(*c)) {
            match ranges.last_mut() {
                Some((_, high)) if *high + 1 == c as u32 => *high += 1,
                _ => ranges.push((c as u32, c as u32)),
            }
        }
        Ok(Class {
            ranges,
            negated,
            fold: false,
        })
    }

    /// A character that is written with a backslash before it.
    fn character(&mut self) -> Parsed<u32> {
        let code = self.text[self.at];
        let c = self.peek().unwrap_or('\0');
        self.at += 1;
        Ok(match c {
            'n' => 10,
            'r' => 13,
            't' => 9,
            'f' => 12,
            'e' => 27,
            'a' => 7,
            'c' => {
                let Some(letter) = self.peek() else {
                    return Err(self.wrong("\\c at end of pattern"));
                };
                self.at += 1;
                u32::from(letter.to_ascii_uppercase()) ^ 64
            }
            'x' => self.hexadecimal()?,
            'o' if self.eat("{") => {
                let mut value: u32 = 0;
                while let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) {
                    value = value.saturating_mul(8) + digit;
                    self.at += 1;
                }
                if !self.eat("}") {
                    return Err(self.wrong("missing opening brace after \\o"));
                }
                value
            }
            '0'..='7' => {
                let mut value = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|c| c.to_digit(8)) else {
                        break;
                    };
                    value = value * 8 + digit;
                    self.at += 1;
                }
                value
            }
            _ => code,
        })
    }

    fn hexadecimal(&mut self) -> Parsed<u32> {
        let braced = self.eat("{");
        let mut value: u32 = 0;
        let mut count = 0;
        while let Some(digit) = self
            .peek()
            .and_then(|c| c.to_digit(16))
            .filter(|_| braced || count < 2)
        {
            value = value.saturating_mul(16).saturating_add(digit);
            count += 1;
            self.at += 1;
        }
        if braced && !self.eat("}") {
            return Err(self.wrong("character value in \\x{} or \\o{} is too large"));
        }
        Ok(value)
    }

    pub(super) fn class(&mut self) -> Parsed<Node> {
        self.at += 1;
        let mut class = Class {
            negated: self.eat("^"),
            fold: self.switches.caseless,
            ..Class::default()
        };
        let mut first = true;
        loop {
            let Some(c) = self.peek() else {
                return Err(self.wrong("missing terminating ] for character class"));
            };
            if c == ']' && !first {
                self.at += 1;
                return Ok(Node::Class(class));
            }
            first = false;
            if c == '[' && matches!(self.ahead(1), Some(':')) && self.posix(&mut class)? {
                continue;
            }
            if self.eat("\\E") {
                continue;
            }
            if self.eat("\\Q") {
                while self.at < self.text.len() && !self.eat("\\E") {
                    class.ranges.push((self.text[self.at], self.text[self.at]));
                    self.at += 1;
                }
                continue;
            }
            let Some(low) = self.member(&mut class)? else {
                continue;
            };
            let is_range = self.peek() == Some('-') && !matches!(self.ahead(1), Some(']') | None);
            if !is_range {
                class.ranges.push((low, low));
                continue;
            }
            self.at += 1;
            match self.member(&mut class)? {
                Some(high) if high < low => {
                    self.at -= 1;
                    return Err(self.wrong("range out of order in character class"));
                }
                Some(high) => class.ranges.push((low, high)),
                None => class.add_all(&[(low, low), (0x2D, 0x2D)]),
            }
        }
    }

    /// One character of a class; `None` if it was a class itself and has been added.
    fn member(&mut self, class: &mut Class) -> Parsed<Option<u32>> {
        let code = self.text[self.at];
        if self.peek() != Some('\\') {
            self.at += 1;
            return Ok(Some(code));
        }
        self.at += 1;
        let Some(c) = self.peek() else {
            return Err(self.wrong("\\ at end of pattern"));
        };
        if c == 'b' {
            self.at += 1;
            return Ok(Some(8));
        }
        if let Some(inner) = self.class_escape(c)? {
            if inner.negated {
                class.add_complement(&inner.ranges);
            } else {
                class.add_all(&inner.ranges);
            }
            return Ok(None);
        }
        self.character().map(Some)
    }

    /// `[:name:]` inside a class.
    fn posix(&mut self, class: &mut Class) -> Parsed<bool> {
        let start = self.at;
        self.at += 2;
        let negated = self.eat("^");
        let mut name = String::new();
        while let Some(c) = self.peek().filter(char::is_ascii_lowercase) {
            name.push(c);
            self.at += 1;
        }
        if !self.eat(":]") {
            self.at = start;
            return Ok(false);
        }
        let Some(ranges) = tree::posix(&name) else {
            self.at = start + 2;
            return Err(self.wrong("unknown POSIX class name"));
        };
        if negated {
            class.add_complement(ranges);
        } else {
            class.add_all(ranges);
        }
        Ok(true)
    }
}

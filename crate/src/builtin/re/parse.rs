//! Text to tree, in the syntax of PCRE as OTP documents it for module `re`.
//!
//! Left out: callouts, verbs, `\X`, `\C`, collating elements, and properties but a few general categories.

use super::tree::{self, Assert, Class, Node};

/// Parentheses inside parentheses.
const DEPTH_MAX: usize = 100;
const REPEAT_MAX: u32 = 65_535;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    pub message: &'static str,
    pub offset: usize,
}

type Parsed<T> = Result<T, Wrong>;

/// What can be switched on, also inside a pattern.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Switches {
    pub caseless: bool,
    pub multiline: bool,
    pub dotall: bool,
    pub extended: bool,
    pub ungreedy: bool,
    pub dollar_endonly: bool,
    pub no_auto_capture: bool,
    pub dupnames: bool,
}

/// A parsed pattern.
#[derive(Debug)]
pub struct Pattern {
    pub node: Node,
    /// Capturing groups.
    pub groups: usize,
    /// Names of groups, in the order of the text.
    pub names: Vec<(String, usize)>,
}

struct Parser<'a> {
    text: &'a [u32],
    at: usize,
    switches: Switches,
    groups: usize,
    names: Vec<(String, usize)>,
    /// From a first pass, which meets references before their groups.
    known: Option<(usize, Vec<(String, usize)>)>,
    depth: usize,
}

pub fn parse(text: &[u32], switches: Switches) -> Parsed<Pattern> {
    let first = pass(text, switches, None)?;
    pass(text, switches, Some((first.groups, first.names)))
}

fn pass(
    text: &[u32],
    switches: Switches,
    known: Option<(usize, Vec<(String, usize)>)>,
) -> Parsed<Pattern> {
    let mut parser = Parser {
        text,
        at: 0,
        switches,
        groups: 0,
        names: Vec::new(),
        known,
        depth: 0,
    };
    let node = parser.alternatives()?;
    if parser.at < text.len() {
        return Err(parser.wrong("unmatched parentheses"));
    }
    Ok(Pattern {
        node,
        groups: parser.groups,
        names: parser.names,
    })
}

impl Parser<'_> {
    fn wrong(&self, message: &'static str) -> Wrong {
        Wrong {
            message,
            offset: self.at,
        }
    }

    fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    fn ahead(&self, n: usize) -> Option<char> {
        let code = *self.text.get(self.at + n)?;
        Some(char::from_u32(code).unwrap_or('\u{FFFD}'))
    }

    fn eat(&mut self, text: &str) -> bool {
        let same = text
            .chars()
            .enumerate()
            .all(|(n, c)| self.ahead(n) == Some(c));
        if same {
            self.at += text.chars().count();
        }
        same
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        let before = self.switches;
        let first_group = self.groups;
        let node = self.branches(first_group, false);
        self.switches = before;
        node
    }

    /// `reset`: each branch counts its groups anew.
    fn branches(&mut self, first_group: usize, reset: bool) -> Parsed<Node> {
        let mut branches = vec![self.sequence()?];
        let mut most = self.groups;
        while self.eat("|") {
            if reset {
                self.groups = first_group;
            }
            branches.push(self.sequence()?);
            most = most.max(self.groups);
        }
        self.groups = most;
        Ok(match branches.len() {
            1 => branches.remove(0),
            _ => Node::Alt(branches),
        })
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut nodes = Vec::new();
        loop {
            self.skip_blanks();
            let Some(c) = self.peek() else { break };
            if c == '|' || c == ')' {
                break;
            }
            if matches!(c, '*' | '+' | '?') {
                return Err(self.wrong("nothing to repeat"));
            }
            if self.eat("\\Q") {
                while self.at < self.text.len() && !self.eat("\\E") {
                    nodes.push(Node::Char(self.text[self.at], self.switches.caseless));
                    self.at += 1;
                }
                if let Some(last) = nodes.pop() {
                    nodes.push(self.repeated(last)?);
                }
                continue;
            }
            if self.eat("\\E") {
                continue;
            }
            let Some(node) = self.atom()? else { continue };
            nodes.push(self.repeated(node)?);
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Seq(nodes),
        })
    }

    /// Comments, and blanks where they do not count.
    fn skip_blanks(&mut self) {
        loop {
            if self.eat("(?#") {
                while self.at < self.text.len() && !self.eat(")") {
                    self.at += 1;
                }
                continue;
            }
            if !self.switches.extended {
                return;
            }
            match self.peek() {
                Some(c) if c.is_ascii_whitespace() || c == '\x0b' => self.at += 1,
                Some('#') => {
                    while self.at < self.text.len() && !self.eat("\n") {
                        self.at += 1;
                    }
                }
                _ => return,
            }
        }
    }

    fn repeated(&mut self, mut node: Node) -> Parsed<Node> {
        loop {
            self.skip_blanks();
            let Some((min, max)) = self.quantifier()? else {
                return Ok(node);
            };
            let lazy = self.eat("?");
            let possessive = !lazy && self.eat("+");
            let repeat = Node::Repeat {
                node: Box::new(node),
                min,
                max,
                greedy: lazy == self.switches.ungreedy || possessive,
            };
            node = if possessive {
                Node::Atomic(Box::new(repeat))
            } else {
                repeat
            };
            if matches!(self.peek(), Some('*' | '+' | '?')) {
                return Err(self.wrong("nothing to repeat"));
            }
        }
    }

    fn quantifier(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let bounds = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counts(),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(bounds))
    }

    /// `{n}`, `{n,}` or `{n,m}`; any other brace stands for itself.
    fn counts(&mut self) -> Parsed<Option<(u32, Option<u32>)>> {
        let start = self.at;
        self.at += 1;
        let min = self.number();
        let max = if self.eat(",") {
            (self.peek() != Some('}')).then(|| self.number())
        } else {
            Some(min)
        };
        let (Some(min), true) = (min, !matches!(max, Some(None)) && self.eat("}")) else {
            self.at = start;
            return Ok(None);
        };
        self.at -= 1;
        let max = max.flatten();
        if min > REPEAT_MAX || max.is_some_and(|max| max > REPEAT_MAX) {
            return Err(self.wrong("number too big in {} quantifier"));
        }
        if max.is_some_and(|max| max < min) {
            return Err(self.wrong("numbers out of order in {} quantifier"));
        }
        self.at += 1;
        Ok(Some((min, max)))
    }

    fn number(&mut self) -> Option<u32> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        value
    }

    /// `None` for what only switches.
    fn atom(&mut self) -> Parsed<Option<Node>> {
        let c = self.peek().unwrap_or('\0');
        let code = self.text[self.at];
        Ok(Some(match c {
            '(' => return self.parenthesis(),
            '[' => self.class()?,
            '.' => {
                self.at += 1;
                Node::Any(self.switches.dotall)
            }
            '^' => {
                self.at += 1;
                Node::Assert(Assert::Start(self.switches.multiline))
            }
            '$' => {
                self.at += 1;
                let Switches {
                    multiline,
                    dollar_endonly,
                    ..
                } = self.switches;
                Node::Assert(Assert::End(multiline, dollar_endonly))
            }
            '\\' => self.escape()?,
            _ => {
                self.at += 1;
                Node::Char(code, self.switches.caseless)
            }
        }))
    }

    fn close(&mut self) -> Parsed<()> {
        if self.eat(")") {
            self.depth -= 1;
            Ok(())
        } else {
            Err(self.wrong("missing )"))
        }
    }

    fn parenthesis(&mut self) -> Parsed<Option<Node>> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.wrong("parentheses are too deeply nested"));
        }
        self.at += 1;
        if !self.eat("?") {
            if self.switches.no_auto_capture {
                let node = self.alternatives()?;
                self.close()?;
                return Ok(Some(node));
            }
            return self.group(None).map(Some);
        }
        let node = if self.eat(":") {
            self.alternatives()?
        } else if self.eat("|") {
            let before = self.switches;
            let node = self.branches(self.groups, true)?;
            self.switches = before;
            node
        } else if self.eat(">") {
            Node::Atomic(Box::new(self.alternatives()?))
        } else if self.eat("=") {
            self.look(true, false)?
        } else if self.eat("!") {
            self.look(true, true)?
        } else if self.eat("<=") {
            self.look(false, false)?
        } else if self.eat("<!") {
            self.look(false, true)?
        } else if self.eat("P<") || self.eat("<") {
            let name = self.name('>')?;
            return self.group(Some(name)).map(Some);
        } else if self.eat("'") {
            let name = self.name('\'')?;
            return self.group(Some(name)).map(Some);
        } else if self.eat("P=") {
            let name = self.name(')')?;
            self.at -= 1;
            Node::Back(self.named(&name)?, self.switches.caseless)
        } else if self.eat("P>") || self.eat("&") {
            let name = self.name(')')?;
            self.at -= 1;
            Node::Call(self.named(&name)?)
        } else if self.eat("R") {
            Node::Call(0)
        } else if self.eat("(") {
            return self.conditional().map(Some);
        } else if let Some(group) = self.call_number()? {
            Node::Call(group)
        } else {
            return self.switch();
        };
        self.close()?;
        Ok(Some(node))
    }

    fn group(&mut self, name: Option<String>) -> Parsed<Node> {
        self.groups += 1;
        let number = self.groups;
        if let Some(name) = name {
            let same = self.names.iter().find(|(known, _)| *known == name);
            if same.is_some_and(|(_, group)| *group != number) && !self.switches.dupnames {
                self.at -= 1;
                return Err(self.wrong("two named subpatterns have the same name"));
            }
            if same.is_none_or(|(_, group)| *group != number) {
                self.names.push((name, number));
            }
        }
        let node = self.alternatives()?;
        self.close()?;
        Ok(Node::Group(number, Box::new(node)))
    }

    fn look(&mut self, ahead: bool, negative: bool) -> Parsed<Node> {
        let node = self.alternatives()?;
        if !ahead {
            let branches = match &node {
                Node::Alt(branches) => branches.as_slice(),
                single => std::slice::from_ref(single),
            };
            if branches.iter().any(|branch| width(branch).is_none()) {
                return Err(self.wrong("lookbehind assertion is not fixed length"));
            }
        }
        Ok(Node::Look {
            ahead,
            negative,
            node: Box::new(node),
        })
    }

    fn name(&mut self, end: char) -> Parsed<String> {
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return Err(self.wrong("group name must start with a non-digit"));
        }
        let mut name = String::new();
        while let Some(c) = self
            .peek()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        {
            name.push(c);
            self.at += 1;
        }
        if self.peek() != Some(end) {
            return Err(self.wrong("syntax error in subpattern name (missing terminator)"));
        }
        if name.is_empty() {
            return Err(self.wrong("subpattern name expected"));
        }
        self.at += 1;
        Ok(name)
    }

    fn named(&self, name: &str) -> Parsed<usize> {
        let Some((_, names)) = &self.known else {
            return Ok(0);
        };
        let found = names.iter().find(|(known, _)| known == name);
        found.map(|(_, number)| *number).ok_or_else(|| Wrong {
            message: "reference to non-existent subpattern",
            offset: self.at - usize::from(self.ahead(0) != Some(')')),
        })
    }

    /// A group by its number, which must be there.
    fn numbered(&self, number: usize) -> Parsed<usize> {
        match &self.known {
            Some((groups, _)) if number > *groups => {
                Err(self.wrong("reference to non-existent subpattern"))
            }
            _ => Ok(number),
        }
    }

    /// `(?1)`, `(?+1)`, `(?-1)`.
    fn call_number(&mut self) -> Parsed<Option<usize>> {
        let sign = self.peek().unwrap_or('\0');
        let signed = matches!(sign, '+' | '-');
        if !self
            .ahead(usize::from(signed))
            .is_some_and(|c| c.is_ascii_digit())
        {
            return Ok(None);
        }
        self.at += usize::from(signed);
        let number = self.number().unwrap_or(0) as usize;
        let group = match sign {
            '+' => self.groups + number,
            '-' => (self.groups + 1).saturating_sub(number),
            _ => number,
        };
        self.numbered(group).map(Some)
    }

    fn conditional(&mut self) -> Parsed<Node> {
        let group = if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            let number = self.number().unwrap_or(0) as usize;
            self.at += usize::from(self.peek() == Some(')'));
            Some(self.numbered(number)?)
        } else if self.eat("<") {
            let name = self.name('>')?;
            self.at += usize::from(self.peek() == Some(')'));
            Some(self.named(&name)?)
        } else if self.eat("'") {
            let name = self.name('\'')?;
            self.at += usize::from(self.peek() == Some(')'));
            Some(self.named(&name)?)
        } else {
            None
        };
        let Some(group) = group else {
            return self.conditional_look();
        };
        let (yes, no) = self.two_branches()?;
        Ok(Node::If(group, Box::new(yes), Box::new(no)))
    }

    /// `(?(?=x)yes|no)`: yes after x, no otherwise.
    fn conditional_look(&mut self) -> Parsed<Node> {
        let (ahead, negative) = if self.eat("?=") {
            (true, false)
        } else if self.eat("?!") {
            (true, true)
        } else if self.eat("?<=") {
            (false, false)
        } else if self.eat("?<!") {
            (false, true)
        } else {
            return Err(self.wrong("malformed number or name after (?("));
        };
        let look = self.look(ahead, negative)?;
        if !self.eat(")") {
            return Err(self.wrong("missing )"));
        }
        let (yes, no) = self.two_branches()?;
        let Node::Look { node, .. } = &look else {
            return Ok(look);
        };
        let opposite = Node::Look {
            ahead,
            negative: !negative,
            node: node.clone(),
        };
        Ok(Node::Alt(vec![
            Node::Seq(vec![look, yes]),
            Node::Seq(vec![opposite, no]),
        ]))
    }

    fn two_branches(&mut self) -> Parsed<(Node, Node)> {
        let yes = self.sequence()?;
        let no = if self.eat("|") {
            self.sequence()?
        } else {
            Node::Empty
        };
        if self.peek() == Some('|') {
            return Err(self.wrong("conditional group contains more than two branches"));
        }
        self.close()?;
        Ok((yes, no))
    }

    /// `(?i)` and `(?i-s:...)`.
    fn switch(&mut self) -> Parsed<Option<Node>> {
        let before = self.switches;
        let mut on = true;
        loop {
            match self.peek() {
                Some('-') => on = false,
                Some('i') => self.switches.caseless = on,
                Some('m') => self.switches.multiline = on,
                Some('s') => self.switches.dotall = on,
                Some('x') => self.switches.extended = on,
                Some('U') => self.switches.ungreedy = on,
                Some('J') => self.switches.dupnames = on,
                Some(':') => {
                    self.at += 1;
                    let node = self.alternatives()?;
                    self.switches = before;
                    self.close()?;
                    return Ok(Some(node));
                }
                Some(')') => {
                    self.close()?;
                    return Ok(None);
                }
                _ => return Err(self.wrong("unrecognized character after (? or (?-")),
            }
            self.at += 1;
        }
    }

    fn escape(&mut self) -> Parsed<Node> {
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
            'Z' => Some(Assert::End(false, false)),
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
            return Ok(Node::Back(self.numbered(number)?, self.switches.caseless));
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
            self.numbered(group)?
        } else {
            let name = self.name(end)?;
            self.named(&name)?
        };
        Ok(if is_call {
            Node::Call(group)
        } else {
            Node::Back(group, caseless)
        })
    }

    /// `\d` and its kin, here or inside brackets.
    fn class_escape(&mut self, c: char) -> Parsed<Option<Class>> {
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
        let is_in: fn(char) -> bool = match name.as_str() {
            "Any" => |_| true,
            "L" | "L&" => char::is_alphabetic,
            "Lu" => char::is_uppercase,
            "Ll" => char::is_lowercase,
            "N" => char::is_numeric,
            "Nd" => |c| c.is_numeric() && c.to_digit(10).is_some(),
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

    fn class(&mut self) -> Parsed<Node> {
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

/// How many characters the expression takes, if always as many.
pub fn width(node: &Node) -> Option<usize> {
    match node {
        Node::Empty | Node::Assert(_) | Node::Look { .. } | Node::Keep => Some(0),
        Node::Char(..) | Node::Any(_) | Node::Class(_) => Some(1),
        Node::Seq(nodes) => nodes
            .iter()
            .try_fold(0, |sum, node| Some(sum + width(node)?)),
        Node::Alt(nodes) => {
            let first = width(nodes.first()?)?;
            nodes
                .iter()
                .all(|node| width(node) == Some(first))
                .then_some(first)
        }
        Node::Group(_, node) | Node::Atomic(node) => width(node),
        Node::Repeat { node, min, max, .. } => {
            (*max == Some(*min)).then_some(width(node)? * *min as usize)
        }
        Node::If(_, yes, no) => width(yes).filter(|wide| width(no) == Some(*wide)),
        Node::Back(..) | Node::Call(_) => None,
    }
}

//! Text to tree, in the syntax of PCRE as OTP documents it for module `re`.
//!
//! Left out: callouts, verbs with arguments, `\C`, collating elements, and properties but a few general categories.

mod groups;

use super::tree::{Assert, Newline, Node, Verb};

/// Parentheses inside parentheses.
const DEPTH_MAX: usize = 100;
const REPEAT_MAX: u32 = 65_535;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    pub message: &'static str,
    pub offset: usize,
}

pub(super) type Parsed<T> = Result<T, Wrong>;

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
    /// Letters and digits of `\w` and its kin are Unicode's.
    pub ucp: bool,
}

/// A parsed pattern.
#[derive(Debug)]
pub struct Pattern {
    pub node: Node,
    /// Capturing groups.
    pub groups: usize,
    /// Names of groups, in the order of the text.
    pub names: Vec<(String, usize)>,
    /// What the pattern itself says of lines.
    pub newline: Option<Newline>,
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a [u32],
    pub(super) at: usize,
    pub(super) switches: Switches,
    pub(super) groups: usize,
    names: Vec<(String, usize)>,
    /// From a first pass, which meets references before their groups.
    pub(super) known: Option<(usize, Vec<(String, usize)>)>,
    depth: usize,
    /// For each sequence that has begun and not ended: whether what it has so far takes at least a character.
    solid: Vec<bool>,
    /// Groups that have begun and not ended, the whole pattern first: number, and sequences around it.
    open: Vec<(usize, usize)>,
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
        solid: Vec::new(),
        open: vec![(0, 0)],
    };
    let newline = parser.settings();
    let node = parser.alternatives()?;
    if parser.at < text.len() {
        return Err(parser.wrong("unmatched parentheses"));
    }
    Ok(Pattern {
        node,
        groups: parser.groups,
        names: parser.names,
        newline,
    })
}

/// What may stand before all else, with no meaning here: `(*NAME)`.
const IGNORED: &[&str] = &[
    "UTF8",
    "UTF",
    "NO_START_OPT",
    "NO_AUTO_POSSESS",
    "BSR_UNICODE",
    "BSR_ANYCRLF",
];

const NEWLINES: &[(&str, Newline)] = &[
    ("LF", Newline::Lf),
    ("CR", Newline::Cr),
    ("CRLF", Newline::CrLf),
    ("ANYCRLF", Newline::AnyCrLf),
    ("ANY", Newline::Any),
];

const VERBS: &[(&str, Verb)] = &[
    ("FAIL", Verb::Fail),
    ("F", Verb::Fail),
    ("ACCEPT", Verb::Accept),
    ("COMMIT", Verb::Commit),
    ("PRUNE", Verb::Prune),
    ("SKIP", Verb::Skip),
    ("THEN", Verb::Then),
];

impl Parser<'_> {
    pub(super) fn wrong(&self, message: &'static str) -> Wrong {
        Wrong {
            message,
            offset: self.at,
        }
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    pub(super) fn ahead(&self, n: usize) -> Option<char> {
        let code = *self.text.get(self.at + n)?;
        Some(char::from_u32(code).unwrap_or('\u{FFFD}'))
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let same = text
            .chars()
            .enumerate()
            .all(|(n, c)| self.ahead(n) == Some(c));
        if same {
            self.at += text.chars().count();
        }
        same
    }

    /// The settings before all else.
    fn settings(&mut self) -> Option<Newline> {
        let mut newline = None;
        loop {
            if let Some((_, found)) = NEWLINES.iter().find(|(name, _)| self.eat_verb(name)) {
                newline = Some(*found);
            } else if self.eat_verb("UCP") {
                self.switches.ucp = true;
            } else if !IGNORED.iter().any(|name| self.eat_verb(name)) && !self.eat_limit() {
                return newline;
            }
        }
    }

    fn eat_verb(&mut self, name: &str) -> bool {
        self.eat(&format!("(*{name})"))
    }

    /// `(*LIMIT_MATCH=1000)`: the limits here are others.
    fn eat_limit(&mut self) -> bool {
        let start = self.at;
        let named = self.eat("(*LIMIT_MATCH=") || self.eat("(*LIMIT_RECURSION=");
        let eaten = named && self.number().is_some() && self.eat(")");
        if !eaten {
            self.at = start;
        }
        eaten
    }

    fn verb(&mut self) -> Parsed<Node> {
        if let Some((_, verb)) = VERBS.iter().find(|(name, _)| self.eat_verb(name)) {
            return Ok(Node::Verb(*verb));
        }
        while self.peek().is_some_and(|c| c != ')') {
            self.at += 1;
        }
        Err(self.wrong("(*VERB) not recognized or malformed"))
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
        self.solid.push(false);
        let node = self.elements();
        self.solid.pop();
        node
    }

    fn elements(&mut self) -> Parsed<Node> {
        let mut nodes = Vec::new();
        loop {
            if nodes.last().is_some_and(|node| !can_be_empty(node))
                && let Some(solid) = self.solid.last_mut()
            {
                *solid = true;
            }
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
            // In parentheses of its own it may be repeated.
            if c != '(' && matches!(node, Node::Assert(_) | Node::Keep) {
                self.no_quantifier()?;
            }
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

    /// Behind `^` and its kin nothing can be repeated.
    fn no_quantifier(&mut self) -> Parsed<()> {
        self.skip_blanks();
        if self.quantifier()?.is_some() {
            self.at -= 1;
            return Err(self.wrong("nothing to repeat"));
        }
        Ok(())
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

    pub(super) fn number(&mut self) -> Option<u32> {
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
            '(' if self.ahead(1) == Some('*') => self.verb()?,
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
}

/// Whether the expression may match without taking a character.
fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::Char(..) | Node::Any(_) | Node::Class(_) | Node::Cluster | Node::Call(_) => false,
        Node::Seq(nodes) => nodes.iter().all(can_be_empty),
        Node::Alt(nodes) => nodes.iter().any(can_be_empty),
        Node::Group(_, node) | Node::Atomic(node) => can_be_empty(node),
        Node::Repeat { node, min, .. } => *min == 0 || can_be_empty(node),
        Node::If(_, yes, no) | Node::IfCalled(_, yes, no) => can_be_empty(yes) || can_be_empty(no),
        _ => true,
    }
}

/// How many characters the expression takes, if always as many.
pub fn width(node: &Node) -> Option<usize> {
    match node {
        Node::Empty
        | Node::Assert(_)
        | Node::Look { .. }
        | Node::Keep
        | Node::Define(_)
        | Node::Verb(_) => Some(0),
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
        Node::If(_, yes, no) | Node::IfCalled(_, yes, no) => {
            width(yes).filter(|wide| width(no) == Some(*wide))
        }
        Node::Back(..) | Node::Call(_) | Node::Cluster => None,
    }
}

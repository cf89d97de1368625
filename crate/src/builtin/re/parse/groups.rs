//! What stands in parentheses: groups, looks, conditions, calls and switches.

use super::super::tree::Node;
use super::{DEPTH_MAX, Parsed, Parser, Wrong, width};

impl Parser<'_> {
    pub(super) fn parenthesis(&mut self) -> Parsed<Option<Node>> {
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
            Node::Back(self.named(&name, self.at)?, self.switches.caseless)
        } else if self.eat("P>") || self.eat("&") {
            let name = self.name(')')?;
            self.at -= 1;
            self.call(self.named(&name, self.at)?)?
        } else if self.eat("R") {
            self.call(0)?
        } else if self.eat("(") {
            return self.conditional().map(Some);
        } else if let Some(group) = self.call_number()? {
            self.call(group)?
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
        self.open.push((number, self.solid.len()));
        let node = self.alternatives()?;
        self.open.pop();
        self.close()?;
        Ok(Node::Group(number, Box::new(node)))
    }

    /// A call of a group; one from inside the group itself must not come before the first character.
    pub(in super::super) fn call(&self, group: usize) -> Parsed<Node> {
        let around = self.open.iter().find(|(open, _)| *open == group);
        if around.is_some_and(|&(_, around)| self.solid[around..].iter().all(|solid| !solid)) {
            return Err(self.wrong("recursive call could loop indefinitely"));
        }
        Ok(Node::Call(group))
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

    pub(in super::super) fn name(&mut self, end: char) -> Parsed<String> {
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

    pub(in super::super) fn named(&self, name: &str, offset: usize) -> Parsed<usize> {
        let Some((_, names)) = &self.known else {
            return Ok(0);
        };
        let found = names.iter().find(|(known, _)| known == name);
        found.map(|(_, number)| *number).ok_or(Wrong {
            message: "reference to non-existent subpattern",
            offset,
        })
    }

    /// A group by its number, which must be there.
    fn numbered(&self, number: usize) -> Parsed<usize> {
        self.numbered_or(number, self.at)
    }

    /// As `numbered`, with the place to blame.
    pub(in super::super) fn numbered_or(&self, number: usize, offset: usize) -> Parsed<usize> {
        match &self.known {
            Some((groups, _)) if number > *groups => Err(Wrong {
                message: "reference to non-existent subpattern",
                offset,
            }),
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
            Some(self.named(&name, self.at - 1)?)
        } else if self.eat("'") {
            let name = self.name('\'')?;
            self.at += usize::from(self.peek() == Some(')'));
            Some(self.named(&name, self.at - 1)?)
        } else {
            None
        };
        let Some(group) = group else {
            return match self.eat("DEFINE)") {
                true => Ok(Node::Define(Box::new(self.two_branches()?.0))),
                false if self.peek() == Some('R') => self.conditional_call(),
                false => self.conditional_look(),
            };
        };
        let (yes, no) = self.two_branches()?;
        Ok(Node::If(group, Box::new(yes), Box::new(no)))
    }

    /// `(?(R)yes|no)`, `(?(R1)...)`, `(?(R&name)...)`.
    fn conditional_call(&mut self) -> Parsed<Node> {
        self.at += 1;
        let group = if self.eat("&") {
            let name = self.name(')')?;
            self.at -= 1;
            Some(self.named(&name, self.at)?)
        } else {
            self.number().map(|number| number as usize)
        };
        if !self.eat(")") {
            return Err(self.wrong("malformed number or name after (?("));
        }
        let (yes, no) = self.two_branches()?;
        Ok(Node::IfCalled(group, Box::new(yes), Box::new(no)))
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
            while self.eat("|") {
                self.sequence()?;
            }
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
}

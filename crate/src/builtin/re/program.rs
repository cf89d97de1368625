//! Tree to instructions.

use super::parse::{Pattern, Wrong, width};
use super::tree::{Assert, Class, Newline, Node, Verb};

/// Instructions of one program: counted repetitions are written out.
const OPS_MAX: usize = 100_000;

#[derive(Clone, Copy, Debug)]
pub enum Op {
    Char(u32),
    /// The character without its case.
    Folded(u32),
    Any,
    AnyButNewline,
    /// Number of the class.
    Class(u32),
    Assert(Assert),
    /// Goes on at the first; at the second if that fails.
    Split(u32, u32),
    /// As `Split` to what stands behind it, for alternatives: where `Verb::Then` goes on.
    Branch(u32),
    Jump(u32),
    /// The position goes into a slot: twice the group's number, one more for its end.
    Save(u32),
    /// Leaves a loop whose round took nothing since the slot was saved.
    IfStill(u32, u32),
    /// Runs the program behind it, up to `End`, and goes on at `next`: whether it matches, without taking anything.
    Look {
        negative: bool,
        next: u32,
    },
    /// As `Look`, but takes what it matches.
    Atomic {
        next: u32,
    },
    StepBack(u32),
    Back(u32, bool),
    /// Goes to the other place if the group has not matched.
    IfGroup(u32, u32),
    Call(u32),
    Keep,
    /// Goes to the other place unless a call runs, of this group if it is one.
    IfCalled(Option<u32>, u32),
    Cluster,
    Verb(Verb),
    End,
}

#[derive(Debug)]
pub struct Program {
    pub ops: Vec<Op>,
    pub classes: Vec<Class>,
    /// Capturing groups; their slots are followed by those of loops.
    pub groups: usize,
    pub slots: usize,
    pub names: Vec<(String, usize)>,
    /// Where the expression of a group stands once more, for calls.
    pub subroutines: Vec<Option<u32>>,
    pub newline: Option<Newline>,
}

struct Emitter<'a> {
    program: Program,
    pattern: &'a Pattern,
}

pub fn compile(pattern: &Pattern) -> Result<Program, Wrong> {
    let mut emitter = Emitter {
        program: Program {
            ops: Vec::new(),
            classes: Vec::new(),
            groups: pattern.groups,
            slots: 2 * (pattern.groups + 1),
            names: pattern.names.clone(),
            subroutines: vec![None; pattern.groups + 1],
            newline: pattern.newline,
        },
        pattern,
    };
    emitter.node(&pattern.node)?;
    emitter.push(Op::End)?;
    let mut done = 0;
    while done < emitter.program.ops.len() {
        if let Op::Call(group) = emitter.program.ops[done] {
            emitter.subroutine(group as usize)?;
        }
        done += 1;
    }
    Ok(emitter.program)
}

impl<'a> Emitter<'a> {
    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    fn push(&mut self, op: Op) -> Result<usize, Wrong> {
        if self.program.ops.len() >= OPS_MAX {
            return Err(Wrong {
                message: "regular expression is too large",
                offset: 0,
            });
        }
        self.program.ops.push(op);
        Ok(self.program.ops.len() - 1)
    }

    fn subroutine(&mut self, group: usize) -> Result<(), Wrong> {
        if self.program.subroutines[group].is_some() {
            return Ok(());
        }
        self.program.subroutines[group] = Some(self.here());
        let pattern = self.pattern;
        let node = if group == 0 {
            Some(&pattern.node)
        } else {
            find(&pattern.node, group)
        };
        if let Some(node) = node {
            self.node(node)?;
        }
        self.push(Op::End)?;
        Ok(())
    }

    fn node(&mut self, node: &'a Node) -> Result<(), Wrong> {
        match node {
            Node::Empty => {}
            Node::Char(code, true) => {
                self.push(Op::Folded(super::tree::fold(*code)))?;
            }
            Node::Char(code, false) => {
                self.push(Op::Char(*code))?;
            }
            Node::Any(true) => {
                self.push(Op::Any)?;
            }
            Node::Any(false) => {
                self.push(Op::AnyButNewline)?;
            }
            Node::Class(class) => {
                self.program.classes.push(class.clone());
                self.push(Op::Class(self.program.classes.len() as u32 - 1))?;
            }
            Node::Assert(assert) => {
                self.push(Op::Assert(*assert))?;
            }
            Node::Seq(nodes) => {
                for node in nodes {
                    self.node(node)?;
                }
            }
            Node::Alt(nodes) => self.alternatives(nodes, false)?,
            Node::Group(number, node) => {
                self.push(Op::Save(*number as u32 * 2))?;
                self.node(node)?;
                self.push(Op::Save(*number as u32 * 2 + 1))?;
            }
            Node::Repeat {
                node,
                min,
                max,
                greedy,
            } => self.repeat(node, *min, *max, *greedy)?,
            Node::Look {
                ahead,
                negative,
                node,
            } => {
                let at = self.push(Op::End)?;
                match &**node {
                    Node::Alt(nodes) if !ahead => self.alternatives(nodes, true)?,
                    node if *ahead => self.node(node)?,
                    node => {
                        self.push(Op::StepBack(width(node).unwrap_or(0) as u32))?;
                        self.node(node)?;
                    }
                }
                self.push(Op::End)?;
                self.program.ops[at] = Op::Look {
                    negative: *negative,
                    next: self.here(),
                };
            }
            Node::Atomic(node) => {
                let at = self.push(Op::End)?;
                self.node(node)?;
                self.push(Op::End)?;
                self.program.ops[at] = Op::Atomic { next: self.here() };
            }
            Node::Back(group, fold) => {
                self.push(Op::Back(*group as u32, *fold))?;
            }
            Node::If(group, yes, no) => {
                let at = self.push(Op::End)?;
                self.node(yes)?;
                let over = self.push(Op::End)?;
                self.program.ops[at] = Op::IfGroup(*group as u32, self.here());
                self.node(no)?;
                self.program.ops[over] = Op::Jump(self.here());
            }
            Node::Call(group) => {
                self.push(Op::Call(*group as u32))?;
            }
            Node::Keep => {
                self.push(Op::Keep)?;
            }
            Node::IfCalled(group, yes, no) => {
                let at = self.push(Op::End)?;
                self.node(yes)?;
                let over = self.push(Op::End)?;
                let group = group.map(|group| group as u32);
                self.program.ops[at] = Op::IfCalled(group, self.here());
                self.node(no)?;
                self.program.ops[over] = Op::Jump(self.here());
            }
            Node::Define(_) => {}
            Node::Cluster => {
                self.push(Op::Cluster)?;
            }
            Node::Verb(verb) => {
                self.push(Op::Verb(*verb))?;
            }
        }
        Ok(())
    }

    fn alternatives(&mut self, nodes: &'a [Node], behind: bool) -> Result<(), Wrong> {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let is_last = index + 1 == nodes.len();
            let split = if is_last {
                None
            } else {
                Some(self.push(Op::End)?)
            };
            if behind {
                self.push(Op::StepBack(width(node).unwrap_or(0) as u32))?;
            }
            self.node(node)?;
            if let Some(split) = split {
                ends.push(self.push(Op::End)?);
                self.program.ops[split] = Op::Branch(self.here());
            }
        }
        for end in ends {
            self.program.ops[end] = Op::Jump(self.here());
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        node: &'a Node,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    ) -> Result<(), Wrong> {
        for _ in 0..min {
            self.node(node)?;
        }
        let split = |first: u32, second: u32| {
            if greedy {
                Op::Split(first, second)
            } else {
                Op::Split(second, first)
            }
        };
        if let Some(max) = max {
            let mut splits = Vec::new();
            for _ in min..max {
                splits.push(self.push(Op::End)?);
                self.node(node)?;
            }
            for at in splits {
                self.program.ops[at] = split(at as u32 + 1, self.here());
            }
            return Ok(());
        }
        let start = self.push(Op::End)?;
        let may_stand_still = width(node).is_none_or(|width| width == 0);
        let mut check = None;
        if may_stand_still {
            let slot = self.program.slots as u32;
            self.program.slots += 1;
            self.push(Op::Save(slot))?;
            self.node(node)?;
            check = Some((self.push(Op::End)?, slot));
        } else {
            self.node(node)?;
        }
        self.push(Op::Jump(start as u32))?;
        self.program.ops[start] = split(start as u32 + 1, self.here());
        if let Some((at, slot)) = check {
            self.program.ops[at] = Op::IfStill(slot, self.here());
        }
        Ok(())
    }
}

/// The expression of a group. Depth is bounded by the parser.
fn find(node: &Node, group: usize) -> Option<&Node> {
    match node {
        Node::Group(number, _) if *number == group => Some(node),
        Node::Group(_, node) | Node::Atomic(node) => find(node, group),
        Node::Repeat { node, .. } | Node::Look { node, .. } => find(node, group),
        Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().find_map(|node| find(node, group)),
        Node::Define(node) => find(node, group),
        Node::If(_, yes, no) | Node::IfCalled(_, yes, no) => {
            find(yes, group).or_else(|| find(no, group))
        }
        _ => None,
    }
}

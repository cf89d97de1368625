//! The tree that `~p` lays out: every part of a term with its width on one line.

use super::super::super::heap::Heap;
use super::super::super::map;
use super::super::super::word::Term;
use super::super::leaf::push_leaf;
use super::super::text::{Encoding, Printable, atom_text, push_quoted};
use super::super::write::push_bits;
use super::PrettyOptions;
use crate::work;

/// More parts are a term's whose parts are shared: each of them is two characters at least, and as a list these would fill the
/// world.
const PARTS_MAX: usize = limits::WORLD_WORDS_DEFAULT / 8;

/// Bytes that a binary shown as a string may have for each level of depth.
const CHARACTERS_PER_LEVEL: i64 = 4;

/// Index of a node in [`Tree::nodes`].
pub type NodeId = u32;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Text that is never broken; a range of [`Tree::text`].
    Text {
        start: usize,
        end: usize,
    },
    /// A binary as numbers: text that may be broken after a comma.
    Bits {
        start: usize,
        end: usize,
    },
    List,
    Tuple {
        tagged: bool,
    },
    /// Children are key, value, key, value ...
    Map,
    /// Children are name, value, name, value ...; the range is `#name`, with its width.
    Record {
        start: usize,
        end: usize,
        width: i64,
    },
}

/// What stands after the children.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    Closed,
    /// Parts were left out: `...`.
    Dots,
    /// The tail of an improper list.
    Tail(NodeId),
}

#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub shape: Shape,
    /// Characters on one line.
    pub width: i64,
    first: u32,
    count: u32,
    pub end: End,
}

impl Node {
    /// Whether it is one unbreakable text: such parts may share a line.
    pub fn is_text(&self) -> bool {
        matches!(self.shape, Shape::Text { .. })
    }
}

#[derive(Default)]
pub struct Tree {
    pub text: String,
    nodes: Vec<Node>,
    children: Vec<NodeId>,
    pub root: NodeId,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    pub fn children(&self, node: &Node) -> &[NodeId] {
        &self.children[node.first as usize..(node.first + node.count) as usize]
    }

    fn add(&mut self, shape: Shape, width: i64, children: &[NodeId], end: End) -> NodeId {
        let first = self.children.len() as u32;
        self.children.extend_from_slice(children);
        self.nodes.push(Node {
            shape,
            width,
            first,
            count: children.len() as u32,
            end,
        });
        (self.nodes.len() - 1) as NodeId
    }

    /// A node of the text from `start` on, which has just been appended.
    fn add_text(&mut self, start: usize) -> NodeId {
        let end = self.text.len();
        let width = self.text[start..].chars().count() as i64;
        self.add(Shape::Text { start, end }, width, &[], End::Closed)
    }
}

pub fn measure(heap: &Heap, term: Term, options: &PrettyOptions<'_>) -> Tree {
    let mut measurer = Measurer::new(heap, options);
    measurer.term(term, options.depth.unwrap_or(-1));
    measurer.run()
}

/// As [`measure`] for a list that is not to be read as a string.
pub fn measure_list(heap: &Heap, list: Term, options: &PrettyOptions<'_>) -> Tree {
    let mut measurer = Measurer::new(heap, options);
    measurer.open(
        Shape::List,
        Parts::List(list),
        options.depth.unwrap_or(-1) - 1,
    );
    measurer.run()
}

/// A term whose parts are being measured; they collect in `Measurer::done` from `mark` on.
struct Open {
    shape: Shape,
    parts: Parts,
    depth: i64,
    mark: usize,
    end: Option<Cut>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Dots,
    Tail,
}

enum Parts {
    List(Term),
    Tuple(Term, usize),
    /// Value, after its key.
    Pairs(Vec<(Term, Term)>, usize, Option<Term>),
}

struct Measurer<'a, 'b> {
    heap: &'a Heap,
    options: &'a PrettyOptions<'b>,
    tree: Tree,
    done: Vec<NodeId>,
    open: Vec<Open>,
}

impl<'a, 'b> Measurer<'a, 'b> {
    fn new(heap: &'a Heap, options: &'a PrettyOptions<'b>) -> Measurer<'a, 'b> {
        Measurer {
            heap,
            options,
            tree: Tree::default(),
            done: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Measures what is open, to the end.
    fn run(mut self) -> Tree {
        while let Some(mut open) = self.open.pop() {
            if self.tree.nodes.len() > PARTS_MAX {
                work::give_up();
                break;
            }
            match self.next_part(&mut open) {
                Some((part, depth)) => {
                    self.open.push(open);
                    self.term(part, depth);
                }
                None => self.close(&open),
            }
        }
        self.tree.root = self.done.pop().unwrap_or_default();
        self.tree
    }

    fn text(&mut self, text: &str) {
        let start = self.tree.text.len();
        self.tree.text.push_str(text);
        let node = self.tree.add_text(start);
        self.done.push(node);
    }

    /// A term of which only the brackets are left.
    fn cut(&mut self, shape: Shape, width: i64) {
        let node = self.tree.add(shape, width, &[], End::Dots);
        self.done.push(node);
    }

    fn open(&mut self, shape: Shape, parts: Parts, depth: i64) {
        self.open.push(Open {
            shape,
            parts,
            depth,
            mark: self.done.len(),
            end: None,
        });
    }

    /// Measures a leaf, or opens a term with parts.
    fn term(&mut self, term: Term, depth: i64) {
        if depth == 0 {
            self.text("...");
        } else if term.is_cons() {
            self.list(term, depth);
        } else if term.is_tuple() {
            self.tuple(term, depth);
        } else if term.is_map() {
            let pairs = map::pairs(self.heap, term);
            match (pairs.len(), depth) {
                (0, _) => self.text("#{}"),
                (_, 1) => self.text("#{...}"),
                _ => self.open(Shape::Map, Parts::Pairs(pairs, 0, None), depth - 1),
            }
        } else if term.is_bitstring() {
            self.bits(term, depth);
        } else {
            let start = self.tree.text.len();
            push_leaf(
                &mut self.tree.text,
                self.heap,
                term,
                self.options.encoding,
                self.options.names,
            );
            let node = self.tree.add_text(start);
            self.done.push(node);
        }
    }

    fn list(&mut self, list: Term, depth: i64) {
        if depth == 1 {
            self.cut(Shape::List, 5);
        } else if self.options.strings && self.is_string(list) {
            let start = self.tree.text.len();
            let characters = self
                .heap
                .iter_list(list)
                .map(|item| item.small_value() as u32);
            push_quoted(&mut self.tree.text, characters, '"', self.options.encoding);
            let node = self.tree.add_text(start);
            self.done.push(node);
        } else {
            self.open(Shape::List, Parts::List(list), depth - 1);
        }
    }

    fn is_string(&self, list: Term) -> bool {
        let mut items = self.heap.iter_list(list);
        let printable = items.all(|item| {
            item.as_small()
                .is_some_and(|c| u32::try_from(c).is_ok_and(|c| self.options.printable.includes(c)))
        });
        printable && items.rest().is_nil()
    }

    fn tuple(&mut self, tuple: Term, depth: i64) {
        let arity = self.heap.arity(tuple);
        if arity == 0 {
            return self.text("{}");
        }
        if depth == 1 {
            return self.text("{...}");
        }
        let tag = self.heap.element(tuple, 0).as_atom();
        if let Some(tag) = tag
            && let Some(fields) = (self.options.records)(tag, arity - 1)
            && fields.len() == arity - 1
        {
            let start = self.tree.text.len();
            self.tree.text.push('#');
            self.tree
                .text
                .push_str(&atom_text(tag.text(), self.options.encoding));
            let end = self.tree.text.len();
            let width = self.tree.text[start..].chars().count() as i64;
            if depth == 2 && arity > 1 {
                return self.cut(Shape::Record { start, end, width }, width + 5);
            }
            let pairs = fields
                .iter()
                .enumerate()
                .map(|(i, &name)| (name.into(), self.heap.element(tuple, i + 1)))
                .collect();
            self.open(
                Shape::Record { start, end, width },
                Parts::Pairs(pairs, 0, None),
                depth - 1,
            );
        } else {
            self.open(
                Shape::Tuple {
                    tagged: tag.is_some() && arity > 1,
                },
                Parts::Tuple(tuple, 0),
                depth,
            );
        }
    }

    /// The next part to measure, with its depth; `None` at the end, or where the depth ends.
    fn next_part(&mut self, open: &mut Open) -> Option<(Term, i64)> {
        if open.end.is_some() {
            return None;
        }
        match &mut open.parts {
            Parts::List(rest) => {
                if rest.is_nil() {
                    return None;
                }
                if open.depth == 1 && self.done.len() > open.mark {
                    open.end = Some(Cut::Dots);
                    return None;
                }
                let depth = open.depth;
                if rest.is_cons() {
                    let (head, tail) = self.heap.head_tail(*rest);
                    *rest = tail;
                    if self.done.len() > open.mark {
                        open.depth -= 1;
                        return Some((head, depth - 1));
                    }
                    return Some((head, depth));
                }
                open.end = Some(Cut::Tail);
                Some((*rest, depth - 1))
            }
            Parts::Tuple(tuple, position) => {
                if *position == self.heap.arity(*tuple) {
                    return None;
                }
                if open.depth == 1 {
                    open.end = Some(Cut::Dots);
                    return None;
                }
                open.depth -= 1;
                *position += 1;
                Some((self.heap.element(*tuple, *position - 1), open.depth))
            }
            Parts::Pairs(pairs, position, value) => {
                // The pairs of a map are all equally deep, the fields of a record ever less so.
                let depth = if open.shape == Shape::Map {
                    open.depth + *position as i64
                } else {
                    open.depth
                };
                if let Some(value) = value.take() {
                    return Some((value, depth));
                }
                let &(key, after) = pairs.get(*position)?;
                if open.depth == i64::from(open.shape != Shape::Map) {
                    open.end = Some(Cut::Dots);
                    return None;
                }
                open.depth -= 1;
                *position += 1;
                *value = Some(after);
                Some((
                    key,
                    if open.shape == Shape::Map {
                        depth
                    } else {
                        open.depth
                    },
                ))
            }
        }
    }

    fn close(&mut self, open: &Open) {
        let end = match open.end {
            None => End::Closed,
            Some(Cut::Dots) => End::Dots,
            Some(Cut::Tail) => self.done.pop().map_or(End::Closed, End::Tail),
        };
        let children = self.done.split_off(open.mark);
        let sum: i64 = children
            .iter()
            .map(|&child| self.tree.node(child).width)
            .sum();
        let count = children.len() as i64;
        // Brackets, then commas between elements; a pair has ` => ` or ` = ` inside.
        let width =
            sum + match open.shape {
                Shape::Map => 3 + (count / 2 - 1).max(0) + 4 * (count / 2),
                Shape::Record { width, .. } => width + 2 + (count / 2 - 1).max(0) + 3 * (count / 2),
                _ => 2 + (count - 1).max(0),
            } + match end {
                End::Closed => 0,
                End::Dots if count == 0 => 3,
                End::Dots => 4,
                End::Tail(tail) => 1 + self.tree.node(tail).width,
            };
        let node = self.tree.add(open.shape, width, &children, end);
        self.done.push(node);
    }

    fn bits(&mut self, term: Term, depth: i64) {
        let bits = self.heap.bits(term);
        if bits.size == 0 {
            return self.text("<<>>");
        }
        if depth == 1 {
            return self.text("<<...>>");
        }
        let start = self.tree.text.len();
        if self.options.strings
            && bits.size.is_multiple_of(8)
            && let Some(string) = self.binary_string(&bits.to_bytes(), depth - 1)
        {
            self.tree.text.push_str(&string);
            let node = self.tree.add_text(start);
            self.done.push(node);
            return;
        }
        push_bits(&mut self.tree.text, bits, depth);
        let end = self.tree.text.len();
        let node = self.tree.add(
            Shape::Bits { start, end },
            (end - start) as i64,
            &[],
            End::Closed,
        );
        self.done.push(node);
    }

    /// The text of a binary that holds printable characters, or at least begins with enough of them.
    fn binary_string(&self, bytes: &[u8], depth: i64) -> Option<String> {
        let limit = if depth < 0 {
            bytes.len()
        } else {
            bytes.len().min((depth * CHARACTERS_PER_LEVEL) as usize)
        };
        let (shown, is_whole, is_utf8) = match self.options.encoding {
            Encoding::Unicode => self.printable_prefix(bytes, limit),
            Encoding::Latin1 => latin1_prefix(bytes, limit),
        };
        if !is_whole && (depth < 0 || (shown.len() as i64) < depth) {
            return None;
        }
        let mut out = String::from("<<");
        push_quoted(&mut out, shown, '"', self.options.encoding);
        out.push_str(if is_utf8 { "/utf8" } else { "" });
        out.push_str(if is_whole { ">>" } else { "...>>" });
        Some(out)
    }

    /// The printable characters that the first `limit` ones begin with; whether they are all of the binary; and whether
    /// any is longer than a byte. What is not UTF-8 counts as Latin-1.
    fn printable_prefix(&self, bytes: &[u8], limit: usize) -> (Vec<u32>, bool, bool) {
        let mut shown = Vec::new();
        let mut length = 0;
        let mut printable = true;
        let mut rest = bytes;
        for _ in 0..limit {
            if rest.is_empty() {
                break;
            }
            let Some((character, size)) = first_character(rest) else {
                return latin1_prefix(bytes, limit);
            };
            rest = &rest[size..];
            printable = printable && self.options.printable.includes(u32::from(character));
            if printable {
                shown.push(u32::from(character));
                length += size;
            }
        }
        let is_utf8 = length > shown.len();
        (shown, length == bytes.len(), is_utf8)
    }
}

fn latin1_prefix(bytes: &[u8], limit: usize) -> (Vec<u32>, bool, bool) {
    let printable = bytes[..limit].iter().map(|&byte| u32::from(byte));
    let shown: Vec<u32> = printable
        .take_while(|&byte| Printable::Latin1.includes(byte))
        .collect();
    let is_whole = shown.len() == bytes.len();
    (shown, is_whole, false)
}

/// The UTF-8 character at the beginning, with its length.
fn first_character(bytes: &[u8]) -> Option<(char, usize)> {
    let start = &bytes[..bytes.len().min(4)];
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&start[..error.valid_up_to()]).ok()?,
    };
    text.chars()
        .next()
        .map(|character| (character, character.len_utf8()))
}

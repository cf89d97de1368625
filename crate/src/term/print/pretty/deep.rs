//! The deep list of characters in which OTP returns a printed term: brackets and commas as characters, each part as a
//! list of its own. It shows when a result of `io_lib:format/2` is looked at.

use super::measure::{End, NodeId, Shape, Tree};
use crate::{Heap, Term};

enum Step {
    Enter(NodeId),
    /// All parts of the node are done: so many stand on the stack of results.
    Leave(NodeId),
}

/// The deep list for a whole tree.
pub fn term(heap: &mut Heap, tree: &Tree, tail_apart: bool) -> Term {
    let mut todo = vec![Step::Enter(tree.root)];
    let mut done: Vec<Term> = Vec::new();
    while let Some(step) = todo.pop() {
        match step {
            Step::Enter(id) => {
                let node = tree.node(id);
                match node.shape {
                    Shape::Text { start, end } => done.push(text(heap, &tree.text[start..end])),
                    Shape::Bits { start, end } => done.push(bits(heap, &tree.text[start..end])),
                    _ => {
                        todo.push(Step::Leave(id));
                        if let End::Tail(tail) = node.end {
                            todo.push(Step::Enter(tail));
                        }
                        todo.extend(
                            tree.children(node)
                                .iter()
                                .rev()
                                .map(|&child| Step::Enter(child)),
                        );
                    }
                }
            }
            Step::Leave(id) => {
                let node = tree.node(id);
                let tail = matches!(node.end, End::Tail(_))
                    .then(|| done.pop())
                    .flatten();
                let parts = done.split_off(done.len() - tree.children(node).len());
                done.push(compound(
                    heap,
                    node.shape,
                    node.end,
                    &parts,
                    tail.map(|tail| (tail, tail_apart)),
                ));
            }
        }
    }
    done.pop().unwrap_or(Term::NIL)
}

fn character(c: char) -> Term {
    Term::int(c as i32)
}

/// A leaf; a binary shown as a string has its brackets apart.
fn text(heap: &mut Heap, text: &str) -> Term {
    let Some(inner) = text
        .strip_prefix("<<\"")
        .and_then(|rest| rest.strip_suffix("\">>"))
    else {
        return heap.string(text);
    };
    let string = heap.string(&format!("\"{inner}\""));
    heap.list(&[
        character('<'),
        character('<'),
        string,
        character('>'),
        character('>'),
    ])
}

/// `<<1,2,3:4>>`.
fn bits(heap: &mut Heap, text: &str) -> Term {
    let inner = text.trim_start_matches('<').trim_end_matches('>');
    let mut parts = Vec::new();
    for number in inner.split_inclusive([',', ':']) {
        let digits = number.trim_end_matches([',', ':']);
        parts.push(heap.string(digits));
        if digits.len() < number.len() {
            parts.extend(number.chars().last().map(character));
        }
    }
    let parts = heap.list(&parts);
    heap.list(&[
        character('<'),
        character('<'),
        parts,
        character('>'),
        character('>'),
    ])
}

/// Brackets around the parts of a node.
fn compound(
    heap: &mut Heap,
    shape: Shape,
    end: End,
    parts: &[Term],
    tail: Option<(Term, bool)>,
) -> Term {
    let (open, close) = match shape {
        Shape::List => ("[", ']'),
        Shape::Map => ("#{", '}'),
        _ => ("{", '}'),
    };
    let elements: Vec<Term> = match shape {
        Shape::Map => parts
            .chunks(2)
            .map(|pair| {
                let arrow = heap.string(" => ");
                heap.list(&[pair[0], arrow, pair[1]])
            })
            .collect(),
        _ => parts.to_vec(),
    };
    let mut inner = Vec::with_capacity(2 * elements.len());
    for (position, &element) in elements.iter().enumerate() {
        if position > 0 {
            inner.push(character(','));
        }
        inner.push(element);
    }
    let bar = if shape == Shape::List { '|' } else { ',' };
    let inner = match (end, tail) {
        (End::Dots, _) => {
            if !inner.is_empty() {
                inner.push(character(bar));
            }
            let dots = heap.string("...");
            heap.list_with_tail(&inner, dots)
        }
        (_, Some((tail, true))) => {
            inner.extend([character(bar), tail]);
            heap.list(&inner)
        }
        (_, Some((tail, false))) => {
            inner.push(character(bar));
            heap.list_with_tail(&inner, tail)
        }
        _ => heap.list(&inner),
    };
    let mut outer: Vec<Term> = open.chars().map(character).collect();
    outer.extend([inner, character(close)]);
    heap.list(&outer)
}

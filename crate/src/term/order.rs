//! The order of terms, and the two equalities.
//!
//! number < atom < reference < fun < port < pid < tuple < map < nil < list < bit string, as the Erlang reference
//! manual lists them under "Term Comparisons". Integers and floats compare by exact value, whatever their size. The
//! two terms may live in two heaps: table rows are compared with terms of processes.
//!
//! Invariant: nothing recurses on the depth of terms; what is left to compare stands on an explicit stack.

use std::cell::Cell;
use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::atom::{self, Atom};
use super::external::{PID_NUMBER_BITS, reference_words};
use super::heap::{Bits, Fun, Heap};
use super::map;
use super::word::{Kind, Term};
use super::work::Steps;

/// Term order (`<`, `>=`, `lists:sort/1`): `1` and `1.0` are equal.
#[inline]
pub fn compare(heap: &Heap, a: Term, b: Term) -> Ordering {
    compare_as(heap, a, b, false)
}

/// The order of map keys: as [`compare`], but every integer stands before every float.
#[inline]
pub fn compare_exact(heap: &Heap, a: Term, b: Term) -> Ordering {
    compare_as(heap, a, b, true)
}

#[inline]
fn compare_as(heap: &Heap, a: Term, b: Term, exact: bool) -> Ordering {
    if a.0 == b.0 {
        return Ordering::Equal;
    }
    if a.is_small() && b.is_small() {
        return (a.0 as i64).cmp(&(b.0 as i64));
    }
    walk(
        heap,
        a,
        heap,
        b,
        Mode {
            exact,
            equality: false,
        },
        0,
    )
}

/// `==`.
#[inline]
pub fn equal(heap: &Heap, a: Term, b: Term) -> bool {
    if a.0 == b.0 {
        return true;
    }
    if !a.is_pointer() && !b.is_pointer() {
        return false;
    }
    walk(
        heap,
        a,
        heap,
        b,
        Mode {
            exact: false,
            equality: true,
        },
        0,
    )
    .is_eq()
}

/// `=:=`. As in OTP 25, `0.0` and `-0.0` are the same.
#[inline]
pub fn same(heap: &Heap, a: Term, b: Term) -> bool {
    if a.0 == b.0 {
        return true;
    }
    if a.tag() != b.tag() || !a.is_pointer() {
        return false;
    }
    walk(
        heap,
        a,
        heap,
        b,
        Mode {
            exact: true,
            equality: true,
        },
        0,
    )
    .is_eq()
}

/// [`compare`] of terms in two heaps.
pub fn compare_across(a_heap: &Heap, a: Term, b_heap: &Heap, b: Term) -> Ordering {
    walk(
        a_heap,
        a,
        b_heap,
        b,
        Mode {
            exact: false,
            equality: false,
        },
        0,
    )
}

/// [`equal`] of terms in two heaps.
pub fn equal_across(a_heap: &Heap, a: Term, b_heap: &Heap, b: Term) -> bool {
    walk(
        a_heap,
        a,
        b_heap,
        b,
        Mode {
            exact: false,
            equality: true,
        },
        0,
    )
    .is_eq()
}

/// [`same`] of terms in two heaps.
pub fn same_across(a_heap: &Heap, a: Term, b_heap: &Heap, b: Term) -> bool {
    walk(
        a_heap,
        a,
        b_heap,
        b,
        Mode {
            exact: true,
            equality: true,
        },
        0,
    )
    .is_eq()
}

#[derive(Clone, Copy)]
struct Mode {
    /// `=:=` instead of `==`; integers before floats.
    exact: bool,
    /// Only "equal or not" is asked: any order that is not `Equal` may stand for "not".
    equality: bool,
}

/// What is still to be compared.
enum Todo<'a> {
    Pair(Term, Term, bool),
    /// Elements of equal number.
    Words(&'a [u64], &'a [u64], bool),
    /// Children of two nodes of large maps with the same bitmap; only for equality.
    Children(&'a [u64], &'a [u64], bool),
}

/// Bits of two bit strings that are compared in the time of two words.
const BITS_PER_STEP: usize = 256;

/// Large maps as keys of large maps are sorted one inside the other, on the Rust stack. Deeper than this (nobody's
/// program) such maps are ordered by their hash order instead.
const NESTED_SORTS_MAX: u32 = 8;

struct Walk<'a> {
    a_heap: &'a Heap,
    b_heap: &'a Heap,
    one_heap: bool,
    equality: bool,
    depth: u32,
    /// Pairs of words compared.
    steps: Steps,
    todo: Vec<Todo<'a>>,
}

#[inline(never)]
fn walk<'a>(
    a_heap: &'a Heap,
    a: Term,
    b_heap: &'a Heap,
    b: Term,
    mode: Mode,
    depth: u32,
) -> Ordering {
    let mut walk = Walk {
        a_heap,
        b_heap,
        one_heap: std::ptr::eq(a_heap, b_heap),
        equality: mode.equality,
        depth,
        steps: Steps::of(1),
        todo: Vec::new(),
    };
    let mut order = walk.pair(a, b, mode.exact);
    if order.is_eq() && !walk.todo.is_empty() {
        order = walk.run();
    }
    walk.steps.note();
    order
}

impl<'a> Walk<'a> {
    fn run(&mut self) -> Ordering {
        while let Some(next) = self.todo.pop() {
            if !self.steps.step() {
                return Ordering::Less;
            }
            let order = match next {
                Todo::Pair(a, b, exact) => self.pair(a, b, exact),
                Todo::Words(a, b, exact) => self.elements(a, b, exact),
                Todo::Children(a, b, exact) => self.children(a, b, exact),
            };
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
    }

    /// Whether identical words mean identical terms.
    #[inline]
    fn identical(&self, a: Term, b: Term) -> bool {
        a.0 == b.0 && (self.one_heap || !a.is_own_pointer())
    }

    /// Compares as far as it goes without nesting and leaves the rest in `todo`.
    fn pair(&mut self, mut a: Term, mut b: Term, exact: bool) -> Ordering {
        loop {
            if self.identical(a, b) {
                return Ordering::Equal;
            }
            if !(a.is_cons() && b.is_cons()) {
                return self.objects(a, b, exact);
            }
            self.steps.add(1);
            let (a_head, a_tail) = self.a_heap.head_tail(a);
            let (b_head, b_tail) = self.b_heap.head_tail(b);
            if a_head.is_small() && b_head.is_small() {
                if a_head.0 != b_head.0 {
                    return (a_head.0 as i64).cmp(&(b_head.0 as i64));
                }
                (a, b) = (a_tail, b_tail);
            } else if self.identical(a_head, b_head) {
                (a, b) = (a_tail, b_tail);
            } else {
                self.todo.push(Todo::Pair(a_tail, b_tail, exact));
                (a, b) = (a_head, b_head);
            }
        }
    }

    fn elements(&mut self, a: &'a [u64], b: &'a [u64], exact: bool) -> Ordering {
        for (position, (&x, &y)) in a.iter().zip(b).enumerate() {
            self.steps.add(1);
            let (x, y) = (Term(x), Term(y));
            if self.identical(x, y) {
                continue;
            }
            if position + 1 < a.len() {
                self.todo
                    .push(Todo::Words(&a[position + 1..], &b[position + 1..], exact));
            }
            return self.later(x, y, exact);
        }
        Ordering::Equal
    }

    /// Terms with parts wait their turn: to compare them at once would recurse on their depth.
    #[inline]
    fn later(&mut self, a: Term, b: Term, exact: bool) -> Ordering {
        let nests =
            |term: Term| term.is_tuple() || term.is_cons() || term.is_map() || term.is_fun();
        if nests(a) && nests(b) {
            self.todo.push(Todo::Pair(a, b, exact));
            return Ordering::Equal;
        }
        self.pair(a, b, exact)
    }

    /// Two words that are not both lists with elements and not identical.
    fn objects(&mut self, a: Term, b: Term, exact: bool) -> Ordering {
        let (a_rank, b_rank) = (rank(self.a_heap, a), rank(self.b_heap, b));
        if a_rank != b_rank {
            return a_rank.cmp(&b_rank);
        }
        match a_rank {
            Rank::Number => numbers(self.a_heap, a, self.b_heap, b, exact),
            Rank::Atom => match (a.as_atom(), b.as_atom()) {
                (Some(a), Some(b)) if a != b => a.text().cmp(b.text()),
                _ => Ordering::Equal,
            },
            Rank::Tuple => {
                let (a, b) = (self.a_heap.object(a).1, self.b_heap.object(b).1);
                self.sized(a, b, exact)
            }
            Rank::Map => self.maps(a, b, exact),
            Rank::Bits => self.bit_strings(a, b),
            Rank::Fun => self.funs(a, b, exact),
            Rank::Pid => match (a.as_local_pid(), b.as_local_pid()) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => Identity::of(self.a_heap, a).cmp_as_pid(&Identity::of(self.b_heap, b)),
            },
            Rank::Port | Rank::Reference => {
                Identity::of(self.a_heap, a).cmp_by_node(&Identity::of(self.b_heap, b))
            }
            // Nil is identical to nil, and two lists do not come here.
            Rank::Nil | Rank::List => Ordering::Equal,
        }
    }

    fn sized(&mut self, a: &'a [u64], b: &'a [u64], exact: bool) -> Ordering {
        let order = a.len().cmp(&b.len());
        if order.is_ne() {
            return order;
        }
        self.elements(a, b, exact)
    }

    fn bit_strings(&mut self, a: Term, b: Term) -> Ordering {
        if self.equality && self.a_heap.bit_size(a) != self.b_heap.bit_size(b) {
            return Ordering::Less;
        }
        self.steps
            .add(self.a_heap.bit_size(a).min(self.b_heap.bit_size(b)) / BITS_PER_STEP);
        compare_bits(self.a_heap.bits(a), self.b_heap.bits(b))
    }

    fn funs(&mut self, a: Term, b: Term, exact: bool) -> Ordering {
        match (self.a_heap.fun_parts(a), self.b_heap.fun_parts(b)) {
            (Fun::Local { .. }, Fun::Export { .. }) => Ordering::Less,
            (Fun::Export { .. }, Fun::Local { .. }) => Ordering::Greater,
            (
                Fun::Export {
                    module: am,
                    function: af,
                    arity: aa,
                },
                Fun::Export {
                    module: bm,
                    function: bf,
                    arity: ba,
                },
            ) => (am.text(), af.text(), aa).cmp(&(bm.text(), bf.text(), ba)),
            (
                Fun::Local {
                    instance: ai,
                    index: ax,
                    arity: aa,
                    ..
                },
                Fun::Local {
                    instance: bi,
                    index: bx,
                    arity: ba,
                    ..
                },
            ) => {
                let order = (ai, ax, aa).cmp(&(bi, bx, ba));
                if order.is_ne() {
                    return order;
                }
                let (a, b) = (self.a_heap.object(a).1, self.b_heap.object(b).1);
                self.sized(&a[1..], &b[1..], exact)
            }
        }
    }

    /// Maps: by size, then by keys in exact order, then by values.
    fn maps(&mut self, a: Term, b: Term, exact: bool) -> Ordering {
        let order = map::size(self.a_heap, a).cmp(&map::size(self.b_heap, b));
        if order.is_ne() {
            return order;
        }
        let (a_header, a_words) = self.a_heap.object(a);
        let (b_header, b_words) = self.b_heap.object(b);
        if a_header.kind() == Kind::MapFlat && b_header.kind() == Kind::MapFlat {
            let count = a_words.len() / 2;
            self.todo
                .push(Todo::Words(&a_words[count..], &b_words[count..], exact));
            return self.elements(&a_words[..count], &b_words[..count], true);
        }
        if self.equality {
            return self.nodes(Term(a_words[1]), Term(b_words[1]), exact);
        }
        let a_pairs = self.sorted_pairs(self.a_heap, a);
        let b_pairs = self.sorted_pairs(self.b_heap, b);
        // Pushed in reverse: keys first, then values.
        for (&(_, a), &(_, b)) in a_pairs.iter().zip(&b_pairs).rev() {
            self.todo.push(Todo::Pair(a, b, exact));
        }
        for (&(a, _), &(b, _)) in a_pairs.iter().zip(&b_pairs).rev() {
            self.todo.push(Todo::Pair(a, b, true));
        }
        Ordering::Equal
    }

    fn sorted_pairs(&self, heap: &Heap, map: Term) -> Vec<(Term, Term)> {
        let mut pairs = map::pairs(heap, map);
        if self.depth < NESTED_SORTS_MAX {
            let mode = Mode {
                exact: true,
                equality: false,
            };
            crate::sort::sort_by(&mut pairs, |(x, _), (y, _)| {
                walk(heap, *x, heap, *y, mode, self.depth + 1)
            });
        }
        pairs
    }

    /// Equality of two nodes: where a key stands follows from its hash alone, so equal maps have equal trees.
    fn nodes(&mut self, a: Term, b: Term, exact: bool) -> Ordering {
        if self.identical(a, b) {
            return Ordering::Equal;
        }
        let (a_header, a_children) = self.a_heap.object(a);
        let (b_header, b_children) = self.b_heap.object(b);
        if a_header != b_header {
            return Ordering::Less;
        }
        self.children(a_children, b_children, exact)
    }

    fn children(&mut self, a: &'a [u64], b: &'a [u64], exact: bool) -> Ordering {
        let (Some((&x, a_rest)), Some((&y, b_rest))) = (a.split_first(), b.split_first()) else {
            return Ordering::Equal;
        };
        if !a_rest.is_empty() {
            self.todo.push(Todo::Children(a_rest, b_rest, exact));
        }
        let (x, y) = (Term(x), Term(y));
        if x.is_map() && y.is_map() {
            return self.nodes(x, y, exact);
        }
        if !(x.is_cons() && y.is_cons()) {
            return Ordering::Less;
        }
        let (x_key, x_value) = self.a_heap.head_tail(x);
        let (y_key, y_value) = self.b_heap.head_tail(y);
        self.todo.push(Todo::Pair(x_value, y_value, exact));
        self.later(x_key, y_key, true)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number,
    Atom,
    Reference,
    Fun,
    Port,
    Pid,
    Tuple,
    Map,
    Nil,
    List,
    Bits,
}

fn rank(heap: &Heap, term: Term) -> Rank {
    use super::word;
    match term.tag() {
        word::SMALL | word::FLOAT | word::BIG => Rank::Number,
        word::ATOM => Rank::Atom,
        word::REF => Rank::Reference,
        word::FUN => Rank::Fun,
        word::PORT => Rank::Port,
        word::EXTERNAL if heap.header(term).kind() == Kind::ExtPort => Rank::Port,
        word::PID | word::EXTERNAL => Rank::Pid,
        word::TUPLE => Rank::Tuple,
        word::MAP => Rank::Map,
        word::CONS => Rank::List,
        word::BINARY => Rank::Bits,
        _ => Rank::Nil,
    }
}

thread_local! {
    /// Name and creation of the node that runs: its own pids, ports and references do not hold them.
    static HOME: Cell<(Atom, u32)> = const { Cell::new((atom::NONODE_NOHOST, 0)) };
}

/// Says whose terms are compared from now on.
pub fn set_home(node: Atom, creation: u32) {
    HOME.set((node, creation));
}

/// What a pid, port or reference is on every node, so that all have one order for them. Ports and references compare by node
/// first, in the order of these fields; pids by their numbers first, as in OTP.
struct Identity {
    node: Option<Atom>,
    creation: u32,
    /// As outside, the highest first.
    numbers: [u64; 5],
}

impl Identity {
    fn of(heap: &Heap, term: Term) -> Identity {
        let own = |numbers| {
            let (node, creation) = HOME.get();
            Identity {
                node: Some(node),
                creation,
                numbers,
            }
        };
        if let Some(number) = term.as_local_pid() {
            let (serial, number) = (
                number >> PID_NUMBER_BITS,
                number & ((1 << PID_NUMBER_BITS) - 1),
            );
            return own([0, 0, 0, serial.into(), number.into()]);
        }
        if let Some(number) = term.as_local_port() {
            return own([0, 0, 0, 0, number.into()]);
        }
        let (header, words) = heap.object(term);
        if header.kind() == Kind::Ref {
            let [low, high, alias] = reference_words(words[0], words[1] as u32);
            return own([0, 0, alias.into(), high.into(), low.into()]);
        }
        let number = |&word: &u64| Term(word).as_small().unwrap_or(0) as u64;
        let mut numbers = [0; 5];
        for (place, word) in numbers.iter_mut().rev().zip(&words[2..]) {
            *place = number(word);
        }
        Identity {
            node: Term(words[0]).as_atom(),
            creation: number(&words[1]) as u32,
            numbers,
        }
    }

    fn cmp_as_pid(&self, other: &Identity) -> Ordering {
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| self.cmp_by_node(other))
    }

    /// The name of a node is looked at only where two differ: lists of pids are searched often.
    fn cmp_by_node(&self, other: &Identity) -> Ordering {
        let name = |node: Option<Atom>| node.map_or("", |node| node.text());
        let nodes = if self.node == other.node {
            Ordering::Equal
        } else {
            name(self.node).cmp(name(other.node))
        };
        nodes
            .then(self.creation.cmp(&other.creation))
            .then_with(|| self.numbers.cmp(&other.numbers))
    }
}

fn numbers(a_heap: &Heap, a: Term, b_heap: &Heap, b: Term, exact: bool) -> Ordering {
    match (a.is_float(), b.is_float()) {
        (true, true) => {
            let (a, b) = (a_heap.float_value(a), b_heap.float_value(b));
            // Floats are finite; both zeros are equal.
            a.partial_cmp(&b).unwrap_or(Ordering::Equal)
        }
        (false, false) => integers(a_heap, a, b_heap, b),
        (true, false) if exact => Ordering::Greater,
        (false, true) if exact => Ordering::Less,
        (true, false) => integer_with_float(b_heap, b, a_heap.float_value(a)).reverse(),
        (false, true) => integer_with_float(a_heap, a, b_heap.float_value(b)),
    }
}

fn integers(a_heap: &Heap, a: Term, b_heap: &Heap, b: Term) -> Ordering {
    let negative = |heap: &Heap, big: Term| heap.big_parts(big).0;
    match (a.as_small(), b.as_small()) {
        (Some(a), Some(b)) => a.cmp(&b),
        // A big integer lies beyond all small ones.
        (Some(_), None) if negative(b_heap, b) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) if negative(a_heap, a) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => {
            let (a_negative, a_limbs) = a_heap.big_parts(a);
            let (b_negative, b_limbs) = b_heap.big_parts(b);
            let magnitudes = a_limbs
                .len()
                .cmp(&b_limbs.len())
                .then_with(|| a_limbs.iter().rev().cmp(b_limbs.iter().rev()));
            match (a_negative, b_negative) {
                (false, false) => magnitudes,
                (true, true) => magnitudes.reverse(),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
            }
        }
    }
}

/// Exact: neither side is rounded.
fn integer_with_float(heap: &Heap, integer: Term, float: f64) -> Ordering {
    const TWO_TO_60: f64 = 1_152_921_504_606_846_976.0;
    if let Some(small) = integer.as_small() {
        if float.abs() >= TWO_TO_60 {
            return if float > 0.0 {
                Ordering::Less
            } else {
                Ordering::Greater
            };
        }
        let whole = float.trunc();
        return small
            .cmp(&(whole as i64))
            .then_with(|| whole.partial_cmp(&float).unwrap_or(Ordering::Equal));
    }
    let (negative, limbs) = heap.big_parts(integer);
    let far = if negative {
        Ordering::Less
    } else {
        Ordering::Greater
    };
    if limbs.len() > 16 || (float < 0.0) != negative {
        return far;
    }
    match (heap.to_bigint(integer), BigInt::from_f64(float)) {
        (Some(big), Some(whole)) => big
            .cmp(&whole)
            .then_with(|| float.trunc().total_cmp(&float)),
        _ => far,
    }
}

/// Bit strings compare bit by bit from the front; a prefix comes first.
pub fn compare_bits(a: Bits<'_>, b: Bits<'_>) -> Ordering {
    let common = a.size.min(b.size);
    let whole = common / 8;
    if a.offset == 0 && b.offset == 0 {
        let order = a.bytes[..whole].cmp(&b.bytes[..whole]);
        if order.is_ne() {
            return order;
        }
    } else {
        for position in 0..whole {
            let order = a.byte(position).cmp(&b.byte(position));
            if order.is_ne() {
                return order;
            }
        }
    }
    if !common.is_multiple_of(8) {
        let mask = !(0xFFu32 >> (common % 8)) as u8;
        let order = (a.byte(whole) & mask).cmp(&(b.byte(whole) & mask));
        if order.is_ne() {
            return order;
        }
    }
    a.size.cmp(&b.size)
}

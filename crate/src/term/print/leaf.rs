//! Terms without parts: numbers, atoms, identifiers and funs.

use super::super::atom::Atom;
use super::super::external::reference_words;
use super::super::float;
use super::super::heap::{Fun, Heap};
use super::super::word::{Kind, Term};
use super::Names;
use super::text::{self, Encoding, push_atom};

/// Appends a term that is neither list, tuple, map nor bit string.
pub fn push_leaf(out: &mut String, heap: &Heap, term: Term, encoding: Encoding, names: &dyn Names) {
    if let Some(small) = term.as_small() {
        push_number(out, small);
    } else if let Some(atom) = term.as_atom() {
        push_atom(out, atom.text(), encoding);
    } else if term.is_nil() {
        out.push_str("[]");
    } else if term.is_float() {
        out.push_str(&float::shortest(heap.float_value(term)));
    } else if term.is_big() {
        out.push_str(&integer_text(heap, term));
    } else if term.is_fun() {
        push_fun(out, heap, term, names);
    } else {
        push_identifier(out, heap, term, names);
    }
}

/// Decimal digits without the detour over a formatter.
pub fn push_number(out: &mut String, number: i64) {
    if number < 0 {
        out.push('-');
    }
    let mut digits = [0u8; 20];
    let mut first = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits[first..].iter().map(|&digit| char::from(digit)));
}

/// The decimal digits of an integer of any size.
pub fn integer_text(heap: &Heap, integer: Term) -> String {
    match heap.to_bigint(integer) {
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

fn push_fun(out: &mut String, heap: &Heap, fun: Term, names: &dyn Names) {
    match heap.fun_parts(fun) {
        Fun::Export {
            module,
            function,
            arity,
        } => {
            out.push_str("fun ");
            push_name(out, module);
            out.push(':');
            push_name(out, function);
            out.push('/');
            push_number(out, i64::from(arity));
        }
        Fun::Local {
            instance, index, ..
        } => {
            let name = names.local_fun(instance, index);
            out.push_str("#Fun<");
            push_name(out, name.module);
            push_dotted(out, &[i64::from(name.index), i64::from(name.uniq)]);
            out.push('>');
        }
    }
}

/// Appends a name inside a fun: reserved words need no quotes there.
fn push_name(out: &mut String, name: Atom) {
    if text::is_reserved(name.text()) {
        out.push_str(name.text());
    } else {
        push_atom(out, name.text(), Encoding::Unicode);
    }
}

/// Appends `.a.b`.
fn push_dotted(out: &mut String, numbers: &[i64]) {
    for &number in numbers {
        out.push('.');
        push_number(out, number);
    }
}

/// A reference of this node, its words the highest first. Of which process it is an alias the text does not say: events name
/// references by their number alone, and the page finds the same ones in messages.
pub fn reference_text(id: u64) -> String {
    let [low, middle, high] = reference_words(id, 0);
    format!("#Ref<0.{high}.{middle}.{low}>")
}

fn push_identifier(out: &mut String, heap: &Heap, term: Term, names: &dyn Names) {
    if let Some(number) = term.as_local_pid() {
        out.push_str("<0");
        push_dotted(out, &[i64::from(number & 0x7FFF), i64::from(number >> 15)]);
    } else if let Some(number) = term.as_local_port() {
        out.push_str("#Port<0");
        push_dotted(out, &[i64::from(number)]);
    } else if let Some((id, _)) = heap.as_local_reference(term) {
        out.push_str(&reference_text(id));
        return;
    } else if term.is_pointer() {
        let (header, words) = heap.object(term);
        let part = |position: usize| Term(words[position]).as_small().unwrap_or(0);
        out.push_str(match header.kind() {
            Kind::ExtPid => "<",
            Kind::ExtPort => "#Port<",
            _ => "#Ref<",
        });
        let node = Term(words[0])
            .as_atom()
            .unwrap_or(super::super::atom::EMPTY);
        push_number(out, i64::from(names.node_number(node, part(1) as u32)));
        let mut numbers: Vec<i64> = (2..words.len()).map(part).collect();
        if header.kind() == Kind::ExtRef {
            numbers.reverse();
        }
        push_dotted(out, &numbers);
    } else {
        out.push_str("#Term<");
    }
    out.push('>');
}

//! Terms without parts: numbers, atoms, identifiers and funs.

use super::super::heap::{Fun, Heap};
use super::super::word::{Kind, Term};
use super::Names;
use super::text::{Encoding, push_atom};

/// Appends a term that is neither list, tuple, map nor bit string.
pub fn push_leaf(out: &mut String, heap: &Heap, term: Term, encoding: Encoding, names: &dyn Names) {
    if let Some(small) = term.as_small() {
        push_number(out, small);
    } else if let Some(atom) = term.as_atom() {
        push_atom(out, atom.text(), encoding);
    } else if term.is_nil() {
        out.push_str("[]");
    } else if term.is_float() {
        push_float(out, heap.float_value(term));
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

/// A float as OTP writes it: the shortest digits that read back as the same number, in the shorter of both notations.
fn push_float(out: &mut String, value: f64) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format(value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let (digits, leading) = match all.trim_matches('0') {
        "" => ("0", 0),
        digits => (digits, all.len() - all.trim_start_matches('0').len()),
    };
    let exponent = exponent.parse::<i64>().unwrap_or(0) + whole.len() as i64 - 1 - leading as i64;
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let count = digits.len() as i64;
    let rest = if count == 1 { "0" } else { &digits[1..] };
    let short = format!("{}.{rest}e{exponent}", &digits[..1]);
    let zeros = |count: i64| "0".repeat(count.clamp(0, 400) as usize);
    let plain = if exponent < 0 {
        format!("0.{}{digits}", zeros(-exponent - 1))
    } else if exponent + 1 >= count {
        format!("{digits}{}.0", zeros(exponent + 1 - count))
    } else {
        format!(
            "{}.{}",
            &digits[..=exponent as usize],
            &digits[exponent as usize + 1..]
        )
    };
    out.push_str(sign);
    out.push_str(
        if plain.len() <= short.len() && value.abs() < 9_007_199_254_740_992.0 || value == 0.0 {
            &plain
        } else {
            &short
        },
    );
}

fn push_fun(out: &mut String, heap: &Heap, fun: Term, names: &dyn Names) {
    match heap.fun_parts(fun) {
        Fun::Export {
            module,
            function,
            arity,
        } => {
            out.push_str("fun ");
            push_atom(out, module.text(), Encoding::Unicode);
            out.push(':');
            push_atom(out, function.text(), Encoding::Unicode);
            out.push('/');
            push_number(out, i64::from(arity));
        }
        Fun::Local {
            instance, index, ..
        } => {
            let name = names.local_fun(instance, index);
            out.push_str("#Fun<");
            push_atom(out, name.module.text(), Encoding::Unicode);
            push_dotted(out, &[i64::from(name.index), i64::from(name.uniq)]);
            out.push('>');
        }
    }
}

/// Appends `.a.b`.
fn push_dotted(out: &mut String, numbers: &[i64]) {
    for &number in numbers {
        out.push('.');
        push_number(out, number);
    }
}

/// The three words of a local reference, the lowest first, as the external format and the printed form show them.
pub fn reference_words(id: u64) -> [u32; 3] {
    [(id & 0x3_FFFF) as u32, (id >> 18) as u32, (id >> 50) as u32]
}

fn push_identifier(out: &mut String, heap: &Heap, term: Term, names: &dyn Names) {
    if let Some(number) = term.as_local_pid() {
        out.push_str("<0");
        push_dotted(out, &[i64::from(number & 0x7FFF), i64::from(number >> 15)]);
    } else if let Some(number) = term.as_local_port() {
        out.push_str("#Port<0");
        push_dotted(out, &[i64::from(number)]);
    } else if let Some((id, _)) = heap.as_local_reference(term) {
        out.push_str("#Ref<0");
        push_dotted(out, &reference_words(id).map(i64::from));
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
        let numbers: Vec<i64> = (2..words.len()).map(part).collect();
        push_dotted(out, &numbers);
    } else {
        out.push_str("#Term<");
    }
    out.push('>');
}

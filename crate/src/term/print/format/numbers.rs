//! Numbers as `~e`, `~f`, `~g` and the integer sequences write them.

use super::super::super::heap::Heap;
use super::super::super::word::Term;
use super::Spec;
use limits::FORMAT_FIELD_MAX;

/// Digits after the point when the format names none.
const DEFAULT_PRECISION: i64 = 6;

/// A float; `None` if the precision does not suit.
pub fn float(spec: &Spec, value: f64) -> Option<String> {
    let precision = spec.precision.unwrap_or(DEFAULT_PRECISION);
    if precision > FORMAT_FIELD_MAX {
        return None;
    }
    match spec.control {
        'e' => exponential(value, precision),
        'f' => fixed(value, precision),
        _ => general(value, precision),
    }
}

fn general(value: f64, precision: i64) -> Option<String> {
    if precision < 1 {
        return None;
    }
    let exponent = match value.abs() {
        size if size < 0.1 => None,
        size if size < 1.0 => Some(-1),
        size if size < 10.0 => Some(0),
        size if size < 100.0 => Some(1),
        size if size < 1_000.0 => Some(2),
        size if size < 10_000.0 => Some(3),
        _ => None,
    };
    match exponent {
        Some(exponent) if precision <= 1 && exponent == -1 || precision - 1 > exponent => {
            fixed(value, precision - 1 - exponent)
        }
        _ => exponential(value, precision.max(2)),
    }
}

/// The 21 leading digits and the decimal exponent of the first.
fn digits(value: f64) -> (Vec<u8>, i64) {
    let text = format!("{:.20e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    (digits, exponent.parse().unwrap_or(0))
}

/// The first `count` digits, rounded half up; whether that carried into a new digit in front.
fn round(digits: &[u8], count: usize) -> (Vec<u8>, bool) {
    let mut kept: Vec<u8> = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(count)
        .collect();
    if digits.get(count).is_none_or(|&digit| digit < b'5') {
        return (kept, false);
    }
    for digit in kept.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return (kept, false);
        }
        *digit = b'0';
    }
    kept.insert(0, b'1');
    (kept, true)
}

fn with_point(digits: &[u8], whole: usize, negative: bool) -> String {
    let mut out = String::with_capacity(digits.len() + 2);
    if negative {
        out.push('-');
    }
    for (position, &digit) in digits.iter().enumerate() {
        if position == whole {
            out.push('.');
        }
        out.push(char::from(digit));
    }
    out
}

/// `1.50000e+0`: `precision` digits in all.
fn exponential(value: f64, precision: i64) -> Option<String> {
    if precision < 2 {
        return None;
    }
    let (digits, exponent) = digits(value);
    let (mut rounded, carried) = round(&digits, precision as usize);
    rounded.truncate(precision as usize);
    let exponent = if carried { exponent + 1 } else { exponent };
    let sign = if exponent < 0 { '-' } else { '+' };
    Some(format!(
        "{}e{sign}{}",
        with_point(&rounded, 1, value.is_sign_negative()),
        exponent.abs()
    ))
}

/// `1.500000`: `precision` digits after the point.
fn fixed(value: f64, precision: i64) -> Option<String> {
    if precision < 1 {
        return None;
    }
    let (mut digits, exponent) = digits(value);
    let whole = if exponent < 0 {
        digits.splice(0..0, std::iter::repeat_n(b'0', -exponent as usize));
        1
    } else {
        exponent as usize + 1
    };
    let (rounded, carried) = round(&digits, whole + precision as usize);
    Some(with_point(
        &rounded,
        whole + usize::from(carried),
        value.is_sign_negative(),
    ))
}

/// An integer in base `precision` with a prefix of its own (`~x`), the base as prefix (`~#`), or none.
pub fn integer(heap: &Heap, spec: &Spec, integer: Term, prefix: Option<&str>) -> Option<String> {
    let base = spec.precision.unwrap_or(10);
    if !(2..=36).contains(&base) {
        return None;
    }
    let value = heap.to_bigint(integer)?;
    let text = value.magnitude().to_str_radix(base as u32);
    let digits = if matches!(spec.control, 'B' | 'X' | '#') {
        text.to_uppercase()
    } else {
        text
    };
    let sign = if value.sign() == num_bigint::Sign::Minus {
        "-"
    } else {
        ""
    };
    let prefix = match spec.control {
        '#' | '+' => format!("{base}#"),
        _ => prefix.unwrap_or_default().to_string(),
    };
    Some(format!("{sign}{prefix}{digits}"))
}

//! Text of floats: shortest, scientific and fixed notation as OTP 25 writes them, and reading.
//!
//! All digits are exact: a finite float is a whole number times a power of ten, which big integers hold in full, so
//! rounding looks at every digit there is.
//!
//! Invariant: values are finite.

use num_bigint::BigUint;

/// Most digits after the point that `float_to_list/2` accepts: OTP's numbers.
pub const SCIENTIFIC_DIGITS_MAX: usize = 249;
pub const DECIMALS_MAX: usize = 253;

/// Digits after the point of `float_to_list/1`.
const DEFAULT_DIGITS: usize = 20;

/// From here on not every integer has a float of its own, and OTP turns to the notation with an exponent.
const ALL_INTEGERS_BELOW: f64 = 9_007_199_254_740_992.0;

/// A decimal number: `0.d1d2d3... * 10^point`, no leading or trailing zeros; no digits for zero.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decimal {
    pub digits: Vec<u8>,
    pub point: i32,
}

impl Decimal {
    /// The fewest digits that read back as `value`, of those the nearest to it. The sign is dropped.
    pub fn shortest(value: f64) -> Decimal {
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let point = whole.len() as i32 + exponent.parse::<i32>().unwrap_or(0);
        Decimal { digits, point }.trimmed()
    }

    /// The exact value, at most 767 digits. The sign is dropped.
    pub fn exact(value: f64) -> Decimal {
        let bits = value.to_bits();
        let (fraction, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
        let (mantissa, power) = if exponent == 0 {
            (fraction, -1074)
        } else {
            (fraction | 1 << 52, exponent - 1075)
        };
        let (whole, scale) = if power >= 0 {
            (BigUint::from(mantissa) << power as u32, 0)
        } else {
            // m / 2^k = m * 5^k / 10^k
            (
                BigUint::from(mantissa) * BigUint::from(5u32).pow(power.unsigned_abs()),
                power,
            )
        };
        let digits = whole.to_string().into_bytes();
        let point = digits.len() as i32 + scale;
        Decimal { digits, point }.trimmed()
    }

    fn trimmed(mut self) -> Decimal {
        let leading = self
            .digits
            .iter()
            .take_while(|&&digit| digit == b'0')
            .count();
        self.digits.drain(..leading);
        self.point -= leading as i32;
        while self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    /// Cut to `count` digits, the rest rounded to nearest, a tie to even as C's `printf` does.
    fn rounded(mut self, count: i32) -> Decimal {
        let Ok(count) = usize::try_from(count) else {
            return Decimal {
                digits: Vec::new(),
                point: 0,
            };
        };
        if count >= self.digits.len() {
            return self;
        }
        let odd = count > 0 && (self.digits[count - 1] - b'0') % 2 == 1;
        // The digits end without zeros, so more of them after a five make it more than half.
        let up = match self.digits[count].cmp(&b'5') {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => odd || count + 1 < self.digits.len(),
        };
        self.digits.truncate(count);
        if up {
            if let Some(at) = self.digits.iter().rposition(|&digit| digit != b'9') {
                self.digits[at] += 1;
                self.digits.truncate(at + 1);
            } else {
                self.digits = vec![b'1'];
                self.point += 1;
            }
        }
        self.trimmed()
    }

    /// Digit number `position` after the point (0 is the first; negative ones stand before it), as text.
    fn at(&self, position: i32) -> char {
        let index = usize::try_from(position + self.point).ok();
        index
            .and_then(|index| self.digits.get(index))
            .map_or('0', |&digit| char::from(digit))
    }

    /// Fixed notation with exactly `count` digits after the point, without point if there are none.
    fn fixed(&self, out: &mut String, count: i32) {
        for position in -self.point.max(1)..0 {
            out.push(self.at(position));
        }
        if count > 0 {
            out.push('.');
            out.extend((0..count).map(|position| self.at(position)));
        }
    }
}

fn signed(value: f64) -> String {
    String::from(if value.is_sign_negative() { "-" } else { "" })
}

/// `~w`, `float_to_list(F, [short])`: the shortest digits, in fixed notation unless the one with an exponent is shorter or
/// the number is so large that its last digits would say nothing.
pub fn shortest(value: f64) -> String {
    let decimal = Decimal::shortest(value);
    let mut out = signed(value);
    let count = decimal.digits.len() as i32;
    let exponent = decimal.point - 1;
    let fixed_length = if decimal.point <= 0 {
        2 - decimal.point + count
    } else {
        decimal.point.max(count) + 1
    } + i32::from(decimal.point >= count);
    let exponent_length = count.max(2) + 2 + exponent.to_string().len() as i32;
    if value == 0.0 || fixed_length <= exponent_length && value.abs() < ALL_INTEGERS_BELOW {
        decimal.fixed(&mut out, (count - decimal.point).max(1));
        return out;
    }
    let mut digits = decimal.digits.iter().map(|&digit| char::from(digit));
    out.extend(digits.next());
    out.push('.');
    if count == 1 {
        out.push('0');
    }
    out.extend(digits);
    out.push('e');
    out.push_str(&exponent.to_string());
    out
}

/// `float_to_list/1`.
pub fn default(value: f64) -> String {
    scientific(value, DEFAULT_DIGITS)
}

/// `float_to_list(F, [{scientific, Digits}])`: `digits` after the point, an exponent of at least two digits.
pub fn scientific(value: f64, digits: usize) -> String {
    let decimal = Decimal::exact(value).rounded(digits as i32 + 1);
    let mut out = signed(value);
    let exponent = if decimal.digits.is_empty() {
        0
    } else {
        decimal.point - 1
    };
    Decimal {
        digits: decimal.digits,
        point: 1,
    }
    .fixed(&mut out, digits as i32);
    out.push_str(if exponent < 0 { "e-" } else { "e+" });
    if exponent.abs() < 10 {
        out.push('0');
    }
    out.push_str(&exponent.abs().to_string());
    out
}

/// `float_to_list(F, [{decimals, Count}])`, with `compact` without trailing zeros (but one).
pub fn decimals(value: f64, count: usize, compact: bool) -> String {
    let mut out = signed(value);
    match quick_decimals(value.abs(), count) {
        Some(text) => out.push_str(&text),
        None => rounded_decimals(value, count).fixed(&mut out, count as i32),
    }
    if compact && count > 0 {
        let digits = out.trim_end_matches('0').len();
        let zero = usize::from(out[..digits].ends_with('.'));
        out.truncate(digits + zero);
    }
    out
}

/// As OTP reckons up to 18 digits: the fraction times a power of ten, which rounds, then rounded away from zero. So the
/// result may be the farther neighbour.
fn quick_decimals(value: f64, count: usize) -> Option<String> {
    let scale = 10_u64
        .checked_pow(u32::try_from(count).ok()?)
        .filter(|_| count <= 18)?;
    if value >= (1_u64 << 53) as f64 {
        return None;
    }
    let whole = value.trunc();
    let digits = ((value - whole) * scale as f64).round() as u64;
    let (whole, digits) = if digits >= scale {
        (whole as u64 + 1, digits - scale)
    } else {
        (whole as u64, digits)
    };
    Some(if count == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{digits:0count$}")
    })
}

/// `value` with `count` digits after the point, exactly rounded.
fn rounded_decimals(value: f64, count: usize) -> Decimal {
    let exact = Decimal::exact(value);
    let kept = exact.point + count as i32;
    exact.rounded(kept)
}

/// Reads a float as `list_to_float/1` does: digits on both sides of the point, then an exponent or nothing. `None` for
/// anything else and for what no float can hold.
pub fn parse(text: &[u8]) -> Option<f64> {
    let unsigned = match text {
        [b'+' | b'-', rest @ ..] => rest,
        _ => text,
    };
    let rest = skip_digits(unsigned)?;
    let rest = skip_digits(rest.strip_prefix(b".")?)?;
    match rest {
        [] => {}
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => {
            if !skip_digits(rest)?.is_empty() {
                return None;
            }
        }
        _ => return None,
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

/// What follows at least one digit.
fn skip_digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 {
        None
    } else {
        Some(&text[count..])
    }
}

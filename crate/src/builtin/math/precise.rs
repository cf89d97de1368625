//! Elementary functions rounded to the nearest float. OTP calls the C library, whose `exp`, `log`, `pow`, `sin` and `atan` miss that
//! in about one of a hundred values; functions that it derives from these (`cosh`, `log10` ...) use its formulas here. Natively
//! and in wasm the results are the same.

use super::double::Double;
use super::reduce;

/// `1 / n`.
const INVERSE: [Double; 160] = inverses();

const fn inverses() -> [Double; 160] {
    let mut table = [Double::new(0.0, 0.0); 160];
    let mut n = 1;
    while n < table.len() {
        let divisor = n as f64;
        let high = 1.0 / divisor;
        table[n] = Double::new(high, Double::remainder(divisor, high) / divisor);
        n += 1;
    }
    table
}

/// `e^x` as a number near one and a power of two.
fn exp_parts(x: Double) -> (Double, i32) {
    let power = (x.hi / std::f64::consts::LN_2).round();
    let rest = x.sub(Double::LN_2.mul(power.into())).scale(1.0 / 256.0);
    // e^rest - 1 by its series, then squared eight times.
    let tail = (5..=10)
        .rev()
        .fold(1.0, |sum, n| rest.hi * sum / f64::from(n) + 1.0);
    let series = (2..=4)
        .rev()
        .fold(tail.into(), |sum, n| next_term(sum, rest, n));
    let mut sum = rest.mul(series);
    for _ in 0..8 {
        sum = sum.mul(sum.add(2.0.into()));
    }
    (sum.add(1.0.into()), power as i32)
}

/// One step of Horner's rule for a series of the exponential's kind: `1 + x sum / n`.
fn next_term(sum: Double, x: Double, n: usize) -> Double {
    x.mul(sum).mul(INVERSE[n]).add(1.0.into())
}

fn exp_double(x: Double) -> f64 {
    let (mantissa, power) = exp_parts(x);
    libm::scalbn(mantissa.round(), power)
}

pub fn exp(x: f64) -> f64 {
    if x.abs() < 745.2 {
        exp_double(x.into())
    } else {
        libm::exp(x)
    }
}

/// The natural logarithm of a positive finite number.
fn log_double(x: f64) -> Double {
    let (mantissa, exponent) = libm::frexp(x);
    let (mantissa, exponent) = if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        (mantissa * 2.0, exponent - 1)
    } else {
        (mantissa, exponent)
    };
    let log = if (mantissa - 1.0).abs() < 0.01 {
        log_near_one(mantissa)
    } else {
        // One step of Newton from a float that is nearly right: y + (m e^-y - 1) - half the square of that.
        let guess = libm::log(mantissa);
        let (value, power) = exp_parts(Double::from(-guess));
        let value = value.scale(libm::scalbn(1.0, power));
        let rest = Double::from(mantissa).mul(value).sub(1.0.into());
        Double::from(guess).add(rest.sub(rest.mul(rest).scale(0.5)))
    };
    log.add(Double::LN_2.mul(f64::from(exponent).into()))
}

/// `2 artanh((m - 1) / (m + 1))` by its series.
fn log_near_one(m: f64) -> Double {
    let s = Double::from(m - 1.0).div(Double::sum(m, 1.0));
    let square = s.mul(s);
    let mut sum = Double::from(0.0);
    for n in (0..9).rev() {
        sum = sum.mul(square).add(INVERSE[2 * n + 1]);
    }
    s.mul(sum).scale(2.0)
}

fn is_positive(x: f64) -> bool {
    x > 0.0 && x.is_finite()
}

pub fn log(x: f64) -> f64 {
    if is_positive(x) {
        log_double(x).round()
    } else {
        libm::log(x)
    }
}

pub fn log2(x: f64) -> f64 {
    if is_positive(x) {
        log_double(x).div(Double::LN_2).round()
    } else {
        libm::log2(x)
    }
}

/// With the C library's steps: the power of two apart, the rest by `log`.
pub fn log10(x: f64) -> f64 {
    const LOG10_2_HI: f64 = 3.010_299_956_636_117_7e-1;
    const LOG10_2_LO: f64 = 3.694_239_077_158_931e-13;
    const INV_LN_10: f64 = std::f64::consts::LOG10_E;
    if !is_positive(x) {
        return libm::log10(x);
    }
    let (mantissa, exponent) = libm::frexp(x);
    // The mantissa in [1, 2), or in [1/2, 1) if the exponent is negative.
    let exponent = exponent - 1;
    let (mantissa, exponent) = if exponent < 0 {
        (mantissa, exponent + 1)
    } else {
        (mantissa * 2.0, exponent)
    };
    let power = f64::from(exponent);
    power * LOG10_2_LO + INV_LN_10 * log(mantissa) + power * LOG10_2_HI
}

pub fn pow(x: f64, y: f64) -> f64 {
    let plain = libm::pow(x, y);
    let is_normal = plain.is_normal() && x.is_finite() && y.is_finite();
    if !is_normal || x == 0.0 || y == 0.0 || x.abs().to_bits() == 1.0_f64.to_bits() {
        return plain;
    }
    let (mantissa, power) = exp_parts(log_double(x.abs()).mul(y.into()));
    libm::scalbn(mantissa.round(), power).copysign(plain)
}

/// `1 - r^2 / (f (f + 1)) + r^4 / (f (f + 1) (f + 2) (f + 3)) - ...`, where `r` is at most a quarter of pi.
fn alternating_series(r: Double, first: usize) -> Double {
    let square = r.mul(r).neg();
    let ends = |k: usize| (2 * k + first) * (2 * k + first + 1);
    // What the later terms add is below a float's precision.
    let tail = (6..14)
        .rev()
        .fold(1.0, |sum, k| square.hi * sum / ends(k) as f64 + 1.0);
    (0..6)
        .rev()
        .fold(tail.into(), |sum, k| next_term(sum, square, ends(k)))
}

/// The sine of an angle so many quadrants on.
fn sin_of(quadrant: u32, rest: Double) -> Double {
    let size = if quadrant.is_multiple_of(2) {
        rest.mul(alternating_series(rest, 2))
    } else {
        alternating_series(rest, 1)
    };
    if quadrant & 2 == 0 { size } else { size.neg() }
}

fn sin_cos(x: f64) -> (Double, Double) {
    let (quadrant, rest) = reduce::by_half_pi(x);
    (sin_of(quadrant, rest), sin_of(quadrant + 1, rest))
}

pub fn sin(x: f64) -> f64 {
    // What is so small is its own sine.
    if x.is_finite() && x.abs() > 1e-8 {
        let (quadrant, rest) = reduce::by_half_pi(x);
        sin_of(quadrant, rest).round()
    } else {
        libm::sin(x)
    }
}

pub fn cos(x: f64) -> f64 {
    if x.is_finite() {
        let (quadrant, rest) = reduce::by_half_pi(x);
        sin_of(quadrant + 1, rest).round()
    } else {
        libm::cos(x)
    }
}

pub fn tan(x: f64) -> f64 {
    if x.is_finite() && x.abs() > 1e-8 {
        let (sin, cos) = sin_cos(x);
        sin.div(cos).round()
    } else {
        libm::tan(x)
    }
}

/// One step of Newton from an angle that is nearly right; `x` and `y` are the sides.
fn angle(guess: f64, y: Double, x: Double) -> f64 {
    let (sin, cos) = sin_cos(guess);
    let across = y.mul(cos).sub(x.mul(sin));
    let along = x.mul(cos).add(y.mul(sin));
    Double::from(guess).add(across.div(along)).round()
}

pub fn atan(x: f64) -> f64 {
    if x.abs() > 1e-8 && x.abs() < 1e16 {
        angle(libm::atan(x), x.into(), 1.0.into())
    } else {
        libm::atan(x)
    }
}

pub fn atan2(y: f64, x: f64) -> f64 {
    let plain = libm::atan2(y, x);
    let inside = |v: f64| v.abs() > 1e-100 && v.abs() < 1e100;
    if inside(x) && inside(y) && inside(plain) {
        angle(plain, y.into(), x.into())
    } else {
        plain
    }
}

pub fn asin(x: f64) -> f64 {
    if x.abs() < 1.0 && x.abs() > 1e-8 {
        angle(libm::asin(x), x.into(), other_side(x))
    } else {
        libm::asin(x)
    }
}

pub fn acos(x: f64) -> f64 {
    if x.abs() < 1.0 {
        angle(libm::acos(x), other_side(x), x.into())
    } else {
        libm::acos(x)
    }
}

/// `sqrt(1 - x^2)`.
fn other_side(x: f64) -> Double {
    let square = Double::sum(1.0, -x).mul(Double::sum(1.0, x));
    let root = square.hi.sqrt();
    let rest = square.sub(Double::product(root, root));
    Double::from(root).add(rest.div((2.0 * root).into()))
}

pub fn cosh(x: f64) -> f64 {
    let size = x.abs();
    if size < 0.5 * std::f64::consts::LN_2 {
        let t = libm::expm1(size);
        let w = 1.0 + t;
        if size < 2.8e-17 {
            w
        } else {
            1.0 + (t * t) / (w + w)
        }
    } else if size < 22.0 {
        let t = exp(size);
        0.5 * t + 0.5 / t
    } else if size < 709.0 {
        0.5 * exp(size)
    } else {
        libm::cosh(x)
    }
}

pub fn sinh(x: f64) -> f64 {
    let (size, half) = (x.abs(), 0.5_f64.copysign(x));
    if size < 3.8e-9 {
        x
    } else if size < 22.0 {
        let t = libm::expm1(size);
        if size < 1.0 {
            half * (2.0 * t - t * t / (t + 1.0))
        } else {
            half * (t + t / (t + 1.0))
        }
    } else if size < 709.0 {
        half * exp(size)
    } else {
        libm::sinh(x)
    }
}

pub fn tanh(x: f64) -> f64 {
    let size = x.abs();
    let value = if size < 2.8e-17 {
        size
    } else if size < 1.0 {
        let t = libm::expm1(-2.0 * size);
        -t / (t + 2.0)
    } else if size < 22.0 {
        1.0 - 2.0 / (libm::expm1(2.0 * size) + 2.0)
    } else {
        1.0
    };
    value.copysign(x)
}

pub fn acosh(x: f64) -> f64 {
    if x > 268_435_456.0 {
        log(x) + std::f64::consts::LN_2
    } else if x > 2.0 {
        log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()))
    } else {
        libm::acosh(x)
    }
}

pub fn asinh(x: f64) -> f64 {
    let size = x.abs();
    let value = if size > 268_435_456.0 {
        log(size) + std::f64::consts::LN_2
    } else if size > 2.0 {
        log(2.0 * size + 1.0 / ((size * size + 1.0).sqrt() + size))
    } else {
        libm::asinh(size)
    };
    value.copysign(x)
}

//! Angles brought near zero by multiples of half pi, exactly enough for every float (Payne and Hanek).

use super::double::Double;

/// The first bits of `2 / pi`, behind the binary point.
const TWO_OVER_PI: [u64; 20] = [
    0xa2f9_836e_4e44_1529,
    0xfc27_57d1_f534_ddc0,
    0xdb62_9599_3c43_9041,
    0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0,
    0x0649_2eea_09d1_921c,
    0xfe1d_eb1c_b129_a73e,
    0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41,
    0x3991_d639_8353_39f4,
    0x9c84_5f8b_bdf9_283b,
    0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f,
    0x6d36_7ecf_27cb_09b7,
    0x4f46_3f66_9e5f_ea2d,
    0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea,
    0x6bfb_5fb1_1f8d_5d08,
    0x5603_3046_fc7b_6bab,
    0xf0cf_bc20_9af4_361d,
];

/// The quadrant of a finite angle (modulo four) and its distance from the quadrant's middle axis, at most a quarter of pi.
pub fn by_half_pi(x: f64) -> (u32, Double) {
    if x.abs() <= std::f64::consts::FRAC_PI_4 {
        return (0, x.into());
    }
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1075;
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    // Bits before `first` times the mantissa are whole turns; 256 bits from there on are enough.
    let first = (exponent - 2).max(0);
    let product = times(mantissa, window(first as usize));
    let point = (first + 256 - exponent) as u32;
    let mut quadrant = bits_at(&product, point) as u32 & 3;
    let mut fraction = below(product, point);
    let is_upper = bits_at(&fraction, point - 1) & 1 == 1;
    if is_upper {
        fraction = below(negated(fraction), point);
        quadrant = (quadrant + 1) & 3;
    }
    let mut rest = to_double(fraction, point).mul(Double::HALF_PI);
    if is_upper {
        rest = rest.neg();
    }
    if x < 0.0 {
        ((4 - quadrant) & 3, rest.neg())
    } else {
        (quadrant, rest)
    }
}

/// Four words of the constant from a bit on, the most significant first.
fn window(first: usize) -> [u64; 4] {
    let (word, bit) = (first / 64, first % 64);
    let at = |index: usize| TWO_OVER_PI.get(index).copied().unwrap_or(0);
    std::array::from_fn(|i| {
        let pair = (u128::from(at(word + i)) << 64) | u128::from(at(word + i + 1));
        (pair >> (64 - bit)) as u64
    })
}

/// The product, its least significant word first.
fn times(mantissa: u64, window: [u64; 4]) -> [u64; 5] {
    let mut product = [0; 5];
    let mut carry = 0;
    for (i, word) in window.into_iter().rev().enumerate() {
        let wide = u128::from(mantissa) * u128::from(word) + carry;
        product[i] = wide as u64;
        carry = wide >> 64;
    }
    product[4] = carry as u64;
    product
}

/// The word that starts at a bit.
fn bits_at(words: &[u64; 5], bit: u32) -> u64 {
    let (word, shift) = ((bit / 64) as usize, bit % 64);
    let at = |index: usize| words.get(index).copied().unwrap_or(0);
    let pair = (u128::from(at(word + 1)) << 64) | u128::from(at(word));
    (pair >> shift) as u64
}

fn below(mut words: [u64; 5], bit: u32) -> [u64; 5] {
    for (i, word) in words.iter_mut().enumerate() {
        let kept = bit.saturating_sub(64 * i as u32).min(64);
        *word &= u64::MAX.checked_shr(64 - kept).unwrap_or(0);
    }
    words
}

fn negated(mut words: [u64; 5]) -> [u64; 5] {
    let mut carry = true;
    for word in &mut words {
        (*word, carry) = (!*word).overflowing_add(u64::from(carry));
    }
    words
}

/// `words / 2^point`, from the 128 bits behind the first that is set.
fn to_double(words: [u64; 5], point: u32) -> Double {
    let Some(top) = words.iter().rposition(|&word| word != 0) else {
        return Double::from(0.0);
    };
    let mut end = 64 * top as u32 + 64 - words[top].leading_zeros();
    let mut sum = Double::from(0.0);
    for _ in 0..4 {
        let start = end.saturating_sub(32);
        let bits = bits_at(&words, start) & ((1 << (end - start)) - 1);
        sum = sum.add((bits as f64 * power_of_two(start as i32 - point as i32)).into());
        end = start;
    }
    sum
}

/// `2^exponent` in the range of normal floats.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((exponent + 1023) as u64) << 52)
}

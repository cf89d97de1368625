//! Numbers of twice a float's precision, as an unevaluated sum of two floats: 106 bits, enough that rounding the result of an
//! elementary function once gives the nearest float in all but the rarest cases.

/// `hi + lo`, with `lo` at most half a unit in the last place of `hi`.
#[derive(Clone, Copy, Debug)]
pub struct Double {
    pub hi: f64,
    pub lo: f64,
}

impl Double {
    pub const LN_2: Self = Self::new(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);
    pub const HALF_PI: Self = Self::new(std::f64::consts::FRAC_PI_2, 6.123_233_995_736_766e-17);

    pub const fn new(hi: f64, lo: f64) -> Self {
        Self { hi, lo }
    }

    /// The exact sum of two floats.
    pub fn sum(a: f64, b: f64) -> Self {
        let hi = a + b;
        let part = hi - a;
        Self::new(hi, (a - (hi - part)) + (b - part))
    }

    /// The exact product of two floats, which must be far from the largest ones.
    pub const fn product(a: f64, b: f64) -> Self {
        let hi = a * b;
        let ((a_hi, a_lo), (b_hi, b_lo)) = (halves(a), halves(b));
        let lo = ((a_hi * b_hi - hi) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo;
        Self::new(hi, lo)
    }

    /// `1 - a * b`, where `b` is nearly `1 / a`.
    pub const fn remainder(a: f64, b: f64) -> f64 {
        let product = Self::product(a, b);
        (1.0 - product.hi) - product.lo
    }

    fn normal(hi: f64, lo: f64) -> Self {
        let sum = hi + lo;
        Self::new(sum, lo - (sum - hi))
    }

    pub fn add(self, other: Self) -> Self {
        let high = Self::sum(self.hi, other.hi);
        let low = Self::sum(self.lo, other.lo);
        let high = Self::normal(high.hi, high.lo + low.hi);
        Self::normal(high.hi, high.lo + low.lo)
    }

    pub fn neg(self) -> Self {
        Self::new(-self.hi, -self.lo)
    }

    pub fn sub(self, other: Self) -> Self {
        self.add(other.neg())
    }

    pub fn mul(self, other: Self) -> Self {
        let product = Self::product(self.hi, other.hi);
        Self::normal(
            product.hi,
            product.lo + (self.hi * other.lo + self.lo * other.hi),
        )
    }

    pub fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self.sub(other.mul(first.into()));
        let second = rest.hi / other.hi;
        let rest = rest.sub(other.mul(second.into()));
        Self::normal(first, second).add((rest.hi / other.hi).into())
    }

    /// Times a power of two.
    pub fn scale(self, factor: f64) -> Self {
        Self::new(self.hi * factor, self.lo * factor)
    }

    /// The nearest float.
    pub fn round(self) -> f64 {
        self.hi + self.lo
    }
}

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self::new(value, 0.0)
    }
}

/// A float as the sum of two of 26 bits (Veltkamp).
const fn halves(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let hi = scaled - (scaled - a);
    (hi, a - hi)
}

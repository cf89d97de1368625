//! Numbers that do not fit into a word: floats, and integers as sign and limbs.

use num_bigint::{BigInt, BigUint, Sign};

use super::Heap;
use crate::word::{BIG, FLOAT, Header, Kind, Term};

impl Heap {
    #[inline]
    pub fn float(&mut self, value: f64) -> Term {
        let index = self.words.len();
        self.words
            .extend_from_slice(&[Header::new(Kind::Float, 1, 0).0, value.to_bits()]);
        Term::pointer(FLOAT, index)
    }

    #[inline]
    pub fn float_value(&self, float: Term) -> f64 {
        f64::from_bits(self.word(float.index() + 1))
    }

    /// A small integer, or a big one on the heap.
    #[inline]
    pub fn integer(&mut self, value: i64) -> Term {
        Term::small(value).unwrap_or_else(|| self.big(&BigInt::from(value)))
    }

    pub fn unsigned(&mut self, value: u64) -> Term {
        match i64::try_from(value) {
            Ok(value) => self.integer(value),
            Err(_) => self.big(&BigInt::from(value)),
        }
    }

    /// An integer of any size: small if it fits.
    pub fn big(&mut self, value: &BigInt) -> Term {
        if let Some(small) = i64::try_from(value).ok().and_then(Term::small) {
            return small;
        }
        let kind = if value.sign() == Sign::Minus {
            Kind::BigNeg
        } else {
            Kind::BigPos
        };
        let limbs = value.magnitude().to_u64_digits();
        let index = self.words.len();
        self.words.push(Header::new(kind, limbs.len(), 0).0);
        self.words.extend_from_slice(&limbs);
        Term::pointer(BIG, index)
    }

    /// The value of a small or big integer.
    pub fn to_bigint(&self, integer: Term) -> Option<BigInt> {
        if let Some(small) = integer.as_small() {
            return Some(BigInt::from(small));
        }
        if !integer.is_big() {
            return None;
        }
        let (header, limbs) = self.object(integer);
        let halves = limbs
            .iter()
            .flat_map(|limb| [*limb as u32, (*limb >> 32) as u32])
            .collect();
        let sign = if header.kind() == Kind::BigNeg {
            Sign::Minus
        } else {
            Sign::Plus
        };
        Some(BigInt::from_biguint(sign, BigUint::new(halves)))
    }

    /// Sign and 64-bit limbs of a big integer, for comparison without conversion.
    pub fn big_parts(&self, big: Term) -> (bool, &[u64]) {
        let (header, limbs) = self.object(big);
        (header.kind() == Kind::BigNeg, limbs)
    }
}

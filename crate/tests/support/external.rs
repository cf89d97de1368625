//! Reads terms in the external format, as `term_to_binary` of OTP makes them: for recorded tests.

use num_bigint::{BigInt, Sign};
use spawnpoint::term::{Atom, Heap, Term};

pub fn decode(heap: &mut Heap, bytes: &[u8]) -> Term {
    assert_eq!(bytes[0], 131);
    let mut reader = Reader {
        heap,
        bytes: &bytes[1..],
    };
    let term = reader.term();
    assert!(reader.bytes.is_empty());
    term
}

struct Reader<'a, 'b> {
    heap: &'a mut Heap,
    bytes: &'b [u8],
}

impl<'b> Reader<'_, 'b> {
    fn take(&mut self, count: usize) -> &'b [u8] {
        let (taken, rest) = self.bytes.split_at(count);
        self.bytes = rest;
        taken
    }

    fn number(&mut self, bytes: usize) -> usize {
        self.take(bytes)
            .iter()
            .fold(0, |sum, &byte| sum << 8 | byte as usize)
    }

    fn terms(&mut self, count: usize) -> Vec<Term> {
        (0..count).map(|_| self.term()).collect()
    }

    fn atom(&mut self, length: usize) -> Term {
        Atom::intern(std::str::from_utf8(self.take(length)).unwrap()).into()
    }

    fn big(&mut self, length: usize) -> Term {
        let sign = if self.number(1) == 1 {
            Sign::Minus
        } else {
            Sign::Plus
        };
        let value = BigInt::from_bytes_le(sign, self.take(length));
        self.heap.big(&value)
    }

    fn term(&mut self) -> Term {
        match self.number(1) {
            97 => Term::int(self.number(1) as i32),
            98 => Term::int(self.number(4) as u32 as i32),
            70 => {
                let bits = self.number(8) as u64;
                self.heap.float(f64::from_bits(bits))
            }
            119 => {
                let length = self.number(1);
                self.atom(length)
            }
            118 => {
                let length = self.number(2);
                self.atom(length)
            }
            106 => Term::NIL,
            107 => {
                let length = self.number(2);
                let items: Vec<Term> = self
                    .take(length)
                    .iter()
                    .map(|&byte| Term::int(i32::from(byte)))
                    .collect();
                self.heap.list(&items)
            }
            108 => {
                let count = self.number(4);
                let items = self.terms(count);
                let tail = self.term();
                self.heap.list_with_tail(&items, tail)
            }
            104 => {
                let count = self.number(1);
                let items = self.terms(count);
                self.heap.tuple(&items)
            }
            109 => {
                let length = self.number(4);
                let bytes = self.take(length);
                self.heap.binary(bytes)
            }
            77 => {
                let (length, last) = (self.number(4), self.number(1));
                let bytes = self.take(length);
                self.heap.bitstring(bytes, length * 8 - 8 + last)
            }
            110 => {
                let length = self.number(1);
                self.big(length)
            }
            113 => {
                let parts = self.terms(3);
                let (module, function) = (parts[0].as_atom().unwrap(), parts[1].as_atom().unwrap());
                self.heap
                    .export_fun(module, function, parts[2].small_value() as u32)
            }
            116 => {
                let count = self.number(4);
                let pairs = self.terms(2 * count);
                let pairs: Vec<(Term, Term)> =
                    pairs.chunks(2).map(|pair| (pair[0], pair[1])).collect();
                spawnpoint::term::map::from_pairs(self.heap, &pairs)
            }
            tag => panic!("tag {tag}"),
        }
    }
}

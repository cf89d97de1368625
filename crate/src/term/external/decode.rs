//! Bytes to terms.
//!
//! Nested terms wait on a stack of their own. A count in the bytes is believed only as far as the bytes behind it can fill
//! it, so that a header alone allocates nothing.

use num_bigint::{BigInt, Sign};

use super::super::heap::Heap;
use super::super::order::set_home;
use super::super::word::{Kind, SMALL_MAX, Term};
use super::super::{Atom, map};
use super::{FunIdentity, Home, PID_NUMBER_BITS, PID_SERIAL_BITS, VERSION, compress, tag};

/// The bytes are not a term, or one that may not be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed;

/// A term and the number of bytes it took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decoded {
    pub term: Term,
    pub used: usize,
}

/// Decodes a term that begins with the version byte. `safe`: no new atoms. On failure the heap may hold garbage.
pub fn decode(
    heap: &mut Heap,
    bytes: &[u8],
    home: &mut dyn Home,
    safe: bool,
    words_max: usize,
) -> Result<Decoded, Malformed> {
    let rest = bytes.strip_prefix(&[VERSION]).ok_or(Malformed)?;
    if let Some(packed) = rest.strip_prefix(&[tag::COMPRESSED]) {
        let (inflated, used) = compress::inflated(packed, words_max.saturating_mul(8))?;
        let whole = Decoder::new(heap, &inflated, home, &[], safe, words_max).term()?;
        if whole.used != inflated.len() {
            return Err(Malformed);
        }
        return Ok(Decoded {
            term: whole.term,
            used: used + 2,
        });
    }
    let decoded = Decoder::new(heap, rest, home, &[], safe, words_max).term()?;
    Ok(Decoded {
        used: decoded.used + 1,
        ..decoded
    })
}

/// Decodes a term without the version byte; `refs` are the atoms of the distribution header before it.
pub fn decode_bare(
    heap: &mut Heap,
    bytes: &[u8],
    home: &mut dyn Home,
    refs: &[Atom],
    words_max: usize,
) -> Result<Decoded, Malformed> {
    Decoder::new(heap, bytes, home, refs, false, words_max).term()
}

/// A term under construction: its parts so far, and how many are to come.
struct Open {
    what: What,
    parts: Vec<Term>,
    left: usize,
}

enum What {
    Tuple,
    /// The last part is the tail.
    List,
    Map,
    Fun {
        instance: u32,
        index: u32,
        arity: u32,
        /// Where it must end.
        end: usize,
    },
}

struct Decoder<'a> {
    heap: &'a mut Heap,
    bytes: &'a [u8],
    at: usize,
    home: &'a mut dyn Home,
    refs: &'a [Atom],
    safe: bool,
    words_end: usize,
}

impl<'a> Decoder<'a> {
    fn new(
        heap: &'a mut Heap,
        bytes: &'a [u8],
        home: &'a mut dyn Home,
        refs: &'a [Atom],
        safe: bool,
        words_max: usize,
    ) -> Self {
        let words_end = heap.len().saturating_add(words_max);
        // The keys of maps are put in order.
        let (node, creation) = home.node();
        set_home(node, creation);
        Decoder {
            heap,
            bytes,
            at: 0,
            home,
            refs,
            safe,
            words_end,
        }
    }

    fn term(mut self) -> Result<Decoded, Malformed> {
        let mut open: Vec<Open> = Vec::new();
        loop {
            let mut value = match self.next()? {
                Next::Value(term) => term,
                Next::Open(next) => {
                    open.push(next);
                    continue;
                }
            };
            if self.heap.len() > self.words_end {
                return Err(Malformed);
            }
            // Closes what this value completes, and what that completes.
            loop {
                let Some(top) = open.last_mut() else {
                    return Ok(Decoded {
                        term: value,
                        used: self.at,
                    });
                };
                top.parts.push(value);
                top.left -= 1;
                if top.left > 0 {
                    break;
                }
                let Some(full) = open.pop() else { break };
                value = self.close(full)?;
            }
        }
    }

    fn close(&mut self, open: Open) -> Result<Term, Malformed> {
        let parts = open.parts;
        Ok(match open.what {
            What::Tuple => self.heap.tuple(&parts),
            What::List => match parts.split_last() {
                Some((&tail, items)) => self.heap.list_with_tail(items, tail),
                None => Term::NIL,
            },
            What::Map => {
                let pairs: Vec<(Term, Term)> = parts
                    .chunks_exact(2)
                    .map(|pair| (pair[0], pair[1]))
                    .collect();
                let term = map::from_pairs(self.heap, &pairs);
                if map::size(self.heap, term) != pairs.len() {
                    return Err(Malformed);
                }
                term
            }
            What::Fun {
                instance,
                index,
                arity,
                end,
            } => {
                if self.at != end {
                    return Err(Malformed);
                }
                self.heap.fun(instance, index, arity, parts.into_iter())
            }
        })
    }

    // --- bytes

    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let end = self.at.checked_add(count).ok_or(Malformed)?;
        let taken = self.bytes.get(self.at..end).ok_or(Malformed)?;
        self.at = end;
        Ok(taken)
    }

    fn number(&mut self, bytes: usize) -> Result<u64, Malformed> {
        let taken = self.take(bytes)?;
        Ok(taken
            .iter()
            .fold(0, |sum, &byte| sum << 8 | u64::from(byte)))
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        Ok(self.number(1)? as u8)
    }

    fn long(&mut self) -> Result<u32, Malformed> {
        Ok(self.number(4)? as u32)
    }

    /// A number of parts to come, each of at least one byte.
    fn count(&mut self, bytes: usize, bytes_each: usize) -> Result<usize, Malformed> {
        let count = self.number(bytes)? as usize;
        let room = self.bytes.len() - self.at;
        if count > room / bytes_each {
            return Err(Malformed);
        }
        Ok(count)
    }

    // --- terms

    fn next(&mut self) -> Result<Next, Malformed> {
        let tag = self.byte()?;
        let value = match tag {
            tag::SMALL_INTEGER => Term::int(i32::from(self.byte()?)),
            tag::INTEGER => Term::int(self.long()? as i32),
            tag::SMALL_BIG => self.big(1)?,
            tag::LARGE_BIG => self.big(4)?,
            tag::NEW_FLOAT => {
                let value = f64::from_bits(self.number(8)?);
                self.float(Some(value))?
            }
            tag::FLOAT => {
                let text = self.take(31)?;
                let end = text
                    .iter()
                    .position(|&byte| byte == 0)
                    .unwrap_or(text.len());
                let value = super::super::float::parse(&text[..end]);
                self.float(value)?
            }
            tag::NIL => Term::NIL,
            tag::STRING => {
                let length = self.number(2)? as usize;
                let bytes = self.take(length)?;
                let items: Vec<Term> = bytes
                    .iter()
                    .map(|&byte| Term::int(i32::from(byte)))
                    .collect();
                self.heap.list(&items)
            }
            tag::BINARY => {
                let length = self.long()? as usize;
                let bytes = self.take(length)?;
                self.binary(bytes, length * 8)?
            }
            tag::BIT_BINARY => {
                let (length, last) = (self.long()? as usize, self.byte()? as usize);
                if last > 8 || (length == 0) != (last == 0) {
                    return Err(Malformed);
                }
                let bytes = self.take(length)?;
                self.binary(bytes, length * 8 - (8 - last) % 8)?
            }
            tag::LIST => {
                let count = self.count(4, 1)?;
                return Ok(Next::open(What::List, count + 1));
            }
            tag::SMALL_TUPLE | tag::LARGE_TUPLE => {
                let count = self.count(if tag == tag::SMALL_TUPLE { 1 } else { 4 }, 1)?;
                if count == 0 {
                    self.heap.tuple(&[])
                } else {
                    return Ok(Next::open(What::Tuple, count));
                }
            }
            tag::MAP => {
                let count = self.count(4, 2)?;
                if count == 0 {
                    map::empty(self.heap)
                } else {
                    return Ok(Next::open(What::Map, count * 2));
                }
            }
            tag::NEW_FUN => return self.fun(),
            tag::EXPORT => self.export()?,
            tag::PID | tag::NEW_PID => {
                let node = self.atom()?;
                let (number, serial) = (self.long()?, self.long()?);
                let creation = self.creation(tag == tag::PID)?;
                self.pid(node, creation, number, serial)
            }
            tag::PORT | tag::NEW_PORT | tag::V4_PORT => {
                let node = self.atom()?;
                let number = self.number(if tag == tag::V4_PORT { 8 } else { 4 })?;
                let creation = self.creation(tag == tag::PORT)?;
                self.port(node, creation, number)?
            }
            tag::REFERENCE | tag::NEW_REFERENCE | tag::NEWER_REFERENCE => self.reference(tag)?,
            atom => self.atom_of(atom)?.into(),
        };
        Ok(Next::Value(value))
    }

    fn big(&mut self, bytes: usize) -> Result<Term, Malformed> {
        let length = self.number(bytes)? as usize;
        let sign = if self.byte()? == 0 {
            Sign::Plus
        } else {
            Sign::Minus
        };
        let digits = self.take(length)?;
        if length as u64 * 8 > limits::INTEGER_BITS_MAX + 64 {
            return Err(Malformed);
        }
        Ok(self.heap.big(&BigInt::from_bytes_le(sign, digits)))
    }

    fn float(&mut self, value: Option<f64>) -> Result<Term, Malformed> {
        let value = value.filter(|value| value.is_finite()).ok_or(Malformed)?;
        Ok(self.heap.float(value))
    }

    fn binary(&mut self, bytes: &[u8], bits: usize) -> Result<Term, Malformed> {
        if bits > limits::BITSTRING_BITS_MAX {
            return Err(Malformed);
        }
        Ok(self.heap.bitstring(bytes, bits))
    }

    /// An atom with its tag.
    fn atom(&mut self) -> Result<Atom, Malformed> {
        let tag = self.byte()?;
        self.atom_of(tag)
    }

    fn atom_of(&mut self, tag: u8) -> Result<Atom, Malformed> {
        let length = match tag {
            tag::ATOM_CACHE_REF => {
                let index = self.byte()?;
                return self.refs.get(usize::from(index)).copied().ok_or(Malformed);
            }
            tag::SMALL_ATOM_UTF8 | tag::SMALL_ATOM => self.number(1)?,
            tag::ATOM_UTF8 | tag::ATOM => self.number(2)?,
            _ => return Err(Malformed),
        };
        let bytes = self.take(length as usize)?;
        if matches!(tag, tag::SMALL_ATOM_UTF8 | tag::ATOM_UTF8) {
            let text = std::str::from_utf8(bytes).map_err(|_| Malformed)?;
            return self.named(text);
        }
        let text: String = bytes.iter().copied().map(char::from).collect();
        self.named(&text)
    }

    fn named(&self, text: &str) -> Result<Atom, Malformed> {
        if self.safe {
            return Atom::existing(text).ok_or(Malformed);
        }
        Atom::from_data(text).map_err(|_| Malformed)
    }

    /// Old identifiers have one byte for it.
    fn creation(&mut self, old: bool) -> Result<u32, Malformed> {
        if old {
            return Ok(u32::from(self.byte()?));
        }
        self.long()
    }

    /// Whether an identifier is of this very node, not of an earlier one of its name.
    fn is_own(&self, node: Atom, creation: u32) -> bool {
        self.home.node() == (node, creation)
    }

    fn pid(&mut self, node: Atom, creation: u32, number: u32, serial: u32) -> Term {
        if self.is_own(node, creation)
            && number >> PID_NUMBER_BITS == 0
            && serial >> PID_SERIAL_BITS == 0
        {
            return Term::local_pid(serial << PID_NUMBER_BITS | number);
        }
        let words = [
            node.into(),
            Term::size(creation as usize),
            Term::size(number as usize),
            Term::size(serial as usize),
        ];
        self.heap.external(Kind::ExtPid, &words)
    }

    fn port(&mut self, node: Atom, creation: u32, number: u64) -> Result<Term, Malformed> {
        if number > SMALL_MAX as u64 {
            return Err(Malformed);
        }
        match u32::try_from(number) {
            Ok(number) if self.is_own(node, creation) => Ok(Term::local_port(number)),
            _ => {
                let words = [
                    node.into(),
                    Term::size(creation as usize),
                    Term::size(number as usize),
                ];
                Ok(self.heap.external(Kind::ExtPort, &words))
            }
        }
    }

    fn reference(&mut self, tag: u8) -> Result<Term, Malformed> {
        let length = if tag == tag::REFERENCE {
            1
        } else {
            self.number(2)? as usize
        };
        if length == 0 || length > 5 {
            return Err(Malformed);
        }
        let node = self.atom()?;
        let mut numbers = Vec::with_capacity(length);
        // In the oldest form the creation stands last.
        if tag == tag::REFERENCE {
            numbers.push(self.long()?);
        }
        let creation = self.creation(tag != tag::NEWER_REFERENCE)?;
        while numbers.len() < length {
            numbers.push(self.long()?);
        }
        if self.is_own(node, creation)
            && let Some((id, alias)) = super::reference_of_words(&numbers)
        {
            return Ok(self.heap.reference(id, alias));
        }
        let mut words = vec![node.into(), Term::size(creation as usize)];
        words.extend(numbers.iter().map(|&number| Term::size(number as usize)));
        Ok(self.heap.external(Kind::ExtRef, &words))
    }

    fn export(&mut self) -> Result<Term, Malformed> {
        let module = self.atom()?;
        if self.safe {
            // Loads the module, and with it the atoms that it consists of.
            self.home
                .is_exported(module, super::super::atom::MODULE_INFO, 0);
        }
        let function = self.atom()?;
        if self.byte()? != tag::SMALL_INTEGER {
            return Err(Malformed);
        }
        let arity = u32::from(self.byte()?);
        if self.safe && !self.home.is_exported(module, function, arity) {
            return Err(Malformed);
        }
        Ok(self.heap.export_fun(module, function, arity))
    }

    fn small_number(&mut self) -> Result<u32, Malformed> {
        match self.byte()? {
            tag::SMALL_INTEGER => Ok(u32::from(self.byte()?)),
            tag::INTEGER => self.long(),
            _ => Err(Malformed),
        }
    }

    fn fun(&mut self) -> Result<Next, Malformed> {
        let start = self.at;
        let size = self.long()? as usize;
        let arity = u32::from(self.byte()?);
        let uniq: [u8; 16] = self.take(16)?.try_into().map_err(|_| Malformed)?;
        let index = self.long()?;
        let free = self.count(4, 1)?;
        let module = self.atom()?;
        let (old_index, old_uniq) = (self.small_number()?, self.small_number()?);
        match self.byte()? {
            tag @ (tag::PID | tag::NEW_PID) => {
                self.atom()?;
                self.take(8)?;
                self.creation(tag == tag::PID)?;
            }
            _ => return Err(Malformed),
        }
        let identity = FunIdentity {
            module,
            uniq,
            index,
            old_index,
            old_uniq,
            arity,
        };
        let (instance, index) = self.home.find_fun(&identity).ok_or(Malformed)?;
        let end = start.checked_add(size).ok_or(Malformed)?;
        let what = What::Fun {
            instance,
            index,
            arity,
            end,
        };
        if free == 0 {
            let open = Open {
                what,
                parts: Vec::new(),
                left: 0,
            };
            return self.close(open).map(Next::Value);
        }
        Ok(Next::open(what, free))
    }
}

enum Next {
    Value(Term),
    Open(Open),
}

impl Next {
    fn open(what: What, left: usize) -> Next {
        Next::Open(Open {
            what,
            // Parts come one by one; the count has been checked against the bytes there are, but many may be nested.
            parts: Vec::new(),
            left,
        })
    }
}

//! The functions of guards and bodies.

use std::cmp::Ordering;

use super::function::Function;
use super::run::{Fault, Place, Value};
use term::arith::{self, ArithError};
use term::word::Kind;
use term::{Heap, Term, map, order};

type Outcome = Result<Value, Fault>;

fn boolean(value: bool) -> Outcome {
    Ok(Value::here(Term::bool(value)))
}

impl Place<'_> {
    /// Calls a function with as many arguments as it takes.
    pub(super) fn call(&mut self, function: Function, args: &[Value], cost: &mut usize) -> Outcome {
        use Function as F;
        match (function, args) {
            (_, []) => Ok(Value::here(match function {
                F::Myself => self.env.me,
                _ => self.env.node.into(),
            })),
            (_, [value]) => self.call_one(function, *value, cost),
            (F::IsRecord, [value, name, size]) => self.is_record(*value, *name, *size),
            (F::BinaryPart, [binary, start, length]) => {
                self.binary_part(*binary, start.term, length.term)
            }
            (F::BinaryPart, [binary, range]) => match self.heap_of(*range).as_tuple(range.term) {
                Some([start, length]) => self.binary_part(*binary, start, length),
                None => Err(Fault::Exception),
            },
            (_, [a, b]) => self.call_two(function, *a, *b),
            _ => Err(Fault::Exception),
        }
    }

    fn call_one(&mut self, function: Function, value: Value, cost: &mut usize) -> Outcome {
        use Function as F;
        let term = value.term;
        let heap = self.heap_of(value);
        match function {
            F::IsAtom => boolean(term.is_atom()),
            F::IsFloat => boolean(term.is_float()),
            F::IsInteger => boolean(term.is_integer()),
            F::IsList => boolean(term.is_list()),
            F::IsNumber => boolean(term.is_number()),
            F::IsPid => boolean(heap.is_pid(term)),
            F::IsPort => boolean(heap.is_port(term)),
            F::IsReference => boolean(term.is_reference()),
            F::IsTuple => boolean(term.is_tuple()),
            F::IsMap => boolean(term.is_map()),
            F::IsBinary => boolean(heap.is_binary(term)),
            F::IsFun => boolean(term.is_fun()),
            F::Not => boolean(!term.as_bool().ok_or(Fault::Exception)?),
            F::Hd if term.is_cons() => Ok(part(value, heap.head(term))),
            F::Tl if term.is_cons() => Ok(part(value, heap.tail(term))),
            F::Length => {
                let mut items = heap.iter_list(term);
                let length = items.by_ref().count();
                *cost += length;
                if items.rest().is_nil() {
                    Ok(Value::here(Term::size(length)))
                } else {
                    Err(Fault::Exception)
                }
            }
            F::NodeOf => self.node_of(value),
            F::Size if term.is_tuple() => size(heap.arity(term)),
            F::Size if term.is_bitstring() => size(heap.bit_size(term) / 8),
            F::BitSize if term.is_bitstring() => size(heap.bit_size(term)),
            F::ByteSize if term.is_bitstring() => size(heap.bit_size(term).div_ceil(8)),
            F::MapSize if term.is_map() => size(map::size(heap, term)),
            F::Abs => self.convert(value, arith::abs),
            F::Round => self.convert(value, arith::round),
            F::Trunc => self.convert(value, arith::trunc),
            F::Float => self.convert(value, arith::to_float),
            F::Plus if term.is_number() => Ok(value),
            F::Minus => self.convert(value, |heap, term| arith::neg(heap, term).ok()),
            F::Bnot => self.convert(value, |heap, term| arith::bnot(heap, term).ok()),
            _ => Err(Fault::Exception),
        }
    }

    fn call_two(&mut self, function: Function, a: Value, b: Value) -> Outcome {
        use Function as F;
        match function {
            F::Greater => boolean(self.compare(a, b) == Ordering::Greater),
            F::GreaterEqual => boolean(self.compare(a, b) != Ordering::Less),
            F::Less => boolean(self.compare(a, b) == Ordering::Less),
            F::LessEqual => boolean(self.compare(a, b) != Ordering::Greater),
            F::Equal => boolean(self.equal(a, b)),
            F::NotEqual => boolean(!self.equal(a, b)),
            F::ExactEqual => boolean(self.same(a, b)),
            F::ExactNotEqual => boolean(!self.same(a, b)),
            F::Xor => match (a.term.as_bool(), b.term.as_bool()) {
                (Some(a), Some(b)) => boolean(a != b),
                _ => Err(Fault::Exception),
            },
            F::Element => self.element(a.term, b),
            F::MapGet => self.map_get(a, b)?.ok_or(Fault::Exception),
            F::IsMapKey => boolean(self.map_get(a, b)?.is_some()),
            F::Add => self.operate(a, b, arith::add),
            F::Sub => self.operate(a, b, arith::sub),
            F::Mul => self.operate(a, b, arith::mul),
            F::Divide => self.operate(a, b, arith::divide),
            F::Div => self.operate(a, b, arith::div),
            F::Rem => self.operate(a, b, arith::rem),
            F::Band => self.operate(a, b, arith::band),
            F::Bor => self.operate(a, b, arith::bor),
            F::Bxor => self.operate(a, b, arith::bxor),
            F::Bsl => self.operate(a, b, arith::bsl),
            F::Bsr => self.operate(a, b, arith::bsr),
            _ => Err(Fault::Exception),
        }
    }

    fn compare(&self, a: Value, b: Value) -> Ordering {
        order::compare_across(self.heap_of(a), a.term, self.heap_of(b), b.term)
    }

    fn equal(&self, a: Value, b: Value) -> bool {
        order::equal_across(self.heap_of(a), a.term, self.heap_of(b), b.term)
    }

    fn same(&self, a: Value, b: Value) -> bool {
        order::same_across(self.heap_of(a), a.term, self.heap_of(b), b.term)
    }

    fn element(&self, position: Term, tuple: Value) -> Outcome {
        let heap = self.heap_of(tuple);
        let position = position.as_usize().and_then(|at| at.checked_sub(1));
        match position {
            Some(at) if tuple.term.is_tuple() && at < heap.arity(tuple.term) => {
                Ok(part(tuple, heap.element(tuple.term, at)))
            }
            _ => Err(Fault::Exception),
        }
    }

    fn map_get(&self, key: Value, map: Value) -> Result<Option<Value>, Fault> {
        if !map.term.is_map() {
            return Err(Fault::Exception);
        }
        let found = map::get_across(self.heap_of(map), map.term, self.heap_of(key), key.term);
        Ok(found.map(|term| part(map, term)))
    }

    fn is_record(&self, value: Value, name: Value, size: Value) -> Outcome {
        if !name.term.is_atom() || !size.term.is_integer() {
            return Err(Fault::Exception);
        }
        let heap = self.heap_of(value);
        let arity = value.term.is_tuple().then(|| heap.arity(value.term));
        boolean(
            arity.is_some_and(|arity| arity > 0 && size.term.as_usize() == Some(arity))
                && heap.element(value.term, 0) == name.term,
        )
    }

    fn node_of(&self, value: Value) -> Outcome {
        let heap = self.heap_of(value);
        let term = value.term;
        if !term.is_reference() && !heap.is_pid(term) && !heap.is_port(term) {
            return Err(Fault::Exception);
        }
        if !term.is_pointer() || heap.header(term).kind() == Kind::Ref {
            return Ok(Value::here(self.env.node.into()));
        }
        let words = heap.object(term).1;
        Ok(Value::here(
            words.first().map_or(Term::NIL, |&word| Term(word)),
        ))
    }

    fn binary_part(&mut self, binary: Value, start: Term, length: Term) -> Outcome {
        if !self.heap_of(binary).is_binary(binary.term) {
            return Err(Fault::Exception);
        }
        let bytes = self.heap_of(binary).bit_size(binary.term) / 8;
        let (Some(start), Some(length)) = (start.as_small(), length.as_small()) else {
            return Err(Fault::Exception);
        };
        // A negative length means the bytes before the start.
        let end = start.checked_add(length).ok_or(Fault::Exception)?;
        let (first, last) = (start.min(end), start.max(end));
        if first < 0 || last > bytes as i64 {
            return Err(Fault::Exception);
        }
        let binary = self.bring(binary)?;
        let (first, last) = (first as usize, last as usize);
        let part = self
            .destination
            .sub_binary(binary, first * 8, (last - first) * 8);
        Ok(Value::here(part))
    }

    /// A number as the operand of arithmetic in the destination.
    fn number(&mut self, value: Value) -> Result<Term, Fault> {
        if value.term.is_number() {
            Ok(self.bring(value)?)
        } else {
            Err(Fault::Exception)
        }
    }

    fn convert(&mut self, value: Value, convert: fn(&mut Heap, Term) -> Option<Term>) -> Outcome {
        let number = self.number(value)?;
        convert(self.destination, number)
            .map(Value::here)
            .ok_or(Fault::Exception)
    }

    fn operate(
        &mut self,
        a: Value,
        b: Value,
        operation: fn(&mut Heap, Term, Term) -> Result<Term, ArithError>,
    ) -> Outcome {
        let (a, b) = (self.number(a)?, self.number(b)?);
        operation(self.destination, a, b)
            .map(Value::here)
            .map_err(|_| Fault::Exception)
    }
}

/// A part of a value lies where the value does.
fn part(whole: Value, term: Term) -> Value {
    Value { term, at: whole.at }
}

fn size(count: usize) -> Outcome {
    Ok(Value::here(Term::size(count)))
}

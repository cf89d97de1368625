//! Changing elements of rows in place: `update_counter` and `update_element`.

use super::super::builtins;
use super::access::{self, Access, badarg};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use table::Row;
use term::{Term, arith, order};

builtins! {
    "update_counter"/3 Linear effect = |ctx, args| update_counter(ctx, args, None);
    "update_counter"/4 Linear effect = |ctx, args| update_counter(ctx, args, Some(args[3]));
    "update_element"/3 Linear effect = update_element;
}

/// A row that is to be changed: one of the table, or the one to be put there.
#[derive(Clone, Copy)]
enum Base {
    Row(Row),
    New(Term),
}

/// New elements by 0-based position, later ones over earlier ones.
struct Change {
    id: u64,
    base: Base,
    elements: Vec<(usize, Term)>,
}

impl Change {
    fn arity(&self, ctx: &Ctx<'_>) -> Result<usize, Trap> {
        Ok(match self.base {
            Base::New(tuple) => ctx.heap.arity(tuple),
            Base::Row(row) => {
                let (heap, tuple) = access::get(ctx, self.id)?.row(row);
                heap.arity(tuple)
            }
        })
    }

    /// The element as it is after the changes so far.
    fn element(&self, ctx: &mut Ctx<'_>, position: usize) -> NativeResult {
        if let Some(&(_, value)) = self.elements.iter().rfind(|(at, _)| *at == position) {
            return Ok(value);
        }
        match self.base {
            Base::New(tuple) => Ok(ctx.heap.element(tuple, position)),
            Base::Row(row) => access::copy_element(ctx, self.id, row, position),
        }
    }

    /// The 0-based position of an element that may be changed.
    fn position(&self, ctx: &mut Ctx<'_>, position: Term) -> Result<Position, Trap> {
        let key_position = access::get(ctx, self.id)?.options.key_position;
        let number = position.as_usize().and_then(|number| number.checked_sub(1));
        Ok(match number {
            Some(number) if number == key_position => Position::Key,
            Some(number) if number < self.arity(ctx)? => Position::At(number),
            _ => Position::Outside,
        })
    }

    /// Writes the changes to the table.
    fn apply(self, ctx: &mut Ctx<'_>) -> Result<(), Trap> {
        let id = self.id;
        let row = match self.base {
            Base::New(tuple) => self.written(ctx, tuple)?,
            Base::Row(row) => {
                let is_done = {
                    let table = access::get_mut(ctx, id)?;
                    self.elements
                        .iter()
                        .all(|&(position, value)| table.set_immediate(row, position, value))
                };
                if is_done && !ctx.env.log.is_on() {
                    return Ok(());
                }
                let old = access::copy_row(ctx, id, row)?;
                self.written(ctx, old)?
            }
        };
        let room = access::room(ctx);
        let table = ctx.node.tables.get_mut(id).ok_or_else(Trap::badarg)?;
        let done = match self.base {
            Base::New(_) => table.insert(&ctx.heap, row, room),
            Base::Row(number) => table.replace(number, &ctx.heap, row, room),
        };
        done.map_err(|error| access::outgrown(ctx, error))?;
        access::changed(ctx, id)?;
        access::log_insert(ctx, id, row)
    }

    /// A copy of the tuple with the changes.
    fn written(&self, ctx: &mut Ctx<'_>, tuple: Term) -> NativeResult {
        let mut elements: Vec<Term> = ctx.heap.elements(tuple).collect();
        for &(position, value) in &self.elements {
            elements[position] = value;
        }
        ctx.reserve(elements.len() + 1)?;
        Ok(ctx.heap.tuple(&elements))
    }
}

enum Position {
    Key,
    Outside,
    At(usize),
}

fn update_element(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    let table = access::get(ctx, id)?;
    if !table.has_single_rows() {
        return Err(Trap::badarg());
    }
    let Some(row) = table.find(&ctx.heap, args[1]) else {
        return Ok(Term::bool(false));
    };
    let mut change = Change {
        id,
        base: Base::Row(row),
        elements: Vec::new(),
    };
    let mut specs = if args[2].is_list() {
        args[2]
    } else {
        Term::NIL
    };
    if specs.is_nil() && !args[2].is_nil() {
        element_spec(ctx, &mut change, args[2])?;
    }
    while specs.is_cons() {
        let (spec, rest) = ctx.heap.head_tail(specs);
        element_spec(ctx, &mut change, spec)?;
        specs = rest;
    }
    if !specs.is_nil() {
        return Err(Trap::badarg());
    }
    if !change.elements.is_empty() {
        change.apply(ctx)?;
    }
    Ok(Term::bool(true))
}

fn element_spec(ctx: &mut Ctx<'_>, change: &mut Change, spec: Term) -> Result<(), Trap> {
    let [position, value] = ctx.heap.as_tuple(spec).ok_or_else(Trap::badarg)?;
    match change.position(ctx, position)? {
        Position::Key => Err(badarg(ctx, "keypos")),
        Position::Outside => Err(Trap::badarg()),
        Position::At(position) => {
            change.elements.push((position, value));
            Ok(())
        }
    }
}

fn update_counter(ctx: &mut Ctx<'_>, args: &[Term], default: Option<Term>) -> NativeResult {
    let id = access::table(ctx, args[0], Access::Write)?;
    if default.is_some_and(|tuple| !tuple.is_tuple() || ctx.heap.arity(tuple) == 0) {
        return Err(Trap::badarg());
    }
    let table = access::get(ctx, id)?;
    let key_position = table.options.key_position;
    if !table.has_single_rows() {
        return Err(badarg(ctx, "table_type"));
    }
    let base = match (table.find(&ctx.heap, args[1]), default) {
        (Some(row), _) => Base::Row(row),
        (None, Some(tuple)) => Base::New(tuple),
        (None, None) => return Err(badarg(ctx, "badkey")),
    };
    let mut change = Change {
        id,
        base,
        elements: Vec::new(),
    };
    let result = counter_results(ctx, &mut change, args[2])?;
    if let Base::New(_) = base {
        if key_position >= change.arity(ctx)? {
            return Err(Trap::badarg());
        }
        change.elements.push((key_position, args[1]));
    }
    if !change.elements.is_empty() {
        change.apply(ctx)?;
    }
    Ok(result)
}

/// Carries out one operation, or a list of them.
fn counter_results(ctx: &mut Ctx<'_>, change: &mut Change, operations: Term) -> NativeResult {
    if !operations.is_list() {
        return counter(ctx, change, operations);
    }
    let (mut results, mut rest) = (Vec::new(), operations);
    while rest.is_cons() {
        let (operation, tail) = ctx.heap.head_tail(rest);
        if !operation.is_tuple() {
            return Err(Trap::badarg());
        }
        results.push(counter(ctx, change, operation)?);
        rest = tail;
    }
    if !rest.is_nil() {
        return Err(Trap::badarg());
    }
    ctx.reserve(results.len() * 2)?;
    Ok(ctx.heap.list(&results))
}

/// `Increment`, `{Position, Increment}` or `{Position, Increment, Threshold, SetValue}`; the counter's new value.
fn counter(ctx: &mut Ctx<'_>, change: &mut Change, operation: Term) -> NativeResult {
    let (position, increment, limit) = if operation.is_integer() {
        let key_position = access::get(ctx, change.id)?.options.key_position;
        (Term::size(key_position + 2), operation, None)
    } else if let Some([position, increment]) = ctx.heap.as_tuple(operation) {
        (position, increment, None)
    } else if let Some([position, increment, threshold, value]) = ctx.heap.as_tuple(operation) {
        (position, increment, Some((threshold, value)))
    } else {
        return Err(Trap::badarg());
    };
    let are_integers = position.is_integer()
        && increment.is_integer()
        && limit.is_none_or(|(threshold, value)| threshold.is_integer() && value.is_integer());
    if !are_integers {
        return Err(Trap::badarg());
    }
    let position = match change.position(ctx, position)? {
        Position::Key => return Err(badarg(ctx, "keypos")),
        Position::Outside => return Err(badarg(ctx, "position")),
        Position::At(position) => position,
    };
    let old = change.element(ctx, position)?;
    if !old.is_integer() {
        return Err(Trap::badarg());
    }
    let mut new = arith::add(&mut ctx.heap, old, increment).map_err(|_| Trap::system_limit())?;
    if let Some((threshold, value)) = limit {
        let is_down = order::compare(&ctx.heap, increment, Term::int(0)).is_lt();
        let order = order::compare(&ctx.heap, new, threshold);
        if if is_down {
            order.is_lt()
        } else {
            order.is_gt()
        } {
            new = value;
        }
    }
    change.elements.push((position, new));
    Ok(new)
}

//! Patterns: what they are to matching, and how they fit what is known of a value.

use super::Suspect;
use super::construct::written;
use super::rows::Key;
use super::value::Val;
use syntax::ast::{BinaryOp, Expr, ExprKind};
use term::{Atom, Term, order};

/// Longest string taken apart into its characters.
const STRING_MAX: usize = 64;
/// Largest number of parts of a clause's patterns that are told apart.
const SIZE_MAX: usize = 500;

/// A pattern without its variables.
#[derive(Clone, Debug)]
pub enum Pat {
    Any,
    Con(Key, Vec<Pat>),
}

/// The patterns of a clause.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a finding of its own
pub struct Head {
    pub patterns: Vec<Pat>,
    /// Two sides of a `=` in the pattern exclude each other.
    pub clash: bool,
    /// The subject has another shape.
    pub mismatch: bool,
    /// Whatever the subject is, it matches.
    pub always: bool,
    /// A variable occurs that has a value already.
    pub equality: bool,
    /// And that value is known to be another one.
    pub unequal: bool,
    /// A segment can match no bits.
    pub misfit: bool,
    /// How many parts have been looked at.
    size: usize,
    /// Variables from here on in the scope are the head's own.
    own: usize,
    /// Whether variables around it are hidden.
    fresh: bool,
}

impl Head {
    /// Counts parts; whether there are too many now.
    pub(super) fn counts(&mut self, parts: usize) -> bool {
        self.size += parts;
        self.size > SIZE_MAX
    }
}

impl<'a> Suspect<'a> {
    /// Binds the variables. With `fresh`, those of the same name around it are others.
    pub(super) fn head(&mut self, patterns: &'a [Expr], subjects: &[Val], fresh: bool) -> Head {
        let mut head = self.new_head(fresh);
        for (number, pattern) in patterns.iter().enumerate() {
            let val = subjects.get(number).unwrap_or(&Val::Any);
            let pat = self.pattern(pattern, val, &mut head);
            head.patterns.push(pat);
        }
        head
    }

    /// Patterns that all match one value.
    pub(super) fn alias_head(&mut self, patterns: &[&'a Expr], val: &Val) -> Head {
        let mut head = self.new_head(false);
        let mut whole = Pat::Any;
        for pattern in patterns {
            let pat = self.pattern(pattern, val, &mut head);
            whole = self.merged(whole, pat, &mut head);
        }
        head.patterns.push(whole);
        head
    }

    fn new_head(&self, fresh: bool) -> Head {
        Head {
            always: true,
            own: self.scope.len(),
            fresh,
            ..Head::default()
        }
    }

    pub(super) fn pattern(&mut self, pattern: &'a Expr, val: &Val, head: &mut Head) -> Pat {
        if head.counts(1) {
            self.only_variables(pattern, head);
            return Pat::Any;
        }
        match &pattern.kind {
            ExprKind::Var(name) => {
                self.variable(name, val, head);
                Pat::Any
            }
            ExprKind::Match { pattern, value } => {
                let left = self.pattern(pattern, val, head);
                let right = self.pattern(value, val, head);
                self.merged(left, right, head)
            }
            ExprKind::Tuple(elements) => {
                let parts: Vec<Option<&'a Expr>> = elements.iter().map(Some).collect();
                self.tuple_pattern(None, &parts, val, head)
            }
            ExprKind::RecordCreate { name, fields } => {
                let record = self.records.get(&**name).copied();
                let known = record.iter().flat_map(|record| &record.fields);
                let parts: Vec<_> = known.map(|field| written(fields, &field.name)).collect();
                let tag = Atom::try_intern(name).ok().map(Term::from);
                self.tuple_pattern(tag, &parts, val, head)
            }
            ExprKind::List { elements, tail, .. } if !head.counts(elements.len()) => {
                let mut vals = Vec::new();
                let mut rest = val.clone();
                for _ in elements {
                    let (first, after) = self.cons_parts(&rest, head);
                    vals.push(first);
                    rest = after;
                }
                let firsts: Vec<Pat> = elements
                    .iter()
                    .zip(&vals)
                    .map(|(element, val)| self.pattern(element, val, head))
                    .collect();
                let end = match tail {
                    Some(tail) => self.pattern(tail, &rest, head),
                    None => self.literal_pattern(Term::NIL, &rest, head),
                };
                cons_chain(firsts, end)
            }
            ExprKind::String(text) if text.chars().nth(STRING_MAX).is_none() => {
                let items: Vec<Term> = text.chars().map(|char| Term::int(char as i32)).collect();
                let (firsts, rest) = self.literals(&items, val, head);
                let end = self.literal_pattern(Term::NIL, &rest, head);
                cons_chain(firsts, end)
            }
            ExprKind::BinaryOp {
                op: BinaryOp::Append,
                left,
                right,
            } => {
                let left = self.expr(left, true).lit();
                let items = left.and_then(|list| self.heap.list_to_vec(list));
                let items = items.filter(|items| items.len() <= STRING_MAX);
                let (firsts, rest) = self.literals(&items.unwrap_or_default(), val, head);
                let end = self.pattern(right, &rest, head);
                cons_chain(firsts, end)
            }
            ExprKind::MapCreate(fields) => {
                must_be(val, head, Term::is_map);
                let mut parts: Vec<(String, Pat)> = Vec::new();
                for field in fields {
                    let value = self.pattern(&field.value, &Val::Any, head);
                    parts.push((syntax::pretty::term(&field.key), value));
                }
                term::sort::sort_by(&mut parts, |a, b| a.0.cmp(&b.0));
                let (keys, values): (Vec<String>, Vec<Pat>) = parts.into_iter().unzip();
                Pat::Con(Key::Map(keys.join(",")), values)
            }
            ExprKind::Binary(elements) => {
                must_be(val, head, Term::is_bitstring);
                self.binary_pattern(elements, head)
            }
            ExprKind::List { .. } => {
                self.only_variables(pattern, head);
                Pat::Any
            }
            _ => {
                if let Some(term) = self.expr(pattern, true).lit() {
                    self.literal_pattern(term, val, head)
                } else {
                    head.always = false;
                    Pat::Any
                }
            }
        }
    }

    /// Of a pattern that is too large, the variables.
    pub(super) fn only_variables(&mut self, pattern: &'a Expr, head: &mut Head) {
        head.always = false;
        if let ExprKind::Var(name) = &pattern.kind {
            self.variable(name, &Val::Any, head);
        }
        pattern.for_each_child(&mut |child| self.only_variables(child, head));
    }

    fn variable(&mut self, name: &'a str, val: &Val, head: &mut Head) {
        if name == "_" {
            return;
        }
        let from = if head.fresh { head.own } else { 0 };
        let known = self.scope[from..].iter().rev();
        let Some(bound) = known.into_iter().find(|(known, _)| *known == name) else {
            self.scope.push((name, val.clone()));
            return;
        };
        match (bound.1.lit(), val.lit()) {
            (Some(a), Some(b)) if order::same(&self.heap, a, b) => {}
            (Some(_), Some(_)) => head.unequal = true,
            _ => {
                head.equality = true;
                head.always = false;
            }
        }
    }

    fn literal_pattern(&mut self, term: Term, val: &Val, head: &mut Head) -> Pat {
        match val {
            Val::Lit(other) => head.mismatch |= !order::same(&self.heap, term, *other),
            Val::Cons(..) | Val::Tuple(..) => head.mismatch = true,
            Val::Any | Val::Bool => head.always = false,
        }
        Pat::Con(Key::Lit(term), Vec::new())
    }

    fn literals(&mut self, items: &[Term], val: &Val, head: &mut Head) -> (Vec<Pat>, Val) {
        let mut rest = val.clone();
        let mut firsts = Vec::new();
        head.counts(items.len());
        for item in items {
            let (first, after) = self.cons_parts(&rest, head);
            firsts.push(self.literal_pattern(*item, &first, head));
            rest = after;
        }
        (firsts, rest)
    }

    /// Head and tail of what has to be a list with an element.
    fn cons_parts(&mut self, val: &Val, head: &mut Head) -> (Val, Val) {
        match val {
            Val::Cons(_, parts) => (**parts).clone(),
            Val::Lit(term) if term.is_cons() => {
                let (first, rest) = self.heap.head_tail(*term);
                (Val::Lit(first), Val::Lit(rest))
            }
            Val::Any | Val::Bool => {
                head.always = false;
                (Val::Any, Val::Any)
            }
            Val::Lit(_) | Val::Tuple(..) => {
                head.mismatch = true;
                (Val::Any, Val::Any)
            }
        }
    }

    /// `None` for a part that may be anything.
    fn tuple_pattern(
        &mut self,
        tag: Option<Term>,
        parts: &[Option<&'a Expr>],
        val: &Val,
        head: &mut Head,
    ) -> Pat {
        let arity = parts.len() + usize::from(tag.is_some());
        let vals: Vec<Val> = match val {
            Val::Tuple(_, vals) if vals.len() == arity => vals.to_vec(),
            Val::Lit(term) if term.is_tuple() && self.heap.arity(*term) == arity => {
                self.heap.elements(*term).map(Val::Lit).collect()
            }
            _ => {
                head.always = false;
                head.mismatch |= !matches!(val, Val::Any | Val::Bool);
                vec![Val::Any; arity]
            }
        };
        let mut vals = vals.iter();
        let mut pats = Vec::new();
        if let Some(tag) = tag {
            pats.push(self.literal_pattern(tag, vals.next().unwrap_or(&Val::Any), head));
        }
        for (part, val) in parts.iter().zip(vals) {
            pats.push(match part {
                Some(part) => self.pattern(part, val, head),
                None => Pat::Any,
            });
        }
        Pat::Con(Key::Tuple(arity), pats)
    }

    /// What matches both.
    fn merged(&self, left: Pat, right: Pat, head: &mut Head) -> Pat {
        match (left, right) {
            (Pat::Any, other) | (other, Pat::Any) => other,
            (Pat::Con(key, parts), Pat::Con(other, others)) => {
                if key.same(&other, &self.heap) {
                    let pairs = parts.into_iter().zip(others);
                    let parts = pairs.map(|(a, b)| self.merged(a, b, head)).collect();
                    return Pat::Con(key, parts);
                }
                // Two maps, or two binaries, may both match.
                head.clash |= !(key.is_open() && key.type_number() == other.type_number());
                Pat::Con(key, parts)
            }
        }
    }
}

fn cons_chain(firsts: Vec<Pat>, end: Pat) -> Pat {
    firsts
        .into_iter()
        .rev()
        .fold(end, |rest, first| Pat::Con(Key::Cons, vec![first, rest]))
}

/// The value is not taken apart: it is of the type or not, and if it is, it may still not match.
fn must_be(val: &Val, head: &mut Head, is_type: fn(Term) -> bool) {
    head.always = false;
    head.mismatch |= match val {
        Val::Lit(term) => !is_type(*term),
        Val::Cons(..) | Val::Tuple(..) => true,
        Val::Any | Val::Bool => false,
    };
}

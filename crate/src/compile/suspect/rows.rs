//! Clauses that an earlier one leaves nothing for, by comparing patterns column by column.

use super::pattern::Pat;
use syntax::ast::Pos;
use term::{Heap, Term, order};

/// Largest number of patterns of one set of clauses that are compared.
const PATTERNS_MAX: usize = 4_000;

/// What a pattern asks for at its top.
#[derive(Clone, Debug)]
pub enum Key {
    Lit(Term),
    Cons,
    Tuple(usize),
    /// The keys, sorted.
    Map(String),
    /// The first segment's layout, or the end.
    Segment(String),
}

impl Key {
    pub fn same(&self, other: &Key, heap: &Heap) -> bool {
        match (self, other) {
            (Key::Lit(a), Key::Lit(b)) => order::same(heap, *a, *b),
            (Key::Cons, Key::Cons) => true,
            (Key::Tuple(a), Key::Tuple(b)) => a == b,
            (Key::Map(a), Key::Map(b)) | (Key::Segment(a), Key::Segment(b)) => a == b,
            _ => false,
        }
    }

    /// Whether different keys of the type may match one term, so that their order counts.
    pub const fn is_open(&self) -> bool {
        matches!(self, Key::Map(_) | Key::Segment(_))
    }

    pub const fn type_number(&self) -> u8 {
        match self {
            Key::Lit(_) => 0,
            Key::Cons => 1,
            Key::Tuple(_) => 2,
            Key::Map(_) => 3,
            Key::Segment(_) => 4,
        }
    }
}

/// A clause.
pub struct Row {
    pub pos: Pos,
    pub patterns: Vec<Pat>,
    /// Matches whenever the patterns do.
    pub is_plain: bool,
}

/// A clause and those of its patterns that are still to be compared, the first one last.
struct Rest<'r> {
    row: &'r Row,
    patterns: Vec<&'r Pat>,
}

/// Places of clauses that cannot be reached, each with the line of the one before that takes all.
///
/// As OTP does it: only the first of several in a row is told of, and only where both clauses ask for the same up to there.
pub fn shadowed(heap: &Heap, rows: &[Row]) -> Vec<(Pos, u32)> {
    let mut found = Vec::new();
    let size: usize = rows.iter().flat_map(|row| &row.patterns).map(size).sum();
    if size <= PATTERNS_MAX {
        let rests = rows.iter().map(|row| Rest {
            row,
            patterns: row.patterns.iter().rev().collect(),
        });
        compare(heap, rests.collect(), None, &mut found);
    }
    found
}

fn size(pat: &Pat) -> usize {
    match pat {
        Pat::Any => 1,
        Pat::Con(_, parts) => 1 + parts.iter().map(size).sum::<usize>(),
    }
}

/// `next` is the clause that is tried if none of these matches, where that is known.
fn compare(heap: &Heap, mut rows: Vec<Rest<'_>>, next: Option<Pos>, found: &mut Vec<(Pos, u32)>) {
    // Columns that ask for nothing.
    while rows
        .iter()
        .all(|rest| matches!(rest.patterns.last(), Some(Pat::Any)))
        && !rows.is_empty()
    {
        for rest in &mut rows {
            rest.patterns.pop();
        }
    }
    if rows.iter().all(|rest| rest.patterns.is_empty()) {
        let plain = rows.iter().position(|rest| rest.row.is_plain);
        if let Some(plain) = plain {
            let line = rows[plain].row.pos.line;
            let after = rows.get(plain + 1).map(|rest| rest.row.pos);
            found.extend(after.into_iter().chain(next).map(|pos| (pos, line)));
        }
        return;
    }
    while !rows.is_empty() {
        let is_any = |rest: &Rest<'_>| matches!(rest.patterns.last(), Some(Pat::Any));
        let any = is_any(&rows[0]);
        let count = rows.iter().take_while(|rest| is_any(rest) == any).count();
        let others = rows.split_off(count);
        let after = others.first().map(|rest| rest.row.pos).or(next);
        if any {
            for rest in &mut rows {
                rest.patterns.pop();
            }
            compare(heap, rows, after, found);
        } else {
            for group in groups(heap, rows) {
                compare(heap, group, None, found);
            }
        }
        rows = others;
    }
}

/// By what the next pattern asks for, its parts put in its place.
fn groups<'r>(heap: &Heap, rows: Vec<Rest<'r>>) -> Vec<Vec<Rest<'r>>> {
    let mut groups: Vec<(&'r Key, Vec<Rest<'r>>)> = Vec::new();
    for mut rest in rows {
        let Some(Pat::Con(key, parts)) = rest.patterns.pop() else {
            continue;
        };
        rest.patterns.extend(parts.iter().rev());
        let known = if key.is_open() {
            let same_type = |(other, _): &&mut (&Key, _)| other.type_number() == key.type_number();
            let last = groups.iter_mut().rev().find(same_type);
            last.filter(|(other, _)| other.same(key, heap))
        } else {
            groups.iter_mut().find(|(other, _)| other.same(key, heap))
        };
        match known {
            Some((_, group)) => group.push(rest),
            None => groups.push((key, vec![rest])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

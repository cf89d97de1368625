//! What OTP would report about a table: its memory and its chains.

use super::hash::HashIndex;
use super::table::{Kind, Protection, Table};
use term::copy::weigh;
use term::word::Kind as ObjectKind;
use term::{Heap, Term, atom};

/// Words of an empty table, by the way it is built.
const HASH_WORDS: usize = 305;
const LOCKED_HASH_WORDS: usize = 1_361;
const ORDERED_WORDS: usize = 139;
const CONCURRENT_ORDERED_WORDS: usize = 133;
const DECENTRALIZED_COUNTER_WORDS: usize = 34;

/// Words of a row beside its tuple.
const HASH_ROW_WORDS: usize = 4;
const ORDERED_ROW_WORDS: usize = 5;

/// Words for each process that has fixed the table.
const FIX_WORDS: usize = 9;

impl Table {
    /// `ets:info(Table, memory)`: what OTP 25 reports for a table with the same history. The memory that the table really
    /// takes is [`Table::words`], and less.
    pub fn otp_words(&self) -> usize {
        let is_ordered = self.options.kind == Kind::OrderedSet;
        let is_concurrent = self.options.write_concurrency != atom::FALSE
            && self.options.protection != Protection::Private;
        let empty = match (is_ordered, is_concurrent) {
            (false, false) => HASH_WORDS,
            (false, true) => LOCKED_HASH_WORDS,
            (true, false) => ORDERED_WORDS,
            (true, true) => CONCURRENT_ORDERED_WORDS,
        };
        let counters = if self.options.has_decentralized_counters() && !is_ordered {
            DECENTRALIZED_COUNTER_WORDS
        } else {
            0
        };
        let row_words = if is_ordered {
            ORDERED_ROW_WORDS
        } else {
            HASH_ROW_WORDS
        };
        let rows: usize = self
            .iter_all()
            .map(|row| {
                let (heap, tuple) = self.row(row);
                row_words + words(heap, tuple)
            })
            .sum();
        let buckets = self.hash_index().map_or(0, HashIndex::otp_words);
        empty + counters + buckets + rows + FIX_WORDS * self.fixes.len()
    }

    /// Lengths of the chains, bucket by bucket; `None` for ordered sets.
    pub fn chain_lengths(&self) -> Option<Vec<usize>> {
        let index = self.hash_index()?;
        Some(
            (0..index.active())
                .map(|bucket| index.chain(bucket).count())
                .collect(),
        )
    }
}

/// Words that OTP takes for a term outside a process. Binaries are counted as the shared ones that the shell makes.
fn words(heap: &Heap, term: Term) -> usize {
    weigh(heap, term, Term::is_pointer, |kind, size| match kind {
        ObjectKind::BinInline | ObjectKind::BinRef => 6,
        // Beside keys and values: header, size, the tuple of the keys with its header.
        ObjectKind::MapFlat if size == 0 => 3,
        ObjectKind::MapFlat => size + 4,
        _ => 1 + size,
    })
}

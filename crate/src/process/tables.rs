//! Tables and their owners: what happens to a process's tables when it ends, and the memory that tables take.

use std::rc::Rc;

use super::event::What;
use super::node::{Env, Node};
use super::pid::Pid;
use super::process::Process;
use super::signal::{Signal, push_own};
use table::{Heir, Label};
use term::{Atom, Heap, Parcel, Term};

/// The term that identifies the table in calls and messages.
pub fn table_term(heap: &mut Heap, label: Label) -> Term {
    if label.is_named {
        label.name.into()
    } else {
        heap.reference(label.id, 0)
    }
}

impl Node {
    /// Brings the world's count of memory up to date after a table has changed; whether it is within the budget.
    #[inline]
    pub fn count_table(&mut self, env: &mut Env, id: u64) -> bool {
        if let Some(table) = self.tables.get(id) {
            let words = table.words();
            let before = table.counted_words;
            if words != before
                && let Some(table) = self.tables.get_mut(id)
            {
                table.counted_words = words;
                env.words = env.words.saturating_sub(before) + words;
            }
        }
        env.words <= env.words_max
    }

    /// Deletes the table.
    pub fn drop_table(&mut self, env: &mut Env, id: u64) {
        if let Some(table) = self.tables.remove(id) {
            env.words = env.words.saturating_sub(table.counted_words);
        }
    }

    /// Makes `to` the owner and tells it. `cause` is the event that led to it.
    pub fn transfer_table(&mut self, id: u64, to: u32, data: Rc<Parcel>, cause: u64) {
        let Some(table) = self.tables.get(id) else {
            return;
        };
        let (table, from) = (table.label, table.owner);
        self.tables.set_owner(id, to);
        let signal = Signal::TableTransfer {
            table,
            from: Pid::Local(from),
            data,
            cause,
        };
        self.send_signal(from, Pid::Local(to), signal);
    }

    /// A process has ended: its tables go to their heirs or away, and those it has fixed are released.
    pub(super) fn end_tables_of(&mut self, env: &mut Env, process: u32, cause: u64) {
        if self.tables.is_empty() {
            return;
        }
        for id in self.tables.release_all(process) {
            self.count_table(env, id);
        }
        for id in self.tables.owned_by(process) {
            let Some(table) = self.tables.get(id) else {
                continue;
            };
            let label = table.label;
            let heir = table
                .options
                .heir
                .clone()
                .filter(|heir| self.processes.is_alive(heir.process));
            let what = match &heir {
                Some(heir) => What::TableTransfer {
                    table: label,
                    to: Pid::Local(heir.process),
                },
                None => What::TableGone { table: label },
            };
            let event = self.log(env, Some(process), Some(cause), what);
            match heir {
                Some(Heir { process, data }) => self.transfer_table(id, process, data, event),
                None => self.drop_table(env, id),
            }
        }
    }
}

/// Queues the message `{'ETS-TRANSFER', Table, From, Data}`.
pub(super) fn apply_transfer(
    node: &Node,
    env: &mut Env,
    process: &mut Process,
    (table, from): (Label, Pid),
    data: &Parcel,
    cause: u64,
) {
    let heap = &mut process.heap;
    let table = table_term(heap, table);
    let from_term = from.to_term(heap);
    let data = data.unpack(heap);
    let tag = Atom::intern("ETS-TRANSFER");
    let message = heap.tuple(&[tag.into(), table, from_term, data]);
    push_own(node, env, process, message, Some(from), cause);
}

//! The tables of a node: by identifier, by name, by owner.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::table::{Label, Table};
use term::Atom;

/// The tables of a node: by number, name, owner.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    by_id: BTreeMap<u64, Rc<Table>>,
    /// Identifiers of named tables, by number of the name.
    names: BTreeMap<u32, u64>,
    /// Owner and table.
    owned: BTreeSet<(u32, u64)>,
    /// Process and table that it has fixed.
    fixed: BTreeSet<(u32, u64)>,
}

impl Tables {
    pub fn add(&mut self, table: Table) {
        let Label { id, name, is_named } = table.label;
        if is_named {
            self.names.insert(name.index(), id);
        }
        self.owned.insert((table.owner, id));
        self.by_id.insert(id, Rc::new(table));
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    #[inline]
    pub fn get(&self, id: u64) -> Option<&Table> {
        self.by_id.get(&id).map(|table| &**table)
    }

    /// The table, to be changed: what is shared with a checkpoint is copied as far as needed.
    #[inline]
    pub fn get_mut(&mut self, id: u64) -> Option<&mut Table> {
        self.by_id.get_mut(&id).map(Rc::make_mut)
    }

    /// The table that this name identifies.
    pub fn whereis(&self, name: Atom) -> Option<u64> {
        self.names.get(&name.index()).copied()
    }

    /// All, in order of creation.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Table> {
        self.by_id.values().map(|table| &**table)
    }

    /// Takes the table out.
    pub fn remove(&mut self, id: u64) -> Option<Rc<Table>> {
        let table = self.by_id.remove(&id)?;
        if table.label.is_named {
            self.names.remove(&table.label.name.index());
        }
        self.owned.remove(&(table.owner, id));
        for fix in table.fixes() {
            self.fixed.remove(&(fix.process, id));
        }
        Some(table)
    }

    /// Tables of the owner, in order of creation.
    pub fn owned_by(&self, owner: u32) -> Vec<u64> {
        let mine = (owner, 0)..=(owner, u64::MAX);
        self.owned.range(mine).map(|&(_, id)| id).collect()
    }

    /// Hands the table over.
    pub fn set_owner(&mut self, id: u64, owner: u32) {
        if let Some(table) = self.by_id.get_mut(&id).map(Rc::make_mut) {
            self.owned.remove(&(table.owner, id));
            table.owner = owner;
            self.owned.insert((owner, id));
        }
    }

    /// Gives the table another name; whether it could, because no named table has it.
    pub fn rename(&mut self, id: u64, name: Atom) -> bool {
        let Some(table) = self.by_id.get_mut(&id).map(Rc::make_mut) else {
            return false;
        };
        if table.label.is_named {
            if self.names.contains_key(&name.index()) {
                return false;
            }
            self.names.remove(&table.label.name.index());
            self.names.insert(name.index(), id);
        }
        table.label.name = name;
        true
    }

    /// Keeps rows that are deleted from now on in place, until the process has taken back each of its calls.
    pub fn fix(&mut self, id: u64, process: u32, now_ns: u64) {
        if let Some(table) = self.get_mut(id) {
            table.fix(process, now_ns);
            self.fixed.insert((process, id));
        }
    }

    /// Takes back one [`Tables::fix`].
    pub fn unfix(&mut self, id: u64, process: u32) {
        if self
            .get_mut(id)
            .is_some_and(|table| table.unfix(process, false))
        {
            self.fixed.remove(&(process, id));
        }
    }

    /// Releases what a process that ends has fixed. The tables of which memory became free.
    pub fn release_all(&mut self, process: u32) -> Vec<u64> {
        let mine = (process, 0)..=(process, u64::MAX);
        let tables: Vec<u64> = self.fixed.range(mine).map(|&(_, id)| id).collect();
        for &id in &tables {
            self.fixed.remove(&(process, id));
            if let Some(table) = self.get_mut(id) {
                table.unfix(process, true);
            }
        }
        tables
    }
}

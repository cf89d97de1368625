//! Where each function goes.

use crate::Outcome;
use crate::module::Module;
use crate::ran::Ran;

/// A function that is no larger than its door would be, and calls nothing of the rest, goes first.
const DOOR_BYTES: usize = 22;

pub struct Plan {
    /// Functions with a body here and there, in their old order.
    pub first: Vec<u32>,
    pub rest: Vec<u32>,
    /// Functions of the rest that the first half names.
    pub doors: Vec<u32>,
    /// Functions of the first half that the rest names.
    pub shared: Vec<u32>,
    /// The import that brings the rest in.
    pub bring: u32,
    /// The first slot of the doors; those of the bridges follow.
    pub slot: u32,
}

impl Plan {
    /// The first slot of the functions that the rest calls.
    pub fn bridge_slot(&self) -> u32 {
        self.slot + self.doors.len() as u32
    }

    /// By how much the table grows.
    pub fn slots_added(&self) -> u64 {
        (self.doors.len() + self.shared.len()) as u64
    }

    pub fn of(module: &Module<'_>, ran: &Ran) -> Outcome<Plan> {
        let bring = module
            .bring
            .ok_or("the module has no import that brings the rest in")?;
        let table = module.tables.first().ok_or("a module without a table")?;
        let named: Vec<Vec<u32>> = module
            .defined()
            .map(|function| module.named_by(function))
            .collect::<Outcome<_>>()?;
        let named_by = |function: u32| &named[(function - module.imported_functions) as usize];
        let mut goes_first = ran.functions.clone();
        goes_first[..module.imported_functions as usize].fill(true);
        if let Some(start) = module.start {
            goes_first[start as usize] = true;
        }
        let first_names = |goes_first: &[bool]| {
            let mut names = vec![false; goes_first.len()];
            for function in module
                .defined()
                .filter(|function| goes_first[*function as usize])
            {
                for name in named_by(function) {
                    names[*name as usize] = true;
                }
            }
            names
        };
        let names = first_names(&goes_first);
        for function in module
            .defined()
            .filter(|function| names[*function as usize])
        {
            let calls_rest = named_by(function)
                .iter()
                .any(|name| !goes_first[*name as usize]);
            if !calls_rest && module.body(function).as_bytes().len() <= DOOR_BYTES {
                goes_first[function as usize] = true;
            }
        }

        let mut needs_door = first_names(&goes_first);
        for function in module.slots()?.iter().flat_map(|slots| &slots.functions) {
            needs_door[*function as usize] = true;
        }
        for export in &module.exports {
            if export.kind == wasmparser::ExternalKind::Func {
                needs_door[export.index as usize] = true;
            }
        }
        let (first, rest): (Vec<u32>, Vec<u32>) = module
            .defined()
            .partition(|function| goes_first[*function as usize]);
        let doors = rest
            .iter()
            .copied()
            .filter(|function| needs_door[*function as usize])
            .collect();
        let mut shared: Vec<u32> = rest
            .iter()
            .flat_map(|function| named_by(*function))
            .copied()
            .filter(|function| goes_first[*function as usize])
            .collect();
        shared.sort_unstable();
        shared.dedup();
        Ok(Plan {
            first,
            rest,
            doors,
            shared,
            bring,
            slot: table.ty.initial as u32,
        })
    }
}

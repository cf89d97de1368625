//! What a profile says (`tests/tools/profile.mjs`): a line `data ADDRESS LENGTH` for data that may wait, and one number a
//! line, each a function that ran.

use std::ops::Range;

use crate::Outcome;
use crate::module::Module;

pub struct Ran {
    /// By function, imported ones included.
    pub functions: Vec<bool>,
    /// Addresses of data that only the rest is asked for.
    pub data: Vec<Range<u32>>,
}

impl Ran {
    pub fn read(text: &str, module: &Module<'_>) -> Outcome<Ran> {
        let mut ran = Ran {
            functions: vec![false; module.functions.len()],
            data: Vec::new(),
        };
        for line in text.lines() {
            match line.split(' ').collect::<Vec<_>>().as_slice() {
                ["data", address, length] => {
                    let address: u32 = address.parse()?;
                    let length: u32 = length.parse()?;
                    let end = address
                        .checked_add(length)
                        .ok_or("data past the end of memory")?;
                    ran.data.push(address..end);
                }
                [number] => {
                    let function: usize = number.parse()?;
                    *ran.functions
                        .get_mut(function)
                        .ok_or("a function that is not there")? = true;
                }
                _ => return Err(format!("not part of a profile: {line}").into()),
            }
        }
        Ok(ran)
    }
}

//! Bytecode as text, for tests and the curious.
//!
//! One line per instruction: its position, its name, its operands as in `instr.rs`, and what constants, targets and
//! tables mean.

use std::fmt::Write;

use super::instr::Instr;
use super::module::{Function, Module};
use term::Term;

/// The whole module.
pub fn module(module: &Module) -> String {
    module
        .functions
        .iter()
        .map(|function| self::function(module, function))
        .collect::<Vec<_>>()
        .join("\n")
}

/// One function: a line with its name, then its instructions.
pub fn function(module: &Module, function: &Function) -> String {
    let mut text = format!(
        "{}/{} registers:{}\n",
        function.name.text(),
        function.arity,
        function.registers
    );
    for position in function.entry..function.end {
        let instr = module.code[position as usize];
        let _ = write!(text, "{position:4} {}", plain(instr));
        if let Some(meaning) = meaning(module, instr) {
            let _ = write!(text, "  % {meaning}");
        }
        text.push('\n');
    }
    for handler in &module.handlers {
        if handler.from >= function.entry && handler.from < function.end {
            let _ = writeln!(
                text,
                "     handler {}..{} -> {} R{}",
                handler.from, handler.to, handler.target, handler.reg
            );
        }
    }
    for &(at, mask) in &module.live {
        if at >= function.entry && at < function.end {
            let _ = writeln!(
                text,
                "     live at {at}: {:?}",
                registers(module.masks[mask as usize])
            );
        }
    }
    text
}

/// The registers of a mask.
pub fn registers(mask: super::module::LiveMask) -> Vec<usize> {
    (0..256)
        .filter(|reg| mask[reg / 64] >> (reg % 64) & 1 == 1)
        .collect()
}

/// `MatchCons { src: 0, head: 1 }` as `MatchCons src:0 head:1`.
fn plain(instr: Instr) -> String {
    let text = format!("{instr:?}");
    text.replace(" { ", " ")
        .replace(" }", "")
        .replace(": ", ":")
        .replace(',', "")
        .replace("4294967295", "raise")
}

fn meaning(module: &Module, instr: Instr) -> Option<String> {
    let constant = |index: usize| module.constants.get(index).map(|&term| immediate(term));
    match instr {
        Instr::Const { index, .. } | Instr::ReturnConst { index } => constant(index as usize),
        Instr::SameConst { index, .. } => constant(index as usize),
        Instr::IsTagged { index, .. } => constant(index as usize),
        Instr::MakeFun { fun, .. } => module
            .funs
            .get(fun as usize)
            .map(|fun| fun.name.text().to_string()),
        Instr::Switch { table, .. } | Instr::SwitchArity { table, .. } => {
            let switch = module.switches.get(table as usize)?;
            let mut text = String::new();
            for &(word, to) in &switch.cases {
                let _ = write!(text, "{} -> {to}, ", immediate(Term(word)));
            }
            let _ = write!(text, "else {}", switch.default);
            Some(text)
        }
        Instr::BinBuild { spec, .. } => {
            Some(format!("{:?}", module.bin_builds.get(spec as usize)?))
        }
        Instr::BinGet { spec, .. } => Some(format!("{:?}", module.bin_specs.get(spec as usize)?)),
        _ => module.callee(instr),
    }
}

fn immediate(term: Term) -> String {
    if let Some(atom) = term.as_atom() {
        return atom.text().to_string();
    }
    if let Some(value) = term.as_small() {
        return value.to_string();
    }
    if term.is_nil() {
        "[]".to_string()
    } else {
        format!("literal {}", term.tag())
    }
}

//! What the functions of a module share: constants, imports, tables; and the finished module.

use rustc_hash::FxHashMap;

use super::super::ir::{FunctionId, Unit};
use super::{Code, assemble, liveness};
use bytecode::instr::{Instr, NO_FAIL};
use bytecode::module::{
    BuildSegment, FunEntry, Function, LiveMask, MatchSegment, Mfa, Module, Switch,
};
use limits::FRAME_REGISTERS_MAX;
use term::Term;

/// Constants that an 8-bit operand can name; they come first in the module's table.
const TAGS_MAX: usize = 256;

/// Tables under construction.
#[derive(Default)]
pub struct Program {
    /// Constants of `IsTagged`.
    tags: Vec<Term>,
    tag_index: FxHashMap<u64, u8>,
    /// All other constants; their indices grow by the number of tags in the end.
    constants: Vec<Term>,
    constant_index: FxHashMap<u64, u32>,
    pub imports: Vec<Mfa>,
    import_index: FxHashMap<Mfa, u32>,
    pub switches: Vec<Switch>,
    pub bin_builds: Vec<Vec<BuildSegment>>,
    pub bin_specs: Vec<MatchSegment>,
    /// Of what was typed into a shell: for each line, counted from 1, whether something of OTP's evaluator waits there.
    pub awaited: Vec<bool>,
}

impl Program {
    /// Index of a constant, to be shifted at the end.
    pub fn constant(&mut self, term: Term) -> u32 {
        *self.constant_index.entry(term.0).or_insert_with(|| {
            self.constants.push(term);
            self.constants.len() as u32 - 1
        })
    }

    /// As [`Program::constant`], if the final index fits in 16 bits.
    pub fn short_constant(&mut self, term: Term) -> Option<u16> {
        let index = self.constant(term) as usize;
        u16::try_from(index + TAGS_MAX)
            .is_ok()
            .then_some(index as u16)
    }

    /// Index of a tag, if there is room.
    pub fn tag(&mut self, term: Term) -> Option<u8> {
        if let Some(&index) = self.tag_index.get(&term.0) {
            return Some(index);
        }
        let index = u8::try_from(self.tags.len()).ok()?;
        self.tags.push(term);
        self.tag_index.insert(term.0, index);
        Some(index)
    }

    pub fn import(&mut self, mfa: Mfa) -> u32 {
        *self.import_index.entry(mfa).or_insert_with(|| {
            self.imports.push(mfa);
            self.imports.len() as u32 - 1
        })
    }

    /// Index of a segment to match.
    pub fn bin_spec(&mut self, segment: MatchSegment) -> u16 {
        let found = self.bin_specs.iter().rposition(|known| *known == segment);
        let index = found.unwrap_or_else(|| {
            self.bin_specs.push(segment);
            self.bin_specs.len() - 1
        });
        index as u16
    }
}

/// The tables of a module that code generation fills, or why it could not.
pub struct Output {
    pub module: Module,
    /// Functions that need more registers than there are: name, arity, line.
    pub too_large: Vec<(FunctionId, u32)>,
    /// There are more bit string segments or imports than operands can name.
    pub too_many: bool,
}

/// Generates the code of all functions. `functions` come in the order of the unit.
pub fn generate(unit: &Unit) -> Output {
    let mut program = Program {
        awaited: unit.awaited.clone(),
        ..Program::default()
    };
    let mut module = Module::default();
    let mut too_large = Vec::new();
    let mut entries = vec![0; unit.functions.len()];
    let mut masks = FxHashMap::default();
    for (id, function) in unit.functions.iter().enumerate() {
        let mut code = Code::new(&mut program, function);
        code.is_typed =
            function.exported || unit.funs.iter().any(|fun| fun.function as usize == id);
        code.function();
        if code.registers.exhausted {
            too_large.push((id as FunctionId, function.line));
            continue;
        }
        let piece = assemble::assemble(code, module.code.len() as u32);
        entries[id] = module.code.len() as u32;
        append(&mut module, &program, unit, id, piece, &mut masks);
    }
    finish(&mut module, program, unit, &entries);
    let too_many = module.bin_specs.len() > 1 << 16 || module.imports.len() > 1 << 16;
    Output {
        module,
        too_large,
        too_many,
    }
}

/// Adds the code of one function, with what is known about it.
fn append(
    module: &mut Module,
    program: &Program,
    unit: &Unit,
    id: usize,
    piece: assemble::Piece,
    masks: &mut FxHashMap<LiveMask, u32>,
) {
    let function = &unit.functions[id];
    let entry = module.code.len() as u32;
    let tables = liveness::Tables {
        program,
        unit,
        handlers: &piece.handlers,
    };
    for (at, mask) in liveness::safepoints(&piece.code, entry, &tables, function) {
        let index = *masks.entry(mask).or_insert_with(|| {
            module.masks.push(mask);
            module.masks.len() as u32 - 1
        });
        module.live.push((at, index));
    }
    let arity = function.params + function.captured.len() as u32;
    let registers = liveness::registers(&piece.code, &tables).max(arity);
    debug_assert!(registers as usize <= FRAME_REGISTERS_MAX + 6);
    for (offset, line) in piece.lines.iter().enumerate() {
        if module.lines.last().is_none_or(|last| last.1 != *line) || offset == 0 {
            module.lines.push((entry + offset as u32, *line));
        }
    }
    module.handlers.extend(piece.handlers);
    module.code.extend(piece.code);
    module.functions.push(Function {
        name: function.name,
        arity,
        entry,
        end: module.code.len() as u32,
        registers,
        exported: function.exported,
        line: function.line,
    });
}

/// Resolves what waited for all functions.
fn finish(module: &mut Module, program: Program, unit: &Unit, entries: &[u32]) {
    let shift = program.tags.len() as u32;
    let mut places = vec![0; unit.funs.len()];
    for (place, &fun) in (0..).zip(&unit.fun_order) {
        places[fun as usize] = place;
    }
    for instr in &mut module.code {
        match instr {
            Instr::Call { target, .. }
            | Instr::Call1 { target, .. }
            | Instr::Call2 { target, .. }
            | Instr::AddIntCall { target, .. }
            | Instr::ConsCall { target, .. }
            | Instr::TailCall { target } => *target = entries[*target as usize],
            Instr::Const { index, .. } => *index += shift,
            Instr::SameConst { index, .. } => *index += shift as u16,
            Instr::MakeFun { fun, .. } => *fun = places[*fun as usize],
            _ => {}
        }
    }
    module.funs = unit
        .fun_order
        .iter()
        .map(|&fun| &unit.funs[fun as usize])
        .map(|fun| FunEntry {
            name: fun.name,
            arity: fun.arity,
            free: fun.free,
            entry: entries[fun.function as usize],
        })
        .collect();
    module.constants = program.tags;
    module.constants.extend(program.constants);
    module.imports = program.imports;
    module.switches = program.switches;
    module.bin_builds = program.bin_builds;
    module.bin_specs = program.bin_specs;
    debug_assert!(
        module
            .code
            .iter()
            .all(|instr| !matches!(instr, Instr::Jump { to } if *to == NO_FAIL))
    );
}

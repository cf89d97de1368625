//! The two halves.
//!
//! The first half keeps all imports, memory, tables and globals; it exports these under short names that begin with `~`.
//! The rest imports them from module `first`, and when it is instantiated puts its functions into the slots of the table
//! that doors call through, into the slots where the first half has doors itself, and says so in the last of the globals.
//! It calls functions of the first half through the table as well, by *bridges*: exported, each would have to be made for
//! JavaScript too.

use std::error::Error;
use std::fmt;

use wasm_encoder::reencode::{Error as Reencoding, Reencode, utils};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalType, ImportSection, Instruction, TableSection,
    ValType,
};

use crate::Outcome;
use crate::module::{Module, Segment};
use crate::plan::Plan;
use crate::ran::Ran;
use crate::sections::{Same, Sections, data_section, types};

/// The table that functions are called through.
const TABLE: u32 = 0;

/// The module name of the rest's imports.
const FIRST: &str = "first";

pub struct Halves {
    pub first: Vec<u8>,
    pub rest: Vec<u8>,
    pub functions_first: usize,
    pub functions_rest: usize,
    pub doors: usize,
}

pub fn cut(module: &Module<'_>, ran: &Ran) -> Outcome<Halves> {
    let plan = Plan::of(module, ran)?;
    for function in &plan.first {
        if module.names_data(*function, &ran.data)? {
            return Err(format!(
                "function {function} goes first and reads data that comes with the rest"
            )
            .into());
        }
    }
    let (kept, moved) = share_data(&module.data, ran);
    Ok(Halves {
        first: first_half(module, &plan, &kept)?,
        rest: rest_half(module, &plan, &moved)?,
        functions_first: plan.first.len(),
        functions_rest: plan.rest.len(),
        doors: plan.doors.len(),
    })
}

/// What functions are called in one half.
struct Numbers(Vec<Option<u32>>);

impl Numbers {
    /// `own`: functions of this half in the order of their new numbers.
    fn new(module: &Module<'_>, own: impl Iterator<Item = u32>) -> Numbers {
        let mut numbers = vec![None; module.functions.len()];
        for (number, function) in own.enumerate() {
            numbers[function as usize] = Some(number as u32);
        }
        Numbers(numbers)
    }

    fn of(&self, function: u32) -> Result<u32, Elsewhere> {
        self.0[function as usize].ok_or(Elsewhere(function))
    }
}

/// A function that this half must not name, which would be a mistake of the plan.
#[derive(Debug)]
struct Elsewhere(u32);

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} is not in this half", self.0)
    }
}

impl Error for Elsewhere {}

impl Reencode for Numbers {
    type Error = Elsewhere;

    fn function_index(&mut self, function: u32) -> Result<u32, Reencoding<Elsewhere>> {
        self.of(function).map_err(Reencoding::UserError)
    }
}

/// Takes a function over as it stands, but for the numbers of what it names.
fn carry(
    sections: &mut Sections,
    numbers: &mut Numbers,
    module: &Module<'_>,
    function: u32,
) -> Outcome<()> {
    sections
        .functions
        .function(module.functions[function as usize]);
    utils::parse_function_body(numbers, &mut sections.code, module.body(function).clone())?;
    Ok(())
}

fn first_half(module: &Module<'_>, plan: &Plan, data: &[Segment<'_>]) -> Outcome<Vec<u8>> {
    let imported = 0..module.imported_functions;
    let mut numbers = Numbers::new(
        module,
        imported.chain(plan.first.clone()).chain(plan.doors.clone()),
    );
    let mut sections = Sections::of(module)?;
    sections.functions = FunctionSection::new();
    sections.code = CodeSection::new();
    for function in &plan.first {
        carry(&mut sections, &mut numbers, module, *function)?;
    }
    let here = module.globals.len() as u32;
    sections.globals.global(flag(), &ConstExpr::i32_const(0));
    for (slot, function) in (plan.slot..).zip(&plan.doors) {
        sections
            .functions
            .function(module.functions[*function as usize]);
        sections
            .code
            .function(&door(module, *function, slot, here, plan.bring));
    }
    sections.tables = TableSection::new();
    for (number, table) in module.tables.iter().enumerate() {
        let mut ty = Same.table_type(table.ty)?;
        if number as u32 == TABLE {
            ty.minimum += plan.slots_added();
            ty.maximum = ty.maximum.map(|maximum| maximum + plan.slots_added());
        }
        sections.tables.table(ty);
    }
    sections.exports = ExportSection::new();
    for export in &module.exports {
        utils::parse_export(&mut numbers, &mut sections.exports, *export)?;
    }
    for (name, kind, index) in shared(module, here) {
        sections.exports.export(&name, kind, index);
    }
    sections.elements = ElementSection::new();
    for element in &module.elements {
        utils::parse_element(&mut numbers, &mut sections.elements, element.clone())?;
    }
    put(
        &mut sections.elements,
        TABLE,
        plan.bridge_slot(),
        &plan.shared,
        &numbers,
    )?;
    sections.start = match module.start {
        Some(start) => Some(numbers.of(start)?),
        None => None,
    };
    sections.data = data_section(data);
    Ok(sections.module())
}

/// Name, kind and index of all that the first half exports for the rest, in the order of the rest's imports.
fn shared(module: &Module<'_>, here: u32) -> Vec<(String, ExportKind, u32)> {
    let memories = (0..module.memories.len() as u32).map(|memory| (ExportKind::Memory, memory));
    let tables = (0..module.tables.len() as u32).map(|table| (ExportKind::Table, table));
    let globals = (0..=here).map(|global| (ExportKind::Global, global));
    memories
        .chain(tables)
        .chain(globals)
        .enumerate()
        .map(|(number, (kind, index))| (format!("~{number}"), kind, index))
        .collect()
}

fn flag() -> GlobalType {
    GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    }
}

/// Has the rest brought in if it is not here, then calls what by now is in the slot.
fn door(module: &Module<'_>, function: u32, slot: u32, here: u32, bring: u32) -> Function {
    let mut door = Function::new([]);
    door.instruction(&Instruction::GlobalGet(here))
        .instruction(&Instruction::I32Eqz)
        .instruction(&Instruction::If(BlockType::Empty))
        .instruction(&Instruction::Call(bring))
        .instruction(&Instruction::End);
    through_table(&mut door, module, function, slot);
    door
}

/// Calls a function of the first half.
fn bridge(module: &Module<'_>, function: u32, slot: u32) -> Function {
    let mut bridge = Function::new([]);
    through_table(&mut bridge, module, function, slot);
    bridge
}

/// Calls what is in the slot with the parameters of `function`, whose type it has.
fn through_table(out: &mut Function, module: &Module<'_>, function: u32, slot: u32) {
    for parameter in 0..module.signature(function).params().len() as u32 {
        out.instruction(&Instruction::LocalGet(parameter));
    }
    out.instruction(&Instruction::I32Const(slot as i32))
        .instruction(&Instruction::CallIndirect {
            type_index: module.functions[function as usize],
            table_index: TABLE,
        })
        .instruction(&Instruction::End);
}

fn rest_half(module: &Module<'_>, plan: &Plan, data: &[Segment<'_>]) -> Outcome<Vec<u8>> {
    let mut numbers = Numbers::new(module, plan.shared.iter().chain(&plan.rest).copied());
    let here = module.globals.len() as u32;
    let mut sections = Sections {
        types: types(module)?,
        imports: rest_imports(module, plan, here)?,
        elements: rest_elements(module, plan, &numbers)?,
        ..Sections::default()
    };
    for (slot, function) in (plan.bridge_slot()..).zip(&plan.shared) {
        sections
            .functions
            .function(module.functions[*function as usize]);
        sections.code.function(&bridge(module, *function, slot));
    }
    for function in &plan.rest {
        carry(&mut sections, &mut numbers, module, *function)?;
    }
    let start = (plan.shared.len() + plan.rest.len()) as u32;
    sections
        .functions
        .function(module.functions[plan.bring as usize]);
    let mut arrive = Function::new([]);
    arrive
        .instruction(&Instruction::I32Const(1))
        .instruction(&Instruction::GlobalSet(here))
        .instruction(&Instruction::End);
    sections.code.function(&arrive);
    sections.start = Some(start);
    sections.data = data_section(data);
    Ok(sections.module())
}

fn rest_imports(module: &Module<'_>, plan: &Plan, here: u32) -> Outcome<ImportSection> {
    let mut imports = ImportSection::new();
    for (name, kind, index) in shared(module, here) {
        let at = index as usize;
        let ty: EntityType = match kind {
            ExportKind::Memory => Same.memory_type(module.memories[at])?.into(),
            ExportKind::Table => {
                let mut ty = Same.table_type(module.tables[at].ty)?;
                // The first half's is larger, and may have grown.
                ty.maximum = None;
                if index == TABLE {
                    let maximum = module.tables[at].ty.maximum;
                    ty.minimum += plan.slots_added();
                    ty.maximum = maximum.map(|maximum| maximum + plan.slots_added());
                }
                ty.into()
            }
            ExportKind::Global if index == here => flag().into(),
            _ => Same.global_type(module.globals[at].ty)?.into(),
        };
        imports.import(FIRST, &name, ty);
    }
    Ok(imports)
}

/// Puts functions into consecutive slots.
fn put(
    elements: &mut ElementSection,
    table: u32,
    offset: u32,
    functions: &[u32],
    numbers: &Numbers,
) -> Result<(), Elsewhere> {
    let functions: Vec<u32> = functions
        .iter()
        .map(|function| numbers.of(*function))
        .collect::<Result<_, _>>()?;
    let table = (table != 0).then_some(table);
    let functions = Elements::Functions(functions.into());
    elements.active(table, &ConstExpr::i32_const(offset as i32), functions);
    Ok(())
}

/// The doors' slots, and those of the rest's functions that were in the table anyway.
fn rest_elements(module: &Module<'_>, plan: &Plan, numbers: &Numbers) -> Outcome<ElementSection> {
    let mut elements = ElementSection::new();
    put(&mut elements, TABLE, plan.slot, &plan.doors, numbers)?;
    let is_rest = |function: &u32| plan.rest.binary_search(function).is_ok();
    for slots in module.slots()? {
        let mut offset = slots.offset;
        for run in slots.functions.chunk_by(|a, b| is_rest(a) == is_rest(b)) {
            if is_rest(&run[0]) {
                put(&mut elements, slots.table, offset, run, numbers)?;
            }
            offset += run.len() as u32;
        }
    }
    Ok(elements)
}

/// The data that is there from the start, and what comes with the rest.
fn share_data<'a>(data: &[Segment<'a>], ran: &Ran) -> (Vec<Segment<'a>>, Vec<Segment<'a>>) {
    let (mut kept, mut moved) = (Vec::new(), Vec::new());
    let mut ranges = ran.data.clone();
    ranges.sort_unstable_by_key(|range| range.start);
    for segment in data {
        let mut left = *segment;
        for range in &ranges {
            let end = left.address + left.bytes.len() as u32;
            let (from, to) = (range.start.max(left.address), range.end.min(end));
            if from >= to {
                continue;
            }
            let (before, rest) = left.bytes.split_at((from - left.address) as usize);
            let (inside, after) = rest.split_at((to - from) as usize);
            kept.push(Segment {
                bytes: before,
                ..left
            });
            moved.push(Segment {
                address: from,
                bytes: inside,
            });
            left = Segment {
                address: to,
                bytes: after,
            };
        }
        kept.push(left);
    }
    kept.retain(|segment| !segment.bytes.is_empty());
    (kept, moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{DataSegment, DataSegmentMode, MemoryType, RefType, TableType};

    /// Function 0 brings the rest; 1 calls 2 and is exported; 2 calls 3; 3 reads memory at `address`; 4 stands in the table.
    fn sample(address: i32) -> Vec<u8> {
        let mut sections = Sections::default();
        sections.types.ty().function([], []);
        sections.types.ty().function([ValType::I32], [ValType::I32]);
        sections
            .imports
            .import("page", "bringRest_123", EntityType::Function(0));
        let bodies: [&[Instruction]; 4] = [
            &[Instruction::LocalGet(0), Instruction::Call(2)],
            &[
                Instruction::LocalGet(0),
                Instruction::Call(3),
                Instruction::Call(3),
            ],
            &[
                Instruction::I32Const(address),
                Instruction::LocalGet(0),
                Instruction::I32Add,
            ],
            &[
                Instruction::LocalGet(0),
                Instruction::Call(1),
                Instruction::Call(2),
            ],
        ];
        for body in bodies {
            sections.functions.function(1);
            let mut function = Function::new([]);
            for instruction in body {
                function.instruction(instruction);
            }
            function.instruction(&Instruction::End);
            sections.code.function(&function);
        }
        sections.tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: Some(2),
            shared: false,
        });
        sections.memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        sections.exports.export("run", ExportKind::Func, 1);
        let functions = Elements::Functions(vec![1, 4].into());
        sections
            .elements
            .active(None, &ConstExpr::i32_const(0), functions);
        sections.data.segment(DataSegment {
            mode: DataSegmentMode::Active {
                memory_index: 0,
                offset: &ConstExpr::i32_const(1024),
            },
            data: *b"first and the rest",
        });
        sections.module()
    }

    fn halves(bytes: &[u8], profile: &str) -> Outcome<Halves> {
        let module = Module::read(bytes)?;
        let halves = cut(&module, &Ran::read(profile, &module)?)?;
        for half in [&halves.first, &halves.rest] {
            wasmparser::Validator::new().validate_all(half)?;
        }
        Ok(halves)
    }

    #[test]
    fn what_ran_is_first_and_has_doors_to_the_rest() {
        let halves = halves(&sample(0), "1\n").expect("it can be cut");
        // Function 3 is smaller than a door, but only the rest calls it.
        assert_eq!(
            (halves.functions_first, halves.functions_rest, halves.doors),
            (1, 3, 2)
        );
        let first = Module::read(&halves.first).expect("readable");
        // Two slots of its own, two for doors, one for a bridge; the flag.
        assert_eq!((first.tables[0].ty.initial, first.globals.len()), (5, 1));
        assert_eq!(
            first.slots().expect("readable")[0].functions,
            [1, 3],
            "function 4 has a door there"
        );
        let rest = Parts::of(&halves.rest);
        assert_eq!(
            rest.slots,
            [(2, 2), (1, 1)],
            "the doors' slots, then that of function 4"
        );
    }

    #[test]
    fn small_functions_need_no_door() {
        let halves = halves(&sample(0), "1\n2\n").expect("it can be cut");
        assert_eq!(
            (halves.functions_first, halves.functions_rest, halves.doors),
            (3, 1, 1)
        );
    }

    #[test]
    fn data_comes_with_the_half_that_reads_it() {
        let halves = halves(&sample(1034), "data 1034 3\n1\n").expect("it can be cut");
        let first = Module::read(&halves.first).expect("readable");
        let segments = first
            .data
            .iter()
            .map(|segment| (segment.address, segment.bytes));
        assert_eq!(
            segments.collect::<Vec<_>>(),
            [(1024, &b"first and "[..]), (1037, b" rest")]
        );
        assert_eq!(Parts::of(&halves.rest).data, [(1034, b"the".to_vec())]);
    }

    #[test]
    fn data_that_the_first_half_reads_cannot_wait() {
        let Err(error) = halves(&sample(1034), "data 1034 3\n1\n2\n3\n") else {
            panic!("it was cut");
        };
        assert!(error.to_string().contains("reads data"), "{error}");
    }

    #[test]
    fn a_profile_of_another_module_is_refused() {
        assert!(halves(&sample(0), "99\n").is_err());
        assert!(halves(&sample(0), "what\n").is_err());
        assert!(halves(&sample(0), "data 1 4294967295\n").is_err());
    }

    #[test]
    fn marks_are_exported_for_each_function() {
        let bytes = sample(0);
        let marked = crate::mark::marked(&Module::read(&bytes).expect("readable"))
            .expect("it can be marked");
        wasmparser::Validator::new()
            .validate_all(&marked)
            .expect("valid");
        let marked = Module::read(&marked).expect("readable");
        let names: Vec<_> = marked.exports.iter().map(|export| export.name).collect();
        assert_eq!(names, ["run", "ran 1", "ran 2", "ran 3", "ran 4"]);
    }

    /// What the rest puts where: it imports more than functions, so it is no `Module`.
    struct Parts {
        slots: Vec<(u32, usize)>,
        data: Vec<(u32, Vec<u8>)>,
    }

    impl Parts {
        fn of(bytes: &[u8]) -> Parts {
            let (mut slots, mut data) = (Vec::new(), Vec::new());
            for payload in wasmparser::Parser::new(0).parse_all(bytes) {
                match payload.expect("readable") {
                    wasmparser::Payload::ElementSection(section) => {
                        for element in section {
                            let run = crate::module::slots(&element.expect("readable"))
                                .expect("of functions");
                            slots.push((run.offset, run.functions.len()));
                        }
                    }
                    wasmparser::Payload::DataSection(section) => {
                        for segment in section {
                            let segment = crate::module::segment(&segment.expect("readable"))
                                .expect("at its place");
                            data.push((segment.address, segment.bytes.to_vec()));
                        }
                    }
                    _ => {}
                }
            }
            Parts { slots, data }
        }
    }
}

//! A module that tells which of its functions have run: each sets an exported global of its own, `ran NUMBER`.

use wasm_encoder::reencode::{Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType,
    Instruction, ValType,
};
use wasmparser::FunctionBody;

use crate::Outcome;
use crate::module::Module;
use crate::sections::{Same, Sections};

pub fn marked(module: &Module<'_>) -> Outcome<Vec<u8>> {
    let mut sections = Sections::of(module)?;
    let first_mark = module.globals.len() as u32;
    sections.globals = globals(module)?;
    sections.exports = exports(module, first_mark)?;
    sections.code = CodeSection::new();
    for (number, body) in module.bodies.iter().enumerate() {
        sections
            .code
            .function(&with_mark(body, first_mark + number as u32)?);
    }
    Ok(sections.module())
}

fn globals(module: &Module<'_>) -> Outcome<GlobalSection> {
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        utils::parse_global(&mut Same, &mut globals, global.clone())?;
    }
    let mark = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    for _ in &module.bodies {
        globals.global(mark, &ConstExpr::i32_const(0));
    }
    Ok(globals)
}

fn exports(module: &Module<'_>, first_mark: u32) -> Outcome<ExportSection> {
    let mut exports = ExportSection::new();
    for export in &module.exports {
        utils::parse_export(&mut Same, &mut exports, *export)?;
    }
    for (number, function) in module.defined().enumerate() {
        exports.export(
            &format!("ran {function}"),
            ExportKind::Global,
            first_mark + number as u32,
        );
    }
    Ok(exports)
}

fn with_mark(body: &FunctionBody<'_>, mark: u32) -> Outcome<Function> {
    let mut function = Same.new_function_with_parsed_locals(body)?;
    function.instruction(&Instruction::I32Const(1));
    function.instruction(&Instruction::GlobalSet(mark));
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        function.instruction(&Same.parse_instruction(&mut reader)?);
    }
    Ok(function)
}

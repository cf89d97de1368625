//! A module that is written, section by section.

use wasm_encoder::reencode::{Reencode, utils};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, ExportSection, FunctionSection,
    GlobalSection, ImportSection, MemorySection, StartSection, TableSection, TypeSection,
};

use crate::Outcome;
use crate::module::{Module, Segment};

pub fn data_section(data: &[Segment<'_>]) -> DataSection {
    let mut section = DataSection::new();
    for segment in data {
        let address = ConstExpr::i32_const(segment.address as i32);
        section.active(0, &address, segment.bytes.iter().copied());
    }
    section
}

pub fn types(module: &Module<'_>) -> Outcome<TypeSection> {
    let mut types = TypeSection::new();
    utils::parse_type_section(&mut Same, &mut types, module.types.clone())?;
    Ok(types)
}

/// All sections, in the order in which they are written.
#[derive(Default)]
pub struct Sections {
    pub types: TypeSection,
    pub imports: ImportSection,
    pub functions: FunctionSection,
    pub tables: TableSection,
    pub memories: MemorySection,
    pub globals: GlobalSection,
    pub exports: ExportSection,
    pub start: Option<u32>,
    pub elements: ElementSection,
    pub code: CodeSection,
    pub data: DataSection,
}

impl Sections {
    /// Everything as it is in `module`.
    pub fn of(module: &Module<'_>) -> Outcome<Sections> {
        let mut sections = Sections {
            types: types(module)?,
            start: module.start,
            data: data_section(&module.data),
            ..Sections::default()
        };
        for import in &module.imports {
            utils::parse_import(&mut Same, &mut sections.imports, *import)?;
        }
        for ty in &module.functions[module.imported_functions as usize..] {
            sections.functions.function(*ty);
        }
        for table in &module.tables {
            utils::parse_table(&mut Same, &mut sections.tables, table.clone())?;
        }
        for memory in &module.memories {
            sections.memories.memory(Same.memory_type(*memory)?);
        }
        for global in &module.globals {
            utils::parse_global(&mut Same, &mut sections.globals, global.clone())?;
        }
        for export in &module.exports {
            utils::parse_export(&mut Same, &mut sections.exports, *export)?;
        }
        for element in &module.elements {
            utils::parse_element(&mut Same, &mut sections.elements, element.clone())?;
        }
        for body in &module.bodies {
            utils::parse_function_body(&mut Same, &mut sections.code, body.clone())?;
        }
        Ok(sections)
    }

    pub fn module(&self) -> Vec<u8> {
        let mut module = wasm_encoder::Module::new();
        module
            .section(&self.types)
            .section(&self.imports)
            .section(&self.functions);
        if !self.tables.is_empty() {
            module.section(&self.tables);
        }
        if !self.memories.is_empty() {
            module.section(&self.memories);
        }
        module.section(&self.globals).section(&self.exports);
        if let Some(function_index) = self.start {
            module.section(&StartSection { function_index });
        }
        module
            .section(&self.elements)
            .section(&self.code)
            .section(&self.data);
        module.finish()
    }
}

/// Writes everything as it was.
pub struct Same;

impl Reencode for Same {
    type Error = std::convert::Infallible;
}

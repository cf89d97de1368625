//! A wasm module taken apart as far as cutting it needs.
//!
//! Refuses what rustc and wasm-bindgen do not make and what would have to be thought about (passive segments, function
//! references in code), so that a change of theirs ends the build rather than the page.

use std::ops::Range;

use wasmparser::{
    Data, DataKind, Element, ElementItems, ElementKind, Export, FuncType, FunctionBody, Global,
    Import, MemoryType, Operator, Parser, Payload, Table, TypeRef, TypeSectionReader,
};

use crate::Outcome;

/// The import that brings the rest in: `crate/src/wasm/rest.rs`. wasm-bindgen adds a digest to its name.
const BRING: &str = "bringRest";

pub struct Module<'a> {
    pub types: TypeSectionReader<'a>,
    pub signatures: Vec<FuncType>,
    pub imports: Vec<Import<'a>>,
    pub imported_functions: u32,
    /// Types of all functions, imported ones first.
    pub functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: Vec<Export<'a>>,
    pub start: Option<u32>,
    pub elements: Vec<Element<'a>>,
    /// Of the functions that are not imported.
    pub bodies: Vec<FunctionBody<'a>>,
    pub data: Vec<Segment<'a>>,
    /// Index of the import that brings the rest in, if there is one.
    pub bring: Option<u32>,
}

/// Bytes that are in memory from the start.
#[derive(Clone, Copy)]
pub struct Segment<'a> {
    pub address: u32,
    pub bytes: &'a [u8],
}

/// A run of a table's functions.
pub struct Slots {
    pub table: u32,
    pub offset: u32,
    pub functions: Vec<u32>,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Outcome<Module<'a>> {
        let mut types = None;
        let mut module = Parts::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(section) => types = Some(section),
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        module.import(import?)?;
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        module.functions.push(ty?);
                    }
                }
                Payload::TableSection(section) => {
                    module.tables = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::MemorySection(section) => {
                    module.memories = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::GlobalSection(section) => {
                    module.globals = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ExportSection(section) => {
                    module.exports = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::ElementSection(section) => {
                    module.elements = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::DataSection(section) => {
                    for data in section {
                        module.data.push(segment(&data?)?);
                    }
                }
                Payload::StartSection { func, .. } => module.start = Some(func),
                Payload::CodeSectionEntry(body) => module.bodies.push(body),
                Payload::Version { .. }
                | Payload::DataCountSection { .. }
                | Payload::CodeSectionStart { .. }
                | Payload::CustomSection(_)
                | Payload::End(_) => {}
                other => return Err(format!("a section that is not expected: {other:?}").into()),
            }
        }
        module.into_module(types.ok_or("a module without types")?)
    }

    pub fn body(&self, function: u32) -> &FunctionBody<'a> {
        &self.bodies[(function - self.imported_functions) as usize]
    }

    /// All functions that have a body here.
    pub fn defined(&self) -> impl Iterator<Item = u32> + use<> {
        self.imported_functions..self.functions.len() as u32
    }

    pub fn signature(&self, function: u32) -> &FuncType {
        &self.signatures[self.functions[function as usize] as usize]
    }

    /// The functions that a function names.
    pub fn named_by(&self, function: u32) -> Outcome<Vec<u32>> {
        let mut named = Vec::new();
        for operator in self.body(function).get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    named.push(function_index);
                }
                Operator::RefFunc { .. }
                | Operator::MemoryInit { .. }
                | Operator::DataDrop { .. } => {
                    return Err(format!("function {function} does what cannot be cut").into());
                }
                _ => {}
            }
        }
        named.sort_unstable();
        named.dedup();
        Ok(named)
    }

    /// Whether a function has an address in one of these ranges among its constants.
    pub fn names_data(&self, function: u32, ranges: &[Range<u32>]) -> Outcome<bool> {
        let is_inside = |address: u64| {
            ranges
                .iter()
                .any(|range| (u64::from(range.start)..u64::from(range.end)).contains(&address))
        };
        for operator in self.body(function).get_operators_reader()? {
            let address = match operator? {
                Operator::I32Const { value } => u64::from(value as u32),
                Operator::I32Load { memarg }
                | Operator::I32Load8U { memarg }
                | Operator::I32Load16U { memarg }
                | Operator::I64Load { memarg } => memarg.offset,
                _ => continue,
            };
            if is_inside(address) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What stands in tables from the start.
    pub fn slots(&self) -> Outcome<Vec<Slots>> {
        self.elements.iter().map(slots).collect()
    }
}

#[derive(Default)]
struct Parts<'a> {
    imports: Vec<Import<'a>>,
    functions: Vec<u32>,
    tables: Vec<Table<'a>>,
    memories: Vec<MemoryType>,
    globals: Vec<Global<'a>>,
    exports: Vec<Export<'a>>,
    start: Option<u32>,
    elements: Vec<Element<'a>>,
    bodies: Vec<FunctionBody<'a>>,
    data: Vec<Segment<'a>>,
    bring: Option<u32>,
}

impl<'a> Parts<'a> {
    fn import(&mut self, import: Import<'a>) -> Outcome<()> {
        let TypeRef::Func(ty) = import.ty else {
            return Err(format!("import {} is no function", import.name).into());
        };
        if import.name.contains(BRING) {
            self.bring = Some(self.functions.len() as u32);
        }
        self.functions.push(ty);
        self.imports.push(import);
        Ok(())
    }

    fn into_module(self, types: TypeSectionReader<'a>) -> Outcome<Module<'a>> {
        let signatures = types.clone().into_iter_err_on_gc_types();
        Ok(Module {
            signatures: signatures.collect::<Result<_, _>>()?,
            types,
            imported_functions: self.imports.len() as u32,
            imports: self.imports,
            functions: self.functions,
            tables: self.tables,
            memories: self.memories,
            globals: self.globals,
            exports: self.exports,
            start: self.start,
            elements: self.elements,
            bodies: self.bodies,
            data: self.data,
            bring: self.bring,
        })
    }
}

pub fn segment<'a>(data: &Data<'a>) -> Outcome<Segment<'a>> {
    match &data.kind {
        DataKind::Active {
            memory_index: 0,
            offset_expr,
        } => Ok(Segment {
            address: constant(offset_expr)?,
            bytes: data.data,
        }),
        _ => Err("a data segment that is not at a fixed place".into()),
    }
}

pub fn slots(element: &Element<'_>) -> Outcome<Slots> {
    let ElementKind::Active {
        table_index,
        offset_expr,
    } = &element.kind
    else {
        return Err("table elements that are not at a fixed place".into());
    };
    let ElementItems::Functions(functions) = &element.items else {
        return Err("table elements that are no functions".into());
    };
    Ok(Slots {
        table: table_index.unwrap_or(0),
        offset: constant(offset_expr)?,
        functions: functions.clone().into_iter().collect::<Result<_, _>>()?,
    })
}

fn constant(expression: &wasmparser::ConstExpr<'_>) -> Outcome<u32> {
    let mut operators = expression.get_operators_reader().into_iter();
    match (operators.next().transpose()?, operators.next().transpose()?) {
        (Some(Operator::I32Const { value }), Some(Operator::End)) => Ok(value as u32),
        _ => Err("an address that is no constant".into()),
    }
}

//! The records that the source files of a node define.

use std::collections::BTreeMap;
use std::rc::Rc;

use builtin::compiler::Files;
use syntax::ast::FormKind;
use syntax::preprocess::{Options, parse_module};

/// Modules of the library that have their records from a header: what stands for their source.
const FROM_HEADERS: &[(&str, &str)] =
    &[("file.erl", "-include_lib(\"kernel/include/file.hrl\").\n")];

/// The records that a file defines, in its order: name and attribute.
pub fn records(files: &BTreeMap<String, Rc<str>>, name: &str) -> Option<Vec<(String, String)>> {
    let of_library = || {
        let found = FROM_HEADERS.iter().find(|(module, _)| *module == name);
        found.map(|(_, text)| *text)
    };
    let text = files.get(name).map(|text| &**text).or_else(of_library)?;
    let parsed = parse_module(name, text.as_bytes(), &Files(files), &Options::default());
    let records = parsed
        .module
        .forms
        .iter()
        .filter_map(|form| match &form.kind {
            FormKind::Record(record) => {
                Some((record.name.to_string(), super::source_text::record(record)))
            }
            _ => None,
        });
    Some(records.collect())
}

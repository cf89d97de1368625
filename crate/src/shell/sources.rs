//! The records that the source files of a node define.

use std::collections::BTreeMap;
use std::rc::Rc;

use builtin::compiler::Files;
use syntax::ast::FormKind;
use syntax::preprocess::{Options, parse_module};

/// The records that a file defines, in its order: name and attribute.
pub fn records(files: &BTreeMap<String, Rc<str>>, name: &str) -> Option<Vec<(String, String)>> {
    let text = files.get(name)?;
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

//! The tables of a moment, as the page draws them.

use serde::Serialize;

use super::State;
use super::journal::{pid_text, table_text, term_text};
use process::Node;
use table::{Kind, Protection, Table};

/// Rows shown of one table.
const ROWS_MAX: usize = 200;
/// Characters of a row, and of its key.
const ROW_CHARS_MAX: usize = 500;

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableView {
    pub id: String,
    pub node: String,
    pub name: String,
    pub named: bool,
    pub owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heir: Option<String>,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub protection: &'static str,
    pub keypos: usize,
    pub size: usize,
    pub fixed: bool,
    pub rows: Vec<RowView>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowView {
    pub key: String,
    pub text: String,
}

/// All tables, node by node, in order of creation.
pub fn tables(state: &State) -> Vec<TableView> {
    let view = |node| move |table| view(node, table);
    state
        .nodes
        .iter()
        .flat_map(|node| node.tables.iter().map(view(node)))
        .collect()
}

fn view(node: &Node, table: &Table) -> TableView {
    let options = &table.options;
    let row_view = |row| {
        let (key_heap, key) = table.key_of(row);
        let (heap, tuple) = table.row(row);
        RowView {
            key: term_text(node, key_heap, key, ROW_CHARS_MAX),
            text: term_text(node, heap, tuple, ROW_CHARS_MAX),
        }
    };
    TableView {
        id: table_text(table.label),
        node: node.name.text().into(),
        name: table.label.name.text().into(),
        named: table.label.is_named,
        owner: pid_text(table.owner),
        heir: options.heir.as_ref().map(|heir| pid_text(heir.process)),
        kind: match options.kind {
            Kind::Set => "set",
            Kind::OrderedSet => "ordered_set",
            Kind::Bag => "bag",
            Kind::DuplicateBag => "duplicate_bag",
        },
        protection: match options.protection {
            Protection::Public => "public",
            Protection::Protected => "protected",
            Protection::Private => "private",
        },
        keypos: options.key_position + 1,
        size: table.size(),
        fixed: table.is_fixed(),
        rows: table.live_rows().take(ROWS_MAX).map(row_view).collect(),
    }
}

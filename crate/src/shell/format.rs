//! Values, exceptions and crash reports as the shell shows them.

use crate::process::scheduler::Crash;
use crate::process::{Ctx, Node};
use crate::syntax::ast::RecordDef;
use crate::term::print::{PrettyOptions, pretty};
use crate::term::{Atom, Term};

/// The field names of a record with this name and size.
fn field_names(records: &[RecordDef], name: Atom, fields: usize) -> Option<Vec<Atom>> {
    let record = records
        .iter()
        .find(|record| &*record.name == name.text() && record.fields.len() == fields)?;
    record
        .fields
        .iter()
        .map(|field| Atom::try_intern(&field.name).ok())
        .collect()
}

/// A result of the shell.
pub fn value(ctx: &Ctx<'_>, value: Term, records: &[RecordDef]) -> String {
    let fields = |name: Atom, count: usize| field_names(records, name, count);
    pretty(&ctx.heap, value, &PrettyOptions::shell(ctx.node, &fields))
}

/// A value as `~p` prints it.
pub fn pretty_text(ctx: &Ctx<'_>, value: Term) -> String {
    pretty(&ctx.heap, value, &PrettyOptions::new(ctx.node))
}

/// An exception, from `** exception` on.
pub fn exception(
    ctx: &Ctx<'_>,
    class: Term,
    reason: Term,
    _stacktrace: Term,
    _records: &[RecordDef],
) -> String {
    let text = pretty(&ctx.heap, reason, &PrettyOptions::new(ctx.node));
    format!("** exception {}: {text}", ctx.write(class))
}

/// What the logger prints about a crashed process.
pub fn crash_report(node: &Node, _wall_us: u64, crash: &Crash) -> String {
    let reason = crash.reason.root();
    let text = pretty(crash.reason.heap(), reason, &PrettyOptions::new(node));
    format!(
        "=ERROR REPORT==== ===\nError in process <0.{}.0> with exit value:\n{text}\n",
        crash.process
    )
}

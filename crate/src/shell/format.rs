//! Values, exceptions and crash reports as the shell shows them.

use compile::auto;
use process::scheduler::Crash;
use process::{Ctx, Node};
use syntax::ast::RecordDef;
use term::print::exception::{ExceptionOptions, format_exception};
use term::print::{PrettyOptions, pretty, report};
use term::{Atom, Term, atom};

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

/// A result of the shell that starts at `column`.
pub fn value(ctx: &Ctx<'_>, value: Term, records: &[RecordDef], column: usize) -> String {
    let fields = |name: Atom, count: usize| field_names(records, name, count);
    let options = PrettyOptions {
        column,
        ..PrettyOptions::shell(ctx.node, &fields)
    };
    pretty(&ctx.heap, value, &options)
}

/// The same, whole.
pub fn full_value(ctx: &Ctx<'_>, value: Term, records: &[RecordDef]) -> String {
    let fields = |name: Atom, count: usize| field_names(records, name, count);
    let options = PrettyOptions {
        depth: None,
        ..PrettyOptions::shell(ctx.node, &fields)
    };
    pretty(&ctx.heap, value, &options)
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
    stacktrace: Term,
    records: &[RecordDef],
    stars: &str,
) -> String {
    let fields = |name: Atom, count: usize| field_names(records, name, count);
    let pretty = PrettyOptions::shell(ctx.node, &fields);
    let options = ExceptionOptions {
        column: stars.len() + 2,
        ..ExceptionOptions::shell(pretty, &auto::is_auto_imported)
    };
    let class = class.as_atom().unwrap_or(atom::ERROR);
    let text = format_exception(&ctx.heap, class, reason, stacktrace, &options);
    format!("{stars} {text}")
}

/// What the logger prints about a crashed process.
pub fn crash_report(node: &Node, wall_us: u64, crash: &Crash) -> String {
    let pid = Term::local_pid(crash.process);
    let name = node.is_distributed().then(|| node.name.text());
    report::crash(
        crash.reason.heap(),
        wall_us,
        pid,
        name,
        crash.reason.root(),
        node,
    )
}

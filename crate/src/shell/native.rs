//! Module `shell_native`: the functions that `crate/otp/shell.erl` calls. Not in OTP.

use std::rc::Rc;

use super::{format, history, prepare, rewrite, source_text, sources};
use builtin::{abstract_forms, arguments, builtins, console};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use syntax::ast::{Expr, ExprKind, FormKind, Name, Pos, RecordDef};
use syntax::input::{self, Input};
use syntax::scanner::Names;
use term::heap::Fun;
use term::{Atom, Term, atom};

builtins! {
    "binding"/3 Linear pure = binding;
    "command_text"/2 Linear pure = command_text;
    "directory"/0 Constant effect = |ctx, _| Ok(ctx.heap.string("/home/learner"));
    "exception"/4 Linear pure = exception;
    "exception"/5 Linear pure = exception;
    "expand"/3 Linear pure = expand;
    "file_records"/1 Linear effect = file_records;
    "full_value"/2 Linear pure = full_value;
    "help"/0 Linear effect = |ctx, _| chars(ctx, include_str!("help.txt"));
    "form_text"/1 Linear pure = form_text;
    "form_text"/2 Linear pure = form_text;
    "fun2ms"/2 Linear effect = fun2ms;
    "is_bound"/1 Constant pure = |_, args| Ok(Term::bool(args[0] != Term::NONE));
    "parse"/1 Linear pure = parse;
    "prepare"/4 Linear effect = prepare;
    "pretty"/1 Linear pure = pretty;
    "scan"/2 Linear pure = scan;
    "value"/2 Linear pure = value;
    "value_name"/1 Constant pure = value_name;
    "value"/3 Linear pure = value;
}

/// `form_text(Form)`: a function or record in the abstract format as source text; `form_text(Function, Column)`: the body of its first
/// clause, or its guard if there is one. `none` for other forms.
fn form_text(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let forms = ctx.heap.list(&args[..1]);
    let (module, _) =
        abstract_forms::module(&ctx.heap, forms, "nofile").map_err(|_| Trap::badarg())?;
    let column = args
        .get(1)
        .map_or(Ok(0), |&column| arguments::size(column))?;
    let text = match module.forms.first().map(|form| &form.kind) {
        Some(FormKind::Function(function)) if args.len() == 1 => source_text::function(function),
        Some(FormKind::Function(function)) => match function.clauses.first() {
            Some(clause) if clause.guard.is_empty() => source_text::exprs(&clause.body, column),
            Some(clause) => source_text::guard(clause, column),
            None => return Err(Trap::badarg()),
        },
        Some(FormKind::Record(record)) => source_text::record(record),
        _ => return Ok(Atom::intern("none").into()),
    };
    ctx.charge(text.len());
    ctx.reserve(text.len() * 2)?;
    chars(ctx, &text)
}

/// A name as an atom; the compiler has made all that it saw, so the table has room or the form is refused.
fn name(name: &Name) -> Result<Term, Trap> {
    Atom::try_intern(name)
        .map(Term::from)
        .map_err(|_| Trap::system_limit())
}

fn names(ctx: &mut Ctx<'_>, all: &[Name]) -> NativeResult {
    let all = all.iter().map(name).collect::<Result<Vec<Term>, Trap>>()?;
    Ok(ctx.heap.list(&all))
}

/// Record definitions from a list of `{Name, Text}`.
fn records(ctx: &Ctx<'_>, term: Term) -> Result<Vec<RecordDef>, Trap> {
    let mut found = Vec::new();
    for record in arguments::list(ctx, term)? {
        let [_, text] = ctx.heap.as_tuple(record).ok_or_else(Trap::badarg)?;
        found.extend(prepare::record(&console::text(ctx, text)?));
    }
    Ok(found)
}

/// `scan(Text, Eof) -> more | {done, Form, Rest} | {error, Complaint, Rest}`: what typed text starts with. Form is a binary.
fn scan(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    let eof = args[1] == Term::bool(true);
    ctx.charge(text.len() * 8);
    ctx.reserve(text.len() * 4)?;
    match input::read(&text, &mut Names::default()) {
        Input::Complete { consumed, .. } => {
            let form = ctx.heap.binary(&text.as_bytes()[..consumed]);
            let rest = ctx.heap.string(&text[consumed..]);
            Ok(ctx.heap.tuple(&[Atom::intern("done").into(), form, rest]))
        }
        Input::Wrong { error, consumed } => {
            let complaint = ctx
                .heap
                .string(&prepare::complaint(error.pos, &error.message()));
            let rest = ctx.heap.string(&text[consumed..]);
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, rest]))
        }
        Input::Incomplete if eof => {
            let complaint = ctx.heap.string(&prepare::unfinished(&text));
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, Term::NIL]))
        }
        Input::Incomplete => Ok(Atom::intern("more").into()),
    }
}

/// `parse(Form) -> {ok, Count} | {error, Complaint}`: the number of its top-level expressions.
fn parse(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    ctx.charge(text.len() * 16);
    match prepare::parse(&text) {
        Ok(exprs) => Ok(ctx.heap.tuple(&[atom::OK.into(), Term::size(exprs.len())])),
        Err(complaint) => {
            let complaint = ctx.heap.string(&complaint);
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint]))
        }
    }
}

/// `prepare(Form, Index, Bound, Records) -> {ok, Fun, Params, Bindings} | {command, Forget} | {error, Complaint, Reason}`;
/// Forget is a variable's name, or `all`.
fn prepare(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = console::text(ctx, args[0])?;
    let index = arguments::size(args[1])?;
    let bound: Vec<Name> = arguments::list(ctx, args[2])?
        .into_iter()
        .map(|term| arguments::atom(term).map(|name| name.text().into()))
        .collect::<Result<_, _>>()?;
    let records = records(ctx, args[3])?;
    ctx.charge(text.len() * 64);
    if index == 0 {
        // What this line starts bears its number.
        ctx.node.lines += 1;
        ctx.process.line = ctx.node.lines;
    }
    if let Some(forgotten) = prepare::forgets(&text, index) {
        let what = forgotten.map_or(Ok(atom::ALL.into()), |variable| name(&variable))?;
        return Ok(ctx.heap.tuple(&[Atom::intern("command").into(), what]));
    }
    match prepare::prepare(&text, index, &bound, &records) {
        Ok(prepared) => {
            let (params, bindings) = (
                names(ctx, &prepared.params)?,
                names(ctx, &prepared.bindings)?,
            );
            let instance = ctx.node.code.load_anonymous(Rc::new(prepared.module));
            let fun = ctx.heap.fun(
                instance,
                prepared.fun,
                prepared.params.len() as u32,
                std::iter::empty(),
            );
            Ok(ctx.heap.tuple(&[atom::OK.into(), fun, params, bindings]))
        }
        Err(refused) => {
            let complaint = ctx.heap.string(&refused.text);
            let reason = match &refused.reason {
                prepare::Reason::Unbound(variable) => {
                    let variable = name(variable)?;
                    ctx.heap
                        .tuple(&[Atom::intern("unbound_var").into(), variable])
                }
                prepare::Reason::UndefinedRecord(record) => {
                    let record = name(record)?;
                    ctx.heap
                        .tuple(&[Atom::intern("undefined_record").into(), record])
                }
                prepare::Reason::Other(reason) => Atom::intern(reason).into(),
            };
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint, reason]))
        }
    }
}

/// `value_name(Number) -> Name`: the variable that stands for the result of command Number.
fn value_name(_: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    name(&rewrite::value_variable(arguments::small(args[0])?))
}

/// `value(Value, Records [, Column]) -> Chars`: as the shell prints a result that starts at this column, 1 by default.
fn value(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[1])?;
    let column = args
        .get(2)
        .map_or(Ok(1), |column| arguments::size(*column))?;
    let text = format::value(ctx, args[0], &records, column);
    chars(ctx, &text)
}

/// `full_value(Value, Records) -> Chars`: as `rp(Value)` prints it, however deep.
fn full_value(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[1])?;
    let text = format::full_value(ctx, args[0], &records);
    chars(ctx, &text)
}

/// `binding(Name, Value, Records) -> Chars`: a line of `b()`.
fn binding(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[2])?;
    let name = arguments::atom(args[0])?.text();
    let text = if let Some(fun) = fun_source(ctx, args[1]) {
        let pattern = Expr::new(fun.pos, ExprKind::Var(name.into()));
        let bound = ExprKind::Match {
            pattern: Box::new(pattern),
            value: Box::new(fun),
        };
        source_text::expression(&Expr::new(Pos::new(1, 1), bound), 0)
    } else {
        let value = format::value(ctx, args[1], &records, name.chars().count() + 4);
        format!("{name} = {value}")
    };
    chars(ctx, &text)
}

/// The expression of a fun that was typed into a shell.
fn fun_source(ctx: &Ctx<'_>, value: Term) -> Option<Expr> {
    let Fun::Local {
        instance, index, ..
    } = value.is_fun().then(|| ctx.heap.fun_parts(value))?
    else {
        return None;
    };
    let instance = ctx.node.code.instance(instance);
    prepare::typed_fun(&instance.module, index as usize)
}

/// `fun2ms(Module, Fun) -> {ok, Make, Args} | {error, Problem} | real`: for a fun that was typed into a shell, a fun that
/// makes `{Specification}` of what it has captured; Module is `ets` or `dbg`.
fn fun2ms(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let is_dbg = arguments::atom(args[0])?.text() == "dbg";
    let made = fun_source(ctx, args[1]).and_then(|fun| prepare::match_spec(&fun, is_dbg));
    let (module, index) = match made {
        None => return Ok(Atom::intern("real").into()),
        Some(Err(problem)) => {
            let problem = chars(ctx, &problem)?;
            return Ok(ctx.heap.tuple(&[atom::ERROR.into(), problem]));
        }
        Some(Ok(made)) => made,
    };
    let Fun::Local { free, .. } = ctx.heap.fun_parts(args[1]) else {
        return Err(Trap::badarg());
    };
    let captured: Vec<Term> = (0..free)
        .map(|position| ctx.heap.free_variable(args[1], position))
        .collect();
    let instance = ctx.node.code.load_anonymous(Rc::new(module));
    let make = ctx
        .heap
        .fun(instance, index, free as u32, std::iter::empty());
    let captured = ctx.heap.list(&captured);
    Ok(ctx.heap.tuple(&[atom::OK.into(), make, captured]))
}

/// `command_text(Number, Form) -> Chars`: a command as `h()` shows it.
fn command_text(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let number = arguments::size(args[0])?;
    let form = console::text(ctx, args[1])?;
    let head = format!("{number}: ");
    let body = prepare::parse(&form).map_or_else(
        |_| form.trim().to_string(),
        |exprs| source_text::exprs(&exprs, head.len()),
    );
    chars(ctx, &format!("{head}{body}\n"))
}

/// `expand(Form, Number, History) -> {ok, Form, [{Number, Typed}]} | {error, Complaint}`: see [`history::expand`].
fn expand(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let form = console::text(ctx, args[0])?;
    let number = arguments::small(args[1])?;
    let mut earlier = Vec::new();
    for command in arguments::list(ctx, args[2])? {
        let [number, form] = ctx.heap.as_tuple(command).ok_or_else(Trap::badarg)?;
        earlier.push((arguments::small(number)?, form));
    }
    let command = |wanted: i64| {
        let (_, form) = earlier.iter().find(|(number, _)| *number == wanted)?;
        console::text(ctx, *form).ok().map(|text| text.to_string())
    };
    match history::expand(&form, number, command) {
        Ok(expanded) => {
            let mut values = Vec::new();
            for (absolute, typed) in expanded.values {
                let pair = [ctx.heap.integer(absolute), ctx.heap.integer(typed)];
                values.push(ctx.heap.tuple(&pair));
            }
            let values = ctx.heap.list(&values);
            let form = ctx.heap.binary(expanded.text.as_bytes());
            Ok(ctx.heap.tuple(&[atom::OK.into(), form, values]))
        }
        Err(complaint) => {
            let complaint = ctx.heap.string(&complaint);
            Ok(ctx.heap.tuple(&[atom::ERROR.into(), complaint]))
        }
    }
}

/// `file_records(FileName) -> {ok, [{Name, Text}]} | nofile`.
fn file_records(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let file = console::text(ctx, args[0])?;
    let Some(records) = sources::records(&ctx.node.files, &file) else {
        return Ok(Atom::intern("nofile").into());
    };
    let mut pairs = Vec::new();
    for (record, text) in &records {
        let record = name(&record.as_str().into())?;
        let text = chars(ctx, text)?;
        pairs.push(ctx.heap.tuple(&[record, text]));
    }
    let pairs = ctx.heap.list(&pairs);
    Ok(ctx.heap.tuple(&[atom::OK.into(), pairs]))
}

/// `pretty(Value) -> Chars`: as `~p`.
fn pretty(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let text = format::pretty_text(ctx, args[0]);
    chars(ctx, &text)
}

/// `exception(Class, Reason, Stacktrace, Records [, Caught]) -> Chars`: as the shell prints an exception; with one star if
/// it was caught and the evaluator goes on.
fn exception(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let records = records(ctx, args[3])?;
    let stars = if args.get(4) == Some(&Term::bool(true)) {
        "*"
    } else {
        "**"
    };
    let text = format::exception(ctx, args[0], args[1], args[2], &records, stars);
    chars(ctx, &text)
}

fn chars(ctx: &mut Ctx<'_>, text: &str) -> NativeResult {
    ctx.charge(text.len() * 4);
    ctx.reserve(text.len() * 2)?;
    Ok(ctx.heap.string(text))
}

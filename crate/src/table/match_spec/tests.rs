//! What the conformance cases cannot see: rows of other heaps, keys, cost and limits.

use std::cmp::Ordering;

use super::{Dialect, Env, Keys, MatchSpec, Row, Run, keeps_key};
use syntax::ast::{Expr, ExprKind, Int, UnaryOp};
use syntax::parser::parse_exprs;
use syntax::scanner::{Names, ScannedForm, Scanner};
use syntax::{ast::Pos, scanner};
use term::print::{NoNames, WriteOptions, write};
use term::{Atom, Heap, Term, atom, map};

/// The term that the text denotes.
fn term(heap: &mut Heap, text: &str) -> Term {
    let text = format!("{text}.\n");
    let mut scanner: scanner::Scanner<'_> = Scanner::new(&text, Pos::new(1, 1));
    let ScannedForm::Complete(tokens) = scanner.form(&mut Names::default()) else {
        panic!("{text}");
    };
    let exprs = parse_exprs(&tokens).unwrap_or_else(|error| panic!("{text}: {}", error.message));
    build(heap, &exprs[0])
}

fn build(heap: &mut Heap, expr: &Expr) -> Term {
    let all = |heap: &mut Heap, exprs: &[Expr]| -> Vec<Term> {
        exprs.iter().map(|expr| build(heap, expr)).collect()
    };
    match &expr.kind {
        ExprKind::Atom(name) => Atom::intern(name).into(),
        ExprKind::Integer(Int::Small(value)) => heap.integer(*value),
        ExprKind::Integer(Int::Big(value)) => heap.big(value),
        ExprKind::Float(value) => heap.float(*value),
        ExprKind::String(text) => heap.string(text),
        ExprKind::UnaryOp {
            op: UnaryOp::Minus,
            operand,
        } => {
            let value = build(heap, operand).as_small().unwrap_or_default();
            heap.integer(-value)
        }
        ExprKind::Nil => Term::NIL,
        ExprKind::List { elements, tail, .. } => {
            let items = all(heap, elements);
            let tail = tail.as_ref().map_or(Term::NIL, |tail| build(heap, tail));
            heap.list_with_tail(&items, tail)
        }
        ExprKind::Tuple(elements) => {
            let elements = all(heap, elements);
            heap.tuple(&elements)
        }
        ExprKind::MapCreate(fields) => {
            let mut pairs = Vec::new();
            for field in fields {
                pairs.push((build(heap, &field.key), build(heap, &field.value)));
            }
            map::from_pairs(heap, &pairs)
        }
        other => panic!("not a term: {other:?}"),
    }
}

fn compile(text: &str) -> MatchSpec {
    let mut heap = Heap::new();
    let spec = term(&mut heap, text);
    MatchSpec::compile(&heap, spec, Dialect::Table).unwrap_or_else(|problems| {
        panic!("{text}: {problems:?}");
    })
}

const ENV: Env = Env {
    me: Term::local_pid(7),
    node: atom::NONODE_NOHOST,
    caller: Term::NIL,
    caller_line: Term::NIL,
    control: None,
};

/// The result for a row of another heap, written into a heap that holds something else already.
fn select(spec: &str, row: &str) -> Option<String> {
    let spec = compile(spec);
    let mut rows = Heap::new();
    rows.string("something before");
    let row = term(&mut rows, row);
    let mut destination = Heap::new();
    destination.string("results before");
    let mut run = Run::new(&spec, ENV, usize::MAX);
    let result = run.row(Row::Of(&rows, row), &mut destination);
    // The row's heap is gone when the result is read.
    drop(rows);
    result
        .unwrap_or_else(|_| panic!("too large"))
        .map(|result| write(&destination, result, &WriteOptions::new(&NoNames)))
}

#[test]
fn results_are_copies_of_what_they_take_from_the_row() {
    let row = "{key, [1, {two, \"three\"} | four], 1.5, #{{a} => [b]}}";
    let select = |spec: &str| select(spec, row);
    assert_eq!(
        select("[{'_', [], ['$_']}]").as_deref(),
        Some("{key,[1,{two,[116,104,114,101,101]}|four],1.5,#{{a} => [b]}}")
    );
    assert_eq!(
        select("[{{'$1', ['_', '$2' | '_'], '$3', '_'}, [{'>', '$3', 1}], [{{'$2', '$1'}}]}]")
            .as_deref(),
        Some("{{two,[116,104,114,101,101]},key}")
    );
    assert_eq!(
        select("[{{'_', '_', '$9', '$2'}, [], ['$$']}]").as_deref(),
        Some("[#{{a} => [b]},1.5]")
    );
    assert_eq!(
        select("[{{'_', '_', '$1', '_'}, [], [[{'+', '$1', 1}, {element, 2, '$_'} | {{x}}]]}]")
            .as_deref(),
        Some("[2.5,[1,{two,[116,104,114,101,101]}|four]|{x}]")
    );
    assert_eq!(
        select("[{{'_', '_', '_', #{{a} => ['$1']}}, [], ['$1']}]").as_deref(),
        Some("b")
    );
    assert_eq!(
        select("[{'$1', [], [{map_get, {{a}}, {element, 4, '$1'}}]}]").as_deref(),
        Some("[b]")
    );
}

#[test]
fn a_clause_that_does_not_match_leaves_nothing_behind() {
    let spec = compile("[{{'$1', '$2'}, [{'<', {'+', '$2', 0.5}, 0}], [{{'$2'}}]}]");
    let mut rows = Heap::new();
    let row = term(&mut rows, "{a, 1.5}");
    let mut destination = Heap::new();
    let mut run = Run::new(&spec, ENV, usize::MAX);
    let result = run.row(Row::Of(&rows, row), &mut destination);
    assert_eq!(result, Ok(None));
    assert_eq!(destination.len(), 0);
    assert!(run.cost > 5);
}

#[test]
fn deep_terms_need_no_stack() {
    let mut heap = Heap::new();
    let (mut row, mut pattern) = (Term::NIL, Atom::intern("$1").into());
    for _ in 0..200_000 {
        row = heap.tuple(&[row]);
        pattern = heap.tuple(&[pattern]);
    }
    let guard = Term::NIL;
    let mut body = Term::NIL;
    for _ in 0..200_000 {
        body = heap.cons(body, Term::NIL);
    }
    let mut deep_call = Term::NIL;
    for _ in 0..200_000 {
        deep_call = heap.tuple(&[Atom::intern("hd").into(), deep_call]);
    }
    let body = heap.list(&[deep_call, body]);
    let clause = heap.tuple(&[pattern, guard, body]);
    let spec = heap.list(&[clause]);
    let compiled = MatchSpec::compile(&heap, spec, Dialect::Table).unwrap_or_else(|_| panic!());
    assert_eq!(compiled.keys(1), Keys::All);
    assert!(!keeps_key(&heap, spec, 1));
    let mut destination = Heap::new();
    let mut run = Run::new(&compiled, ENV, usize::MAX);
    let result = run.row(Row::Of(&heap, row), &mut destination);
    assert!(matches!(result, Ok(Some(_))));
}

#[test]
fn a_result_keeps_to_the_words_it_may_take() {
    let spec = compile("[{'_', [], [{{'$_', '$_', '$_', '$_', '$_', '$_', '$_', '$_'}}]}]");
    let mut rows = Heap::new();
    let row = term(&mut rows, "{[1, 2, 3, 4, 5, 6, 7, 8]}");
    let mut destination = Heap::new();
    assert!(
        Run::new(&spec, ENV, 60)
            .row(Row::Of(&rows, row), &mut destination)
            .is_err()
    );
    let mut destination = Heap::new();
    assert!(
        Run::new(&spec, ENV, 600)
            .row(Row::Of(&rows, row), &mut destination)
            .is_ok()
    );
}

#[test]
fn bound_keys_are_found() {
    let keys = |spec: &str, keypos: usize| {
        let spec = compile(spec);
        match spec.keys(keypos) {
            Keys::None => "none".to_string(),
            Keys::All => "all".into(),
            Keys::Some(keys) => keys
                .iter()
                .map(|&key| write(spec.heap(), key, &WriteOptions::new(&NoNames)))
                .collect::<Vec<_>>()
                .join(" "),
        }
    };
    assert_eq!(keys("[{{a, '$1'}, [], ['$1']}]", 1), "a");
    assert_eq!(keys("[{{a, '$1'}, [], ['$1']}]", 2), "all");
    assert_eq!(keys("[{{a, '$1'}, [], ['$1']}]", 3), "none");
    assert_eq!(keys("[{'$1', [], ['$1']}]", 1), "all");
    assert_eq!(keys("[{foo, [], [a]}]", 1), "none");
    assert_eq!(
        keys(
            "[{foo, [], [a]}, {{{x, \"y\"}}, [], [a]}, {{b}, [], [a]}]",
            1
        ),
        "{x,[121]} b"
    );
    assert_eq!(keys("[{{b}, [], [a]}, {{{b, '_'}}, [], [a]}]", 1), "all");
    // A map matches larger maps.
    assert_eq!(keys("[{{#{}}, [], [a]}]", 1), "all");
    assert!(
        compile("[{{[a, {b}], '_'}, [], ['$_']}]")
            .bound_key(1)
            .is_some()
    );
}

#[test]
fn partly_bound_keys_ask_for_a_range() {
    let spec = compile("[{{{a, 2, '$1', z}, '_'}, [], ['$_']}]");
    let place = |key: &str| {
        let mut heap = Heap::new();
        let key = term(&mut heap, key);
        spec.place(1, &heap, key)
    };
    assert_eq!(place("{a, 1, zzz, z}"), Ordering::Less);
    assert_eq!(place("{a, 2}"), Ordering::Less);
    assert_eq!(place("{a, 2.0, zzz, z}"), Ordering::Equal);
    assert_eq!(place("{a, 2, b, c}"), Ordering::Equal);
    assert_eq!(place("{a, 3, b, c}"), Ordering::Greater);
    assert_eq!(place("[]"), Ordering::Greater);
    let prefix = compile("[{{[1, 2 | '_']}, [], ['$_']}]");
    let mut heap = Heap::new();
    for (key, expected) in [
        ("[1]", Ordering::Less),
        ("[1, 2]", Ordering::Equal),
        ("[1, 2, 3]", Ordering::Equal),
        ("[1, 3]", Ordering::Greater),
        ("[2]", Ordering::Greater),
    ] {
        let key = term(&mut heap, key);
        assert_eq!(prefix.place(1, &heap, key), expected);
    }
}

/// The verdicts of OTP's `ets:select_replace/2` on these specifications.
#[test]
fn replacing_must_keep_the_key() {
    let keeps = |spec: &str| {
        let mut heap = Heap::new();
        let spec = term(&mut heap, spec);
        keeps_key(&heap, spec, 1)
    };
    for spec in [
        "[{{'$1', '$2'}, [], ['$_']}]",
        "[{{'$1', '$2'}, [], [{{'$1', x}}]}]",
        "[{{a, '$2'}, [], [{{a, x}}]}]",
        "[{{a, '$2'}, [], [{{{const, a}, x}}]}]",
        "[{{a, '$2'}, [], [{const, {a, x}}]}]",
        "[{{'_', '$2'}, [], [{{{element, 1, '$_'}, x}}]}]",
        "[{{{'$1'}, '_'}, [], [{{{{'$1'}}, 1, 2, 3}}]}]",
        "[{{[a | '$1'], '_'}, [], [{{[a | '$1'], 1, 2, 3}}]}]",
        "[{{{a, b}, '_'}, [], [{{{const, {a, b}}, 1, 2, 3}}]}]",
    ] {
        assert!(keeps(spec), "{spec}");
    }
    for spec in [
        "[{{'$1', '$2'}, [], [{{'$2', x}}]}]",
        "[{{'_', '$2'}, [], [{{{element, 2, '$_'}, x}}]}]",
        "[{'$1', [], [{{{element, 1, '$1'}, x}}]}]",
        "[{'$1', [], ['$1']}]",
        "[{'_', [], [x, '$_']}]",
        "[{{'$1', '_'}, [], [{{}}]}]",
        "[{{'$1', '_'}, [], [{'+', 1, 2}]}]",
        "[{{1, '_'}, [], [{{1.0, 2}}]}]",
        "[{{'$1', '_'}, [], [{{'$1', 2}}]}, {'_', [], [{{a, b}}]}]",
        "[{{'$1', '_'}, [], [{{{const, '$1'}, 2}}]}]",
        "[{'_', [], ['$$']}]",
    ] {
        assert!(!keeps(spec), "{spec}");
    }
}

//! What is told of terms that could not be built: the `error_info` of a bit string, from which the shell says which segment
//! is wrong and how, and the functions by which OTP evaluates what is typed into a shell.

use super::binary::{BuildError, Problem};
use super::evaluator::{APPLY_FUN, APPLY_OTHER, APPLY_TYPED, ASK_BUILTIN, frame_term};
use super::host::{Class, Host};
use super::unwind::{Raised, Trace, location, with_info};
use bytecode::evaluator::EvaluatorFrame;
use bytecode::module::SegmentType;
use term::{Atom, Heap, Term, atom, map};

/// The exception for a construction that failed. What is typed into a shell shows the functions by which OTP evaluates it.
#[cold]
#[inline(never)]
pub fn failed_binary<H: Host>(host: &mut H, error: &BuildError, is_shell: bool) -> Raised {
    let heap = host.heap_mut();
    let reason = match error.problem {
        Problem::TooLarge => atom::SYSTEM_LIMIT,
        _ => atom::BADARG,
    };
    let trace = if is_shell {
        let frames = evaluator_frames(heap, error);
        Trace::AboveAll(heap.list(&frames))
    } else {
        let info = info(heap, Some(error), error.number, None);
        Trace::WithInfo(info)
    };
    Raised {
        class: Class::Error,
        reason: reason.into(),
        trace,
    }
}

/// The exception for a map that could not be updated with the pairs; in a shell OTP does it by functions of `maps`.
#[cold]
#[inline(never)]
pub fn failed_map<H: Host>(
    host: &mut H,
    reason: Term,
    base: Term,
    pairs: &[Term],
    is_shell: bool,
) -> Raised {
    let raised = Raised::error(reason);
    if !is_shell {
        return raised;
    }
    let heap = host.heap_mut();
    let mut frames = Vec::new();
    if base.is_map() {
        let mut map = base;
        for (number, pair) in pairs.chunks_exact(2).enumerate() {
            if let Some(updated) = map::update(heap, map, pair[0], pair[1]) {
                map = updated;
                continue;
            }
            frames.push(maps_frame(heap, "update", &[pair[0], pair[1], map]));
            let at = location(heap, "erl_eval.erl", 309);
            let args = [
                atom::ERL_EVAL.into(),
                word("-expr/6-fun-0-"),
                Term::int(2),
                at,
            ];
            frames.push(heap.tuple(&args));
            let (name, line) = if number == 0 {
                ("foldl", 1350)
            } else {
                ("foldl_1", 1355)
            };
            let at = location(heap, "lists.erl", line);
            frames.push(heap.tuple(&[word("lists"), word(name), Term::int(3), at]));
            break;
        }
    } else {
        frames.push(maps_frame(heap, "put", &[word("k"), word("v"), base]));
    }
    Raised {
        trace: Trace::AboveAll(heap.list(&frames)),
        ..raised
    }
}

/// The exception for an `after` that is no time.
#[cold]
#[inline(never)]
pub fn bad_timeout<H: Host>(host: &mut H, is_shell: bool) -> Raised {
    let raised = Raised::error(atom::TIMEOUT_VALUE.into());
    if !is_shell {
        return raised;
    }
    let frame = [word("prim_eval"), word("receive"), Term::int(2), Term::NIL];
    Raised {
        trace: Trace::Above(host.heap_mut().tuple(&frame)),
        ..raised
    }
}

/// What calls `error/1` and its like for what was typed into a shell.
#[cold]
#[inline(never)]
pub fn applied_by_shell<H: Host>(host: &mut H, args: Term) -> Term {
    let heap = host.heap_mut();
    let location = location(heap, "shell.erl", 912);
    heap.tuple(&[atom::SHELL.into(), word("apply_fun"), args, location])
}

/// The exception for what cannot be called with so many arguments, if at all. The evaluator calls funs that were typed itself,
/// all others by the shell; `made_by` is the instance of a local fun.
#[cold]
#[inline(never)]
pub fn uncallable<H: Host>(
    host: &mut H,
    caller: u32,
    reason: Term,
    made_by: Option<u32>,
) -> Raised {
    let raised = Raised::error(reason);
    if !host.instance(caller).module.is_shell {
        return raised;
    }
    let frames: &[EvaluatorFrame] = match made_by {
        Some(instance) if host.instance(instance).module.is_shell => &[APPLY_TYPED],
        _ => &[APPLY_FUN, APPLY_OTHER],
    };
    let heap = host.heap_mut();
    let frames: Vec<Term> = frames
        .iter()
        .map(|&frame| frame_term(heap, frame))
        .collect();
    Raised {
        trace: Trace::AboveAll(heap.list(&frames)),
        ..raised
    }
}

/// The exception for what is no function's name in a call that was typed: the evaluator asks whether it is a builtin's.
#[cold]
#[inline(never)]
pub fn no_name<H: Host>(host: &mut H, module: Atom, function: Term, arity: usize) -> Raised {
    let heap = host.heap_mut();
    let (args, line) = if module == atom::ERLANG {
        (heap.list(&[function, Term::size(arity)]), 245)
    } else {
        (
            heap.list(&[module.into(), function, Term::size(arity)]),
            235,
        )
    };
    let at = location(heap, "erl_internal.erl", line);
    let asked = heap.tuple(&[word("erl_internal"), word("bif"), args, at]);
    let asking = frame_term(heap, ASK_BUILTIN);
    Raised {
        trace: Trace::AboveAll(heap.list(&[asked, asking])),
        ..Raised::error(atom::FUNCTION_CLAUSE.into())
    }
}

fn maps_frame(heap: &mut Heap, name: &str, args: &[Term]) -> Term {
    let args = heap.list(args);
    let info = map::from_pairs(heap, &[(atom::MODULE.into(), word("erl_stdlib_errors"))]);
    let frame = heap.tuple(&[word("maps"), word(name), args, Term::NIL]);
    with_info(heap, frame, info)
}

fn word(text: &str) -> Term {
    Atom::intern(text).into()
}

fn type_name(ty: SegmentType) -> &'static str {
    match ty {
        SegmentType::Integer => "integer",
        SegmentType::Float => "float",
        SegmentType::Binary => "binary",
        SegmentType::Utf8 => "utf8",
        SegmentType::Utf16 => "utf16",
        SegmentType::Utf32 => "utf32",
    }
}

/// `#{cause => {Number, Type, Problem, Culprit}, function => format_bs_fail, module => erl_erts_errors}`
fn info(heap: &mut Heap, cause: Option<&BuildError>, number: u32, shown: Option<u32>) -> Term {
    let mut pairs = vec![(atom::MODULE.into(), word("erl_erts_errors"))];
    if let Some(error) = cause {
        let problem = match error.problem {
            Problem::Type => "type",
            Problem::Size | Problem::TooLarge => "size",
            Problem::Invalid => "invalid",
            Problem::NoFloat => "no_float",
            Problem::Short => "short",
            Problem::Unit => "unit",
        };
        let cause = heap.tuple(&[
            Term::size(number as usize),
            word(type_name(error.ty)),
            word(problem),
            error.culprit,
        ]);
        pairs.push((atom::CAUSE.into(), cause));
        pairs.push((word("function"), word("format_bs_fail")));
    }
    if let Some(shown) = shown {
        let position = Term::size(shown as usize);
        pairs.push((word("override_segment_position"), position));
    }
    map::from_pairs(heap, &pairs)
}

/// OTP builds segment by segment, and multiplies sizes and asks for those of binaries on the way.
fn evaluator_frames(heap: &mut Heap, error: &BuildError) -> Vec<Term> {
    if error.number == 0 {
        // What a comprehension put out is no bit string.
        let at = location(heap, "erl_eval.erl", 798);
        let args = [atom::ERL_EVAL.into(), word("eval_bc1"), Term::int(7), at];
        let frame = heap.tuple(&args);
        let info = info(heap, Some(error), 2, None);
        return vec![with_info(heap, frame, info)];
    }
    let is_bits = error.ty == SegmentType::Binary;
    let called = match error.problem {
        Problem::Size if !error.culprit.is_integer() => {
            let unit = Term::size(error.unit as usize);
            Some(("*", vec![error.culprit, unit]))
        }
        Problem::Type if is_bits && !error.is_sized => Some(("bit_size", vec![error.culprit])),
        _ => None,
    };
    let mut frames = Vec::new();
    if let Some((name, args)) = called {
        let args = heap.list(&args);
        let frame = heap.tuple(&[atom::ERLANG.into(), word(name), args, Term::NIL]);
        let info = info(heap, None, 1, Some(error.number));
        frames.push(with_info(heap, frame, info));
        frames.push(eval_bits(heap, "eval_exp_field1", 9, 114));
    } else {
        let line = match error.ty {
            _ if error.problem == Problem::Unit => 169,
            SegmentType::Integer => 143,
            SegmentType::Utf8 => 145,
            SegmentType::Utf16 => 147,
            SegmentType::Utf32 => 153,
            SegmentType::Float => 163,
            SegmentType::Binary => 172,
        };
        let frame = eval_bits(heap, "eval_exp_field", 6, line);
        let info = match (error.problem, error.culprit.as_small()) {
            (Problem::Unit, _) => Term::NIL,
            (Problem::Size, Some(size)) => {
                let culprit = heap.integer(size * i64::from(error.unit));
                let error = BuildError { culprit, ..*error };
                info(heap, Some(&error), 1, Some(error.number))
            }
            _ => info(heap, Some(error), 1, Some(error.number)),
        };
        frames.push(with_info(heap, frame, info));
    }
    frames.push(eval_bits(heap, "create_binary", 2, 77));
    frames.push(eval_bits(heap, "expr_grp", 5, 68));
    frames
}

fn eval_bits(heap: &mut Heap, function: &str, arity: usize, line: u32) -> Term {
    let location = location(heap, "eval_bits.erl", line);
    let module = word("eval_bits");
    heap.tuple(&[module, word(function), Term::size(arity), location])
}

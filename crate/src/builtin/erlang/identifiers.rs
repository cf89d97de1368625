//! Pids and references: making them, and their text.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use process::pid::{Pid, RemotePid};
use term::Term;
use term::external::{PID_NUMBER_BITS, PID_SERIAL_BITS, reference_of_words};

builtins! {
    "list_to_pid"/1 Linear effect = list_to_pid;
    "list_to_ref"/1 Linear effect = list_to_ref;
    "make_ref"/0 Constant effect = |ctx, _| Ok(ctx.make_reference());
    "pid_to_list"/1 Linear pure = pid_to_list;
    "ref_to_list"/1 Linear pure = ref_to_list;
}

fn pid_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    arguments::pid(ctx, args[0])?;
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

fn ref_to_list(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    if !args[0].is_reference() {
        return Err(Trap::badarg());
    }
    let text = ctx.write(args[0]);
    Ok(ctx.heap.string(&text))
}

/// `"#Ref<0.A.B.C>"` of this node: its words, the highest first.
fn list_to_ref(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    arguments::list(ctx, args[0])?;
    let text = super::super::console::text(ctx, args[0])?;
    let inner = text
        .strip_prefix("#Ref<0.")
        .and_then(|text| text.strip_suffix('>'))
        .ok_or_else(Trap::badarg)?;
    let numbers: Result<Vec<u32>, _> = inner.split('.').map(str::parse).collect();
    match numbers.as_deref() {
        Ok(&[high, middle, low]) => {
            let (id, alias) = reference_of_words(&[low, middle, high]).ok_or_else(Trap::badarg)?;
            Ok(ctx.heap.reference(id, alias))
        }
        _ => Err(Trap::badarg()),
    }
}

/// `"<0.N.S>"` of this node, `"<M.N.S>"` of a node that this one has met.
fn list_to_pid(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let items = arguments::list(ctx, args[0])?;
    let text: String = items
        .iter()
        .map(|item| item.as_usize().and_then(|code| char::from_u32(code as u32)))
        .collect::<Option<String>>()
        .ok_or_else(Trap::badarg)?;
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
        .ok_or_else(Trap::badarg)?;
    let numbers: Result<Vec<u32>, _> = inner.split('.').map(str::parse).collect();
    match numbers.as_deref() {
        Ok(&[0, number, 0]) if number < 1 << 28 => Ok(Term::local_pid(number)),
        Ok(&[0, number, serial])
            if number < 1 << PID_NUMBER_BITS && serial < 1 << PID_SERIAL_BITS =>
        {
            Ok(Term::local_pid(serial << PID_NUMBER_BITS | number))
        }
        Ok(&[node, number, serial]) => {
            let peer = ctx.node.dist.by_number(node).ok_or_else(Trap::badarg)?;
            let pid = Pid::Remote(RemotePid {
                node: peer.name,
                creation: peer.creation,
                number,
                serial,
            });
            Ok(pid.to_term(&mut ctx.heap))
        }
        _ => Err(Trap::badarg()),
    }
}

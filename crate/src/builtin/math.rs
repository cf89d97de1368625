//! Module `math`.

mod double;
mod precise;
mod reduce;

use super::builtins;
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Term, arith, atom};

builtins! {
    "acos"/1 Constant pure = |ctx, args| unary(ctx, args, precise::acos);
    "acosh"/1 Constant pure = |ctx, args| unary(ctx, args, precise::acosh);
    "asin"/1 Constant pure = |ctx, args| unary(ctx, args, precise::asin);
    "asinh"/1 Constant pure = |ctx, args| unary(ctx, args, precise::asinh);
    "atan"/1 Constant pure = |ctx, args| unary(ctx, args, precise::atan);
    "atan2"/2 Constant pure = |ctx, args| binary(ctx, args, precise::atan2);
    "atanh"/1 Constant pure = |ctx, args| unary(ctx, args, libm::atanh);
    "ceil"/1 Constant pure = |ctx, args| unary(ctx, args, f64::ceil);
    "cos"/1 Constant pure = |ctx, args| unary(ctx, args, precise::cos);
    "cosh"/1 Constant pure = |ctx, args| unary(ctx, args, precise::cosh);
    "erf"/1 Constant pure = |ctx, args| unary(ctx, args, libm::erf);
    "erfc"/1 Constant pure = |ctx, args| unary(ctx, args, libm::erfc);
    "exp"/1 Constant pure = |ctx, args| unary(ctx, args, precise::exp);
    "floor"/1 Constant pure = |ctx, args| unary(ctx, args, f64::floor);
    "fmod"/2 Constant pure = fmod;
    "log"/1 Constant pure = |ctx, args| unary(ctx, args, precise::log);
    "log10"/1 Constant pure = |ctx, args| unary(ctx, args, precise::log10);
    "log2"/1 Constant pure = |ctx, args| unary(ctx, args, precise::log2);
    "pi"/0 Constant pure = |ctx, _| Ok(ctx.heap.float(std::f64::consts::PI));
    "pow"/2 Constant pure = |ctx, args| binary(ctx, args, precise::pow);
    "sin"/1 Constant pure = |ctx, args| unary(ctx, args, precise::sin);
    "sinh"/1 Constant pure = |ctx, args| unary(ctx, args, precise::sinh);
    "sqrt"/1 Constant pure = |ctx, args| unary(ctx, args, f64::sqrt);
    "tan"/1 Constant pure = |ctx, args| unary(ctx, args, precise::tan);
    "tanh"/1 Constant pure = |ctx, args| unary(ctx, args, precise::tanh);
}

/// A number as a float: not a number is `badarg`, an integer too large `badarith`.
fn number(ctx: &Ctx<'_>, term: Term) -> Result<f64, Trap> {
    arith::float_of(&ctx.heap, term).ok_or_else(|| {
        if term.is_integer() {
            Trap::error(atom::BADARITH)
        } else {
            Trap::badarg()
        }
    })
}

/// The result as a term; one that is no finite number is `badarith`.
fn finite(ctx: &mut Ctx<'_>, value: f64) -> NativeResult {
    if value.is_finite() {
        Ok(ctx.heap.float(value))
    } else {
        Err(Trap::error(atom::BADARITH))
    }
}

fn unary(ctx: &mut Ctx<'_>, args: &[Term], function: fn(f64) -> f64) -> NativeResult {
    let value = function(number(ctx, args[0])?);
    finite(ctx, value)
}

fn binary(ctx: &mut Ctx<'_>, args: &[Term], function: fn(f64, f64) -> f64) -> NativeResult {
    let value = function(number(ctx, args[0])?, number(ctx, args[1])?);
    finite(ctx, value)
}

fn fmod(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    binary(ctx, args, |x, y| x % y)
}

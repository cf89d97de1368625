//! Time: all of it is the world's virtual clock. Monotonic time starts at 0 with the world; system time adds the wall
//! clock at boot.

use super::super::{arguments, builtins};
use machine::host::{NativeResult, Trap};
use process::Ctx;
use term::{Atom, Term};

builtins! {
    "convert_time_unit"/3 Constant pure = convert_time_unit;
    "date"/0 Constant effect = date;
    "localtime"/0 Constant effect = universaltime;
    "monotonic_time"/0 Constant effect = monotonic_time;
    "monotonic_time"/1 Constant effect = monotonic_time;
    "now"/0 Constant effect = now;
    "system_time"/0 Constant effect = system_time;
    "system_time"/1 Constant effect = system_time;
    "time"/0 Constant effect = time;
    "time_offset"/0 Constant effect = time_offset;
    "time_offset"/1 Constant effect = time_offset;
    "timestamp"/0 Constant effect = now;
    "unique_integer"/0 Constant effect = unique_integer;
    "unique_integer"/1 Constant effect = unique_integer;
    "universaltime"/0 Constant effect = universaltime;
}

/// Parts per second of a time unit.
fn parts_per_second(term: Term) -> Result<u64, Trap> {
    match term.as_atom().map(Atom::text) {
        Some("second" | "seconds") => Ok(1),
        Some("millisecond" | "milli_seconds") => Ok(1_000),
        Some("microsecond" | "micro_seconds") => Ok(1_000_000),
        Some("nanosecond" | "nano_seconds" | "native" | "perf_counter") => Ok(1_000_000_000),
        _ => match term.as_small() {
            Some(parts) if parts > 0 => Ok(parts as u64),
            _ => Err(Trap::badarg()),
        },
    }
}

/// Rounds towards minus infinity.
fn in_unit(ctx: &mut Ctx<'_>, ns: i64, unit: Option<&Term>) -> NativeResult {
    let parts = unit.map_or(Ok(1_000_000_000), |unit| parts_per_second(*unit))?;
    let value = (i128::from(ns) * i128::from(parts)).div_euclid(1_000_000_000);
    Ok(match i64::try_from(value) {
        Ok(value) => ctx.heap.integer(value),
        Err(_) => ctx.heap.big(&value.into()),
    })
}

/// Virtual wall clock, nanoseconds since 1970.
pub(super) fn wall_ns(ctx: &Ctx<'_>) -> u64 {
    ctx.env.epoch_us * 1000 + ctx.now_ns()
}

/// What the monotonic clock shows when the world begins, in nanoseconds: whole seconds, as many below zero as in OTP.
pub(super) const MONOTONIC_START_NS: i64 = -576_460_752_000_000_000;

fn monotonic_time(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let now = ctx.now_ns() as i64 + MONOTONIC_START_NS;
    in_unit(ctx, now, args.first())
}

fn system_time(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let now = wall_ns(ctx) as i64;
    in_unit(ctx, now, args.first())
}

fn time_offset(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let offset = (ctx.env.epoch_us * 1000) as i64 - MONOTONIC_START_NS;
    in_unit(ctx, offset, args.first())
}

fn convert_time_unit(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let value = ctx.heap.to_bigint(args[0]).ok_or_else(Trap::badarg)?;
    let (from, to) = (parts_per_second(args[1])?, parts_per_second(args[2])?);
    let scaled = value * to;
    // Rounds towards minus infinity.
    let result = num_integer::Integer::div_floor(&scaled, &from.into());
    Ok(ctx.heap.big(&result))
}

fn now(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let us = wall_ns(ctx) / 1000;
    let parts = [
        us / 1_000_000_000_000,
        us / 1_000_000 % 1_000_000,
        us % 1_000_000,
    ];
    let parts = parts.map(|part| Term::size(part as usize));
    Ok(ctx.heap.tuple(&parts))
}

/// Year, month, day of a number of days since 1970-01-01 (the Gregorian calendar's 400-year cycle, started in March).
pub(super) fn civil_date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

fn date_term(ctx: &mut Ctx<'_>) -> Term {
    let (year, month, day) = civil_date(wall_ns(ctx) / 86_400_000_000_000);
    ctx.heap
        .tuple(&[year, month, day].map(|part| Term::size(part as usize)))
}

fn time_term(ctx: &mut Ctx<'_>) -> Term {
    let seconds = wall_ns(ctx) / 1_000_000_000 % 86_400;
    ctx.heap.tuple(
        &[seconds / 3600, seconds / 60 % 60, seconds % 60].map(|part| Term::size(part as usize)),
    )
}

fn date(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(date_term(ctx))
}

fn time(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    Ok(time_term(ctx))
}

/// The tab has no time zone of its own: local time is UTC.
fn universaltime(ctx: &mut Ctx<'_>, _: &[Term]) -> NativeResult {
    let (date, time) = (date_term(ctx), time_term(ctx));
    Ok(ctx.heap.tuple(&[date, time]))
}

fn unique_integer(ctx: &mut Ctx<'_>, args: &[Term]) -> NativeResult {
    let mut positive = false;
    if let Some(&options) = args.first() {
        for option in arguments::list(ctx, options)? {
            match option.as_atom().map(Atom::text) {
                Some("positive") => positive = true,
                Some("monotonic") => {}
                _ => return Err(Trap::badarg()),
            }
        }
    }
    let number = ctx.node.new_reference() as i64;
    // Without `positive`, OTP starts far below zero.
    Ok(ctx
        .heap
        .integer(if positive { number } else { number - (1 << 59) }))
}

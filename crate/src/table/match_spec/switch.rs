//! What a specification changes of how processes are traced: `enable_trace`, `disable_trace`, `trace`, `silent`.
//!
//! Knows flags as bits only; their names are the caller's.

use super::function::Effect;
use super::run::Fault;
use term::{Heap, Term};

/// How the process is traced whose call is told of.
#[derive(Clone, Copy, Debug)]
pub struct Control {
    /// The bits that a flag's name stands for.
    pub named: fn(&str) -> Option<u32>,
    pub flags: u32,
    /// The bit of `silent`.
    pub silent: u32,
}

/// Flags go off, then others on.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// The process, by pid or name; that which calls if it is not named.
    pub who: Option<Term>,
    pub off: u32,
    pub on: u32,
    /// Who is to be told from then on.
    pub tracer: Option<u32>,
}

impl Control {
    /// What a function with these arguments, the first one first, asks for; an exception if it names no flags.
    pub(super) fn switch(
        &self,
        effect: Effect,
        args: &[Term],
        heap: &Heap,
    ) -> Result<Switch, Fault> {
        let mut switch = Switch {
            who: None,
            off: 0,
            on: 0,
            tracer: None,
        };
        let named = |term: Term| {
            let bits = term.as_atom().and_then(|name| (self.named)(name.text()));
            bits.ok_or(Fault::Exception)
        };
        match (effect, args) {
            (Effect::Silent, &[mode]) => match mode.as_bool() {
                Some(true) => switch.on = self.silent,
                Some(false) => switch.off = self.silent,
                None => {}
            },
            (Effect::EnableTrace, &[flag]) => switch.on = named(flag)?,
            (Effect::DisableTrace, &[flag]) => switch.off = named(flag)?,
            (Effect::EnableTrace, &[who, flag]) => {
                (switch.who, switch.on) = (Some(who), named(flag)?);
            }
            (Effect::DisableTrace, &[who, flag]) => {
                (switch.who, switch.off) = (Some(who), named(flag)?);
            }
            (_, &[ref who @ .., off, on]) => {
                switch.who = who.first().copied();
                switch.off = self.all(off, &mut switch.tracer, heap)?;
                switch.on = self.all(on, &mut switch.tracer, heap)?;
            }
            _ => return Err(Fault::Exception),
        }
        Ok(switch)
    }

    /// The bits of a list of flags, in which a tracer may be named.
    fn all(&self, list: Term, tracer: &mut Option<u32>, heap: &Heap) -> Result<u32, Fault> {
        let mut bits = 0;
        for flag in heap.list_to_vec(list).ok_or(Fault::Exception)? {
            if let Some([key, value]) = heap.as_tuple(flag)
                && super::is_atom(key, "tracer")
            {
                *tracer = value.as_local_pid();
                continue;
            }
            let known = flag.as_atom().and_then(|name| (self.named)(name.text()));
            bits |= known.ok_or(Fault::Exception)?;
        }
        Ok(bits)
    }

    /// Whether the calling process is traced otherwise afterwards; of another nobody asks.
    pub(super) fn changes(&self, switch: &Switch) -> bool {
        let after = self.flags & !switch.off | switch.on;
        switch.who.is_some() || after != self.flags
    }
}

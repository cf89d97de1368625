//! Code that tells of calls: a module with some of its functions rewritten.
//!
//! A traced function has a *wrapper* behind the module's own code, which asks `prim_trace:call/2` and goes on in the function.
//! Where local calls count, the function's first instruction is a jump to the wrapper, and a copy of what stood there comes
//! behind it; else only calls from outside are led to the wrapper. No other instruction is touched, so that positions of
//! processes in the module stay right; wrappers stay for those inside even if they are called no more.
//!
//! Wrappers belong to no function: stack traces do not show them.

use std::collections::BTreeMap;
use std::rc::Rc;

use bytecode::instr::NO_FAIL;
use bytecode::module::{Function, Handler, LiveMask, Mfa, Switch};
use bytecode::{Instr, Module, Reg};
use term::{Atom, Heap, Term, atom, literal};

/// Arguments that a traced function may have: the wrapper moves them within a window.
const ARGUMENTS_MAX: u32 = 100;

/// Constants and imports that a module may have before: instructions name them by 16 bits.
const TABLE_MAX: usize = 65_000;

/// A module under tracing.
#[derive(Clone)]
pub struct Patched {
    pub original: Rc<Module>,
    /// The code with all wrappers made so far, none of them in use.
    spare: Module,
    /// Wrappers by entry of the function and whether local calls count, with where the function goes on.
    wrappers: BTreeMap<(u32, bool), (u32, u32)>,
}

impl Patched {
    pub fn new(original: Rc<Module>) -> Patched {
        Patched {
            spare: (*original).clone(),
            original,
            wrappers: BTreeMap::new(),
        }
    }

    /// The module with these functions traced: entry, and whether local calls count.
    pub fn with(&mut self, traced: &[(u32, bool)]) -> Module {
        for &(entry, local) in traced {
            if !self.wrappers.contains_key(&(entry, local))
                && let Some(made) = self.wrapper(entry, local)
            {
                self.wrappers.insert((entry, local), made);
            }
        }
        let mut module = self.spare.clone();
        for &(entry, local) in traced {
            let Some(&(wrapper, on)) = self.wrappers.get(&(entry, local)) else {
                continue;
            };
            let function = module.functions.binary_search_by_key(&entry, |f| f.entry);
            let Ok(function) = function else { continue };
            if local {
                module.code[entry as usize] = Instr::Jump { to: wrapper };
                lead_receives(&mut module, function, on);
            } else if module.functions[function].exported {
                module.functions[function].exported = false;
                let led = module.functions.iter_mut().find(|f| f.entry == wrapper);
                if let Some(led) = led {
                    led.exported = true;
                }
            }
        }
        module
    }

    /// Writes the wrapper of the function at `entry`: where it begins and where the function goes on.
    fn wrapper(&mut self, entry: u32, local: bool) -> Option<(u32, u32)> {
        let found = self
            .original
            .functions
            .binary_search_by_key(&entry, |f| f.entry);
        let function = self.original.functions[found.ok()?];
        let mfa = Mfa {
            module: self.original.name?,
            function: function.name,
            arity: function.arity,
        };
        let module = &mut self.spare;
        let start = module.code.len() as u32;
        mark(module, &function, start, start);
        let on = write_wrapper(module, mfa)?;
        if local {
            let length = first_group(&self.original.code[entry as usize..]);
            module.lines.push((on, self.original.line_at(entry)));
            mark(module, &function, on, on + length);
            copy_group(&self.original, module, (entry, length), on);
        } else {
            mark(module, &function, on, on);
            module.code.push(Instr::Jump { to: entry });
        }
        Some((start, on))
    }
}

/// A module whose only function is `mfa`, which tells of calls and then calls the builtin by the name `alias`.
pub fn around_builtin(mfa: Mfa, alias: Mfa) -> Option<Module> {
    let mut module = Module {
        name: Some(mfa.module),
        ..Module::default()
    };
    let function = Function {
        name: mfa.function,
        arity: mfa.arity,
        entry: 0,
        end: 0,
        registers: 0,
        exported: false,
        line: 0,
    };
    mark(&mut module, &function, 0, 0);
    let on = write_wrapper(&mut module, mfa)?;
    mark(&mut module, &function, on, on);
    let import = import(&mut module, alias);
    module.code.push(Instr::TailCallExt { import });
    Some(module)
}

/// Says that code from `entry` to `end` is the function's; an empty one is where it can be entered.
fn mark(module: &mut Module, function: &Function, entry: u32, end: u32) {
    module.functions.push(Function {
        entry,
        end,
        exported: false,
        ..*function
    });
}

fn import(module: &mut Module, mfa: Mfa) -> u32 {
    module.imports.push(mfa);
    module.imports.len() as u32 - 1
}

fn own_import(module: &mut Module, name: &str, arity: u32) -> u32 {
    import(
        module,
        Mfa {
            module: Atom::intern("prim_trace"),
            function: Atom::intern(name),
            arity,
        },
    )
}

fn constant(module: &mut Module, term: Term) -> u32 {
    module.constants.push(term);
    module.constants.len() as u32 - 1
}

/// Writes what comes before a function: the question whether the call is traced, and if its end is to be told, a frame that
/// waits for it. What is written next is the function; the result is its position.
fn write_wrapper(module: &mut Module, mfa: Mfa) -> Option<u32> {
    let tables = module.constants.len().max(module.imports.len());
    if mfa.arity > ARGUMENTS_MAX || tables > TABLE_MAX {
        return None;
    }
    let n = mfa.arity as Reg;
    let mut heap = Heap::new();
    let name = super::mfa_term(&mut heap, mfa);
    let mut roots = [name];
    literal::publish(heap, &mut roots).ok()?;
    let name = constant(module, roots[0]);
    let nil = constant(module, Term::NIL);
    let no = constant(module, Term::bool(false));
    let who = constant(module, Atom::intern("caller").into());
    let (mode, list, k) = (n, n + 1, n + 4);
    let ask = own_import(module, "call", 2) as u16;
    let ask_caller = own_import(module, "call_from", 2);
    let returned = own_import(module, "returned", 3) as u16;
    let raised = own_import(module, "raised", 4) as u16;
    let start = module.code.len() as u32;
    // Lengths of the parts below.
    let asked = start + u32::from(n) + 3;
    let wrap = asked + 9;
    let handler = wrap + u32::from(n) + 6;
    let on = handler + 6;
    let code = &mut module.code;
    code.push(Instr::Const {
        dst: list,
        index: nil,
    });
    code.extend((0..n).rev().map(|head| Instr::Cons {
        dst: list,
        head,
        tail: list,
    }));
    code.push(Instr::Const {
        dst: mode,
        index: name,
    });
    code.push(Instr::Bif {
        dst: mode,
        import: ask,
        fail: NO_FAIL,
    });
    code.extend([
        Instr::SameConst {
            src: mode,
            index: no as u16,
            to: asked + 2,
        },
        Instr::Jump { to: on },
        Instr::SameConst {
            src: mode,
            index: who as u16,
            to: wrap,
        },
        Instr::Move {
            dst: k + 1,
            src: list,
        },
        Instr::Const {
            dst: k,
            index: name,
        },
        Instr::CallExt {
            base: k,
            import: ask_caller,
        },
        Instr::Move { dst: mode, src: k },
        Instr::SameConst {
            src: mode,
            index: no as u16,
            to: wrap,
        },
        Instr::Jump { to: on },
    ]);
    code.extend((0..n).map(|src| Instr::Move { dst: k + src, src }));
    code.extend([
        Instr::Move { dst: 1, src: mode },
        Instr::Const {
            dst: 0,
            index: name,
        },
        Instr::Call {
            base: k,
            target: on,
        },
        Instr::Move { dst: 2, src: k },
        Instr::Bif {
            dst: 0,
            import: returned,
            fail: NO_FAIL,
        },
        Instr::Return { src: 0 },
    ]);
    // Class, reason and trace stand in R[2]..
    code.extend((0..4).map(|src| Instr::Move { dst: 5 + src, src }));
    code.extend([
        Instr::Bif {
            dst: 5,
            import: raised,
            fail: NO_FAIL,
        },
        Instr::Reraise { base: 2 },
    ]);
    debug_assert_eq!(code.len() as u32, on);
    let call = wrap + u32::from(n) + 2;
    module.handlers.push(Handler {
        from: call,
        to: call + 1,
        target: handler,
        reg: 2,
    });
    live(module, asked + 6, u32::from(n));
    live(module, call + 1, 2);
    Some(on)
}

/// The first `count` registers are live when control returns to `at`.
fn live(module: &mut Module, at: u32, count: u32) {
    let mut mask: LiveMask = [0; 4];
    for register in 0..count as usize {
        mask[register / 64] |= 1 << (register % 64);
    }
    module.masks.push(mask);
    module.live.push((at, module.masks.len() as u32 - 1));
}

/// How many instructions the first one of a function consists of.
fn first_group(code: &[Instr]) -> u32 {
    let behind = match code.first() {
        Some(Instr::Move2 { .. } | Instr::MatchConsCall2 { .. } | Instr::ConsCall { .. }) => 2,
        Some(Instr::Move3 { .. }) => 3,
        Some(Instr::CallFunWith { skip, .. }) => 1 + usize::from(*skip),
        _ => 1,
    };
    let operands = code[behind.min(code.len())..]
        .iter()
        .take_while(|instr| matches!(instr, Instr::Args(_) | Instr::Else { .. }));
    behind as u32 + operands.count() as u32
}

/// Copies `length` instructions at `entry`, with what is known about them, to `to`, which is the end of the code.
fn copy_group(from: &Module, to_module: &mut Module, (entry, length): (u32, u32), to: u32) {
    let end = entry + length;
    for &instr in &from.code[entry as usize..end as usize] {
        let copied = match instr {
            Instr::SwitchNear {
                src,
                first,
                default,
                steps,
            } => {
                let switch = Switch::far(first, default, steps, end);
                to_module.switches.push(switch);
                let table = to_module.switches.len() as u32 - 1;
                Instr::Switch { src, table }
            }
            other => other,
        };
        to_module.code.push(copied);
    }
    to_module.code.push(Instr::Jump { to: end });
    for &(at, mask) in &from.live {
        if (entry + 1..=end).contains(&at) {
            to_module.live.push((at - entry + to, mask));
        }
    }
    for handler in from
        .handlers
        .iter()
        .filter(|handler| handler.from <= entry && entry < handler.to)
    {
        let copied = Handler {
            from: to,
            to: to + length,
            ..*handler
        };
        to_module.handlers.push(copied);
    }
}

/// A receive that a function begins with comes back to its first instruction without being called again: leads it to `on`.
fn lead_receives(module: &mut Module, function: usize, on: u32) {
    let Function { entry, end, .. } = module.functions[function];
    for instr in &mut module.code[entry as usize..end as usize] {
        if let Instr::RecvNext { to }
        | Instr::RecvWait { to, .. }
        | Instr::RecvWaitTimeout { to, .. } = instr
            && *to == entry
        {
            *to = on;
        }
    }
}

/// Not an atom of any program's: what a traced builtin is called by its wrapper.
pub fn alias(mfa: Mfa) -> Mfa {
    let name = format!("{}:{}", mfa.module.text(), mfa.function.text());
    Mfa {
        module: Atom::intern("prim_trace"),
        function: Atom::try_intern(&name).unwrap_or(atom::UNDEFINED),
        arity: mfa.arity,
    }
}

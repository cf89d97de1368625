//! The names that functions get which the source does not name, as OTP forms them.

use super::super::ir::Expr;
use super::Lowering;
use syntax::ast::{self, Name};
use term::Atom;

/// The function being lowered, and what in it gets a name.
pub struct Names {
    function: Name,
    arity: u32,
    /// Funs and comprehensions in the order of their numbers: OTP goes through arguments, elements and operands from the
    /// last to the first.
    order: Vec<Numbered>,
    /// Comprehensions and named funs.
    loops: u32,
}

/// What takes a number.
#[derive(Clone, Copy)]
enum Numbered {
    /// A fun, with its function.
    Fun {
        fun: u32,
        function: u32,
    },
    Comprehension {
        function: u32,
        prefix: &'static str,
        arity: u32,
        place: u32,
    },
    /// Something whose name does not show the number.
    Other,
}

impl Names {
    pub fn new(function: Name, arity: u32) -> Names {
        Names {
            function,
            arity,
            order: Vec::new(),
            loops: 0,
        }
    }

    /// The place of a loop among those of its function; a comprehension has its own before those in its first source.
    pub fn next_loop(&mut self) -> u32 {
        self.loops += 1;
        self.loops - 1
    }

    /// A fun: to be called after its body.
    pub fn fun(&mut self, fun: u32, function: u32) {
        self.order.push(Numbered::Fun { fun, function });
    }

    /// `'-f/1-Name/2-0-'`: to be called before the fun's body; after it the name takes a number, which it does not show
    /// ([`Names::skip`]).
    pub fn named_fun(&mut self, name: &str, arity: u32) -> Atom {
        let number = self.next_loop();
        Atom::intern(&format!(
            "-{}/{}-{name}/{arity}-{number}-",
            self.function, self.arity
        ))
    }

    /// A comprehension: to be called before the body.
    pub fn comprehension(&mut self, function: u32, prefix: &'static str, arity: u32, place: u32) {
        self.order.push(Numbered::Comprehension {
            function,
            prefix,
            arity,
            place,
        });
    }

    /// `fun f/1` of a local function takes a number too.
    pub fn skip(&mut self) {
        self.order.push(Numbered::Other);
    }

    /// Where the numbers of the next expression begin.
    pub fn mark(&self) -> usize {
        self.order.len()
    }

    /// Expressions that began at these marks, up to here: the last gets the first numbers.
    pub fn backwards(&mut self, marks: &[usize]) {
        let Some(&start) = marks.first() else { return };
        if self.order.len() - start < 2 {
            return;
        }
        let taken = self.order.split_off(start);
        let mut end = taken.len();
        for mark in marks.iter().rev() {
            let from = mark - start;
            self.order.extend_from_slice(&taken[from..end]);
            end = from;
        }
    }
}

impl<'a> Lowering<'a> {
    /// The function is complete: `'-f/1-fun-0-'`, `'-f/1-lc$^1/1-0-'` and so on for what is in it.
    pub(super) fn give_names(&mut self) {
        let order = std::mem::take(&mut self.names.order);
        let Names {
            function: outer,
            arity: outer_arity,
            ..
        } = &self.names;
        for (number, numbered) in order.into_iter().enumerate() {
            let (function, name) = match numbered {
                Numbered::Fun { fun, function } => {
                    let name = format!("-{outer}/{outer_arity}-fun-{number}-");
                    let name = Atom::intern(&name);
                    self.unit.funs[fun as usize].name = name;
                    (function, name)
                }
                Numbered::Comprehension {
                    function,
                    prefix,
                    arity,
                    place,
                } => {
                    let name =
                        format!("-{outer}/{outer_arity}-{prefix}$^{number}/{arity}-{place}-");
                    (function, Atom::intern(&name))
                }
                Numbered::Other => continue,
            };
            if let Some(function) = &mut self.lowered[function as usize] {
                function.name = name;
            }
        }
    }

    /// Expressions that are evaluated from the first to the last and numbered from the last to the first.
    pub(super) fn sequence(&mut self, exprs: impl Iterator<Item = &'a ast::Expr>) -> Vec<Expr> {
        let mut marks = Vec::new();
        let lowered = exprs
            .map(|expr| {
                marks.push(self.names.mark());
                self.expr(expr)
            })
            .collect();
        self.names.backwards(&marks);
        lowered
    }
}

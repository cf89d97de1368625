//! The names that functions get which the source does not name, as OTP forms them.

use syntax::ast::Name;
use term::Atom;

/// Counters of the function being lowered.
pub struct Names {
    function: Name,
    arity: u32,
    /// Funs and comprehensions.
    expressions: u32,
    /// Comprehensions and named funs.
    loops: u32,
}

impl Names {
    pub fn new(function: Name, arity: u32) -> Names {
        Names {
            function,
            arity,
            expressions: 0,
            loops: 0,
        }
    }

    fn next(&mut self) -> u32 {
        self.expressions += 1;
        self.expressions - 1
    }

    /// The place of a loop among those of its function; a comprehension has its own before those in its first source.
    pub fn next_loop(&mut self) -> u32 {
        self.loops += 1;
        self.loops - 1
    }

    /// `'-f/1-fun-0-'`: to be called after the fun's body.
    pub fn fun(&mut self) -> Atom {
        let number = self.next();
        Atom::intern(&format!("-{}/{}-fun-{number}-", self.function, self.arity))
    }

    /// `'-f/1-Name/2-0-'`: to be called before the fun's body.
    pub fn named_fun(&mut self, name: &str, arity: u32) -> Atom {
        let number = self.next_loop();
        Atom::intern(&format!(
            "-{}/{}-{name}/{arity}-{number}-",
            self.function, self.arity
        ))
    }

    /// `'-f/1-lc$^0/1-0-'`: to be called before the body.
    pub fn comprehension(&mut self, prefix: &str, arity: u32, place: u32) -> Atom {
        let number = self.next();
        Atom::intern(&format!(
            "-{}/{}-{prefix}$^{number}/{arity}-{place}-",
            self.function, self.arity
        ))
    }

    /// `fun f/1` of a local function takes a number too.
    pub fn skip(&mut self) {
        self.next();
    }
}

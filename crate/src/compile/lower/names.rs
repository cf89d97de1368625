//! The names that functions get which the source does not name, as OTP forms them.

use super::numbers::Numbers;
use syntax::ast::Name;
use term::Atom;

/// Of the function being lowered.
pub struct Names {
    function: Name,
    arity: u32,
    /// Funs and comprehensions.
    numbers: Numbers,
    /// Comprehensions and named funs.
    loops: u32,
}

impl Names {
    pub fn new(function: Name, arity: u32, numbers: Numbers) -> Names {
        Names {
            function,
            arity,
            numbers,
            loops: 0,
        }
    }

    /// The place of a loop among those of its function; a comprehension has its own before those in its first source.
    pub fn next_loop(&mut self) -> u32 {
        self.loops += 1;
        self.loops - 1
    }

    /// `'-f/1-fun-0-'`: the fun at this place in the tree.
    pub fn fun(&mut self, place: usize) -> Atom {
        let number = self.numbers.take(place);
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

    /// `'-f/1-lc$^0/1-0-'`: the generator at `place` in the tree, the loop `order` of its function.
    pub fn comprehension(&mut self, prefix: &str, arity: u32, place: usize, order: u32) -> Atom {
        let number = self.numbers.take(place);
        Atom::intern(&format!(
            "-{}/{}-{prefix}$^{number}/{arity}-{order}-",
            self.function, self.arity
        ))
    }
}

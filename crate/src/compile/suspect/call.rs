//! Calls of functions whose only effect is their value. The lists were recorded by compiling a call of each function of OTP 25.

use super::clause::Kind;
use super::value::{Outcome, Val};
use super::{About, Suspect};
use crate::auto;
use bytecode::instr::Type;
use syntax::ast::{Expr, ExprKind, Pos};
use term::{Term, atom, map};

/// Functions that cannot fail.
const SAFE: &str = "date/0 get/0 get/1 get_cookie/0 get_keys/1 group_leader/0 is_alive/0 make_ref/0 max/2 min/2 node/0 \
    nodes/0 ports/0 pre_loaded/0 processes/0 registered/0 self/0 term_to_binary/1 time/0";

/// Functions that fail where their arguments are not what the letters ask for: a(tom), A (string of an atom), b(inary),
/// B(itstring), c(ons), d (binary of an integer), D (binary of a float), e(ncoding), f(loat), F (string of a float), i(nteger),
/// l(ist), m(ap), n(umber), o (bytes), p(id), P (string of a pid), s(tring of an integer), t(uple), u (binary of UTF-8), z (tuple or
/// binary), . (anything).
const PURE: &str = "abs:n atom_to_binary:a atom_to_binary:ae atom_to_list:a binary_part:b. binary_part:bii \
    binary_to_atom:u binary_to_atom:be binary_to_float:D binary_to_integer:d binary_to_list:b binary_to_list:bii \
    bit_size:B byte_size:B ceil:n element:it float:n float_to_binary:f float_to_list:f floor:n hd:c \
    integer_to_binary:i integer_to_list:i is_function:.i is_map_key:.m is_record:.a is_record:.ai length:l \
    list_to_atom:A list_to_binary:o list_to_float:F list_to_integer:s list_to_integer:li list_to_pid:P list_to_tuple:l \
    map_get:.m pid_to_list:p round:n setelement:it. size:z split_binary:bi tl:c trunc:n tuple_size:t tuple_to_list:t";

const PURE_MATH: &str = "acos acosh asin asinh atan atanh ceil cos cosh erf erfc exp floor log log10 log2 sin sinh sqrt \
    tan tanh";

/// What is known of a function.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purity {
    Safe,
    /// With the letters of its arguments.
    Pure(&'static str),
}

fn of_erlang(name: &str, arity: usize) -> Option<Purity> {
    if arity == 1 && auto::type_test(name).is_some() {
        return Some(Purity::Safe);
    }
    let safe = |entry: &str| {
        let (known, count) = entry.split_once('/')?;
        (known == name && count.parse() == Ok(arity)).then_some(Purity::Safe)
    };
    let pure = |entry: &'static str| {
        let (known, letters) = entry.split_once(':')?;
        (known == name && letters.len() == arity).then_some(Purity::Pure(letters))
    };
    let found = SAFE.split_ascii_whitespace().find_map(safe);
    found.or_else(|| PURE.split_ascii_whitespace().find_map(pure))
}

fn purity(module: &str, name: &str, arity: usize) -> Option<Purity> {
    match (module, name, arity) {
        ("erlang", ..) => of_erlang(name, arity),
        ("lists", "append", 2) => Some(Purity::Pure("l.")),
        ("lists", "subtract", 2) => Some(Purity::Pure("ll")),
        ("maps", "get" | "is_key", 2) => Some(Purity::Pure(".m")),
        ("maps", "new", 0) | ("math", "pi", 0) => Some(Purity::Pure("")),
        ("math", "atan2" | "fmod" | "pow", 2) => Some(Purity::Pure("nn")),
        ("math", _, 1) => {
            let mut names = PURE_MATH.split_ascii_whitespace();
            names
                .any(|known| known == name)
                .then_some(Purity::Pure("n"))
        }
        _ => None,
    }
}

fn shown(module: &str, name: &str, arity: usize) -> String {
    if module == "erlang" && auto::is_auto_imported(name, arity) {
        format!("{name}/{arity}")
    } else {
        format!("{module}:{name}/{arity}")
    }
}

impl<'a> Suspect<'a> {
    #[inline(never)]
    pub(super) fn call(
        &mut self,
        pos: Pos,
        function: &'a Expr,
        args: &'a [Expr],
        used: bool,
    ) -> Val {
        match &function.kind {
            ExprKind::Atom(name) => {
                let (name, arity) = (&**name, args.len());
                let key = (name, arity as u32);
                let module = match self.imports.get(&key) {
                    Some(module) => Some(*module),
                    None if self.locals.contains(&key) => None,
                    None => (key == ("record_info", 2) || auto::is_auto_imported(name, arity))
                        .then_some("erlang"),
                };
                match module {
                    Some(module) => self.named_call(pos, module, name, args, used),
                    None => self.args(args, true),
                }
            }
            ExprKind::Remote { module, function } => {
                if let (Some(module), Some(name)) = (module.as_atom(), function.as_atom()) {
                    return self.named_call(pos, module, name, args, used);
                }
                let parts = [self.expr(module, true), self.expr(function, true)];
                let is_no_name = |val: &Val| val.lit().is_some_and(|term| !term.is_atom());
                if parts.iter().any(is_no_name) {
                    let message = "invalid module and/or function name; this call will always fail";
                    self.failed(pos, message);
                }
                self.args(args, true)
            }
            ExprKind::Fun(clauses)
                if clauses
                    .iter()
                    .all(|clause| clause.patterns.len() == args.len()) =>
            {
                // As a `case` of the arguments.
                let vals: Vec<Val> = args.iter().map(|arg| self.part(arg, true)).collect();
                let mark = self.scope.len();
                self.clauses(function.pos, &vals, clauses, Kind::Branch, used);
                self.scope.truncate(mark);
                Val::Any
            }
            _ => {
                let callee = self.expr(function, true);
                if callee.lit().is_some() {
                    self.failed(pos, "invalid function call");
                }
                self.args(args, true)
            }
        }
    }

    /// `apply(Fun, Args)` with a list that is known to be one is a call of `Fun`.
    fn apply_fun(&mut self, pos: Pos, fun: &'a Expr, args: &'a Expr) -> Val {
        let callee = self.part(fun, true);
        let args_val = self.part(args, true);
        let is_list = match args_val {
            Val::Lit(list) => self.heap.list_to_vec(list).is_some(),
            _ => matches!(args.kind, ExprKind::List { tail: None, .. }),
        };
        if is_list && !matches!(callee, Val::Any | Val::Bool) {
            self.failed(pos, "invalid function call");
        }
        Val::Any
    }

    fn args(&mut self, args: &'a [Expr], used: bool) -> Val {
        for arg in args {
            self.part(arg, used);
        }
        Val::Any
    }

    fn named_call(
        &mut self,
        pos: Pos,
        module: &str,
        name: &str,
        args: &'a [Expr],
        used: bool,
    ) -> Val {
        let arity = args.len();
        if module == "erlang" && name == "is_record" && arity == 2 {
            self.args(args, true);
            return Val::Bool;
        }
        if module == "erlang" && name == "record_info" && arity == 2 {
            if !used && args[0].as_atom().is_some_and(|what| &**what == "fields") {
                self.constructed(pos);
            }
            return Val::Any;
        }
        if module == "erlang"
            && name == "apply"
            && let [fun, args] = args
        {
            return self.apply_fun(pos, fun, args);
        }
        let Some(purity) = purity(module, name, arity) else {
            let val = self.args(args, true);
            let raises = matches!((name, arity), ("error", 1..=3) | ("exit" | "throw", 1));
            self.stuck |= module == "erlang" && raises;
            return val;
        };
        let args_used = used || purity != Purity::Safe;
        let vals: Vec<Val> = args.iter().map(|arg| self.part(arg, args_used)).collect();
        let text = shown(module, name, arity);
        if !used {
            match purity {
                Purity::Safe => {
                    self.no_effect(pos, format!("the call to {text} has no effect"));
                }
                Purity::Pure(_) => {
                    // OTP translates the two, and tells of both.
                    if let Some(own) = translated(module, name) {
                        self.ignored(pos, &format!("calling {own}/2"));
                    }
                    self.ignored(pos, &format!("calling {text}"));
                }
            }
        }
        match self.applied(name, purity, &vals) {
            Outcome::Value(val) => val,
            Outcome::Fails(reason) => {
                let text = translated(module, name).map_or(text, |own| format!("{own}/2"));
                let message = format!("the call to {text} will fail with a '{reason}' exception");
                self.warn(About::Failed, pos, "sys_core_fold:failed", message);
                Val::Any
            }
        }
    }

    /// What the function makes of the arguments; the value only where it is short work.
    fn applied(&mut self, name: &str, purity: Purity, vals: &[Val]) -> Outcome {
        let literals: Option<Vec<Term>> = vals.iter().map(Val::lit).collect();
        let test = auto::type_test(name).filter(|_| vals.len() == 1);
        let Some(args) = literals else {
            let is_test = test.is_some() || matches!(name, "is_function" | "is_record");
            return Outcome::Value(if is_test { Val::Bool } else { Val::Any });
        };
        if let Some(test) = test {
            let value = self.is_type(test, args[0]);
            return Outcome::Value(Val::Lit(Term::bool(value)));
        }
        let Purity::Pure(letters) = purity else {
            return Outcome::Value(Val::Any);
        };
        for (letter, arg) in letters.bytes().zip(&args) {
            if letter == b'm' && !arg.is_map() {
                return Outcome::Fails(format!("{{badmap,{}}}", self.text(*arg)));
            }
            if !self.is_letter(letter, *arg) {
                return Outcome::badarg();
            }
        }
        self.evaluated(name, &args)
    }

    fn evaluated(&mut self, name: &str, args: &[Term]) -> Outcome {
        let heap = &mut self.heap;
        let value = match (name, args) {
            ("hd", [list]) => heap.head(*list),
            ("tl", [list]) => heap.tail(*list),
            ("abs", [number]) => match term::arith::abs(heap, *number) {
                Some(value) => value,
                None => return Outcome::badarg(),
            },
            ("length", [list]) => Term::size(heap.iter_list(*list).count()),
            ("byte_size", [binary]) => Term::size(heap.bit_size(*binary).div_ceil(8)),
            ("bit_size", [binary]) => Term::size(heap.bit_size(*binary)),
            ("element" | "setelement", [position, tuple, ..]) => {
                let position = position
                    .as_usize()
                    .and_then(|position| position.checked_sub(1));
                match position.filter(|position| *position < heap.arity(*tuple)) {
                    Some(position) if name == "element" => heap.element(*tuple, position),
                    Some(_) => return Outcome::Value(Val::Any),
                    None => return Outcome::badarg(),
                }
            }
            ("map_get" | "get", [key, map]) => match map::get(heap, *map, *key) {
                Some(value) => value,
                None => return Outcome::Fails(format!("{{badkey,{}}}", self.text(*key))),
            },
            ("is_record", [tuple, tag, ..]) => {
                let size = args.get(2).and_then(|size| size.as_usize());
                let is_record = tuple.is_tuple()
                    && Some(heap.arity(*tuple)) == size
                    && size > Some(0)
                    && heap.element(*tuple, 0) == *tag;
                Term::bool(is_record)
            }
            ("list_to_integer", [digits, base]) => {
                let base = base.as_small().and_then(|base| u32::try_from(base).ok());
                let text = term::chardata::text(heap, *digits).unwrap_or_default();
                let unsigned = text.strip_prefix(['-', '+']).unwrap_or(&text);
                let are_digits = base
                    .filter(|base| (2..=36).contains(base))
                    .is_some_and(|base| {
                        !unsigned.is_empty() && unsigned.chars().all(|digit| digit.is_digit(base))
                    });
                if !are_digits {
                    return Outcome::badarg();
                }
                return Outcome::Value(Val::Any);
            }
            ("binary_part", [binary, start, length]) => {
                let size = heap.bit_size(*binary) as i64 / 8;
                let (Some(start), Some(length)) = (start.as_small(), length.as_small()) else {
                    return Outcome::Value(Val::Any);
                };
                let end = start.saturating_add(length);
                if start < 0 || start.min(end) < 0 || start.max(end) > size {
                    return Outcome::badarg();
                }
                return Outcome::Value(Val::Any);
            }
            ("binary_to_list", [binary, from, to]) => {
                let size = heap.bit_size(*binary) / 8;
                let (from, to) = (from.as_usize(), to.as_usize());
                return match from.zip(to) {
                    Some((from, to)) if 1 <= from && from <= to && to <= size => {
                        Outcome::Value(Val::Any)
                    }
                    _ => Outcome::badarg(),
                };
            }
            ("split_binary", [binary, at]) => {
                let size = heap.bit_size(*binary) / 8;
                return match at.as_usize() {
                    Some(at) if at <= size => Outcome::Value(Val::Any),
                    _ => Outcome::badarg(),
                };
            }
            ("binary_to_atom", [binary, encoding]) => {
                let is_latin1 = encoding.as_atom() == Some(atom::LATIN1);
                if !is_latin1 && self.binary_text(*binary).is_none() {
                    return Outcome::badarg();
                }
                return Outcome::Value(Val::Any);
            }
            ("sqrt" | "log" | "log2" | "log10", [number]) => {
                let number = term::arith::float_of(heap, *number).unwrap_or(1.0);
                if number < 0.0 || (number == 0.0 && name != "sqrt") {
                    return Outcome::Fails("badarith".into());
                }
                return Outcome::Value(Val::Any);
            }
            _ => return Outcome::Value(Val::Any),
        };
        Outcome::Value(Val::Lit(value))
    }

    fn is_letter(&self, letter: u8, arg: Term) -> bool {
        let heap = &self.heap;
        match letter {
            b'a' => arg.is_atom(),
            b'A' => {
                let text = term::chardata::flat_text(heap, arg);
                text.is_some_and(|text| text.chars().count() <= 255)
            }
            b'b' => arg.is_bitstring() && heap.is_binary(arg),
            b'B' => arg.is_bitstring(),
            b'c' => arg.is_cons(),
            b'd' => self
                .binary_text(arg)
                .is_some_and(|text| is_integer(text.as_bytes())),
            b'D' => self.binary_text(arg).is_some_and(|text| is_float(&text)),
            b'e' => arg
                .as_atom()
                .is_some_and(|name| matches!(name.text(), "latin1" | "unicode" | "utf8")),
            b'f' => arg.is_float(),
            b'F' => term::chardata::text(heap, arg).is_some_and(|text| is_float(&text)),
            b'i' => arg.is_integer(),
            b'l' => heap.list_to_vec(arg).is_some(),
            b'n' => arg.is_number(),
            b'o' => arg.is_list() && term::chardata::iodata_bytes(heap, arg).is_ok(),
            b'p' => heap.is_pid(arg),
            b'P' => term::chardata::text(heap, arg).is_some_and(|text| is_pid(&text)),
            b's' => self.is_digits(arg),
            b't' => arg.is_tuple(),
            b'u' => self.binary_text(arg).is_some(),
            b'z' => arg.is_tuple() || arg.is_bitstring(),
            _ => true,
        }
    }

    fn is_digits(&self, list: Term) -> bool {
        let chars = self.heap.list_to_vec(list);
        let bytes: Option<Vec<u8>> = chars.and_then(|chars| {
            let byte = |char: Term| char.as_small().and_then(|char| u8::try_from(char).ok());
            chars.into_iter().map(byte).collect()
        });
        bytes.is_some_and(|bytes| is_integer(&bytes))
    }

    /// Of a binary that is UTF-8.
    fn binary_text(&self, binary: Term) -> Option<String> {
        let bytes = self.heap.bytes(binary).filter(|_| binary.is_bitstring())?;
        String::from_utf8(bytes.into_owned()).ok()
    }

    /// Of a literal.
    fn is_type(&self, test: Type, term: Term) -> bool {
        match test {
            Type::Atom => term.is_atom(),
            Type::Boolean => term.as_bool().is_some(),
            Type::Integer => term.is_integer(),
            Type::Float => term.is_float(),
            Type::Number => term.is_number(),
            Type::List => term.is_list(),
            Type::Tuple => term.is_tuple(),
            Type::Map => term.is_map(),
            Type::Bitstring => term.is_bitstring(),
            Type::Binary => term.is_bitstring() && self.heap.is_binary(term),
            Type::Function | Type::Pid | Type::Port | Type::Reference => false,
        }
    }
}

fn are_digits(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

/// Digits, perhaps with a sign.
fn is_integer(bytes: &[u8]) -> bool {
    let unsigned = bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+"));
    are_digits(unsigned.unwrap_or(bytes))
}

/// Digits, a point, digits, and perhaps an exponent; no more than a float can be.
fn is_float(text: &str) -> bool {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let has_point = number
        .split_once('.')
        .is_some_and(|(whole, part)| is_integer(whole.as_bytes()) && are_digits(part.as_bytes()));
    has_point
        && exponent.is_none_or(|exponent| is_integer(exponent.as_bytes()))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `<A.B.C>`
fn is_pid(text: &str) -> bool {
    let inner = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let numbers: Option<Vec<&str>> = inner.map(|inner| inner.split('.').collect());
    numbers.is_some_and(|numbers| {
        numbers.len() == 3 && numbers.iter().all(|number| are_digits(number.as_bytes()))
    })
}

/// The function of `erlang` that a function of `maps` becomes.
fn translated(module: &str, name: &str) -> Option<&'static str> {
    match (module, name) {
        ("maps", "get") => Some("map_get"),
        ("maps", "is_key") => Some("is_map_key"),
        _ => None,
    }
}

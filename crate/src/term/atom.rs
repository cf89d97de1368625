//! The atom table: one per thread, append-only, shared by all worlds on it.
//!
//! Atom numbers never reach a program: order, hash and print go by text, so that the table's history cannot make two
//! runs of one world differ.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Atom(u32);

/// The table has reached `limits::ATOMS_MAX`, or the text is longer than 255 characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AtomTableFull;

struct Table {
    /// Leaked on purpose: the table only grows, up to its limit, and lives as long as the thread.
    texts: Vec<&'static str>,
    index: FxHashMap<&'static str, u32>,
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::with_predefined());
}

impl Table {
    fn with_predefined() -> Table {
        let mut table = Table {
            texts: Vec::with_capacity(1024),
            index: FxHashMap::default(),
        };
        for (number, text) in PREDEFINED.iter().enumerate() {
            table.texts.push(text);
            let earlier = table.index.insert(text, number as u32);
            debug_assert!(earlier.is_none(), "atom {text} is predefined twice");
        }
        table
    }
}

impl Atom {
    pub const fn index(self) -> u32 {
        self.0
    }

    /// Inverse of [`Atom::index`]; the number must come from it.
    pub const fn from_index(index: u32) -> Atom {
        Atom(index)
    }

    /// The atom with this text, made if there is none yet.
    pub fn try_intern(text: &str) -> Result<Atom, AtomTableFull> {
        Atom::intern_below(limits::ATOMS_MAX, text)
    }

    /// As [`Atom::try_intern`] for what a running program makes of its data (`list_to_atom`): it may not take what the shell and
    /// the compiler need.
    pub fn from_data(text: &str) -> Result<Atom, AtomTableFull> {
        Atom::intern_below(limits::ATOMS_MAX - limits::ATOMS_RESERVED, text)
    }

    fn intern_below(count_max: usize, text: &str) -> Result<Atom, AtomTableFull> {
        TABLE.with_borrow_mut(|table| {
            if let Some(&number) = table.index.get(text) {
                return Ok(Atom(number));
            }
            if table.texts.len() >= count_max || text.chars().count() > limits::ATOM_CHARS_MAX {
                return Err(AtomTableFull);
            }
            let number = table.texts.len() as u32;
            let text: &'static str = Box::leak(text.into());
            table.texts.push(text);
            table.index.insert(text, number);
            Ok(Atom(number))
        })
    }

    /// As [`Atom::try_intern`] for names of the system's own, which always fit; with a full table, the atom `''`.
    pub fn intern(text: &str) -> Atom {
        Atom::try_intern(text).unwrap_or(EMPTY)
    }

    /// The atom with this text if it exists already (`list_to_existing_atom`).
    pub fn existing(text: &str) -> Option<Atom> {
        TABLE.with_borrow(|table| table.index.get(text).map(|&number| Atom(number)))
    }

    pub fn text(self) -> &'static str {
        TABLE.with_borrow(|table| table.texts.get(self.0 as usize).copied().unwrap_or(""))
    }

    /// How many atoms exist on this thread.
    pub fn count() -> usize {
        TABLE.with_borrow(|table| table.texts.len())
    }
}

impl std::fmt::Debug for Atom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "'{}'", self.text())
    }
}

/// Declares the atoms that the system itself names: a constant each, in this order.
macro_rules! atoms {
    ($($name:ident = $text:literal,)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { $($name,)* }
        $(pub const $name: Atom = Atom(Number::$name as u32);)*
        const PREDEFINED: &[&str] = &[$($text,)*];
    };
}

atoms! {
    EMPTY = "",
    TRUE = "true",
    FALSE = "false",
    OK = "ok",
    ERROR = "error",
    EXIT = "exit",
    THROW = "throw",
    UNDEFINED = "undefined",
    NORMAL = "normal",
    KILL = "kill",
    KILLED = "killed",
    INFINITY = "infinity",
    BADARG = "badarg",
    BADARITH = "badarith",
    BADMATCH = "badmatch",
    BADFUN = "badfun",
    BADARITY = "badarity",
    BADMAP = "badmap",
    BADKEY = "badkey",
    BADRECORD = "badrecord",
    CASE_CLAUSE = "case_clause",
    IF_CLAUSE = "if_clause",
    TRY_CLAUSE = "try_clause",
    FUNCTION_CLAUSE = "function_clause",
    ELSE_CLAUSE = "else_clause",
    BAD_GENERATOR = "bad_generator",
    BAD_FILTER = "bad_filter",
    UNDEF = "undef",
    NOPROC = "noproc",
    NOCONNECTION = "noconnection",
    NOCATCH = "nocatch",
    SYSTEM_LIMIT = "system_limit",
    TIMEOUT = "timeout",
    TIMEOUT_VALUE = "timeout_value",
    CAPITAL_EXIT = "EXIT",
    CAPITAL_DOWN = "DOWN",
    PROCESS = "process",
    PORT = "port",
    TIME_OFFSET = "time_offset",
    NONODE_NOHOST = "nonode@nohost",
    ERLANG = "erlang",
    ERL_EVAL = "erl_eval",
    LISTS = "lists",
    MAPS = "maps",
    IO = "io",
    IO_LIB = "io_lib",
    SHELL = "shell",
    FILE = "file",
    LINE = "line",
    ERROR_INFO = "error_info",
    CAUSE = "cause",
    MODULE = "module",
    MODULE_INFO = "module_info",
    NO = "no",
    YES = "yes",
    NONE = "none",
    ALL = "all",
    VALUE = "value",
    KEY = "key",
    IO_REQUEST = "io_request",
    IO_REPLY = "io_reply",
    PUT_CHARS = "put_chars",
    UNICODE = "unicode",
    LATIN1 = "latin1",
    EOF = "eof",
    HEIR = "heir",
    END_OF_TABLE = "$end_of_table",
    WILDCARD = "_",
    MINUS = "-",
    PLUS = "+",
    STAR = "*",
    SLASH = "/",
}

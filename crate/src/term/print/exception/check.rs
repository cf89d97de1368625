//! The words in which the tables say what an argument must be.

use super::super::super::atom;
use super::super::super::chardata;
use super::super::super::heap::{Fun, Heap};
use super::super::super::map;
use super::super::super::md5::Md5;
use super::super::super::word::Term;
use super::explain::is_beyond;

/// What is wrong with an argument that should be a `word`; `None` if nothing is. `!word` is always wrong.
pub fn check(heap: &Heap, word: &str, term: Term, arguments: &[Term]) -> Option<&'static str> {
    if let Some(always) = word.strip_prefix('!') {
        return Some(message(always));
    }
    if let Some((first, second)) = word.split_once('+') {
        return check(heap, first, term, arguments)
            .or_else(|| check(heap, second, term, arguments));
    }
    let good = match word {
        "external_for" => {
            let options = *arguments.get(1)?;
            if check(heap, "list+reading", options, arguments).is_some() {
                return None;
            }
            let mut options = heap.iter_list(options);
            let word = if options.any(|option| is_one_of(option, &["safe"])) {
                "safe_external"
            } else {
                "external"
            };
            return Some(message(word));
        }
        // OTP counts the range as the first argument.
        "hash_range" => return check(heap, "positive", *arguments.get(1)?, arguments),
        "increment" => {
            let order = |at: usize| arguments.get(at).and_then(|term| heap.to_bigint(*term));
            let (from, to, increment) = (order(0)?, order(1)?, order(2)?);
            let sign = increment.sign();
            return match from <= to {
                true if sign != num_bigint::Sign::Plus && from != to => {
                    Some("not a positive increment")
                }
                false if sign != num_bigint::Sign::Minus => Some("not a negative increment"),
                _ => None,
            };
        }
        // What stands for the encoding decides whether the bytes matter.
        "utf8_if_known" => {
            return if is_one_of(*arguments.get(1)?, &["utf8", "unicode"]) {
                check(heap, "utf8", term, arguments)
            } else {
                None
            };
        }
        // With wrong options the kind is not looked at; what is watched matters for processes.
        "process_if_options" => {
            let options = *arguments.get(2)?;
            return match check(heap, "list+monitor_option", options, arguments) {
                Some(_) => None,
                None => check(heap, "process", term, arguments),
            };
        }
        "pid_if_process" => {
            let is_process = is_one_of(*arguments.first()?, &["process"]);
            return is_process
                .then(|| check(heap, "pid", term, arguments))
                .flatten();
        }
        // With wrong options the status is not looked at.
        "status_if_options" => {
            let options = *arguments.get(1)?;
            let is_good = check(heap, "proper+halt_option", options, arguments).is_none();
            return is_good.then(|| message("status"));
        }
        // OTP counts the options of timers as the third argument.
        "fourth_list" => return check(heap, "list", *arguments.get(3)?, arguments),
        "packet_options" => {
            return check(heap, "list", term, arguments).or_else(|| {
                let [kind, data, _] = *arguments else {
                    return None;
                };
                let is_known = is_simple(heap, "packet_type", kind) || !heap.is_binary(data);
                (!is_known).then_some(message("option"))
            });
        }
        "memory_list" if term.is_atom() => true,
        "memory_list" => {
            return Some(message(if term.is_list() {
                "option"
            } else {
                "memory_list"
            }));
        }
        "checksum" if term.is_integer() => {
            let fits = term
                .as_small()
                .is_some_and(|sum| u32::try_from(sum).is_ok());
            return (!fits).then_some("out of range");
        }
        "checksum" => return Some(message("integer")),
        "even" => heap.bit_size(term).is_multiple_of(16),
        "utf8" => {
            let bytes = heap.bytes(term)?;
            return std::str::from_utf8(&bytes)
                .is_err()
                .then_some("invalid UTF8 encoding");
        }
        // Looked at only when the replacement is one.
        "replace_options" => {
            let replacement = *arguments.get(2)?;
            !heap.is_binary(replacement)
                || are_all(heap, term, |heap, option| {
                    is_one_of(option, &["global"]) || heap.as_tuple::<2>(option).is_some()
                })
        }
        "scoped" => {
            return is_scope_outside(heap, term, arguments)
                .then_some("specified part is not wholly inside binary");
        }
        "time" if term.is_big() && !heap.big_parts(term).0 => {
            return Some("exceeds the maximum supported time value");
        }
        "time" => return check(heap, "natural", term, arguments),
        "list" if term.is_cons() && !is_proper(heap, term) => return Some("not a proper list"),
        "bin" if term.is_bitstring() && !heap.is_binary(term) => {
            return Some("is a bitstring (expected a binary)");
        }
        "natural" | "positive" | "index" if term.is_integer() => {
            let low = i64::from(word != "natural");
            let is_low = match term.as_small() {
                Some(number) => number < low,
                None => heap.big_parts(term).0,
            };
            let is_high = word == "index"
                && arguments
                    .get(1)
                    .is_some_and(|&tuple| is_beyond(heap, term, tuple));
            return (is_low || is_high).then_some("out of range");
        }
        "nonempty" if term.is_tuple() => {
            return (heap.arity(term) == 0).then_some("is an empty tuple");
        }
        "_" => true,
        "list" => term.is_list(),
        "proper" => is_proper(heap, term),
        "pid" => heap.is_pid(term),
        "local" => !heap.is_pid(term) || term.is_local_pid(),
        // What can be watched depends on what it is said to be.
        "monitored"
            if arguments
                .first()
                .is_some_and(|&kind| is_one_of(kind, &["port"])) =>
        {
            if heap.is_port(term) {
                return Some("not a local port");
            }
            return (!term.is_atom()).then_some(message("port"));
        }
        "monitored" => {
            heap.is_pid(term)
                || !arguments
                    .first()
                    .is_some_and(|&kind| is_one_of(kind, &["process"]))
        }
        "port_or_name" if heap.is_port(term) => {
            return term.as_local_port().is_none().then_some("not a local port");
        }
        "node_type" if term.is_list() => {
            let kinds = heap.list_to_vec(term);
            let good = kinds.is_some_and(|kinds| kinds.into_iter().all(is_node_type));
            return (!good).then_some("not a list of valid node types");
        }
        "node_type" if !term.is_atom() => return Some(message("node_types")),
        "node_type" => is_node_type(term),
        "binary" | "bin" => heap.is_binary(term),
        "nonempty" => term.is_tuple(),
        "row" if term.is_tuple() => return check(heap, "nonempty", term, arguments),
        "row" if term.is_list() => {
            return (!is_rows(heap, term))
                .then_some("not a non-empty tuple or a list of non-empty tuples");
        }
        "present" => arguments
            .get(1)
            .is_none_or(|&map| !map.is_map() || map::get(heap, map, term).is_some()),
        _ => is_simple(heap, word, term),
    };
    (!good).then_some(message(word))
}

/// Words that need no more than the argument itself.
fn is_simple(heap: &Heap, word: &str, term: Term) -> bool {
    match word {
        "atom" => term.is_atom(),
        "integer" | "natural" | "positive" | "index" => term.is_integer(),
        "number" => term.is_number(),
        "float" => term.is_float(),
        "map" => term.is_map(),
        "tuple" => term.is_tuple(),
        "fun" => term.is_fun(),
        "fun1" | "fun2" | "fun3" => {
            arity(heap, term) == word.as_bytes().last().map(|digit| u32::from(digit - b'0'))
        }
        "reference" => term.is_reference(),
        "bitstring" => term.is_bitstring(),
        "boolean" => term.as_bool().is_some(),
        "identifier" => heap.is_pid(term) || heap.is_port(term),
        "receiver" => heap.is_pid(term) || term.is_atom(),
        "iterable" => term.is_map() || heap.as_tuple::<3>(term).is_some(),
        "endianness" => is_one_of(term, &["big", "little"]),
        "port_or_name" => term.is_atom() || heap.is_port(term),
        "local_time" => heap.as_tuple::<2>(term).is_some(),
        "dst" => is_one_of(term, &["true", "false", "undefined"]),
        "base" => term.as_small().is_some_and(|base| (2..=36).contains(&base)),
        "unit" => is_integer_above(heap, term, 0) || is_unit(term),
        "name" => term.as_atom().is_some_and(|name| name != atom::UNDEFINED),
        "iodata" => chardata::iodata_size(heap, term).is_ok(),
        "chardata" => chardata::text(heap, term).is_some(),
        "characters" => chardata::flat_text(heap, term).is_some(),
        "encoding" => is_encoding(heap, term),
        "atom_encoding" | "text_encoding" => is_one_of(term, &["latin1", "utf8", "unicode"]),
        "spec_type" => is_one_of(term, &["trace", "table"]),
        "packet_type" => is_one_of(term, PACKET_TYPES) || is_one_of_numbers(term, &[0, 1, 2, 4]),
        "md5_context" => heap.is_binary(term) && heap.bit_size(term) == 8 * Md5::CONTEXT_BYTES,
        "value" => is_one_of(term, &["backtrace"]),
        "reading" => heap
            .iter_list(term)
            .all(|option| is_one_of(option, &["safe", "used"])),
        "process" => is_one_of(term, &["process", "port", "time_offset"]),
        "send_option" => heap
            .iter_list(term)
            .all(|option| is_one_of(option, &["noconnect", "nosuspend"])),
        "halt_option" => heap.iter_list(term).all(|option| {
            let option = heap.as_tuple(option);
            option.is_some_and(|[name, value]| {
                is_one_of(name, &["flush"]) && value.as_bool().is_some()
            })
        }),
        "monitor_option" => heap
            .iter_list(term)
            .all(|option| is_monitor_option(heap, option)),
        "flag" => is_one_of(term, FLAGS),
        "tracee" => {
            heap.is_pid(term) || heap.is_port(term) || term.is_tuple() || is_one_of(term, TRACEES)
        }
        "pattern" => is_pattern(heap, term),
        "part" => heap
            .as_tuple(term)
            .is_some_and(|[start, length]| start.as_usize().is_some() && length.is_integer()),
        "variable" => !heap
            .list_to_vec(term)
            .is_some_and(|chars| chars.contains(&Term::int('=' as i32))),
        "signal" => term.is_atom(),
        "table_name" => term.is_atom(),
        "row" => false,
        "match_spec" => is_three_tuples(heap, term),
        "update" => are_all(heap, term, is_update) || is_update(heap, term),
        "element_spec" => are_all(heap, term, is_element_spec) || is_element_spec(heap, term),
        _ => true,
    }
}

const FLAGS: &[&str] = &[
    "trap_exit",
    "error_handler",
    "fullsweep_after",
    "min_heap_size",
    "min_bin_vheap_size",
    "max_heap_size",
    "message_queue_data",
    "priority",
    "save_calls",
    "sensitive",
    "async_dist",
];

/// What `trace_info/2` tells of beside processes, ports and functions.
const TRACEES: &[&str] = &[
    "new",
    "new_processes",
    "new_ports",
    "send",
    "receive",
    "on_load",
];

const PACKET_TYPES: &[&str] = &[
    "raw",
    "asn1",
    "cdr",
    "sunrm",
    "fcgi",
    "tpkt",
    "line",
    "http",
    "httph",
    "http_bin",
    "httph_bin",
];

/// The words for an argument that is not what `word` says.
pub fn message(word: &str) -> &'static str {
    match word {
        "atom" => "not an atom",
        "list" | "proper" => "not a list",
        "cons" => "not a nonempty list",
        "pid" | "monitored" => "not a pid",
        "binary" | "bin" => "not a binary",
        "integer" | "natural" | "positive" | "index" => "not an integer",
        "number" => "not a number",
        "float" => "not a float",
        "map" => "not a map",
        "tuple" | "nonempty" | "row" => "not a tuple",
        "sized" => "not tuple or binary",
        "fun" => "not a fun",
        "fun1" => "not a fun that takes one argument",
        "fun2" => "not a fun that takes two arguments",
        "fun3" => "not a fun that takes three arguments",
        "reference" => "not a reference",
        "port" | "port_or_name" => "not a port",
        "local" => "not a local pid",
        "bitstring" => "not a bitstring",
        "boolean" => "not a boolean ('true' or 'false')",
        "identifier" => "not a pid or port",
        "receiver" => "not a pid or an atom",
        "destination" => "invalid destination",
        "iterable" => "not a map or an iterator",
        "iterator" => "not a valid iterator",
        "base" => "not an integer in the range 2 through 36",
        "endianness" => "must be 'big' or 'little'",
        "zero_sized" => "a zero-sized binary is not allowed",
        "range" => "out of range",
        "unit" => "invalid time unit",
        "name" => "'undefined' is not a valid name",
        "iodata" => "not an iodata term",
        "iolist" => "not an iolist term",
        "bitlist" => "not a bitstring list",
        "chardata" => "not valid character data (an iodata term)",
        "characters" => "not a list of characters",
        "encoding" => "not a valid encoding",
        "atom_encoding" => "is an invalid encoding option",
        "text_encoding" => "not one of the atoms: latin1, utf8, or unicode",
        "process" => "invalid monitor type",
        "flag" => "invalid process flag",
        "flag_value" => "invalid value for this process flag",
        "pattern" => "not a valid pattern",
        "part" => "not a valid {Pos,Length} tuple",
        "present" => "not present in map",
        "integer_text" => "not a textual representation of an integer",
        "float_text" => "not a textual representation of a float",
        "pid_text" => "not a textual representation of a pid",
        "port_text" => "not a textual representation of a port",
        "reference_text" => "not a textual representation of a reference",
        "external" => "invalid external representation of a term",
        "safe_external" => "invalid or unsafe external representation of a term",
        "existing_atom" => "not an already existing atom",
        "domain" => "is outside the domain for this function",
        "option" | "send_option" | "monitor_option" | "halt_option" => "invalid option in list",
        "option_map" => "invalid options in map",
        "options" | "replace_options" => "invalid options",
        "spawn_option" => "invalid spawn option",
        "modifier" => "invalid modifier",
        "reading" => "invalid option in list",
        "item" => "invalid item or item list",
        "fun_item" => "invalid item",
        "dst" => "not 'true', 'false', or 'undefined'",
        "system_item" => "invalid system info item",
        "system_flag" => "invalid system flag",
        "memory_item" => "invalid memory type option",
        "memory_list" => "not an atom or a list of atoms",
        "packet_type" => "invalid packet type",
        "md5_context" => "invalid MD5 context",
        "even" => "must contain an even number of bytes",
        "suspended" => "process is not suspended or is not alive",
        "value" => "invalid value",
        "statistics_item" => "invalid statistics item",
        "status" => "invalid status",
        "node_type" => "not a valid node type",
        "node_types" => "not a valid node type or list of valid node types",
        "variable" => "\"=\" characters is not allowed in environment variable names",
        "signal" => "invalid signal name",
        "tracee" => "not a valid tracee specification",
        "traced" => "invalid spec for pid or port",
        "trace_item" => "invalid trace item",
        "trace_spec" => "invalid match specification",
        "traced_function" => "invalid MFA specification",
        "pid_or_all" => "not a pid or 'all'",
        "counts_with_spec" => "a match spec is not allowed in combination with these options",
        "signal_option" => "invalid signal handling option",
        "local_time" => "not a valid local time",
        "universal_time" => "not a valid universal time",
        "named" => "this process or port already has a name",
        "alive" => "the pid does not refer to an existing process",
        "in_use" => "name is in use",
        "binaries" => "not a flat list of binaries",
        "table" => "not an atom or a table identifier",
        "table_access" => {
            "the table identifier refers to an ETS table with insufficient access rights"
        }
        "table_type" => {
            "the table identifier refers to an ETS table of a type not supported by this operation"
        }
        "owner" => "the process is already the owner of the table",
        "name_exists" => "table name already exists",
        "boolean_value" => "not a boolean value",
        "size" => "position is greater than the size of the object",
        "counter" => "the value in the given position, in the object, is not an integer",
        "key_position" => "the position is the same as the key position",
        "position" => "the position in the update operation is out of range",
        "existing_table" => "the table identifier does not refer to an existing ETS table",
        "existing_key" => "not a key that exists in the table",
        "table_name" => "invalid table name (must be an atom)",
        "table_item" => "not a valid info item",
        "match_spec" => "not a valid match specification",
        "spec_type" => "invalid type for match spec",
        "continuation" => "invalid continuation",
        "update" => "not a valid update operation",
        "element_spec" => "is not a valid element specification",
        "terminated" => "the pid refers to a terminated process",
        "device" => "the device does not exist",
        "device_alive" => "the device has terminated",
        "device_own" => "the device is not allowed to be the current process",
        _ => "invalid argument",
    }
}

fn arity(heap: &Heap, term: Term) -> Option<u32> {
    term.is_fun().then(|| match heap.fun_parts(term) {
        Fun::Local { arity, .. } | Fun::Export { arity, .. } => arity,
    })
}

fn is_one_of(term: Term, names: &[&str]) -> bool {
    term.as_atom()
        .is_some_and(|name| names.contains(&name.text()))
}

fn is_one_of_numbers(term: Term, numbers: &[i64]) -> bool {
    term.as_small()
        .is_some_and(|number| numbers.contains(&number))
}

fn is_node_type(term: Term) -> bool {
    is_one_of(term, &["visible", "hidden", "connected", "this", "known"])
}

fn is_monitor_option(heap: &Heap, option: Term) -> bool {
    let modes = ["explicit_unalias", "demonitor", "reply_demonitor"];
    heap.as_tuple(option).is_some_and(|[name, value]| {
        is_one_of(name, &["tag"]) || is_one_of(name, &["alias"]) && is_one_of(value, &modes)
    })
}

fn is_unit(term: Term) -> bool {
    is_one_of(
        term,
        &[
            "second",
            "millisecond",
            "microsecond",
            "nanosecond",
            "native",
            "perf_counter",
            "seconds",
            "milli_seconds",
            "micro_seconds",
            "nano_seconds",
        ],
    )
}

fn is_encoding(heap: &Heap, term: Term) -> bool {
    is_one_of(term, &["latin1", "unicode", "utf8", "utf16", "utf32"])
        || heap.as_tuple(term).is_some_and(|[name, order]| {
            is_one_of(name, &["utf16", "utf32"]) && is_one_of(order, &["big", "little"])
        })
}

/// Whether options of `binary:match/3` name a part that reaches beyond the subject, the first argument.
fn is_scope_outside(heap: &Heap, options: Term, arguments: &[Term]) -> bool {
    let Some(size) = arguments
        .first()
        .filter(|&&subject| heap.is_binary(subject))
    else {
        return false;
    };
    // Beside an option that does not exist no scope is looked at.
    if heap.iter_list(options).any(|option| !option.is_tuple()) {
        return false;
    }
    let size = heap.bit_size(*size) as i64 / 8;
    heap.iter_list(options).any(|option| {
        let part = heap
            .as_tuple(option)
            .and_then(|[_, part]| heap.as_tuple(part));
        part.and_then(|[start, length]| Some((start.as_small()?, length.as_small()?)))
            .is_some_and(|(start, length)| {
                let end = start.saturating_add(length);
                start.min(end) < 0 || start.max(end) > size
            })
    })
}

/// What `binary:match/2` looks for: a binary, or a list of them, none empty; or a compiled pattern.
fn is_pattern(heap: &Heap, term: Term) -> bool {
    let is_part = |part: Term| heap.is_binary(part) && heap.bit_size(part) > 0;
    let is_compiled = heap
        .as_tuple(term)
        .is_some_and(|[kind, _]| is_one_of(kind, &["ac", "bm"]));
    is_part(term)
        || is_compiled
        || term.is_cons()
            && heap
                .list_to_vec(term)
                .is_some_and(|parts| parts.into_iter().all(is_part))
}

/// Whether `term` is an integer above `limit`.
pub fn is_integer_above(heap: &Heap, term: Term, limit: usize) -> bool {
    match term.as_small() {
        Some(number) => number > limit as i64,
        None => term.is_big() && !heap.big_parts(term).0,
    }
}

fn is_proper(heap: &Heap, list: Term) -> bool {
    let mut items = heap.iter_list(list);
    items.by_ref().for_each(drop);
    items.rest().is_nil()
}

/// Whether `list` is a proper list of which each item is `good`.
fn are_all(heap: &Heap, list: Term, good: fn(&Heap, Term) -> bool) -> bool {
    list.is_list()
        && heap
            .list_to_vec(list)
            .is_some_and(|items| items.into_iter().all(|item| good(heap, item)))
}

fn is_rows(heap: &Heap, list: Term) -> bool {
    are_all(heap, list, |heap, row| {
        row.is_tuple() && heap.arity(row) > 0
    })
}

/// What every match specification is, right or wrong inside.
fn is_three_tuples(heap: &Heap, list: Term) -> bool {
    list.is_cons() && are_all(heap, list, |heap, part| heap.as_tuple::<3>(part).is_some())
}

/// An operation of `ets:update_counter/3`.
fn is_update(heap: &Heap, term: Term) -> bool {
    let are_integers = |parts: &[Term]| parts.iter().all(|part| part.is_integer());
    term.is_integer()
        || heap
            .as_tuple::<2>(term)
            .is_some_and(|parts| are_integers(&parts))
        || heap
            .as_tuple::<4>(term)
            .is_some_and(|parts| are_integers(&parts))
}

fn is_element_spec(heap: &Heap, term: Term) -> bool {
    heap.as_tuple(term)
        .is_some_and(|[position, _]| is_integer_above(heap, position, 0))
}

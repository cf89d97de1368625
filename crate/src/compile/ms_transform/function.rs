//! The functions that the fun may call, by name and arity.

/// Guard functions of match specifications, which may also be called as `erlang:f(...)`.
const BIFS: &[(&str, usize)] = &[
    ("abs", 1),
    ("binary_part", 2),
    ("binary_part", 3),
    ("bit_size", 1),
    ("byte_size", 1),
    ("element", 2),
    ("float", 1),
    ("hd", 1),
    ("is_atom", 1),
    ("is_binary", 1),
    ("is_float", 1),
    ("is_function", 1),
    ("is_integer", 1),
    ("is_list", 1),
    ("is_map", 1),
    ("is_map_key", 2),
    ("is_number", 1),
    ("is_pid", 1),
    ("is_port", 1),
    ("is_record", 2),
    ("is_reference", 1),
    ("is_tuple", 1),
    ("length", 1),
    ("map_get", 2),
    ("map_size", 1),
    ("node", 0),
    ("node", 1),
    ("round", 1),
    ("self", 0),
    ("size", 1),
    ("tl", 1),
    ("trunc", 1),
];

/// Tests of the tracing dialect that guards may have.
const GUARD_ONLY_HERE: &[(&str, usize)] = &[("get_tcw", 0), ("is_seq_trace", 0)];

/// What only the body of a traced call's specification does; OTP lets bodies for tables have it too.
const ACTIONS: &[(&str, usize)] = &[
    ("caller", 0),
    ("disable_trace", 1),
    ("disable_trace", 2),
    ("display", 1),
    ("enable_trace", 1),
    ("enable_trace", 2),
    ("exception_trace", 0),
    ("get_seq_token", 0),
    ("message", 1),
    ("process_dump", 0),
    ("return_trace", 0),
    ("set_seq_token", 2),
    ("set_tcw", 1),
    ("silent", 1),
    ("trace", 2),
    ("trace", 3),
];

pub(super) fn is_bif(name: &str, arity: usize) -> bool {
    BIFS.contains(&(name, arity))
}

/// Whether a call without a module can be translated.
pub(super) fn is_known(name: &str, arity: usize, in_guard: bool) -> bool {
    let function = (name, arity);
    is_bif(name, arity)
        || GUARD_ONLY_HERE.contains(&function)
        || !in_guard && ACTIONS.contains(&function)
}

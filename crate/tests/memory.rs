//! What a world does when a process wants more memory than there is.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/typing.rs"]
mod typing;

use spawnpoint::shell;
use spawnpoint::world::{Config, World};

/// 32 MB.
const WORDS_MAX: usize = 4 << 20;

/// What the shell prints for these lines.
fn session(lines: &[&str]) -> String {
    session_of(WORDS_MAX, lines)
}

fn session_of(words_max: usize, lines: &[&str]) -> String {
    let config = Config {
        words_max,
        ..Config::default()
    };
    let mut world = World::new(config, shell::services());
    typing::type_lines(&mut world, lines);
    let output = world.take_output();
    output.iter().map(|(_, text)| &**text).collect()
}

/// Whoever sends too much is killed, not the server it is sent to: without its io server a shell never answers again.
#[test]
fn who_sends_too_much_to_the_io_server_is_the_one_to_go() {
    let printed = session(&[
        "io:format(\"~s\", [lists:duplicate(1500000, $x)]).",
        "1 + 1.",
    ]);
    assert!(printed.contains("** exception exit: killed\n"), "{printed}");
    assert!(printed.contains("2> 2\n"), "{printed}");
}

/// A term of sixty cells whose parts are shared is larger than any memory, and nobody lives to see the end of a walk through it:
/// whoever wants one is killed, and neither the shell nor whoever was sent the term goes with it.
#[test]
fn who_wants_all_of_an_endless_term_is_killed() {
    for what in [
        "L =:= M",
        "erlang:phash2(L)",
        "#{L => 1, M => 2}",
        "iolist_size(L)",
        "unicode:characters_to_list(L)",
        "io_lib:format(\"~w\", [L])",
        "io_lib:format(\"~p\", [L])",
        "erts_debug:flat_size(L)",
        "term_to_binary(L)",
        "spawn(fun() -> L end)",
        "exit(L)",
        "put(l, L)",
    ] {
        let line = format!(
            "(fun() -> E = fun() -> lists:foldl(fun(_, A) -> [A | A] end, [], lists:seq(1, 60)) end, L = E(), M = E(), \
             _ = M, {what}, ok end)()."
        );
        let printed = session(&[&line, "1 + 1."]);
        assert!(
            printed.contains("1> ** exception exit: killed\n2> 2\n"),
            "{what}: {printed}"
        );
    }
}

/// What is appended may be a value, a literal, or what stands between them.
#[test]
fn a_bit_string_grows_no_larger_than_allowed_by_whatever_is_appended() {
    let printed = session_of(
        limits::WORLD_WORDS_DEFAULT,
        &[
            "B = binary:copy(<<0>>, 67108864), ok.",
            "X = 1, byte_size(<<B/binary, X>>).",
            "byte_size(<<B/binary, \"abc\">>).",
            "byte_size(<<B/binary, 1>>).",
            "byte_size(<<\"abc\", B/binary>>).",
        ],
    );
    assert_eq!(printed.matches("is too large").count(), 4, "{printed}");
}

/// The most that a number may have is read and printed while somebody waits for it.
#[test]
fn the_largest_numbers_are_written_and_read() {
    let printed = session_of(
        limits::WORLD_WORDS_DEFAULT,
        &[
            "X = (1 bsl 2097151) - 1, length(integer_to_list(X)).",
            "list_to_integer(integer_to_list(X)) =:= X.",
            "1 bsl 2097152.",
        ],
    );
    assert!(printed.contains("631306\n"), "{printed}");
    assert!(printed.contains("true\n"), "{printed}");
    assert!(
        printed.contains("a system limit has been reached"),
        "{printed}"
    );
}

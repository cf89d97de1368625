//! Functions of OTP that should not be used any more.

use super::{Linter, atom};
use syntax::ast::{Name, Pos};

/// Module, function and arity (`_` for all), and what OTP 25 says about them. The list has those that programs of older
/// textbooks use.
const OBSOLETE: [(&str, &str, &str, &str); 27] = [
    (
        "erlang",
        "now",
        "0",
        "is deprecated; see the \"Time and Time Correction in Erlang\" chapter of the ERTS User's Guide for more information",
    ),
    (
        "erlang",
        "get_stacktrace",
        "0",
        "is removed; use the new try/catch syntax for retrieving the stack backtrace",
    ),
    (
        "erlang",
        "hash",
        "2",
        "is removed; use erlang:phash2/2 instead",
    ),
    (
        "erlang",
        "phash",
        "2",
        "is deprecated; use erlang:phash2/2 instead",
    ),
    (
        "random",
        "_",
        "_",
        "is deprecated; use the 'rand' module instead",
    ),
    (
        "gen_fsm",
        "_",
        "_",
        "is deprecated; use the 'gen_statem' module instead",
    ),
    (
        "pg2",
        "_",
        "_",
        "is removed; this module was removed in OTP 24. Use 'pg' instead",
    ),
    (
        "slave",
        "_",
        "_",
        "is deprecated and will be removed in OTP 27; use the 'peer' module instead",
    ),
    (
        "ct_slave",
        "_",
        "_",
        "is deprecated and will be removed in OTP 27; use ?CT_PEER(), or the 'peer' module instead",
    ),
    (
        "calendar",
        "local_time_to_universal_time",
        "1",
        "is deprecated; use calendar:local_time_to_universal_time_dst/1 instead",
    ),
    (
        "code",
        "rehash",
        "0",
        "is deprecated and will be removed in OTP 26; the code path cache feature has been removed",
    ),
    (
        "crypto",
        "rand_uniform",
        "2",
        "is deprecated; use rand:uniform/1 instead",
    ),
    (
        "crypto",
        "block_encrypt",
        "3",
        "is removed; use crypto:crypto_one_time/4 or crypto:crypto_init/3 + crypto:crypto_update/2 + crypto:crypto_final/1 instead",
    ),
    (
        "httpd",
        "parse_query",
        "1",
        "is deprecated; use uri_string:dissect_query/1 instead",
    ),
    (
        "ssl",
        "cipher_suites",
        "0",
        "is removed; use cipher_suites/2,3 instead",
    ),
    (
        "erl_lint",
        "modify_line",
        "2",
        "is removed; use erl_parse:map_anno/2 instead",
    ),
    (
        "filename",
        "find_src",
        "1",
        "is removed; use filelib:find_source/1,3 instead",
    ),
    (
        "zlib",
        "adler32",
        "2",
        "is deprecated and will be removed in OTP 27; use erlang:adler32/1 instead",
    ),
    (
        "sys",
        "get_debug",
        "3",
        "is deprecated; incorrectly documented and only for internal use. Can often be replaced with sys:get_log/1",
    ),
    ("net", "call", "4", "is deprecated; use rpc:call/4 instead"),
    (
        "rpc",
        "safe_multi_server_call",
        "2",
        "is removed; use rpc:multi_server_call/2 instead",
    ),
    (
        "queue",
        "lait",
        "1",
        "is deprecated; use queue:liat/1 instead",
    ),
    (
        "auth",
        "cookie",
        "0",
        "is deprecated; use erlang:get_cookie/0 instead",
    ),
    (
        "auth",
        "is_auth",
        "1",
        "is deprecated; use net_adm:ping/1 instead",
    ),
    (
        "ftp",
        "start_service",
        "1",
        "is deprecated and will be removed in OTP 26; use ftp:open/2 instead",
    ),
    (
        "public_key",
        "ssh_decode",
        "2",
        "is removed; use ssh_file:decode/2 instead",
    ),
    (
        "core_lib",
        "get_anno",
        "1",
        "is removed; use cerl:get_ann/1 instead",
    ),
];

impl Linter<'_> {
    pub(super) fn remote_call_warnings(
        &mut self,
        pos: Pos,
        module: &Name,
        name: &Name,
        arity: usize,
    ) {
        let matches = |pattern: &str, text: &str| pattern == "_" || pattern == text;
        let digits = arity.to_string();
        let known = OBSOLETE
            .iter()
            .find(|(known_module, known_name, known_arity, _)| {
                *known_module == &**module
                    && matches(known_name, name)
                    && matches(known_arity, &digits)
            });
        let Some((.., what)) = known else { return };
        let removed = what.starts_with("is removed");
        let switch = if removed {
            "removed"
        } else {
            "deprecated_function"
        };
        let is_quiet = self
            .switches
            .quiet_deprecated
            .iter()
            .any(|(quiet, function)| {
                quiet == module && function.name == *name && function.arity as usize == arity
            });
        if is_quiet || !self.switches.is_on(switch) {
            return;
        }
        let code = if removed {
            "erl_lint:removed"
        } else {
            "erl_lint:deprecated"
        };
        self.warning(
            pos,
            code,
            format!("{}:{}/{arity} {what}", atom(module), atom(name)),
        );
    }
}

//! Functions of OTP that should not be used any more.

use super::{Linter, atom};
use syntax::ast::{FunctionName, Name, Pos};

/// Module, function and arity (`_` for all), and what OTP 25 says about them. The list has those of the modules that there are
/// here, and those that programs of older textbooks use.
const OBSOLETE: [&str; 59] = [
    "erlang:now/0 is deprecated; see the \"Time and Time Correction in Erlang\" chapter of the ERTS User's Guide for more information",
    "erlang:get_stacktrace/0 is removed; use the new try/catch syntax for retrieving the stack backtrace",
    "erlang:hash/2 is removed; use erlang:phash2/2 instead",
    "erlang:phash/2 is deprecated; use erlang:phash2/2 instead",
    "random:_/_ is deprecated; use the 'rand' module instead",
    "gen_fsm:_/_ is deprecated; use the 'gen_statem' module instead",
    "pg2:_/_ is removed; this module was removed in OTP 24. Use 'pg' instead",
    "slave:_/_ is deprecated and will be removed in OTP 27; use the 'peer' module instead",
    "ct_slave:_/_ is deprecated and will be removed in OTP 27; use ?CT_PEER(), or the 'peer' module instead",
    "calendar:local_time_to_universal_time/1 is deprecated; use calendar:local_time_to_universal_time_dst/1 instead",
    "code:rehash/0 is deprecated and will be removed in OTP 26; the code path cache feature has been removed",
    "crypto:rand_uniform/2 is deprecated; use rand:uniform/1 instead",
    "crypto:block_encrypt/3 is removed; use crypto:crypto_one_time/4 or crypto:crypto_init/3 + crypto:crypto_update/2 + crypto:crypto_final/1 instead",
    "httpd:parse_query/1 is deprecated; use uri_string:dissect_query/1 instead",
    "ssl:cipher_suites/0 is removed; use cipher_suites/2,3 instead",
    "erl_lint:modify_line/2 is removed; use erl_parse:map_anno/2 instead",
    "filename:find_src/1 is removed; use filelib:find_source/1,3 instead",
    "zlib:adler32/2 is deprecated and will be removed in OTP 27; use erlang:adler32/1 instead",
    "sys:get_debug/3 is deprecated; incorrectly documented and only for internal use. Can often be replaced with sys:get_log/1",
    "net:call/4 is deprecated; use rpc:call/4 instead",
    "rpc:safe_multi_server_call/2 is removed; use rpc:multi_server_call/2 instead",
    "queue:lait/1 is deprecated; use queue:liat/1 instead",
    "auth:cookie/0 is deprecated; use erlang:get_cookie/0 instead",
    "auth:is_auth/1 is deprecated; use net_adm:ping/1 instead",
    "ftp:start_service/1 is deprecated and will be removed in OTP 26; use ftp:open/2 instead",
    "public_key:ssh_decode/2 is removed; use ssh_file:decode/2 instead",
    "core_lib:get_anno/1 is removed; use cerl:get_ann/1 instead",
    "http_uri:parse/1 is removed; use uri_string functions instead",
    "http_uri:parse/2 is removed; use uri_string functions instead",
    "http_uri:scheme_defaults/0 is removed; use uri_string functions instead",
    "http_uri:decode/1 is deprecated and will be removed in OTP 26; use uri_string:unquote function instead",
    "http_uri:encode/1 is deprecated and will be removed in OTP 26; use uri_string:quote function instead",
    "filename:safe_relative_path/1 is removed; use filelib:safe_relative_path/2 instead",
    "zlib:adler32/3 is deprecated and will be removed in OTP 27; use erlang:adler32/2 instead",
    "zlib:adler32_combine/4 is deprecated and will be removed in OTP 27; use erlang:adler_combine/3 instead",
    "zlib:crc32/1 is deprecated and will be removed in OTP 27; use erlang:crc32/1 on the uncompressed data instead",
    "zlib:crc32/2 is deprecated and will be removed in OTP 27; use erlang:crc32/1 instead",
    "zlib:crc32/3 is deprecated and will be removed in OTP 27; use erlang:crc32/2 instead",
    "zlib:crc32_combine/4 is deprecated and will be removed in OTP 27; use erlang:crc32_combine/3 instead",
    "zlib:getBufSize/1 is deprecated and will be removed in OTP 27; this function will be removed in a future release",
    "zlib:setBufSize/2 is deprecated and will be removed in OTP 27; this function will be removed in a future release",
    "zlib:inflateChunk/1 is deprecated and will be removed in OTP 27; use safeInflate/2 instead",
    "zlib:inflateChunk/2 is deprecated and will be removed in OTP 27; use safeInflate/2 instead",
    "code:is_module_native/1 is deprecated and will be removed in OTP 26; HiPE has been removed",
    "auth:cookie/1 is deprecated; use erlang:set_cookie/2 instead",
    "auth:node_cookie/1 is deprecated; use erlang:set_cookie/2 and net_adm:ping/1 instead",
    "auth:node_cookie/2 is deprecated; use erlang:set_cookie/2 and net_adm:ping/1 instead",
    "net:ping/1 is deprecated; use net_adm:ping/1 instead",
    "net:sleep/1 is deprecated; use 'receive after T -> ok end' instead",
    "net:broadcast/3 is deprecated; use rpc:eval_everywhere/3 instead",
    "rpc:safe_multi_server_call/3 is removed; use rpc:multi_server_call/3 instead",
    "crypto:hmac/3 is removed; use crypto:mac/4 instead",
    "crypto:hmac/4 is removed; use crypto:macN/5 instead",
    "ssl:ssl_accept/1 is removed; use ssl_handshake/1,2,3 instead",
    "ssl:ssl_accept/2 is removed; use ssl_handshake/1,2,3 instead",
    "erl_scan:token_info/1 is removed; use erl_scan:{category,column,line,location,symbol,text}/1 instead",
    "erl_scan:token_info/2 is removed; use erl_scan:{category,column,line,location,symbol,text}/1 instead",
    "erl_parse:set_line/2 is removed; use erl_anno:set_line/2",
    "erl_parse:get_attribute/2 is removed; erl_anno:{column,line,location,text}/1 instead",
];

impl Linter<'_> {
    pub(super) fn remote_call_warnings(
        &mut self,
        pos: Pos,
        module: &Name,
        name: &Name,
        arity: usize,
    ) {
        let called = format!("{module}:{name}/{arity}");
        let whole_module = format!("{module}:_/_");
        let what = OBSOLETE.iter().find_map(|entry| {
            let (known, what) = entry.split_once(' ')?;
            (known == called || known == whole_module).then_some(what)
        });
        let Some(what) = what else { return };
        let removed = what.starts_with("is removed");
        let switch = if removed {
            "removed"
        } else {
            "deprecated_function"
        };
        let is_called =
            |function: &FunctionName| function.name == *name && function.arity as usize == arity;
        let (deprecated, gone) = (
            &self.switches.quiet_deprecated,
            &self.switches.quiet_removed,
        );
        let is_quiet = if removed {
            let mut quiet = gone.iter().filter(|(quiet, _)| quiet == module);
            quiet.any(|(_, function)| function.as_ref().is_none_or(is_called))
        } else {
            let mut quiet = deprecated.iter().filter(|(quiet, _)| quiet == module);
            quiet.any(|(_, function)| is_called(function))
        };
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

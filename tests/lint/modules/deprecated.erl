-module(deprecated).
-compile([export_all, nowarn_export_all]).
a() -> erlang:now(), now(), erlang:get_stacktrace(), os:getpid(), crypto:rand_uniform(1, 2), random:uniform(), random:seed(1, 2, 3).
b() -> erlang:hash(a, 1), http:request("a"), httpd:parse_query("a"), string:len("a"), string:str("a", "b"), string:to_upper("a"), lists:zf(a, b), gen_fsm:start(a, b, c), pg2:create(a), ssl:cipher_suites(), erl_lint:modify_line(a, b), code:rehash().
c() -> dict:size(a), filename:find_src(a), code:lib_dir(a, b), zlib:adler32(a, b), sys:get_debug(a, b, c), gen_fsm:sync_send_event(a, b), erlang:phash(a, 1), net:call(a, b, c, d), rpc:safe_multi_server_call(a, b), wx:foo(), calendar:local_time_to_universal_time({}), queue:lait(a), disk_log:inc_wrap_file(a), auth:cookie(), auth:is_auth(a), sets:foo().
d() -> file:rawopen(a, b), io_lib:scan_char_list(a), ct_slave:start(a), slave:start(a), ftp:start_service(a), crypto:block_encrypt(a, b, c), public_key:ssh_decode(a, b), gen_server:format_status(a, b), erl_tidy:foo(), erlang:garbage_collect_message_area(), asn1rt:encode(a, b), core_lib:get_anno(a), beam_lib:foo().

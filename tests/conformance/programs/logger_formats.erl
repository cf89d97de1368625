%% The default handler: templates, levels, single lines, depth, limits, metadata.
-module(logger_formats).
-export([main/0]).
-include_lib("kernel/include/logger.hrl").

main() ->
    logger:set_primary_config(level, debug),
    S = fun(C) -> timer:sleep(30), p(logger:set_handler_config(default, formatter, {logger_formatter, C})), timer:sleep(30) end,
    T = ["[", level, "] ", {mfa, [mfa, ":", line], ["nowhere"]}, " ", msg, " ", {[a, b], ["ab=", [a, b]], []}, "\n"],
    S(#{template => T}),
    all(),
    S(#{template => T, single_line => false}),
    all(),
    S(#{template => T, depth => 8}),
    all(),
    S(#{template => T, depth => 8, single_line => false}),
    all(),
    S(#{template => T, max_size => 50}),
    all(),
    S(#{template => T, max_size => 50, single_line => false}),
    all(),
    S(#{template => [msg, "\n"], report_cb => fun(R) -> {"cb ~p", [R]} end}),
    all(),
    S(#{template => [msg, "\n"], report_cb => fun(R, C) -> io_lib:format("cb2 ~0p ~0p", [R, C]) end}),
    all(),
    S(#{template => [msg, "\n"], report_cb => fun(R) -> R end}),
    all(),
    S(#{template => [msg, "\n"], report_cb => fun(_) -> error(no) end}),
    all(),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{depth => 0}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{template => x}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{template => [x, 3]}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{what => [x, 3]}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{single_line => 3}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{time_offset => 3}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{time_offset => "+02:00"}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{time_designator => "x"}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{max_size => 10}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{chars_limit => 0}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{report_cb => 0}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, #{legacy_header => 0}})),
    p(logger:set_handler_config(default, formatter, {logger_formatter, []})),
    ok.

all() ->
    L = lists:seq(1, 30),
    ?LOG_INFO("plain"),
    ?LOG_INFO("list ~p and ~tp and ~w", [L, L, L]),
    ?LOG_ERROR(#{list => L, name => "text", {a, b} => <<"bin">>}),
    ?LOG_ERROR([{list, L}, {name, "text"}, alone]),
    ?LOG_WARNING("two\n   lines ~p\n", [{a, b}]),
    ?LOG_NOTICE(<<"binary">>),
    ?LOG_NOTICE("wrong ~p", []),
    ?LOG_NOTICE("wrong ~q", [a]),
    ?LOG_DEBUG("with meta", #{a => #{b => [1, 2]}}),
    ?LOG_DEBUG(fun(X) -> {"lazy ~p", [X]} end, {an, arg}),
    ?LOG_DEBUG(fun(_) -> error(crashed) end, arg),
    logger:log(alert, "no place"),
    logger:log(alert, #{a => 1}, #{report_cb => fun(R) -> {"own ~p", [R]} end}),
    logger:log(emergency, "~ts", [lists:duplicate(120, $x)]),
    timer:sleep(50).

p(X) -> io:format("~p~n", [X]).

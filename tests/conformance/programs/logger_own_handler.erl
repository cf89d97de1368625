%% A handler of one's own: its callbacks, its filters, its formatter, levels at run time.
-module(logger_own_handler).
-export([main/0, log/2, adding_handler/1, removing_handler/1, changing_config/3, filter_config/1, format/2, check_config/1]).
-include_lib("kernel/include/logger.hrl").

main() ->
    Self = self(),
    logger:set_handler_config(default, level, none),
    p(logger:add_handler(mine, ?MODULE, #{level => info, config => #{to => Self}, formatter => {?MODULE, #{a => 1}}})),
    p(logger:get_handler_ids()),
    p(logger:get_handler_config(mine)),
    p(logger:add_handler(mine, ?MODULE, #{})),
    p(logger:set_primary_config(level, all)),
    ?LOG_INFO("hello ~p", [you], #{x => 1}),
    ?LOG_DEBUG("dropped"),
    ?LOG_NOTICE(#{a => b}),
    got(), got(),
    p(logger:set_handler_config(mine, level, debug)),
    p(logger:set_handler_config(mine, config, #{to => Self, more => 1})),
    p(logger:update_handler_config(mine, config, #{to => Self, more => 2})),
    p(logger:update_handler_config(mine, #{level => error})),
    p(logger:set_handler_config(mine, #{level => warning, config => #{to => Self}, formatter => {logger_formatter, #{template => [level, " ", msg]}}})),
    p(logger:get_handler_config(mine)),
    ?LOG_WARNING([{k, v}, {s, "text"}]),
    got(),
    p(logger:set_handler_config(mine, level, nolevel)),
    p(logger:set_handler_config(mine, module, other)),
    p(logger:set_handler_config(mine, id, other)),
    p(logger:set_handler_config(mine, formatter, {nomodule, #{}})),
    p(logger:set_handler_config(mine, formatter, x)),
    p(logger:set_handler_config(mine, filters, [{a, b}])),
    p(logger:set_handler_config(mine, filter_default, maybe)),
    p(logger:set_handler_config(mine, unknown, 3)),
    p(logger:get_handler_config(mine)),
    p(logger:set_handler_config(nobody, level, debug)),
    p(logger:get_handler_config(nobody)),
    p(logger:add_handler_filter(mine, f, {fun logger_filters:level/2, {stop, eq, error}})),
    p(logger:add_handler_filter(mine, f, {fun logger_filters:level/2, {stop, eq, error}})),
    p(logger:add_handler_filter(mine, g, bad)),
    ?LOG_ERROR("not seen"),
    timer:sleep(50),
    ?LOG_CRITICAL("seen"),
    timer:sleep(50),
    got(),
    logger:add_handler(mine, ?MODULE, #{formatter => {?MODULE, #{a => 1}}, filters => [{f, {fun logger_filters:level/2, {stop, eq, error}}}]}),
    p(logger:remove_handler_filter(mine, f)),
    p(logger:remove_handler_filter(mine, f)),
    p(logger:update_formatter_config(mine, #{b => 2})),
    p(logger:update_formatter_config(mine, a, 7)),
    p(logger:update_formatter_config(mine, wrong, 7)),
    p(element(2, maps:find(formatter, element(2, logger:get_handler_config(mine))))),
    p(logger:remove_handler(mine)),
    p(logger:remove_handler(mine)),
    p(logger:add_handler(bad, nomodule, #{})),
    p(logger:add_handler(bad, ?MODULE, #{config => refuse})),
    p(logger:add_handler(bad, ?MODULE, x)),
    p(logger:add_handler("bad", ?MODULE, #{})),
    ok.

got() -> receive {log, X} -> p(X) after 500 -> p(nothing) end.
p(X) -> io:format("~p~n", [X]).

log(#{level := L, msg := M, meta := Meta} = E, #{config := #{to := To}, formatter := {F, C}} = H) ->
    To ! {log, {L, M, maps:without([pid, gl, time], Meta), F:format(E, C), lists:sort(maps:keys(H))}}.
adding_handler(#{config := refuse}) -> {error, refused};
adding_handler(#{id := Id} = C) -> io:format("adding ~p ~p~n", [Id, lists:sort(maps:keys(C))]), {ok, C#{added => true}}.
removing_handler(#{id := Id} = C) -> io:format("removing ~p ~p~n", [Id, lists:sort(maps:keys(C))]), timer:sleep(50), ok.
changing_config(How, Old, New) -> io:format("changing ~p~n  ~0p~n  ~0p~n", [How, Old, New]), {ok, New}.
filter_config(C) -> maps:remove(added, C).
format(#{msg := M}, C) -> io_lib:format("~0p with ~0p", [M, C]).
check_config(#{wrong := W}) -> {error, {wrong, W}};
check_config(_) -> ok.

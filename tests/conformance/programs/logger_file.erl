-module(logger_file).
-export([main/0]).
main() ->
    F = "lg_file_test.log",
    file:delete(F),
    p(logger:add_handler(f, logger_std_h, #{config => #{file => F}, formatter => {logger_formatter, #{template => [level, " ", msg, "\n"]}}})),
    logger:set_handler_config(default, level, none),
    logger:error("one ~p", [1]),
    logger:warning("two"),
    p(logger_std_h:filesync(f)),
    p(file:read_file(F)),
    {ok, C} = logger:get_handler_config(f),
    p(maps:without([olp], C#{config := maps:without([file], maps:get(config, C))})),
    {error, {illegal_config_change, logger_std_h, _, _}} = logger:update_handler_config(f, config, #{file => "other"}),
    p(logger:update_handler_config(f, config, #{sync_mode_qlen => 3})),
    p(logger:update_handler_config(f, config, #{what => 3})),
    p(logger:remove_handler(f)),
    p(logger:add_handler(g, logger_std_h, #{config => #{type => standard_error}})),
    p(logger:remove_handler(g)),
    p(logger:add_handler(g, logger_std_h, #{config => #{type => nonsense}})),
    p(logger:add_handler(g, logger_std_h, #{config => #{a => 1}})),
    p(logger:add_handler(g, logger_std_h, #{config => #{file => "nodir/x/y"}})),
    p(catch logger_std_h:filesync(nobody)),
    file:delete(F),
    ok.
p(X) -> io:format("~p~n", [X]).

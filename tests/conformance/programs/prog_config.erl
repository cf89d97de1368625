%% A configuration written to a file, read back with file:consult, checked, and merged with defaults.
-module(prog_config).
-export([main/0]).

main() ->
    Name = "prog_config.cfg",
    Settings = [{port, 8080}, {hosts, ["a.example", "b.example"]}, verbose, {limits, #{max => 10, min => 1.5}}],
    ok = file:write_file(Name, [io_lib:format("~p.~n", [S]) || S <- Settings]),
    {ok, Text} = file:read_file(Name),
    io:format("~s", [Text]),
    {ok, Terms} = file:consult(Name),
    true = Terms =:= Settings,
    Full = with_defaults(Terms, [{port, 80}, {timeout, 5000}, {verbose, false}]),
    io:format("~p~n", [Full]),
    io:format("~p ~p ~p~n", [proplists:get_value(port, Full), proplists:get_bool(verbose, Full),
                             proplists:get_value(nothing, Full, none)]),
    ok = file:write_file(Name, "{port, 80}.\n{broken,\n{x}.\n"),
    {error, {Line, Module, Info}} = file:consult(Name),
    io:format("line ~w: ~s~n", [Line, Module:format_error(Info)]),
    ok = file:write_file(Name, "X = 6.\nlists:seq(1, X).\n"),
    Script = file:script(Name),
    ok = file:delete(Name),
    {Script, file:consult(Name), os:getenv("PROG_CONFIG", "unset"), problems(Full)}.

with_defaults(Terms, Defaults) ->
    Known = proplists:get_keys(Terms),
    proplists:unfold(Terms) ++ [D || {Key, _} = D <- Defaults, not lists:member(Key, Known)].

problems(Settings) ->
    Checks = [{port, fun(P) -> is_integer(P) andalso P > 1024 end}, {hosts, fun(H) -> length(H) > 2 end},
              {timeout, fun erlang:is_integer/1}],
    [Key || {Key, Check} <- Checks, not Check(proplists:get_value(Key, Settings))].

%% Lines of a server's log: parsed, grouped, summed; lines that are wrong are told.
-module(prog_log_analysis).
-export([main/0]).

log() ->
    "2024-03-01T10:00:00Z GET /index.html 200 1024\n"
    "2024-03-01T10:00:05Z GET /about.html 200 512\n"
    "2024-03-01T10:01:00Z POST /login 302 64\n"
    "2024-03-01T10:01:30Z GET /missing 404 128\n"
    "what is this line\n"
    "2024-03-01T10:02:10Z GET /index.html 200 1024\n"
    "2024-03-01T11:15:00Z GET /index.html 500 x\n"
    "2024-03-01T11:20:00Z DELETE /admin 403 32\n".

main() ->
    {Good, Bad} = lists:partition(fun({ok, _}) -> true; (_) -> false end, [parse(L) || L <- string:split(string:trim(log()), "\n", all)]),
    Entries = [E || {ok, E} <- Good],
    [io:format("bad line (~w): ~s~n", [Why, Line]) || {error, Why, Line} <- Bad],
    ByStatus = maps:groups_from_list(fun(#{status := S}) -> S div 100 end, Entries),
    [io:format("~wxx: ~w~n", [S, length(Es)]) || {S, Es} <- lists:sort(maps:to_list(ByStatus))],
    Pages = lists:foldl(fun(#{path := P, bytes := B}, T) ->
                            {N, Sum} = case gb_trees:lookup(P, T) of {value, V} -> V; none -> {0, 0} end,
                            gb_trees:enter(P, {N + 1, Sum + B}, T)
                        end, gb_trees:empty(), Entries),
    each(gb_trees:iterator(Pages)),
    Times = [T || #{time := T} <- Entries],
    io:format("~w seconds between first and last~n", [lists:max(Times) - lists:min(Times)]),
    io:format("~p~n", [hd(Entries)]),
    [maps:get(method, E) || E <- Entries].

parse(Line) ->
    try
        [Time, Method, Path, Status, Bytes] = string:lexemes(Line, " "),
        {ok, #{time => calendar:rfc3339_to_system_time(Time), method => list_to_atom(string:lowercase(Method)),
               path => Path, status => list_to_integer(Status), bytes => list_to_integer(Bytes)}}
    catch
        error:{badmatch, Parts} -> {error, {parts, length(Parts)}, Line};
        error:badarg -> {error, [get, post, delete, badarg] -- [get, post, delete], Line}
    end.

each(Iterator) ->
    case gb_trees:next(Iterator) of
        {Path, {Count, Bytes}, Rest} ->
            io:format("~-14s~3w~8w~n", [Path, Count, Bytes]),
            each(Rest);
        none -> ok
    end.

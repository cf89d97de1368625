%% Processes in old code: a fully qualified call takes them to the new one, soft_purge spares them, purge does not.
-module(code_old_version).
-export([main/0]).

forms(Value) ->
    Loop = {clause, 4, [{tuple, 4, [{var, 4, 'From'}, {atom, 4, ask}]}], [],
            [{op, 4, '!', {var, 4, 'From'}, {integer, 4, Value}}, {call, 4, {atom, 4, loop}, []}]},
    Move = {clause, 5, [{atom, 5, move}], [], [{call, 5, {remote, 5, {atom, 5, srv}, {atom, 5, loop}}, []}]},
    [{attribute, 1, module, srv}, {attribute, 1, export, [{loop, 0}]},
     {function, 3, loop, 0, [{clause, 3, [], [], [{'receive', 3, [Loop, Move]}]}]}].

load(Value) ->
    {ok, srv, Binary} = compile:forms(forms(Value)),
    code:load_binary(srv, "srv.erl", Binary).

ask(Pid) ->
    Pid ! {self(), ask},
    receive Value -> Value after 100 -> {silent, is_process_alive(Pid)} end.

checks(Pids) -> [erlang:check_process_code(Pid, srv) || Pid <- Pids].

main() ->
    load(1),
    Stays = spawn(srv, loop, []),
    Moves = spawn(srv, loop, []),
    io:format("~p~n", [checks([Stays, Moves, self()])]),
    load(2),
    Young = spawn(srv, loop, []),
    io:format("~p ~p~n", [checks([Stays, Moves, Young]), [ask(Pid) || Pid <- [Stays, Moves, Young]]]),
    Moves ! move,
    io:format("~p ~p~n", [[ask(Pid) || Pid <- [Stays, Moves, Young]], checks([Stays, Moves, Young])]),
    io:format("~p~n", [{code:soft_purge(srv), is_process_alive(Stays), erlang:check_old_code(srv)}]),
    Monitor = monitor(process, Stays),
    io:format("~p~n", [code:purge(srv)]),
    receive {'DOWN', Monitor, process, Stays, Reason} -> io:format("~p~n", [Reason]) end,
    io:format("~p~n", [{code:purge(srv), code:soft_purge(srv), erlang:check_old_code(srv), ask(Moves)}]),
    load(3),
    load(4),
    io:format("~p~n", [[ask(Pid) || Pid <- [Moves, Young]]]),
    [try erlang:check_process_code(Pid, Module) catch error:Reason2 -> Reason2 end
     || {Pid, Module} <- [{here, srv}, {self(), 1}, {Young, nosuch}]].

-module(counter).
-behaviour(gen_server).
-export([start/0, up/1, get/1, init/1, handle_call/3, handle_cast/2, code_change/3]).

start() -> gen_server:start(?MODULE, [], []).
up(Pid) -> gen_server:call(Pid, up).
get(Pid) -> gen_server:call(Pid, get).

init([]) -> {ok, #{value => 0, calls => 0}}.
handle_call(up, _, #{value := N, calls := C} = S) -> {reply, {N + 1, C + 1}, S#{value := N + 1, calls := C + 1}};
handle_call(get, _, #{value := N} = S) -> {reply, {value, N}, S}.
handle_cast(_, S) -> {noreply, S}.

code_change({down, _}, #{value := N}, _) -> {ok, N};
code_change(_, _, fail) -> {error, not_today};
code_change(_, _, crash) -> error(in_code_change);
code_change(Vsn, N, Extra) when is_integer(N) ->
    io:format("code_change ~p ~p~n", [Vsn, Extra]),
    {ok, #{value => N, calls => 0}}.

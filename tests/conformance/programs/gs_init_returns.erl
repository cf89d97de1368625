-module(gs_init_returns).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    process_flag(trap_exit, true),
    Returns = [ignore, {stop, normal}, {stop, shutdown}, {stop, {shutdown, why}}, {stop, because}, nonsense, {ok}],
    A = [{Return, start(start, {return, Return})} || Return <- Returns],
    B = [{Return, start(start_link, {return, Return})} || Return <- Returns],
    C = [start(start, {Class, what}) || Class <- [exit, throw]],
    D = case gen_server:start(?MODULE, {error, what}, []) of
        {error, {what, [{?MODULE, init, 1, _} | _]}} -> as_expected
    end,
    timer:sleep(300),
    {A, B, C, D, lists:sort(exits())}.

start(How, Arg) ->
    Result = gen_server:How(?MODULE, Arg, []),
    timer:sleep(250),
    Result.

exits() -> receive {'EXIT', _, Reason} -> [Reason | exits()] after 0 -> [] end.

init({return, Return}) -> Return;
init({error, What}) -> error(What);
init({exit, What}) -> exit(What);
init({throw, What}) -> throw(What).
handle_call(_, _, State) -> {noreply, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.

-module(gs_format_status_1).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, format_status/1]).

main() ->
    {ok, Pid} = gen_server:start({local, gs_secret}, ?MODULE, #{password => "1234", name => x}, []),
    {status, Pid, {module, gen_server}, [_, running, _, [], Shown]} = sys:get_status(Pid),
    gen_server:cast(Pid, crash),
    timer:sleep(250),
    proplists:get_all_values(data, Shown) =/= [] andalso lists:last(Shown).

init(State) -> {ok, State}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(crash, _) -> error(crashed).
handle_info(_, State) -> {noreply, State}.
format_status(Status) ->
    maps:map(fun(state, State) -> State#{password := hidden}; (message, M) -> {shown, M}; (_, Value) -> Value end, Status).

-module(gs_init_timeout).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    A = gen_server:start({local, slow}, ?MODULE, 1000, [{timeout, 20}]),
    timer:sleep(20),
    B = gen_server:start({local, slow}, ?MODULE, 10, [{timeout, 500}]),
    {A, element(1, B), whereis(slow) =:= element(2, B)}.

init(Time) ->
    timer:sleep(Time),
    {ok, ready}.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.

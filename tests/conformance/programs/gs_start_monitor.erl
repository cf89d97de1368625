-module(gs_start_monitor).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, {Pid, Monitor}} = gen_server:start_monitor(?MODULE, ok, []),
    {ok, {Named, NamedMonitor}} = gen_server:start_monitor({local, gs_monitored}, ?MODULE, ok, []),
    A = gen_server:start_monitor({local, gs_monitored}, ?MODULE, ok, []),
    B = gen_server:start_monitor(?MODULE, ignore, []),
    C = gen_server:start_monitor(?MODULE, {stop, shutdown}, []),
    gen_server:stop(Pid),
    gen_server:stop(Named, shutdown, 100),
    D = [receive {'DOWN', M, process, _, Reason} -> Reason after 100 -> none end || M <- [Monitor, NamedMonitor]],
    {A =:= {error, {already_started, Named}}, B, C, D, receive X -> X after 0 -> nothing_else end}.

init(ok) -> {ok, ok};
init(Other) -> Other.
handle_call(_, _, State) -> {noreply, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(_, State) -> {noreply, State}.

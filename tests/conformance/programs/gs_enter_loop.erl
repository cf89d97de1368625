-module(gs_enter_loop).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2, start_here/1]).

main() ->
    {ok, A} = proc_lib:start_link(?MODULE, start_here, [plain]),
    {ok, B} = proc_lib:start_link(?MODULE, start_here, [named]),
    {ok, C} = proc_lib:start_link(?MODULE, start_here, [timeout]),
    process_flag(trap_exit, true),
    D = proc_lib:start_link(?MODULE, start_here, [wrong_name]),
    timer:sleep(50),
    E = [receive {'EXIT', _, Reason} -> Reason after 0 -> none end || _ <- [1, 2]],
    {gen_server:call(A, get), gen_server:call(entered, get), B =:= whereis(entered), gen_server:call(C, get), D, E}.

start_here(plain) ->
    proc_lib:init_ack({ok, self()}),
    gen_server:enter_loop(?MODULE, [], plain);
start_here(named) ->
    register(entered, self()),
    proc_lib:init_ack({ok, self()}),
    gen_server:enter_loop(?MODULE, [], named, {local, entered});
start_here(timeout) ->
    proc_lib:init_ack({ok, self()}),
    gen_server:enter_loop(?MODULE, [], timeout, 5);
start_here(wrong_name) ->
    proc_lib:init_ack(ok_so_far),
    gen_server:enter_loop(?MODULE, [], named, {local, not_mine}).

init(_) -> {stop, never_called}.
handle_call(get, _, State) -> {reply, State, State}.
handle_cast(_, State) -> {noreply, State}.
handle_info(timeout, State) -> {noreply, {State, fired}}.

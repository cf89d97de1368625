-module(gs_local_name).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    A = gen_server:start({local, gs_name}, ?MODULE, [], []),
    {ok, Pid} = A,
    {error, {already_started, Pid}} = gen_server:start({local, gs_name}, ?MODULE, [], []),
    {error, {already_started, Pid}} = gen_server:start_link({local, gs_name}, ?MODULE, [], []),
    B = gen_server:call(gs_name, who),
    C = gen_server:call({gs_name, node()}, who),
    gen_server:cast({gs_name, node()}, hello),
    gen_server:cast(nobody_at_all, hello),
    D = gen_server:call(gs_name, casts),
    ok = gen_server:stop(gs_name),
    E = whereis(gs_name),
    F = (catch gen_server:stop(gs_name)),
    {B =:= Pid, C =:= Pid, D, E, F}.

init([]) -> {ok, 0}.
handle_call(who, _, N) -> {reply, whereis(gs_name), N};
handle_call(casts, _, N) -> {reply, N, N}.
handle_cast(hello, N) -> {noreply, N + 1}.
handle_info(_, N) -> {noreply, N}.

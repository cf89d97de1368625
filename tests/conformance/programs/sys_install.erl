-module(sys_install).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

main() ->
    {ok, Pid} = gen_server:start(?MODULE, 0, []),
    Self = self(),
    Watch = fun(Count, Event, _Extra) ->
        Self ! {event, Count, kind(Event)},
        if Count < 2 -> Count + 1; true -> done end
    end,
    A = sys:install(Pid, {Watch, 0}),
    [gen_server:call(Pid, x) || _ <- [1, 2, 3]],
    B = events(),
    C = sys:install(Pid, {my_id, Watch, 0}),
    gen_server:cast(Pid, x),
    gen_server:call(Pid, x),
    D = events(),
    sys:install(Pid, {other_id, Watch, 0}),
    E = sys:remove(Pid, other_id),
    gen_server:call(Pid, x),
    sys:install(Pid, {crashing, fun(_, _, _) -> error(oops) end, x}),
    gen_server:call(Pid, x),
    F = sys:no_debug(Pid),
    {A, B, C, D, E, events(), F, gen_server:call(Pid, x)}.

kind(Event) -> element(1, Event).
events() -> receive {event, Count, Kind} -> [{Count, Kind} | events()] after 20 -> [] end.

init(N) -> {ok, N}.
handle_call(_, _, N) -> {reply, N, N}.
handle_cast(_, N) -> {noreply, N}.
handle_info(_, N) -> {noreply, N}.

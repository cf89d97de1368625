-module(sys_special_process).
-export([main/0, init/2, system_continue/3, system_terminate/4, system_get_state/1, system_replace_state/2, system_code_change/4]).

%% A process of one's own making that takes part by sys and proc_lib.
main() ->
    {ok, Pid} = proc_lib:start_link(?MODULE, init, [self(), 10]),
    A = call(Pid, get),
    B = sys:get_state(Pid),
    C = sys:replace_state(Pid, fun(N) -> N * 2 end),
    ok = sys:suspend(Pid),
    D = sys:change_code(Pid, ?MODULE, old, extra),
    ok = sys:resume(Pid),
    ok = sys:trace(Pid, true),
    E = call(Pid, get),
    ok = sys:trace(Pid, false),
    {status, Pid, {module, ?MODULE}, [_, F, _, G, H]} = sys:get_status(Pid),
    {A, B, C, D, E, F, G, H, proc_lib:stop(Pid)}.

call(Pid, Request) ->
    Pid ! {self(), Request},
    receive {Pid, Reply} -> Reply end.

init(Parent, N) ->
    proc_lib:init_ack(Parent, {ok, self()}),
    loop(Parent, sys:debug_options([]), N).

loop(Parent, Debug, N) ->
    receive
        {From, get} ->
            Debug1 = sys:handle_debug(Debug, fun write/3, ?MODULE, {in, get, From}),
            From ! {self(), N},
            Debug2 = sys:handle_debug(Debug1, fun write/3, ?MODULE, {out, N, From}),
            loop(Parent, Debug2, N);
        {system, From, Request} ->
            sys:handle_system_msg(Request, From, Parent, ?MODULE, Debug, N)
    end.

write(Device, Event, Name) -> io:format(Device, "~p event = ~p~n", [Name, element(1, Event)]).

system_continue(Parent, Debug, N) -> loop(Parent, Debug, N).
system_terminate(Reason, _Parent, _Debug, _N) -> exit(Reason).
system_get_state(N) -> {ok, N}.
system_replace_state(Fun, N) -> New = Fun(N), {ok, New, New}.
system_code_change(N, _Module, old, extra) -> {ok, N + 1}.

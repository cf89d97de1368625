%% A process of proc_lib becomes a machine.
-module(st_enter_loop).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

start(Init) -> start(Init, []).
start(Init, Options) -> gen_statem:start(?MODULE, Init, Options).
init(Fun) when is_function(Fun) -> Fun();
init(Returned) -> Returned.
callback_mode() -> handle_event_function.
handle_event({call, From}, {do, Fun}, State, Data) when is_function(Fun) -> Fun(From, State, Data);
handle_event(_, {do, Fun}, State, Data) when is_function(Fun) -> Fun(State, Data);
handle_event(_, {do, Result}, _, _) -> Result;
handle_event({call, From}, get, State, Data) -> {keep_state_and_data, [{reply, From, {State, Data}}]};
handle_event(Type, Content, State, Data) ->
    io:format("~p ~p in ~p, ~p~n", [Type, Content, State, Data]),
    keep_state_and_data.
terminate(Reason, State, Data) -> io:format("terminate ~p ~p ~p~n", [Reason, State, Data]).
do(Pid, What) -> gen_statem:cast(Pid, {do, What}), timer:sleep(40).

main() ->
    A = proc_lib:spawn(fun() -> gen_statem:enter_loop(?MODULE, [{debug, [trace]}], a, 1) end),
    R1 = gen_statem:call(A, get),
    proc_lib:spawn(fun() -> register(st_el, self()), gen_statem:enter_loop(?MODULE, [], b, 2, {local, st_el}) end),
    timer:sleep(20),
    R2 = gen_statem:call(st_el, get),
    C = proc_lib:spawn(fun() -> gen_statem:enter_loop(?MODULE, [], c, 3, [{next_event, internal, hello}]) end),
    R3 = gen_statem:call(C, get),
    proc_lib:spawn(fun() -> register(st_el2, self()), gen_statem:enter_loop(?MODULE, [], d, 4, {local, st_el2}, {timeout, 5, t}) end),
    timer:sleep(40),
    [gen_statem:stop(P) || P <- [A, st_el, C, st_el2]],
    {R1, R2, R3}.

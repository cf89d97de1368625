%% How machines of gen_fsm end badly, and what is told of it.
-module(gen_fsm_ends).
-behaviour(gen_fsm).
-compile(nowarn_deprecated_function).
-export([main/0, init/1, idle/2, idle/3, handle_event/3, handle_sync_event/4]).

main() ->
    Ends = [fun(Fsm) -> gen_fsm:send_event(Fsm, {stop, why}) end,
            fun(Fsm) -> gen_fsm:send_event(Fsm, crash) end,
            fun(Fsm) -> gen_fsm:send_event(Fsm, {go, nowhere}), gen_fsm:send_event(Fsm, x) end,
            fun(Fsm) -> gen_fsm:send_all_state_event(Fsm, crash) end,
            fun(Fsm) -> gen_fsm:send_event(Fsm, bad) end,
            fun(Fsm) -> gen_fsm:send_event(Fsm, {stop, shutdown}) end,
            fun(Fsm) -> Fsm ! unexpected, gen_fsm:sync_send_all_state_event(Fsm, {stop, normal}) end],
    [begin
         {ok, Fsm} = gen_fsm:start(?MODULE, [], []),
         show(catch End(Fsm)),
         timer:sleep(100)
     end || End <- Ends],
    {ok, Watched} = gen_fsm:start(?MODULE, [], [{debug, [trace]}]),
    gen_fsm:send_event(Watched, {go, idle}),
    show(gen_fsm:sync_send_event(Watched, get)),
    gen_fsm:send_event(Watched, throw),
    gen_fsm:sync_send_all_state_event(Watched, {stop, normal}),
    timer:sleep(100).

show({'EXIT', {Reason, _}}) -> show({exit, Reason});
show(Value) -> io:format("~p~n", [Value]).

init([]) -> {ok, idle, data}.

idle({stop, Reason}, Data) -> {stop, Reason, Data};
idle({go, State}, Data) -> {next_state, State, Data};
idle(crash, _) -> error(oops);
idle(throw, Data) -> throw({next_state, idle, {thrown, Data}});
idle(bad, _) -> bad.

idle(get, _, Data) -> {reply, Data, idle, Data}.

handle_event(crash, _, _) -> exit(ouch).

handle_sync_event({stop, Reason}, _, _, Data) -> {stop, Reason, bye, Data}.

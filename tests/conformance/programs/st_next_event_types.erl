%% Inserted events may be of any type.
-module(st_next_event_types).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}, [{debug, [trace]}]),
    do(Pid, {keep_state_and_data, [{next_event, Type, content} || Type <- [internal, cast, info, timeout, state_timeout, {timeout, name}, {call, {self(), tag}}]]}),
    ok.

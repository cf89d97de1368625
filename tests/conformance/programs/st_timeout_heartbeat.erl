%% A heartbeat that restarts itself and counts silence.
-module(st_timeout_heartbeat).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, self(), []),
    receive {ping, 1} -> gen_statem:cast(Pid, pong) end,
    receive {dead, Missed} -> {dead, Missed} after 1000 -> still_there end.

init(Owner) -> {ok, alive, {Owner, 0}, [{{timeout, beat}, 35, ping}]}.
callback_mode() -> [state_functions, state_enter].
alive(enter, _, _) -> keep_state_and_data;
alive({timeout, beat}, ping, {Owner, Missed}) when Missed >= 3 -> {next_state, dead, {Owner, Missed}};
alive({timeout, beat}, ping, {Owner, Missed}) ->
    io:format("ping ~p~n", [Missed]),
    Owner ! {ping, Missed},
    {keep_state, {Owner, Missed + 1}, [{{timeout, beat}, 35, ping}]};
alive(cast, pong, {Owner, _}) -> {keep_state, {Owner, 0}}.
dead(enter, alive, {Owner, Missed}) ->
    Owner ! {dead, Missed},
    {stop, normal}.

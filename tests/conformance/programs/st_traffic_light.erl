%% A traffic light that a pedestrian stops, with timeouts scaled down.
-module(st_traffic_light).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, self(), []),
    timer:sleep(25),
    gen_statem:cast(Pid, button),
    gen_statem:cast(Pid, button),
    L = [receive X -> X after 500 -> timeout end || _ <- lists:seq(1, 7)],
    gen_statem:stop(Pid),
    L.
init(Owner) -> {ok, red, #{owner => Owner, wish => false}}.
callback_mode() -> [state_functions, state_enter].
red(enter, _, Data) -> show(red, 20, Data);
red(state_timeout, next, Data) -> {next_state, green, Data};
red(cast, button, Data) -> {keep_state, Data#{wish := true}}.
green(enter, _, Data) -> show(green, 60, Data);
green(state_timeout, next, Data) -> {next_state, yellow, Data};
green(cast, button, #{wish := false} = Data) -> {keep_state, Data#{wish := true}, [{state_timeout, 5, next}]};
green(cast, button, _) -> keep_state_and_data.
yellow(enter, _, Data) -> show(yellow, 10, Data#{wish := false});
yellow(state_timeout, next, Data) -> {next_state, red, Data};
yellow(cast, button, _) -> {keep_state_and_data, [postpone]}.
show(Light, Time, #{owner := Owner} = Data) ->
    Owner ! Light,
    {keep_state, Data, [{state_timeout, Time, next}]}.

%% At most two jobs in a window of time; the rest waits.
-module(st_rate_limit).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start_link(?MODULE, self(), []),
    [gen_statem:cast(Pid, {job, N}) || N <- lists:seq(1, 5)],
    Order = [receive {done, N, Window} -> {N, Window} after 5000 -> late end || _ <- lists:seq(1, 5)],
    Order.

init(Owner) -> {ok, {open, 2}, {Owner, 1}}.
callback_mode() -> [handle_event_function, state_enter].
handle_event(enter, _, closed, _) -> keep_state_and_data;
handle_event(enter, closed, {open, 2}, {Owner, Window}) -> {keep_state, {Owner, Window + 1}};
handle_event(enter, _, {open, _}, _) -> keep_state_and_data;
handle_event(cast, {job, N}, {open, Left}, {Owner, Window} = Data) ->
    Owner ! {done, N, Window},
    Next = case Left of 1 -> closed; _ -> {open, Left - 1} end,
    {next_state, Next, Data, [{{timeout, window}, 40, over} || Left =:= 2]};
handle_event(cast, {job, _}, closed, _) -> {keep_state_and_data, [postpone]};
handle_event({timeout, window}, over, _, Data) -> {next_state, {open, 2}, Data}.

%% The door with one function for all events, and states that are tuples.
-module(st_door_handle_event).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, Pid} = gen_statem:start(?MODULE, "12", []),
    R = [gen_statem:call(Pid, {button, C}) || C <- "9123"],
    timer:sleep(150),
    R2 = gen_statem:call(Pid, {button, $1}),
    {R, R2, sys:get_state(Pid)}.

init(Code) -> {ok, {locked, Code}, Code}.
callback_mode() -> [handle_event_function, state_enter].

handle_event(enter, Old, State, _) ->
    io:format("~p -> ~p~n", [Old, State]),
    case State of
        open -> {keep_state_and_data, [{state_timeout, 30, close}]};
        _ -> keep_state_and_data
    end;
handle_event({call, From}, {button, C}, {locked, [C]}, Data) ->
    {next_state, open, Data, [{reply, From, opened}]};
handle_event({call, From}, {button, C}, {locked, [C | Rest]}, Data) ->
    {next_state, {locked, Rest}, Data, [{reply, From, good}]};
handle_event({call, From}, {button, _}, {locked, _}, Code) ->
    {next_state, {locked, Code}, Code, [{reply, From, wrong}]};
handle_event({call, From}, {button, _}, open, _) ->
    {keep_state_and_data, {reply, From, is_open}};
handle_event(state_timeout, close, open, Code) ->
    {next_state, {locked, Code}, Code}.

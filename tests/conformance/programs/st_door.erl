%% A door with a code: state functions, a state timeout locks it again.
-module(st_door).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    {ok, _} = gen_statem:start({local, door}, ?MODULE, [1, 2, 3], []),
    [button(N) || N <- [4, 1, 2, 3]],
    A = length_of_code(),
    timer:sleep(150),
    B = gen_statem:call(door, state),
    [button(N) || N <- [1, 2, 3, 9]],
    C = gen_statem:call(door, state),
    gen_statem:stop(door),
    {A, B, C}.

button(N) -> gen_statem:cast(door, {button, N}).
length_of_code() -> gen_statem:call(door, code_length).

init(Code) -> {ok, locked, #{code => Code, buttons => []}}.
callback_mode() -> state_functions.

locked(cast, {button, Button}, #{code := Code, buttons := Buttons} = Data) ->
    New = lists:sublist([Button | Buttons], length(Code)),
    case lists:reverse(New) of
        Code ->
            io:format("unlock~n"),
            {next_state, open, Data#{buttons := []}, [{state_timeout, 40, lock}]};
        _ ->
            {next_state, locked, Data#{buttons := New}}
    end;
locked(Type, Content, Data) -> common(Type, Content, locked, Data).

open(state_timeout, lock, Data) ->
    io:format("lock~n"),
    {next_state, locked, Data};
open(cast, {button, _}, _) ->
    {keep_state_and_data, [postpone]};
open(Type, Content, Data) -> common(Type, Content, open, Data).

common({call, From}, code_length, _, #{code := Code}) -> {keep_state_and_data, [{reply, From, length(Code)}]};
common({call, From}, state, State, _) -> {keep_state_and_data, [{reply, From, State}]}.

terminate(Reason, State, _) -> io:format("terminate ~p in ~p~n", [Reason, State]).

-module(door).
-behaviour(gen_statem).
-export([start/0, init/1, callback_mode/0, handle_event/4, code_change/4]).

start() -> gen_statem:start({local, door}, ?MODULE, [], []).
init([]) -> {ok, {closed, unlocked}, #{opened => 0}}.
callback_mode() -> [handle_event_function, state_enter].
handle_event(enter, Old, State, _) -> io:format("~p -> ~p~n", [Old, State]), keep_state_and_data;
handle_event({call, From}, open, {closed, unlocked}, #{opened := N} = D) ->
    {next_state, open, D#{opened := N + 1}, [{reply, From, {opened, N + 1}}]};
handle_event({call, From}, close, open, D) -> {next_state, {closed, unlocked}, D, [{reply, From, closed}]};
handle_event(cast, Any, State, _) -> io:format("~p in ~p~n", [Any, State]), keep_state_and_data;
handle_event(state_timeout, too_long, open, D) -> io:format("new code closes~n"), {next_state, {closed, unlocked}, D};
handle_event({call, From}, _, State, D) -> {keep_state_and_data, [{reply, From, {State, D}}]}.

code_change(_, _, _, fail) -> {error, no};
code_change(Vsn, State, N, Extra) ->
    io:format("code_change ~p ~p in ~p~n", [Vsn, Extra, State]),
    {ok, case State of closed -> {closed, unlocked}; open -> open end, #{opened => N}}.

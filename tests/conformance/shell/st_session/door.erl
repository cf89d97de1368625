-module(door).
-behaviour(gen_statem).
-export([start/0, init/1, callback_mode/0, closed/3, open/3]).

start() -> gen_statem:start({local, door}, ?MODULE, [], []).
init([]) -> {ok, closed, 0}.
callback_mode() -> state_functions.
closed({call, From}, open, N) -> {next_state, open, N + 1, [{reply, From, opened}]};
closed({call, From}, _, N) -> {keep_state_and_data, [{reply, From, {is_closed, N}}]}.
open({call, From}, close, N) -> {next_state, closed, N, [{reply, From, closed}]};
open(cast, _, _) -> {keep_state_and_data, [postpone]};
open({call, From}, {timer, T}, _) -> {keep_state_and_data, [{reply, From, ok}, {state_timeout, T, too_long}]};
open(state_timeout, too_long, N) -> io:format("old code closes~n"), {next_state, closed, N}.

-module(behaviour_all_there).
-behaviour(gen_statem).
-export([start/0, init/1, callback_mode/0, locked/3]).
start() -> gen_statem:start(?MODULE, [], []).
init([]) -> {ok, locked, []}.
callback_mode() -> state_functions.
locked(_, _, _) -> keep_state_and_data.

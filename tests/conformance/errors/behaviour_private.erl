-module(behaviour_private).
-behaviour(gen_statem).
-export([init/1]).
init(_) -> {ok, a, b}.
callback_mode() -> state_functions.
a(cast, x, Data) -> {keep_state, Data}.

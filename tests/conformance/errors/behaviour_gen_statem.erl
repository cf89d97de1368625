-module(behaviour_gen_statem).
-behaviour(gen_statem).
-export([init/1, locked/3, open/2, terminate/2]).
init(_) -> {ok, locked, []}.
locked(_, _, _) -> keep_state_and_data.
open(_, _) -> keep_state_and_data.
terminate(_, _) -> ok.

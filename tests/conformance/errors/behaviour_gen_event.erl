-module(behaviour_gen_event).
-behaviour(gen_event).
-export([init/1, handle_event/1, handle_call/3, handle_info/1]).
init(_) -> {ok, []}.
handle_event(_) -> ok.
handle_call(_, _, _) -> ok.
handle_info(_) -> ok.

-module(behaviour_own).
-behaviour(gen_event).
-callback visit(term()) -> ok.
-callback leave() -> ok.
-optional_callbacks([leave/0]).
-export([init/1, handle_event/2, handle_call/2, start/0]).
start() -> gen_event:start().
init(_) -> {ok, []}.
handle_event(_, State) -> {ok, State}.
handle_call(_, State) -> {ok, ok, State}.

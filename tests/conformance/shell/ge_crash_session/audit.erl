-module(audit).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2]).

init(Name) -> {ok, {Name, 0}}.
handle_event(_, {Name, N}) -> {ok, {Name, N + 1}}.
handle_call(get, State) -> {ok, State, State}.

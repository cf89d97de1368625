-module(audit).
-behaviour(gen_event).
-export([init/1, handle_event/2, handle_call/2, code_change/3]).

init(Name) -> {ok, #{name => Name, seen => []}}.
handle_event(Event, #{seen := Seen} = State) -> {ok, State#{seen := [Event | Seen]}}.
handle_call(get, #{name := Name, seen := Seen} = State) -> {ok, {Name, Seen}, State}.

code_change(_, _, crash) -> error(in_code_change);
code_change(Vsn, {Name, N}, Extra) ->
    io:format("code_change ~p ~p ~p~n", [Name, Vsn, Extra]),
    {ok, #{name => Name, seen => [{earlier, N}]}}.

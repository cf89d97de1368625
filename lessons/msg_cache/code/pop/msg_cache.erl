-module(msg_cache).
-export([start_one/1]).
-export([loop/1]).

-record(state, {name, length = 0, buff = []}).

start_one(Name) ->
    Pid = spawn(msg_cache, loop, [#state{name = Name}]),
    io:format("cache ~ts started as ~p~n", [Name, Pid]),
    Pid.

loop(State = #state{name = Name, length = Length, buff = Buff}) ->
    receive
        {get_name, From} ->
            From ! {ok, Name},
            loop(State);
        {get_length, From} ->
            From ! {ok, Length},
            loop(State);
        {set_name, NewName, From} ->
            From ! ok,
            loop(State#state{name = NewName});
        {push, Msg, From} ->
            From ! ok,
            loop(State#state{buff = [Msg | Buff], length = Length + 1});
        {pop, From} ->
            case Buff of
                [] ->
                    From ! {error, empty},
                    loop(State);
                [Top | Rest] ->
                    From ! {ok, Top},
                    loop(State#state{buff = Rest, length = Length - 1})
            end;
        Unsupported ->
            erlang:error({unsupported_msg, Unsupported})
    end.

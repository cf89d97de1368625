-module(msg_cache).
-export([start_one/1, loop/1]).

-record(state, {name, length = 0, buffer = []}).

start_one(Name) ->
    Pid = spawn(msg_cache, loop, [#state{name = Name}]),
    io:format("Buffer ~s created! Pid = ~p~n", [Name, Pid]),
    Pid.

loop(State = #state{name = Name, length = Len, buffer = Buffer}) ->
    receive
        {get_name, From} ->
            From ! {ok, Name},
            loop(State);
        {get_length, From} ->
            From ! {ok, Len},
            loop(State);
        {push, Msg, From} ->
            From ! ok,
            loop(State#state{buffer = [Msg | Buffer], length = Len + 1});
        {pop, From} ->
            case Buffer of
                [] ->
                    From ! {error, empty},
                    loop(State);
                [Top | Rest] ->
                    From ! {ok, Top},
                    loop(State#state{buffer = Rest, length = Len - 1})
            end;
        Unsupported ->
            io:format("unsupported: ~p~n", [Unsupported]),
            loop(State)
    end.

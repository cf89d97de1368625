-module(msg_cache).
-export([start_one/1, get_name/1, get_length/1, set_name/2, push/2, pop/1]).
-export([pause/2]).
-export([loop/1]).

-define(API_TIMEOUT, 3000).

-record(state, {name, length = 0, buff = []}).

start_one(Name) ->
    Pid = spawn(msg_cache, loop, [#state{name = Name}]),
    io:format("cache ~ts started as ~p~n", [Name, Pid]),
    Pid.

get_name(Cache) ->
    call(Cache, {get_name, self()}).

get_length(Cache) ->
    call(Cache, {get_length, self()}).

set_name(Cache, NewName) ->
    call(Cache, {set_name, NewName, self()}).

push(Cache, Msg) ->
    call(Cache, {push, Msg, self()}).

pop(Cache) ->
    call(Cache, {pop, self()}).

pause(Cache, Milliseconds) ->
    Cache ! {pause, Milliseconds},
    ok.

call(Cache, Request) ->
    Cache ! Request,
    receive
        Response -> Response
    after ?API_TIMEOUT ->
        {error, api_timeout}
    end.

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
        {pause, Milliseconds} ->
            timer:sleep(Milliseconds),
            loop(State);
        Unsupported ->
            io:format("cache ~ts ignores ~p~n", [Name, Unsupported]),
            loop(State)
    end.

-module(msg_cache).
-export([start_one/1, get_name/1, get_length/1, set_name/2, push/2, pop/1]).
-export([start_cache_workers/1, list_cache_workers/0, push/1, pop/0]).
-export([loop/1, manager/1]).

-define(API_TIMEOUT, 3000).

-record(state, {name, length = 0, buff = []}).

start_cache_workers(Names) ->
    ensure_manager(),
    call(msg_cache_manager, {start_workers, Names}).

list_cache_workers() ->
    call(msg_cache_manager, list_workers).

push(Msg) ->
    call(msg_cache_manager, {push, Msg}).

pop() ->
    call(msg_cache_manager, pop).

ensure_manager() ->
    case whereis(msg_cache_manager) of
        undefined ->
            Pid = spawn(msg_cache, manager, [[]]),
            register(msg_cache_manager, Pid);
        _Pid ->
            true
    end.

manager(Workers) ->
    receive
        {{start_workers, Names}, From} ->
            Started = [start_one(Name) || Name <- Names],
            reply(From, Started),
            manager(Workers ++ Started);
        {list_workers, From} ->
            reply(From, [describe(Worker) || Worker <- Workers]),
            manager(Workers);
        {{push, Msg}, From} ->
            case Workers of
                [] -> reply(From, {error, no_workers});
                _ -> any_of(Workers) ! {{push, Msg}, From}
            end,
            manager(Workers);
        {pop, From} ->
            case [Worker || Worker <- Workers, has_messages(Worker)] of
                [] -> reply(From, {error, empty});
                Candidates -> any_of(Candidates) ! {pop, From}
            end,
            manager(Workers)
    end.

describe(Worker) ->
    case {get_name(Worker), get_length(Worker)} of
        {{ok, Name}, {ok, Length}} -> {Name, Worker, Length};
        {{error, Reason}, _} -> {Reason, Worker}
    end.

has_messages(Worker) ->
    case get_length(Worker) of
        {ok, Length} -> Length > 0;
        {error, _Reason} -> false
    end.

any_of(List) ->
    lists:nth(rand:uniform(length(List)), List).

start_one(Name) ->
    Pid = spawn(msg_cache, loop, [#state{name = Name}]),
    io:format("cache ~ts started as ~p~n", [Name, Pid]),
    Pid.

get_name(Cache) ->
    call(Cache, get_name).

get_length(Cache) ->
    call(Cache, get_length).

set_name(Cache, NewName) ->
    call(Cache, {set_name, NewName}).

push(Cache, Msg) ->
    call(Cache, {push, Msg}).

pop(Cache) ->
    call(Cache, pop).

call(Server, Request) ->
    Ticket = monitor(process, Server),
    Server ! {Request, {self(), Ticket}},
    receive
        {Ticket, Response} ->
            demonitor(Ticket, [flush]),
            Response;
        {'DOWN', Ticket, process, _Server, Reason} ->
            {error, Reason}
    after ?API_TIMEOUT ->
        demonitor(Ticket, [flush]),
        {error, api_timeout}
    end.

reply({Pid, Ticket}, Response) ->
    Pid ! {Ticket, Response}.

loop(State = #state{name = Name, length = Length, buff = Buff}) ->
    receive
        {get_name, From} ->
            reply(From, {ok, Name}),
            loop(State);
        {get_length, From} ->
            reply(From, {ok, Length}),
            loop(State);
        {{set_name, NewName}, From} ->
            reply(From, ok),
            loop(State#state{name = NewName});
        {{push, Msg}, From} ->
            reply(From, ok),
            loop(State#state{buff = [Msg | Buff], length = Length + 1});
        {pop, From} ->
            case Buff of
                [] ->
                    reply(From, {error, empty}),
                    loop(State);
                [Top | Rest] ->
                    reply(From, {ok, Top}),
                    loop(State#state{buff = Rest, length = Length - 1})
            end;
        Unsupported ->
            io:format("cache ~ts ignores ~p~n", [Name, Unsupported]),
            loop(State)
    end.

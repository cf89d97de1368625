-module(greeter).
-behaviour(gen_server).

-export([start_link/0, hello/1, nap/2, forget/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3]).

-record(state, {greeted = []}).

start_link() ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

hello(Name) ->
    gen_server:call(?MODULE, {hello, Name}).

nap(Time, Timeout) ->
    gen_server:call(?MODULE, {nap, Time}, Timeout).

forget() ->
    gen_server:cast(?MODULE, forget).

init([]) ->
    {ok, #state{}}.

handle_call({hello, Name}, _From, State = #state{greeted = Greeted}) ->
    Reply = {nice_to_meet_you, length(Greeted) + 1},
    {reply, Reply, State#state{greeted = [Name | Greeted]}};
handle_call({nap, Time}, _From, State) ->
    timer:sleep(Time),
    {reply, rested, State};
handle_call(stop, _From, State) ->
    {stop, normal, goodbye, State}.

handle_cast(forget, State) ->
    {noreply, State#state{greeted = []}}.

handle_info(Info, State) ->
    io:format("greeter ignores ~p~n", [Info]),
    {noreply, State}.

terminate(Reason, #state{greeted = Greeted}) ->
    io:format("greeter ends: ~p, ~p greeted~n", [Reason, length(Greeted)]).

code_change(_OldVsn, State, _Extra) ->
    {ok, State}.

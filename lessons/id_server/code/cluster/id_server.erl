-module(id_server).
-behaviour(gen_server).

-export([start_cluster/0, next_value/0, stop/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {id = 0}).

start_cluster() ->
    gen_server_cluster:start(id_server, id_server, [], []).

next_value() ->
    gen_server:call({global, id_server}, next_value).

stop() ->
    gen_server:call({global, id_server}, stop).

init([]) ->
    {ok, #state{}}.

handle_call(next_value, _From, State = #state{id = Id}) ->
    {reply, Id, State#state{id = Id + 1}};
handle_call(stop, _From, State) ->
    {stop, normal, stopped, State}.

handle_cast(_Msg, State) ->
    {noreply, State}.

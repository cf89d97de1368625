-module(id_server).
-behaviour(gen_server).

-export([start_cluster/0, next_value/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {id = 0, given = []}).

start_cluster() ->
    gen_server_cluster:start(id_server, id_server, [], []).

next_value() ->
    gen_server:call({global, id_server}, next_value).

init([]) ->
    {ok, #state{}}.

handle_call(next_value, {Pid, _Tag}, State = #state{id = Id, given = Given}) ->
    {reply, Id, State#state{id = Id + 1, given = [{Id, node(Pid)} | Given]}}.

handle_cast(_Msg, State) ->
    {noreply, State}.

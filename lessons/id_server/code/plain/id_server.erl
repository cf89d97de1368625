-module(id_server).
-behaviour(gen_server).

-export([start/0, next_value/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {id = 0}).

start() ->
    gen_server:start({local, id_server}, id_server, [], []).

next_value() ->
    gen_server:call(id_server, next_value).

init([]) ->
    {ok, #state{}}.

handle_call(next_value, _From, State = #state{id = Id}) ->
    {reply, Id, State#state{id = Id + 1}}.

handle_cast(_Msg, State) ->
    {noreply, State}.

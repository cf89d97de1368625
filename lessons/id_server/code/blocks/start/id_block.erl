-module(id_block).
-behaviour(gen_server).

-export([start/0, next_value/0, taken/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {next = 0}).

start() ->
    gen_server_cluster:start(id_block, id_block, [], []).

next_value() ->
    gen_server:call({global, id_block}, next_value).

taken() ->
    gen_server:call({global, id_block}, taken).

init([]) ->
    {ok, #state{}}.

handle_call(next_value, _From, State = #state{next = Id}) ->
    {reply, Id, State#state{next = Id + 1}};
handle_call(taken, _From, State) ->
    {reply, State#state.next, State}.

handle_cast(_Msg, State) ->
    {noreply, State}.

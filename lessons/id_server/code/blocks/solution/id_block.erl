-module(id_block).
-behaviour(gen_server).

-export([start/0, next_value/0, taken/0]).
-export([init/1, handle_call/3, handle_cast/2]).

-define(BLOCK, 100).
-define(TRIES, 50).

-record(state, {next = 0}).
-record(local, {next = 0, limit = 0}).

start() ->
    Started = gen_server_cluster:start(id_block, id_block, cluster, []),
    gen_server:start({local, id_block_local}, id_block, local, []),
    Started.

next_value() ->
    gen_server:call(id_block_local, next_value, infinity).

taken() ->
    gen_server:call({global, id_block}, taken).

init(cluster) ->
    {ok, #state{}};
init(local) ->
    {ok, #local{}}.

handle_call(next_block, _From, State = #state{next = First}) ->
    {reply, First, State#state{next = First + ?BLOCK}};
handle_call(taken, _From, State) ->
    {reply, State#state.next, State};
handle_call(next_value, From, Local = #local{next = Limit, limit = Limit}) ->
    case next_block(?TRIES) of
        {ok, First} ->
            handle_call(next_value, From, #local{next = First, limit = First + ?BLOCK});
        Error ->
            {reply, Error, Local}
    end;
handle_call(next_value, _From, Local = #local{next = Id}) ->
    {reply, Id, Local#local{next = Id + 1}}.

handle_cast(_Msg, State) ->
    {noreply, State}.

next_block(0) ->
    {error, no_block};
next_block(Tries) ->
    try gen_server:call({global, id_block}, next_block) of
        First when is_integer(First) ->
            {ok, First};
        {error, _Reason} ->
            wait_and_try(Tries)
    catch
        exit:_Reason ->
            wait_and_try(Tries)
    end.

wait_and_try(Tries) ->
    timer:sleep(100),
    next_block(Tries - 1).

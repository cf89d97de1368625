-module(id_server).
-behaviour(gen_server).

-export([start_cluster/0, borrow/0, borrowed/0]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-record(state, {id = 0, borrowed = []}).

start_cluster() ->
    gen_server_cluster:start(id_server, id_server, [], []).

borrow() ->
    gen_server:call({global, id_server}, borrow).

borrowed() ->
    gen_server:call({global, id_server}, borrowed).

init([]) ->
    {ok, #state{}}.

handle_call(borrow, {Pid, _Tag}, State = #state{id = Id, borrowed = Borrowed}) ->
    link(Pid),
    {reply, Id, State#state{id = Id + 1, borrowed = [{Pid, Id} | Borrowed]}};
handle_call(borrowed, _From, State = #state{borrowed = Borrowed}) ->
    {reply, [Id || {_Pid, Id} <- Borrowed], State}.

handle_cast(_Msg, State) ->
    {noreply, State}.

handle_info({'EXIT', Pid, _Reason}, State = #state{borrowed = Borrowed}) ->
    {noreply, State#state{borrowed = lists:keydelete(Pid, 1, Borrowed)}}.

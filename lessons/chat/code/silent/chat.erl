-module(chat).
-behaviour(gen_server).

-export([start/1, send/2, get_all_msg/1, get_users/1, leave/1]).
-export([init/1, handle_call/3, handle_cast/2]).

-record(state, {messages = []}).

start(Room) ->
    gen_server_cluster:start(Room, chat, [], []).

send(Room, Text) ->
    gen_server:call({global, Room}, {send, Room, node(), Text}).

get_all_msg(Room) ->
    Messages = gen_server:call({global, Room}, get_all_msg),
    [io:format("~p: ~ts~n", [Node, Text]) || {Node, Text} <- Messages],
    ok.

get_users(Room) ->
    {Global, Locals} = gen_server_cluster:get_all_server_nodes(Room),
    lists:sort([Global | Locals]).

leave(Room) ->
    gen_server_cluster:stop(Room, node()).

init([]) ->
    {ok, #state{}}.

handle_call({send, Room, Node, Text}, _From, State = #state{messages = Messages}) ->
    io:format("[~p, ~p]: ~ts~n", [Room, Node, Text]),
    {reply, sent, State#state{messages = [{Node, Text} | Messages]}};
handle_call(get_all_msg, _From, State = #state{messages = Messages}) ->
    {reply, lists:reverse(Messages), State}.

handle_cast(_Msg, State) ->
    {noreply, State}.

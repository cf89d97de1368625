-module(route).
-behaviour(gen_server).

-export([start_link/0, lookup_server/1, register_server/2, keep/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

start_link() ->
    gen_server:start_link({local, route}, ?MODULE, [], []).

lookup_server(UserID) ->
    case ets:lookup(servers, UserID) of
        [{UserID, ServerID}] -> {ok, ServerID};
        [] -> {error, no_server}
    end.

register_server(UserID, ServerID) ->
    gen_server:call(route, {register, UserID, ServerID}).

keep(UserID, Msg) ->
    gen_server:call(route, {keep, UserID, Msg}).

init([]) ->
    servers = ets:new(servers, [named_table, {read_concurrency, true}]),
    {ok, #{}}.

handle_call({register, UserID, ServerID}, _From, Kept) ->
    monitor(process, ServerID),
    [gen_server:cast(ServerID, {send, Msg}) || Msg <- lists:reverse(maps:get(UserID, Kept, []))],
    ets:insert(servers, {UserID, ServerID}),
    {reply, ok, maps:remove(UserID, Kept)};
handle_call({keep, UserID, Msg}, _From, Kept) ->
    case lookup_server(UserID) of
        {ok, ServerID} ->
            gen_server:cast(ServerID, {send, Msg}),
            {reply, delivered, Kept};
        {error, no_server} ->
            {reply, kept, Kept#{UserID => [Msg | maps:get(UserID, Kept, [])]}}
    end.

handle_cast(_Request, Kept) ->
    {noreply, Kept}.

handle_info({'DOWN', _Monitor, process, ServerID, _Reason}, Kept) ->
    ets:match_delete(servers, {'_', ServerID}),
    {noreply, Kept}.

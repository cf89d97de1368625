-module(route).
-behaviour(gen_server).

-export([start_link/0, lookup_server/1, register_server/2]).
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

init([]) ->
    servers = ets:new(servers, [named_table, {read_concurrency, true}]),
    {ok, no_state}.

handle_call({register, UserID, ServerID}, _From, State) ->
    monitor(process, ServerID),
    ets:insert(servers, {UserID, ServerID}),
    {reply, ok, State}.

handle_cast(_Request, State) ->
    {noreply, State}.

handle_info({'DOWN', _Monitor, process, ServerID, _Reason}, State) ->
    ets:match_delete(servers, {'_', ServerID}),
    {noreply, State}.

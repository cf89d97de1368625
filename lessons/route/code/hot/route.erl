-module(route).
-export([login/1, ensure_db/0, lookup_server/1, register_server/2, unregister_server/2]).

login(UserID) ->
    ensure_db(),
    register_server(UserID, self()).

ensure_db() ->
    case ets:whereis(servers) of
        undefined ->
            Caller = self(),
            {Owner, Monitor} = spawn_monitor(fun() -> own_db(Caller) end),
            receive
                {Owner, ready} ->
                    demonitor(Monitor, [flush]),
                    ok;
                {'DOWN', Monitor, process, Owner, _Reason} ->
                    ensure_db()
            end;
        _ ->
            ok
    end.

own_db(Caller) ->
    try ets:new(servers, [named_table, public, {read_concurrency, true}]) of
        servers ->
            Caller ! {self(), ready},
            timer:sleep(infinity)
    catch
        error:badarg -> somebody_was_faster
    end.

lookup_server(UserID) ->
    case ets:lookup(servers, key(UserID)) of
        [{_Key, ServerID}] -> {ok, ServerID};
        [] -> {error, no_server}
    end.

register_server(UserID, ServerID) ->
    ets:insert(servers, {key(UserID), ServerID}).

unregister_server(UserID, ServerID) ->
    ets:delete_object(servers, {key(UserID), ServerID}).

-ifdef(FORGIVING).
key(UserID) -> string:casefold(UserID).
-else.
key(UserID) -> UserID.
-endif.

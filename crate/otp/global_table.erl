%% The names and locks that a name server holds (global.erl). Who has a name or holds a lock is monitored: the server passes
%% on which monitors have fired and which nodes are lost.
-module(global_table).
-export([new/0, find/2, names/1, names_of/2, entries/1, insert/4, delete/2, lock/4, unlock/4, holds/3, ended/3, lost/2]).

%% names: #{Name => {Pid, Method, Monitor}}; locks: #{Id => {Requester, [{Pid, Monitor}]}}: several processes may hold a lock
%% for one requester.
-record(table, {names = #{}, locks = #{}}).

new() -> #table{}.

%% --- names

find(Name, #table{names = Names}) ->
    case Names of
        #{Name := {Pid, _, _}} -> Pid;
        _ -> undefined
    end.

names(#table{names = Names}) -> maps:keys(Names).

names_of(Pid, #table{names = Names}) -> [Name || {Name, {Named, _, _}} <- maps:to_list(Names), Named =:= Pid].

entries(#table{names = Names}) -> [{Name, Pid, Method} || {Name, {Pid, Method, _}} <- maps:to_list(Names)].

insert(Name, Pid, Method, Table = #table{names = Names}) ->
    case Names of
        #{Name := {Pid, _, Monitor}} ->
            Table#table{names = Names#{Name := {Pid, Method, Monitor}}};
        _ ->
            Without = delete(Name, Table),
            Without#table{names = (Without#table.names)#{Name => {Pid, Method, monitor(process, Pid)}}}
    end.

delete(Name, Table = #table{names = Names}) ->
    case Names of
        #{Name := {_, _, Monitor}} -> demonitor(Monitor, [flush]), Table#table{names = maps:remove(Name, Names)};
        _ -> Table
    end.

%% --- locks

lock(Id, Requester, Pid, Table = #table{locks = Locks}) ->
    case Locks of
        #{Id := {Other, _}} when Other =/= Requester -> {false, Table};
        #{Id := {_, Holders}} ->
            case lists:keymember(Pid, 1, Holders) of
                true -> {true, Table};
                false -> {true, held(Id, Requester, [{Pid, monitor(process, Pid)} | Holders], Table)}
            end;
        _ -> {true, held(Id, Requester, [{Pid, monitor(process, Pid)}], Table)}
    end.

unlock(Id, Requester, Pid, Table = #table{locks = Locks}) ->
    case Locks of
        #{Id := {Requester, Holders}} ->
            [demonitor(Monitor, [flush]) || {Holder, Monitor} <- Holders, Holder =:= Pid],
            held(Id, Requester, lists:keydelete(Pid, 1, Holders), Table);
        _ -> Table
    end.

holds(Id, Pid, #table{locks = Locks}) ->
    case Locks of
        #{Id := {_, Holders}} -> lists:keymember(Pid, 1, Holders);
        _ -> false
    end.

held(Id, _, [], Table = #table{locks = Locks}) -> Table#table{locks = maps:remove(Id, Locks)};
held(Id, Requester, Holders, Table = #table{locks = Locks}) -> Table#table{locks = Locks#{Id => {Requester, Holders}}}.

%% --- what ends: {the locks that somebody held and did not release himself, the table without it}

ended(Monitor, Pid, Table) ->
    without(fun(_, M) -> M =:= Monitor end, fun(Holder) -> Holder =:= Pid end, Table).

%% A monitor may have been made when there was a connection again, for a process that spoke before: so not the monitors say
%% what goes with a node.
lost(Node, Table) ->
    OnNode = fun(Pid) -> node(Pid) =:= Node end,
    without(fun(Pid, _) -> OnNode(Pid) end, OnNode, Table).

without(IsNamed, IsHolder, Table = #table{names = Names, locks = Locks}) ->
    Gone = [Name || {Name, {Pid, _, Monitor}} <- maps:to_list(Names), IsNamed(Pid, Monitor)],
    Broken = [{Id, Requester, Pid} || {Id, {Requester, Holders}} <- maps:to_list(Locks), {Pid, _} <- Holders, IsHolder(Pid)],
    Without = lists:foldl(fun delete/2, Table, Gone),
    {lists:usort([Id || {Id, _, _} <- Broken]),
     lists:foldl(fun({Id, Requester, Pid}, T) -> unlock(Id, Requester, Pid, T) end, Without, Broken)}.

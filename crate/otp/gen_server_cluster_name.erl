%% The name of a cluster, which its global server is registered by with `global': who has it, and who keeps it where two parts
%% of a network meet and both have a server of that name.
-module(gen_server_cluster_name).
-export([claim/2, show/3]).
-export([resolve/3, standing/1]).

%% How long another node may take to tell what its server has to say for itself.
-define(PATIENCE, 3000).

%% Registers this process, unless somebody has the name: mine | {held, Holder}. `Has' says whether it is ours already.
%%
%% Registering waits until `global' has put tables together, where that is under way: who was told that it loses the name, and
%% has it still, is not to take that for an answer.
claim(Name, Has) ->
    case global:whereis_name(Name) of
        Pid when Pid =:= self(), Has -> mine;
        Pid when is_pid(Pid), Pid =/= self() -> {held, Pid};
        _ ->
            _ = global:register_name(Name, self(), fun ?MODULE:resolve/3),
            case global:whereis_name(Name) of
                Pid when Pid =:= self() -> mine;
                Holder -> {held, Holder}
            end
    end.

%% `global' calls this where two have the name. An active server beats one that is cut off, a newer view an older one, then the
%% greater number of changes decides. The loser is told, not killed.
resolve(_Name, One, Two) ->
    [{_, Loser}, {_, Winner}] = lists:sort([{standing_of(Pid), Pid} || Pid <- [One, Two]]),
    gen_server:cast(Loser, {gen_server_cluster, {stand_down, Winner}}),
    Winner.

standing_of(Pid) ->
    try erpc:call(node(Pid), ?MODULE, standing, [Pid], ?PATIENCE) catch _:_ -> undefined end.

%% Says what decides. It is kept in the process dictionary, because the server itself may be waiting for `global' when it is
%% asked.
show(Active, Counter, Seq) ->
    put({gen_server_cluster, standing}, {Active, Counter, Seq}).

%% What a server of this node has shown.
standing(Pid) ->
    {dictionary, Dictionary} = process_info(Pid, dictionary),
    {_, Standing} = lists:keyfind({gen_server_cluster, standing}, 1, Dictionary),
    {Standing, node(Pid)}.

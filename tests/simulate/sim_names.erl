%% One global name that everybody wants.
-module(sim_names).
-export([workers/0, claimant/0, tell/0]).

-define(NAME, sim_leader).

workers() -> [{?MODULE, claimant, []}].

%% Registers when nobody has the name, and holds it for a while. Where nodes meet, the loser is killed.
claimant() ->
    sim:rest(1500),
    %% At the same moment as the others.
    timer:sleep(500 - erlang:system_time(millisecond) rem 500),
    case global:register_name(?NAME, self()) of
        yes -> hold(erlang:monotonic_time(millisecond) + rand:uniform(6000));
        no -> ok
    end,
    claimant().

hold(Until) ->
    timer:sleep(rand:uniform(500)),
    case sim:is_finishing() orelse erlang:monotonic_time(millisecond) > Until andalso not sim:is_steady() of
        false -> hold(Until);
        true ->
            case rand:uniform(2) of
                1 -> global:unregister_name(?NAME);
                2 -> exit(normal)
            end
    end.

%% Who has it, as this node sees it, and which nodes this one is connected to.
tell() ->
    Pid = spawn(fun() ->
        sim:say("holder ~w ~s ~0p", [node(), everywhere(global:whereis_name(?NAME)), lists:sort([node() | nodes()])])
    end),
    group_leader(whereis(user), Pid),
    ok.

%% A pid as all nodes write it.
everywhere(undefined) -> "undefined";
everywhere(Pid) ->
    [_, Number, _] = string:split(pid_to_list(Pid), ".", all),
    io_lib:format("~s@~w", [Number, node(Pid)]).

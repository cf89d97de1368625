%% Two clusters of servers with clients. `ids' gives numbers, as the id server of the lessons: every second change is a new
%% state, the others are update functions. `room' keeps what was said, as their chat: all its changes are functions. Both
%% remember every request with the number it got.
-module(sim_cluster).
-behaviour(gen_server).
-export([workers/1, starter/1, client/1, tell/1, stop_global/1]).
-export([init/1, handle_call/3, handle_cast/2]).

workers(Name) -> [{?MODULE, starter, [Name]}, {?MODULE, client, [Name]}].

%% Keeps a server of the cluster running on this node. The first node founds the cluster, in its first life; after that one
%% can only join it: who founded another while cut off from the first would have two, as the user wanted.
starter(Name) ->
    First = hd(sim:node_names()),
    case {node(), erlang:system_info(creation)} of
        {First, 1} -> {ok, _} = gen_server_cluster:start(Name, ?MODULE, Name, []);
        _ -> ok
    end,
    keep_running(Name).

keep_running(Name) ->
    whereis(Name) =:= undefined andalso (catch gen_server_cluster:start_local_server(Name)),
    sim:rest(1000),
    keep_running(Name).

%% Asks, and says what it was told.
client(Name) ->
    sim:rest(2000),
    Request = {node(), erlang:system_info(creation), erlang:unique_integer([positive])},
    case catch gen_server:call({global, Name}, {add, Request}, sim:pick([2000, 10000, infinity])) of
        {added, Id} -> sim:say("ack ~w ~s", [Name, line({Id, Request})]);
        {error, no_majority} -> ok;
        {error, not_global} -> ok;
        {'EXIT', _} -> ok;
        Other -> sim:violation({wrong_answer, Name, Other})
    end,
    client(Name).

stop_global(Name) ->
    spawn(fun() -> catch gen_server_cluster:stop(Name, global) end), ok.

%% What each member holds, as this node hears of it.
tell(Name) ->
    Pid = spawn(fun() ->
        case catch gen_server_cluster:get_target_states(Name) of
            States when is_list(States) ->
                [sim:say("state ~w ~w ~w ~s", [Name, node(), Node, lines(State)]) || {Node, State} <- States];
            Other ->
                sim:say("nostate ~w ~w ~0P", [Name, node(), Other, 20])
        end
    end),
    group_leader(whereis(user), Pid),
    ok.

lines({_, _, Added}) -> lists:join(" ", [line(One) || One <- lists:reverse(Added)]).
line({Id, {Node, Creation, Number}}) -> io_lib:format("~w:~w.~w.~w", [Id, Node, Creation, Number]).

init(Name) -> {ok, {Name, 1, []}}.

handle_call({add, Request}, _From, {ids, Id, Added}) when Id rem 2 =:= 0 ->
    {reply, {added, Id}, {ids, Id + 1, [{Id, Request} | Added]}};
handle_call({add, Request}, _From, {_, Id, _}) ->
    {reply, {added, Id}, fun({Name, Old, Added}) -> {Name, Old + 1, [{Id, Request} | Added]} end}.

handle_cast(_, State) -> {noreply, State}.

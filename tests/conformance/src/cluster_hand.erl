%% What the recorder needs on real nodes: brings them back, between two cases, to how they were. Code like this in the product's
%% place is not needed, each case gets a world of its own there.
-module(cluster_hand).
-export([start/1, tidy/0, clean/1, snapshot/0]).

%% How long after a case its late reports are waited for, and the news that connections are closed, milliseconds.
-define(LATE, 60).
-define(CLOSED, 30).

%% On the first node, in its shell. The nodes know each other's names and are apart afterwards.
start(Others) ->
    persistent_term:put({?MODULE, others}, Others),
    [pong = net_adm:ping(Node) || Node <- Others],
    [ok = erpc:call(Node, ?MODULE, snapshot, []) || Node <- Others],
    snapshot(),
    apart(Others).

snapshot() -> persistent_term:put({?MODULE, processes}, processes()).

%% Ends a case on all nodes.
tidy() ->
    timer:sleep(?LATE),
    Others = persistent_term:get({?MODULE, others}),
    %% The evaluator must not go with what it is linked to.
    {links, Links} = process_info(self(), links),
    [unlink(Pid) || Pid <- Links -- persistent_term:get({?MODULE, processes}), is_pid(Pid)],
    [erlang:set_cookie(Node, erlang:get_cookie()) || Node <- Others],
    [ok = erpc:call(Node, ?MODULE, clean, [node()]) || Node <- Others],
    clean(node()),
    apart(Others).

apart(Others) ->
    [erlang:disconnect_node(Node) || Node <- Others ++ nodes(connected)],
    timer:sleep(?CLOSED),
    io:format("%END~n").

%% Ends what the case has started and left. What belongs to OTP has a group leader of OTP's.
clean(First) ->
    Kept = persistent_term:get({?MODULE, processes}),
    User = whereis(user),
    Mine = fun(Pid) ->
        case process_info(Pid, group_leader) of
            {group_leader, Leader} -> Pid =/= self() andalso (Leader =:= User orelse node(Leader) =/= node());
            undefined -> false
        end
    end,
    [exit(Pid, kill) || Pid <- processes() -- Kept, Mine(Pid)],
    [erlang:disconnect_node(Node) || Node <- nodes(connected), Node =/= First],
    First =/= node() andalso io:format(User, "%END~n", []),
    ok.

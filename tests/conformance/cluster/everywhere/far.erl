%% What the cases on several nodes have at hand, on every node.
-module(far).
-export([first_pid/3, none/3, boom3/3, join/0, meet/1, part/1, flush/0, flush/1, echo/0, idle/0, tell/2, times/1, boom/1, leave/1, wait/1, leader/0, trap/1, until/1, named/1, ids/1, order/1, pid/3, port/3, ref/3]).

%% Connects the three nodes and waits until their names are one table.
join() ->
    Others = ['b@localhost', 'c@localhost'],
    [true = net_kernel:connect_node(Node) || Node <- Others],
    [true = erpc:call(Node, net_kernel, connect_node, [Other]) || Node <- Others, Other <- Others],
    Then = [{global, sync, []}, {application, set_env, [kernel, prevent_overlapping_partitions, false]}], % OTP's are started so
    [ok = erpc:call(Node, M, F, A) || Node <- [node() | Others], {M, F, A} <- Then], ok.

%% Connects with a node; all that follows from that has happened when it returns.
meet(Node) ->
    Connected = net_kernel:connect_node(Node),
    settle(),
    Connected.

%% Disconnects from it, and waits until the news has spread.
part(Node) ->
    settle(),
    Disconnected = erlang:disconnect_node(Node),
    timer:sleep(100),
    Disconnected.

%% Lets global put the names of the nodes together: a connection that is cut while it does comes up again. OTP's may wait for
%% ever for a node that has come and gone too quickly.
settle() ->
    {Pid, Monitor} = spawn_monitor(global, sync, []),
    receive {'DOWN', Monitor, _, _, _} -> ok
    after 1000 -> exit(Pid, kill), erlang:demonitor(Monitor, [flush])
    end,
    timer:sleep(50).

%% What the mailbox holds once nothing more has come for a while.
flush() -> flush(200).
flush(Milliseconds) ->
    receive Message -> [Message | flush(Milliseconds)]
    after Milliseconds -> []
    end.

%% Answers {From, Message} with {self(), node(), Message}.
echo() ->
    receive
        {exit, Reason} -> exit(Reason);
        {From, Message} -> From ! {echo, node(), Message}, echo();
        stop -> ok
    end.

idle() -> receive stop -> ok end.

tell(To, Message) -> To ! Message.

times(N) -> N * N.

boom(Reason) -> erlang:error(Reason).

leave(Reason) -> exit(Reason).

wait(Milliseconds) -> timer:sleep(Milliseconds), waited.

leader() -> group_leader().

%% Traps exits and tells of each message it gets.
trap(To) ->
    process_flag(trap_exit, true),
    To ! {trapping, self()},
    told(To).

told(To) ->
    receive Message -> To ! {told, Message} end,
    told(To).

%% Waits until Fun() is true, for at most three seconds.
until(Fun) -> until(Fun, 300).
until(_, 0) -> false;
until(Fun, N) ->
    case Fun() of
        true -> true;
        _ -> timer:sleep(10), until(Fun, N - 1)
    end.

%% Registers itself and waits.
named(Name) ->
    register(Name, self()),
    echo().

%% Resolve functions for global: the process of the node with the smaller name; nobody; none at all.
first_pid(_, P, Q) when node(P) < node(Q) -> P;
first_pid(_, _, Q) -> Q.

none(_, _, _) -> none.

boom3(_, _, _) -> erlang:error(oops).

%% Pids, ports or references as several nodes have them, two of which run, with what they were made of.
ids(Make) ->
    Creations = [{Node, erpc:call(Node, erlang, system_info, [creation])} || Node <- ['a@localhost', 'b@localhost']],
    All = Creations ++ [{Node, Creation} || Node <- ['0@localhost', 'aa@localhost', 'z@localhost'], Creation <- [1, 2]],
    [{{Node, Number, case lists:member({Node, Creation}, Creations) of true -> own; false -> Creation end},
      Make(atom_to_binary(Node), Number, Creation)} || Number <- [12, 1, 11, 2], {Node, Creation} <- lists:reverse(All)].

order(Ids) -> [Made || {Made, _} <- lists:keysort(2, Ids)].

pid(Node, Number, Creation) ->
    binary_to_term(<<131, 88, 119, (byte_size(Node)), Node/binary, (Number rem 10):32, (Number div 10):32, Creation:32>>).

port(Node, Number, Creation) ->
    binary_to_term(<<131, 120, 119, (byte_size(Node)), Node/binary, Number:64, Creation:32>>).

ref(Node, Number, Creation) ->
    binary_to_term(<<131, 90, 3:16, 119, (byte_size(Node)), Node/binary, Creation:32, (Number rem 10):32, (Number div 10):32, 0:32>>).

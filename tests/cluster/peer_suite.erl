%% What two connected nodes can do with each other, seen from one of them: `run(Peer)'. It is loaded on a real node and on one
%% of ours, and run on each against the other. A case is a function of the peer's name that returns `ok'.
-module(peer_suite).
-behaviour(gen_server).
-export([run/1, cases/0, run_case/2, watch_node/1, node_heard/0, end_of/1]).
-export([echo/0, echo_once/1, prints/1, asks/0, waits/0, dies/1, answers/2, traps/1, sends_alias/2, counts/1, tells_leader/1, watches/2, alone/1,
         resolve/3]).

-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

-define(PATIENCE, 20000).

run(Peer) -> [{Name, run_case(Name, Peer)} || Name <- cases()].

%% Each case in a process of its own, so that one that fails leaves nothing behind.
run_case(Name, Peer) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit({done, (function(Name))(Peer)}) end),
    receive
        {'DOWN', Monitor, _, _, {done, ok}} -> ok;
        {'DOWN', Monitor, _, _, Reason} -> {failed, Reason}
    after 3 * ?PATIENCE ->
        Where = process_info(Pid, current_stacktrace),
        exit(Pid, kill),
        {hangs, Where}
    end.

cases() ->
    [ping, send, terms, many_atoms, large, interleaved, links, link_to_dead, unlinks, exits, monitors, names_watched, demonitors,
     spawns, spawn_requests, spawn_failures, rpc_calls, rpc_failures, erpc_calls, erpc_failures, servers, server_failures,
     server_stop, requests, leader_prints, leader_reads, leader_set, aliases, timers, pids, send_options, references,
     global_names, global_remote, global_dies, global_conflict, global_locks, node_watched, disconnects, reconnects].

function(ping) -> fun ping/1;
function(send) -> fun send/1;
function(terms) -> fun terms/1;
function(many_atoms) -> fun many_atoms/1;
function(large) -> fun large/1;
function(interleaved) -> fun interleaved/1;
function(links) -> fun links/1;
function(link_to_dead) -> fun link_to_dead/1;
function(unlinks) -> fun unlinks/1;
function(exits) -> fun exits/1;
function(monitors) -> fun monitors/1;
function(names_watched) -> fun names_watched/1;
function(demonitors) -> fun demonitors/1;
function(spawns) -> fun spawns/1;
function(spawn_requests) -> fun spawn_requests/1;
function(spawn_failures) -> fun spawn_failures/1;
function(rpc_calls) -> fun rpc_calls/1;
function(rpc_failures) -> fun rpc_failures/1;
function(erpc_calls) -> fun erpc_calls/1;
function(erpc_failures) -> fun erpc_failures/1;
function(servers) -> fun servers/1;
function(server_failures) -> fun server_failures/1;
function(server_stop) -> fun server_stop/1;
function(requests) -> fun requests/1;
function(leader_prints) -> fun leader_prints/1;
function(leader_reads) -> fun leader_reads/1;
function(leader_set) -> fun leader_set/1;
function(aliases) -> fun aliases/1;
function(timers) -> fun timers/1;
function(pids) -> fun pids/1;
function(send_options) -> fun send_options/1;
function(references) -> fun references/1;
function(global_names) -> fun global_names/1;
function(global_remote) -> fun global_remote/1;
function(global_dies) -> fun global_dies/1;
function(global_conflict) -> fun global_conflict/1;
function(global_locks) -> fun global_locks/1;
function(node_watched) -> fun node_watched/1;
function(disconnects) -> fun disconnects/1;
function(reconnects) -> fun reconnects/1.

%% --- the end of a node, for peer.escript: the process `watcher' is to hear of it in four ways

watch_node(Node) ->
    process_flag(trap_exit, true),
    monitor_node(Node, true),
    Pid = spawn_link(Node, ?MODULE, waits, []),
    monitor(process, Pid),
    monitor(process, {net_kernel, Node}),
    register(watcher, self()),
    Heard = [receive Message when element(1, Message) =/= tell -> kind(Message) after 3 * ?PATIENCE -> silence end || _ <- [1, 2, 3, 4]],
    receive {tell, From} -> From ! {heard, lists:sort(Heard)} end.

%% Without pids, which cannot be read back from what is printed.
kind({'EXIT', _, Reason}) -> {exit, Reason};
kind({'DOWN', _, _, Who, Reason}) -> {down, is_pid(Who), Reason};
kind(Other) -> Other.

node_heard() ->
    watcher ! {tell, self()},
    receive {heard, Heard} -> Heard after 4 * ?PATIENCE -> silence end.

end_of(Pid) ->
    Monitor = monitor(process, Pid),
    receive {'DOWN', Monitor, _, _, Reason} -> Reason after ?PATIENCE -> silence end.

%% --- what runs over there

echo() ->
    receive
        {echo, From, Term} -> From ! {echo, self(), Term}, echo();
        stop -> ok
    end.

echo_once(From) -> receive Term -> From ! {self(), Term} end.

prints(Text) -> io:format("~ts says ~p~n", [Text, {node(), [1, 2]}]).

asks() -> {io:get_line("name? "), io:get_line(prompt), io:read("term? ")}.

waits() -> receive after infinity -> ok end.

dies(Reason) -> receive die -> exit(Reason) end.

answers(To, Term) -> To ! {self(), Term}.

traps(To) ->
    process_flag(trap_exit, true),
    To ! {self(), ready},
    receive Signal -> To ! {self(), Signal} end.

sends_alias(Alias, Count) -> [Alias ! {through, N} || N <- lists:seq(1, Count)], ok.

counts(To) ->
    Count = receive {count, N} -> N end,
    [receive {number, I, _} -> ok end || I <- lists:seq(1, Count)],
    To ! {self(), counted}.

tells_leader(To) -> To ! {self(), group_leader()}.

watches(To, Watched) ->
    Monitor = monitor(process, Watched),
    To ! {self(), watching},
    receive {'DOWN', Monitor, _, Pid, Reason} -> To ! {self(), {Pid, Reason}} end.

%% Gets a name once there is nobody else to ask.
alone(Name) ->
    case nodes() of
        [] -> yes = global:register_name(Name, self(), fun ?MODULE:resolve/3), waits();
        _ -> timer:sleep(10), alone(Name)
    end.

%% The process on the node whose name is greater.
resolve(_Name, Pid, Pid2) -> winner(Pid, Pid2).

winner(Pid, Pid2) when node(Pid) > node(Pid2) -> Pid;
winner(_, Pid2) -> Pid2.

init(Args) -> {ok, Args}.
handle_call(get, _, State) -> {reply, State, State};
handle_call({set, New}, _, State) -> {reply, State, New};
handle_call(who, {Pid, _}, State) -> {reply, Pid, State};
handle_call(late, From, State) -> self() ! {reply, From}, {noreply, State};
handle_call(never, _, State) -> {noreply, State};
handle_call({crash, Reason}, _, _) -> exit(Reason);
handle_call(stop, _, State) -> {stop, normal, stopped, State}.
handle_cast({tell, To, Term}, State) -> To ! {told, node(), Term}, {noreply, State}.
handle_info({reply, From}, State) -> gen_server:reply(From, {late, State}), {noreply, State};
handle_info(_, State) -> {noreply, State}.
terminate(_, _) -> ok.

%% --- helpers

echo_at(Peer) -> spawn_link(Peer, ?MODULE, echo, []).

through(Echo, Term) ->
    Echo ! {echo, self(), Term},
    await(fun({echo, Pid, Answer}) when Pid =:= Echo -> Answer end).

%% The next message that the fun takes.
await(Fun) -> await(Fun, ?PATIENCE).
await(Fun, Timeout) ->
    receive
        Message ->
            try Fun(Message)
            catch error:function_clause -> exit({unexpected, Message})
            end
    after Timeout -> exit({silence, process_info(self(), current_stacktrace)})
    end.

is(Value, Value) -> ok;
is(Value, Wanted) -> exit({got, Value, wanted, Wanted}).

quiet() -> receive Message -> exit({unexpected, Message}) after 100 -> ok end.

server_at(Peer, Name, State) ->
    {ok, Pid} = rpc:call(Peer, gen_server, start, [{local, Name}, ?MODULE, State, []]),
    Pid.

caught(Fun) ->
    try Fun() of Value -> {value, Value}
    catch Class:Reason -> {Class, Reason}
    end.

until(Fun) -> until(Fun, 100).
until(Fun, 0) -> exit({never, Fun});
until(Fun, Times) ->
    case Fun() of
        true -> ok;
        _ -> timer:sleep(100), until(Fun, Times - 1)
    end.

%% --- the cases

ping(Peer) ->
    is(net_adm:ping(Peer), pong),
    is(lists:member(Peer, nodes()), true),
    is(lists:member(node(), rpc:call(Peer, erlang, nodes, [])), true),
    is(net_adm:ping('nobody@127.0.0.1'), pang),
    is(net_kernel:connect_node(Peer), true).

send(Peer) ->
    Echo = echo_at(Peer),
    is(through(Echo, hello), hello),
    true = rpc:call(Peer, erlang, register, [peer_echo, Echo]),
    {peer_echo, Peer} ! {echo, self(), by_name},
    is(await(fun({echo, Echo1, Answer}) when Echo1 =:= Echo -> Answer end), by_name),
    {nobody_there, Peer} ! lost,
    unlink(Echo),
    exit(Echo, kill),
    Echo ! lost,
    quiet().

terms(Peer) ->
    Echo = echo_at(Peer),
    Ref = make_ref(),
    Integers = [0, 1, 255, 256, -1, 1 bsl 27, -(1 bsl 27) - 1, 1 bsl 31, 1 bsl 59, 1 bsl 60, -(1 bsl 60), 1 bsl 64, -(1 bsl 64),
                1 bsl 2048 + 1, -(1 bsl 2100)],
    Floats = [0.0, -0.0, 1.5, -1.0e308, 5.0e-324],
    Binaries = [<<>>, <<1, 2, 3>>, <<5:3>>, <<1, 2, 7:5>>, binary:copy(<<"x">>, 100), binary:part(binary:copy(<<"abc">>, 100), 7, 200)],
    Lists = [[], "abc", "αβγ", lists:seq(1, 300), [a | b], [[], [[]]], lists:duplicate(70000, $a)],
    Tuples = [{}, {a}, list_to_tuple(lists:seq(1, 300))],
    Maps = [#{}, #{a => 1, "b" => #{c => []}}, maps:from_list([{N, {N}} || N <- lists:seq(1, 100)])],
    Atoms = ['', ok, 'with space', 'åäö', 'αβγ', true, list_to_atom(lists:duplicate(255, $z)), list_to_atom(lists:duplicate(255, 16#3b1))],
    Ids = [self(), Echo, Ref, whereis(init), rpc:call(Peer, erlang, make_ref, [])],
    Funs = [fun lists:map/2, fun erlang:node/0, fun no_such:fun_at_all/3],
    [case through(Echo, Term) of
         Term -> ok;
         Other -> exit({sent, Term, came, Other})
     end || Term <- Integers ++ Floats ++ Binaries ++ Lists ++ Tuples ++ Maps ++ Atoms ++ Ids ++ Funs],
    All = {Integers, Floats, Binaries, Lists, Tuples, Maps, Atoms, Ids, Funs},
    is(through(Echo, All) =:= All, true),
    %% Signs of zero and sharing survive.
    is(<<(through(Echo, -0.0))/float>>, <<(-0.0)/float>>),
    is((through(Echo, fun lists:reverse/1))([1, 2]), [2, 1]),
    is(deep(through(Echo, deep(10000, [])), 0), 10000).

deep(0, Term) -> Term;
deep(N, Term) when is_integer(N) -> deep(N - 1, {Term});
deep({Term}, N) -> deep(Term, N + 1);
deep([], N) -> N.

%% More atoms than the cache has places, and more in one message than a header can hold.
many_atoms(Peer) ->
    Echo = echo_at(Peer),
    Atoms = [list_to_atom("peer_atom_" ++ integer_to_list(N)) || N <- lists:seq(1, 3000)],
    is(through(Echo, Atoms), Atoms),
    [is(through(Echo, Atom), Atom) || Atom <- Atoms],
    Some = lists:sublist(Atoms, 200),
    [is(through(Echo, Some), Some) || _ <- lists:seq(1, 5)],
    is(through(Echo, Atoms), Atoms).

large(Peer) ->
    Echo = echo_at(Peer),
    [begin
         Binary = binary:copy(<<"0123456789abcdef">>, Size div 16),
         is(through(Echo, Binary) =:= Binary, true)
     end || Size <- [65520, 65536, 65552, 131072, 200000, 4000000]],
    List = lists:seq(1, 200000),
    is(through(Echo, List) =:= List, true),
    Mixed = {binary:copy(<<"y">>, 70000), [list_to_atom("mixed_" ++ integer_to_list(N)) || N <- lists:seq(1, 300)],
             binary:copy(<<"z">>, 70001), self()},
    is(through(Echo, Mixed) =:= Mixed, true).

%% Fragments of several senders mix on the way.
interleaved(Peer) ->
    Echo = echo_at(Peer),
    Me = self(),
    Senders = [spawn_link(fun() ->
        Mine = [{N, I, binary:copy(<<N>>, 150000)} || I <- lists:seq(1, 3)],
        [Echo ! {echo, self(), Term} || Term <- Mine],
        [receive {echo, Echo, Term} -> ok after ?PATIENCE -> exit({lost, N}) end || Term <- Mine],
        Me ! {self(), all}
    end) || N <- lists:seq(1, 8)],
    [receive {Sender, all} -> ok after ?PATIENCE -> exit(lost) end || Sender <- Senders],
    Counter = spawn_link(Peer, ?MODULE, counts, [self()]),
    Counter ! {count, 20000},
    [Counter ! {number, N, <<"some bytes">>} || N <- lists:seq(1, 20000)],
    is(await(fun({Pid, Answer}) when Pid =:= Counter -> Answer end), counted).

links(Peer) ->
    process_flag(trap_exit, true),
    A = spawn_link(Peer, ?MODULE, dies, [{my, <<"reason">>}]),
    A ! die,
    is(await(fun({'EXIT', Pid, Reason}) when Pid =:= A -> Reason end), {my, <<"reason">>}),
    B = spawn(Peer, ?MODULE, dies, [normal]),
    link(B),
    B ! die,
    is(await(fun({'EXIT', Pid, Reason}) when Pid =:= B -> Reason end), normal),
    %% The other way round.
    C = spawn(Peer, ?MODULE, traps, [self()]),
    is(await(fun({Pid, Answer}) when Pid =:= C -> Answer end), ready),
    D = spawn(fun() -> link(C), exit({gone, here}) end),
    is(await(fun({Pid, Answer}) when Pid =:= C -> Answer end), {'EXIT', D, {gone, here}}),
    Long = {too, binary:copy(<<"long">>, 50000)},
    E = spawn_link(Peer, ?MODULE, dies, [Long]),
    E ! die,
    is(await(fun({'EXIT', Pid, Reason}) when Pid =:= E -> Reason end) =:= Long, true).

link_to_dead(Peer) ->
    process_flag(trap_exit, true),
    A = spawn(Peer, ?MODULE, echo_once, [self()]),
    A ! x,
    await(fun({Pid, x}) when Pid =:= A -> ok end),
    until(fun() -> rpc:call(Peer, erlang, is_process_alive, [A]) =:= false end),
    link(A),
    is(await(fun({'EXIT', Pid, Reason}) when Pid =:= A -> Reason end), noproc).

unlinks(Peer) ->
    process_flag(trap_exit, true),
    A = spawn_link(Peer, ?MODULE, dies, [unseen]),
    unlink(A),
    link(A),
    unlink(A),
    A ! die,
    Monitor = monitor(process, A),
    receive {'DOWN', Monitor, _, _, _} -> ok after ?PATIENCE -> exit(silence) end,
    quiet().

exits(Peer) ->
    A = spawn(Peer, ?MODULE, traps, [self()]),
    is(await(fun({Pid, Answer}) when Pid =:= A -> Answer end), ready),
    exit(A, {please, go}),
    is(await(fun({Pid, Answer}) when Pid =:= A -> Answer end), {'EXIT', self(), {please, go}}),
    B = spawn(Peer, ?MODULE, waits, []),
    Monitor = monitor(process, B),
    exit(B, normal),
    quiet(),
    exit(B, kill),
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= Monitor -> Reason end), killed).

monitors(Peer) ->
    A = spawn(Peer, ?MODULE, dies, [why]),
    Monitor = monitor(process, A),
    A ! die,
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Monitor -> {Pid, Reason} end), {A, why}),
    until(fun() -> rpc:call(Peer, erlang, is_process_alive, [A]) =:= false end),
    Again = monitor(process, A),
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Again -> {Pid, Reason} end), {A, noproc}),
    %% They watch us.
    [begin
         Watched = spawn(fun() -> receive go -> exit({bye, 1}) end end),
         Who = case How of
             pid -> Watched;
             name -> register(watched_here, Watched), {watched_here, node()}
         end,
         B = spawn(Peer, ?MODULE, watches, [self(), Who]),
         is(await(fun({Pid, Answer}) when Pid =:= B -> Answer end), watching),
         Watched ! go,
         is(await(fun({Pid, Answer}) when Pid =:= B -> Answer end), {Who, {bye, 1}})
     end || How <- [pid, name]],
    ok.

names_watched(Peer) ->
    A = spawn(Peer, ?MODULE, dies, [named]),
    true = rpc:call(Peer, erlang, register, [watched_name, A]),
    Monitor = monitor(process, {watched_name, Peer}),
    A ! die,
    is(await(fun({'DOWN', M, process, Who, Reason}) when M =:= Monitor -> {Who, Reason} end), {{watched_name, Peer}, named}),
    Nobody = monitor(process, {watched_name, Peer}),
    is(await(fun({'DOWN', M, process, Who, Reason}) when M =:= Nobody -> {Who, Reason} end), {{watched_name, Peer}, noproc}).

demonitors(Peer) ->
    A = spawn(Peer, ?MODULE, dies, [unseen]),
    true = rpc:call(Peer, erlang, register, [watched_name2, A]),
    One = monitor(process, A),
    Two = monitor(process, {watched_name2, Peer}),
    Three = monitor(process, A),
    is(demonitor(One), true),
    is(demonitor(Two, [flush, info]), true),
    A ! die,
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= Three -> Reason end), unseen),
    is(demonitor(Three, [flush, info]), false),
    quiet().

spawns(Peer) ->
    Me = self(),
    A = spawn(Peer, ?MODULE, answers, [Me, four]),
    is(await(fun({Pid, Answer}) when Pid =:= A -> Answer end), four),
    is(node(A), Peer),
    B = spawn_link(Peer, ?MODULE, answers, [Me, link]),
    is(await(fun({Pid, Answer}) when Pid =:= B -> Answer end), link),
    {C, Monitor} = spawn_monitor(Peer, ?MODULE, dies, [monitored]),
    C ! die,
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Monitor -> {Pid, Reason} end), {C, monitored}),
    {D, Monitor2} = spawn_opt(Peer, ?MODULE, dies, [opt], [link, monitor, {priority, high}]),
    unlink(D),
    D ! die,
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Monitor2 -> {Pid, Reason} end), {D, opt}),
    %% spawn/2: a fun that both nodes know.
    {E, Monitor3} = spawn_monitor(Peer, fun erlang:node/0),
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Monitor3 -> {Pid, Reason} end), {E, normal}),
    F = spawn(Peer, fun ?MODULE:waits/0),
    is(rpc:call(Peer, erlang, is_process_alive, [F]), true),
    exit(F, kill),
    ok.

spawn_requests(Peer) ->
    One = erlang:spawn_request(Peer, ?MODULE, dies, [x], [monitor, link]),
    Pid = await(fun({spawn_reply, R, ok, P}) when R =:= One -> P end),
    is(node(Pid), Peer),
    unlink(Pid),
    Pid ! die,
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= One -> Reason end), x),
    Two = erlang:spawn_request(Peer, ?MODULE, answers, [self(), y], [{reply_tag, {my, tag}}]),
    Started = await(fun({{my, tag}, R, ok, P}) when R =:= Two -> P;
                       ({P, y}) -> self() ! again, P end),
    receive again -> ok after 0 -> is(await(fun({P, Answer}) when P =:= Started -> Answer end), y) end,
    flush(),
    Three = erlang:spawn_request(Peer, ?MODULE, waits, [], [monitor, {reply, no}]),
    is(is_reference(Three), true),
    quiet(),
    is(erlang:spawn_request_abandon(Three), false),
    demonitor(Three),
    ok.

flush() -> receive _ -> flush() after 100 -> ok end.

%% The error reports over there are wanted: nobody reads them.
spawn_failures(Peer) ->
    One = erlang:spawn_request(Peer, ?MODULE, waits, [], [{no, option}]),
    is(await(fun({spawn_reply, R, error, Reason}) when R =:= One -> Reason end), badopt),
    Two = erlang:spawn_request('nobody@127.0.0.1', ?MODULE, waits, [], []),
    is(await(fun({spawn_reply, R, error, Reason}) when R =:= Two -> Reason end), noconnection),
    {A, Monitor} = spawn_monitor('nobody@127.0.0.1', ?MODULE, waits, []),
    is(await(fun({'DOWN', M, process, Pid, Reason}) when M =:= Monitor -> {Pid =:= A, Reason} end), {true, noconnection}),
    {_, Monitor2} = spawn_monitor(Peer, no_such_module, no_such_function, [1]),
    is(await(fun({'DOWN', M, process, _, {Reason, [{Module, Function, Args, _} | _]}}) when M =:= Monitor2 ->
        {Reason, Module, Function, Args} end), {undef, no_such_module, no_such_function, [1]}).

rpc_calls(Peer) ->
    is(rpc:call(Peer, erlang, node, []), Peer),
    is(rpc:call(Peer, lists, reverse, [[1, 2, 3]], 5000), [3, 2, 1]),
    is(rpc:block_call(Peer, erlang, node, []), Peer),
    is(rpc:multicall([node(), Peer, 'nobody@127.0.0.1'], erlang, node, []), {[node(), Peer], ['nobody@127.0.0.1']}),
    is(rpc:cast(Peer, ?MODULE, answers, [self(), cast]), true),
    is(await(fun({Pid, Answer}) when node(Pid) =:= Peer -> Answer end), cast),
    Key = rpc:async_call(Peer, lists, seq, [1, 3]),
    is(rpc:yield(Key), [1, 2, 3]),
    register(peer_here, self()),
    Echo = echo_at(Peer),
    true = rpc:call(Peer, erlang, register, [peer_abcast, Echo]),
    is(rpc:abcast([Peer], peer_abcast, {echo, self(), broadcast}), abcast),
    is(await(fun({echo, Pid, Answer}) when Pid =:= Echo -> Answer end), broadcast),
    is(rpc:sbcast([Peer], peer_abcast, {echo, self(), again}), {[Peer], []}),
    is(await(fun({echo, Pid, Answer}) when Pid =:= Echo -> Answer end), again),
    is(rpc:eval_everywhere([Peer], ?MODULE, answers, [self(), everywhere]), abcast),
    is(await(fun({Pid, Answer}) when node(Pid) =:= Peer -> Answer end), everywhere).

rpc_failures(Peer) ->
    is(rpc:call(Peer, erlang, throw, [ball]), ball),
    is(rpc:call(Peer, erlang, exit, [bye]), {badrpc, {'EXIT', bye}}),
    {badrpc, {'EXIT', {badarith, [_ | _]}}} = rpc:call(Peer, erlang, '+', [1, a]),
    {badrpc, {'EXIT', {undef, [{no, such, [], []} | _]}}} = rpc:call(Peer, no, such, []),
    is(rpc:call(Peer, timer, sleep, [5000], 50), {badrpc, timeout}),
    is(rpc:call('nobody@127.0.0.1', erlang, node, []), {badrpc, nodedown}).

erpc_calls(Peer) ->
    is(erpc:call(Peer, erlang, node, []), Peer),
    is(erpc:call(Peer, fun erlang:node/0), Peer),
    is(erpc:call(Peer, lists, seq, [1, 3], 5000), [1, 2, 3]),
    is(erpc:multicall([node(), Peer], erlang, node, []), [{ok, node()}, {ok, Peer}]),
    is(erpc:cast(Peer, ?MODULE, answers, [self(), cast]), ok),
    is(await(fun({Pid, Answer}) when node(Pid) =:= Peer -> Answer end), cast),
    Request = erpc:send_request(Peer, erlang, node, []),
    is(erpc:receive_response(Request, 5000), Peer),
    is(erpc:multicast([Peer], ?MODULE, answers, [self(), many]), ok),
    is(await(fun({Pid, Answer}) when node(Pid) =:= Peer -> Answer end), many).

erpc_failures(Peer) ->
    is(caught(fun() -> erpc:call(Peer, erlang, throw, [ball]) end), {throw, ball}),
    is(caught(fun() -> erpc:call(Peer, erlang, exit, [bye]) end), {exit, {exception, bye}}),
    {error, {exception, badarith, [{erlang, '+', [1, a], _} | _]}} = caught(fun() -> erpc:call(Peer, erlang, '+', [1, a]) end),
    {error, {exception, undef, [{no, such, [], _}]}} = caught(fun() -> erpc:call(Peer, no, such, []) end),
    is(caught(fun() -> erpc:call(Peer, timer, sleep, [5000], 50) end), {error, {erpc, timeout}}),
    is(caught(fun() -> erpc:call('nobody@127.0.0.1', erlang, node, []) end), {error, {erpc, noconnection}}),
    is(erpc:multicall([Peer, 'nobody@127.0.0.1'], erlang, throw, [x]), [{throw, x}, {error, {erpc, noconnection}}]),
    Victim = rpc:call(Peer, erlang, spawn, [?MODULE, waits, []]),
    is(caught(fun() -> erpc:call(Peer, erlang, apply, [erlang, exit, [Victim, kill]]) end), {value, true}).

servers(Peer) ->
    Pid = server_at(Peer, peer_server, [state]),
    is(gen_server:call(Pid, get), [state]),
    is(gen_server:call({peer_server, Peer}, {set, new}), [state]),
    is(gen_server:call(Pid, late), {late, new}),
    is(gen_server:call(Pid, who), self()),
    gen_server:cast(Pid, {tell, self(), one}),
    is(await(fun({told, Node, Term}) -> {Node, Term} end), {Peer, one}),
    gen_server:cast({peer_server, Peer}, {tell, self(), two}),
    is(await(fun({told, Node, Term}) -> {Node, Term} end), {Peer, two}),
    is(gen_server:abcast([Peer], peer_server, {tell, self(), three}), abcast),
    is(await(fun({told, Node, Term}) -> {Node, Term} end), {Peer, three}),
    is(gen_server:multi_call([Peer, 'nobody@127.0.0.1'], peer_server, get), {[{Peer, new}], ['nobody@127.0.0.1']}),
    is(sys:get_state(Pid), new),
    is(sys:replace_state(Pid, fun erlang:atom_to_list/1), "new"),
    is(gen_server:call(Pid, stop), stopped).

server_failures(Peer) ->
    Pid = server_at(Peer, peer_server2, []),
    is(caught(fun() -> gen_server:call(Pid, never, 100) end), {exit, {timeout, {gen_server, call, [Pid, never, 100]}}}),
    is(caught(fun() -> gen_server:call(Pid, {crash, ouch}) end), {exit, {ouch, {gen_server, call, [Pid, {crash, ouch}]}}}),
    Name = {peer_server2, Peer},
    is(caught(fun() -> gen_server:call(Name, get) end), {exit, {noproc, {gen_server, call, [Name, get]}}}),
    Gone = {x, 'nobody@127.0.0.1'},
    is(caught(fun() -> gen_server:call(Gone, get) end), {exit, {{nodedown, 'nobody@127.0.0.1'}, {gen_server, call, [Gone, get]}}}).

server_stop(Peer) ->
    Pid = server_at(Peer, peer_server3, []),
    Monitor = monitor(process, Pid),
    is(gen_server:stop(Pid, shutdown, 5000), ok),
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= Monitor -> Reason end), shutdown),
    server_at(Peer, peer_server3, []),
    is(gen_server:stop({peer_server3, Peer}), ok).

requests(Peer) ->
    Pid = server_at(Peer, peer_server4, [4]),
    One = gen_server:send_request(Pid, get),
    is(gen_server:receive_response(One, 5000), {reply, [4]}),
    Two = gen_server:send_request({peer_server4, Peer}, late),
    is(gen_server:wait_response(Two, 5000), {reply, {late, [4]}}),
    gen_server:stop(Pid).

%% This process is the leader of what it starts over there.
leader_prints(Peer) ->
    Old = group_leader(),
    group_leader(self(), self()),
    A = spawn(Peer, ?MODULE, prints, ["é"]),
    group_leader(Old, self()),
    is(await(fun(Request) -> written(A, Request) end), lists:flatten(io_lib:format("é says ~p~n", [{Peer, [1, 2]}]))).

written(From, {io_request, Pid, ReplyAs, Request}) when Pid =:= From ->
    Pid ! {io_reply, ReplyAs, ok},
    case Request of
        {put_chars, unicode, Chars} -> unicode:characters_to_list(Chars);
        {put_chars, unicode, M, F, A} -> unicode:characters_to_list(apply(M, F, A))
    end.

leader_reads(Peer) ->
    Old = group_leader(),
    group_leader(self(), self()),
    Me = self(),
    A = spawn(Peer, erlang, apply, [erpc, execute_call, [tag, ?MODULE, asks, []]]),
    Monitor = monitor(process, A),
    group_leader(Old, Me),
    is(read_by(A, "Joe\n"), {get_line, "name? "}),
    is(read_by(A, "second\n"), {get_line, prompt}),
    {get_until, "term? "} = read_by(A, {ok, {a, [1]}}),
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= Monitor -> Reason end),
       {tag, return, {"Joe\n", "second\n", {ok, {a, [1]}}}}).

read_by(From, Answer) ->
    await(fun({io_request, Pid, ReplyAs, Request}) when Pid =:= From ->
        Pid ! {io_reply, ReplyAs, Answer},
        case Request of
            {get_line, unicode, Prompt} -> {get_line, Prompt};
            {get_until, unicode, Prompt, _, _, _} -> {get_until, Prompt}
        end
    end).

leader_set(Peer) ->
    A = spawn(Peer, ?MODULE, echo_once, [self()]),
    group_leader(self(), A),
    A ! x,
    await(fun({Pid, x}) when Pid =:= A -> ok end),
    Leader = self(),
    B = spawn(Peer, ?MODULE, tells_leader, [self()]),
    is(await(fun({Pid, Answer}) when Pid =:= B -> Answer end), group_leader()),
    is(is_pid(Leader), true).

aliases(Peer) ->
    Alias = alias(),
    spawn(Peer, ?MODULE, sends_alias, [Alias, 2]),
    is(await(fun({through, N}) -> N end), 1),
    is(await(fun({through, N}) -> N end), 2),
    unalias(Alias),
    spawn(Peer, ?MODULE, sends_alias, [Alias, 1]),
    Once = alias([reply]),
    spawn(Peer, ?MODULE, sends_alias, [Once, 3]),
    is(await(fun({through, N}) -> N end), 1),
    quiet(),
    A = spawn(Peer, ?MODULE, dies, [aliased]),
    Monitor = monitor(process, A, [{alias, demonitor}]),
    spawn(Peer, ?MODULE, sends_alias, [Monitor, 1]),
    is(await(fun({through, N}) -> N end), 1),
    A ! die,
    is(await(fun({'DOWN', M, process, _, Reason}) when M =:= Monitor -> Reason end), aliased).

timers(Peer) ->
    Echo = echo_at(Peer),
    true = rpc:call(Peer, erlang, register, [peer_timers, Echo]),
    is(caught(fun() -> erlang:send_after(10, {peer_timers, Peer}, x) end), {error, badarg}),
    is(caught(fun() -> erlang:send_after(10, Echo, x) end), {error, badarg}),
    {ok, _} = timer:send_after(10, Echo, {echo, self(), later}),
    is(await(fun({echo, Pid, Answer}) when Pid =:= Echo -> Answer end), later).

pids(Peer) ->
    Echo = echo_at(Peer),
    Me = self(),
    is(through(Echo, Me) =:= Me, true),
    is(through(Echo, Echo) =:= Echo, true),
    is(node(Echo), Peer),
    is(Echo =:= rpc:call(Peer, erlang, list_to_pid, [rpc:call(Peer, erlang, pid_to_list, [Echo])]), true),
    is(list_to_pid(pid_to_list(Echo)) =:= Echo, true),
    is(caught(fun() -> is_process_alive(Echo) end), {error, badarg}),
    is(caught(fun() -> process_info(Echo) end), {error, badarg}),
    is(term_to_binary(Echo) =:= rpc:call(Peer, erlang, term_to_binary, [Echo]), true),
    is(binary_to_term(rpc:call(Peer, erlang, term_to_binary, [{Me, Echo}])), {Me, Echo}),
    is(erlang:phash2(Echo) =:= rpc:call(Peer, erlang, phash2, [Echo]), true),
    is(lists:sort([Me, Echo]) =:= rpc:call(Peer, lists, sort, [[Echo, Me]]), true).

send_options(Peer) ->
    Echo = echo_at(Peer),
    is(erlang:send(Echo, {echo, self(), 1}, [noconnect, nosuspend]), ok),
    is(await(fun({echo, _, Answer}) -> Answer end), 1),
    is(erlang:send_nosuspend(Echo, {echo, self(), 2}), true),
    is(await(fun({echo, _, Answer}) -> Answer end), 2),
    is(erlang:send({x, 'nobody@127.0.0.1'}, y, [noconnect]), noconnect).

references(Peer) ->
    Echo = echo_at(Peer),
    Refs = [make_ref() || _ <- lists:seq(1, 50)],
    is(through(Echo, Refs), Refs),
    Theirs = [rpc:call(Peer, erlang, make_ref, []) || _ <- lists:seq(1, 20)],
    is(length(lists:usort(through(Echo, Theirs))), 20),
    is(node(hd(Theirs)), Peer),
    is(ref_to_list(hd(Theirs)) =:= ref_to_list(through(Echo, hd(Theirs))), true).

global_names(Peer) ->
    until(fun() -> global:sync() =:= ok end),
    is(global:register_name({my, name}, self()), yes),
    is(global:register_name({my, name}, self()), no),
    is(rpc:call(Peer, global, whereis_name, [{my, name}]), self()),
    is(rpc:call(Peer, global, registered_names, []), [{my, name}]),
    Me = self(),
    is(rpc:call(Peer, global, send, [{my, name}, hello]), Me),
    is(await(fun(Message) -> Message end), hello),
    is(rpc:call(Peer, global, register_name, [{my, name}, rpc:call(Peer, erlang, whereis, [init])]), no),
    is(global:unregister_name({my, name}) =:= ok, true),
    is(rpc:call(Peer, global, whereis_name, [{my, name}]), undefined),
    is(global:whereis_name({my, name}), undefined).

global_remote(Peer) ->
    A = spawn(Peer, ?MODULE, echo, []),
    is(rpc:call(Peer, global, register_name, [theirs, A]), yes),
    is(global:whereis_name(theirs), A),
    is(global:send(theirs, {echo, self(), hello}), A),
    is(await(fun({echo, _, Answer}) -> Answer end), hello),
    is(global:re_register_name(theirs, self()), yes),
    is(rpc:call(Peer, global, whereis_name, [theirs]), self()),
    global:unregister_name(theirs),
    is(rpc:call(Peer, global, whereis_name, [theirs]), undefined),
    %% A server that is known by such a name.
    {ok, Server} = rpc:call(Peer, gen_server, start, [{global, global_server}, ?MODULE, [g], []]),
    is(gen_server:call({global, global_server}, get), [g]),
    is(caught(fun() -> gen_server:start({global, global_server}, ?MODULE, [], []) end), {value, {error, {already_started, Server}}}),
    gen_server:stop({global, global_server}),
    until(fun() -> global:whereis_name(global_server) =:= undefined end).

global_dies(Peer) ->
    A = spawn(Peer, ?MODULE, dies, [x]),
    is(global:register_name(mortal, A), yes),
    A ! die,
    until(fun() -> global:whereis_name(mortal) =:= undefined end),
    until(fun() -> rpc:call(Peer, global, whereis_name, [mortal]) =:= undefined end),
    B = spawn(fun waits/0),
    is(global:register_name(mortal, B), yes),
    exit(B, kill),
    until(fun() -> rpc:call(Peer, global, whereis_name, [mortal]) =:= undefined end).

%% Names given while the nodes are apart: when they meet, the resolve function decides.
global_conflict(Peer) ->
    Theirs = spawn(Peer, ?MODULE, alone, [torn]),
    erlang:disconnect_node(Peer),
    until(fun() -> not lists:member(Peer, nodes()) end),
    Mine = spawn(fun waits/0),
    is(global:register_name(torn, Mine, fun ?MODULE:resolve/3), yes),
    Other = spawn(fun waits/0),
    is(global:register_name(only_here, Other), yes),
    %% The other node needs a moment to do the same.
    timer:sleep(1000),
    is(net_adm:ping(Peer), pong),
    until(fun() -> rpc:call(Peer, global, whereis_name, [only_here]) =:= Other end),
    is(rpc:call(Peer, global, whereis_name, [torn]), winner(Theirs, Mine)),
    is(global:whereis_name(torn), winner(Theirs, Mine)),
    exit(Mine, kill),
    exit(Theirs, kill),
    exit(Other, kill),
    until(fun() -> rpc:call(Peer, global, registered_names, []) =:= [] end).

global_locks(Peer) ->
    Id = {lock, self()},
    is(global:set_lock(Id, [node(), Peer]), true),
    is(global:set_lock(Id, [node(), Peer]), true),
    is(rpc:call(Peer, global, set_lock, [{lock, other}, [node(), Peer], 0]), false),
    is(global:del_lock(Id, [node(), Peer]), true),
    is(global:trans({lock, self()}, fun() -> rpc:call(Peer, global, set_lock, [{lock, other}, [node(), Peer], 0]) end, [node(), Peer]),
       false),
    is(rpc:call(Peer, global, trans, [{lock, other}, fun erlang:node/0, [node(), Peer]]), Peer).

node_watched(Peer) ->
    monitor_node(Peer, true),
    ok = net_kernel:monitor_nodes(true),
    erlang:disconnect_node(Peer),
    is(lists:sort([await(fun({nodedown, N}) -> N end), await(fun({nodedown, N}) -> N end)]), [Peer, Peer]),
    is(net_adm:ping(Peer), pong),
    is(await(fun({nodeup, N}) -> N end), Peer),
    ok = net_kernel:monitor_nodes(false),
    monitor_node('nobody@127.0.0.1', true),
    is(await(fun({nodedown, N}) -> N end), 'nobody@127.0.0.1').

disconnects(Peer) ->
    process_flag(trap_exit, true),
    A = spawn_link(Peer, ?MODULE, waits, []),
    Monitor = monitor(process, A),
    Named = monitor(process, {net_kernel, Peer}),
    %% What is linked to us over there hears of it too.
    B = spawn(Peer, ?MODULE, waits, []),
    Here = spawn(fun() -> link(B), waits() end),
    until(fun() -> rpc:call(Peer, erlang, process_info, [B, links]) =:= {links, [Here]} end),
    erlang:disconnect_node(Peer),
    Heard = [await(fun(Message) -> Message end) || _ <- [1, 2, 3]],
    is(lists:sort(Heard), lists:sort([{'EXIT', A, noconnection}, {'DOWN', Monitor, process, A, noconnection},
                                      {'DOWN', Named, process, {net_kernel, Peer}, noconnection}])),
    quiet(),
    is(is_process_alive(Here), false),
    is(net_adm:ping(Peer), pong),
    until(fun() -> rpc:call(Peer, erlang, is_process_alive, [B]) =:= false end),
    until(fun() -> rpc:call(Peer, erlang, is_process_alive, [A]) =:= false end).

%% Calls, casts and messages connect by themselves.
reconnects(Peer) ->
    Pid = server_at(Peer, peer_server5, [5]),
    Apart = fun() ->
        erlang:disconnect_node(Peer),
        until(fun() -> not lists:member(Peer, nodes()) end)
    end,
    Apart(),
    is(gen_server:call({peer_server5, Peer}, get), [5]),
    Apart(),
    is(gen_server:call(Pid, get), [5]),
    Apart(),
    gen_server:cast(Pid, {tell, self(), again}),
    is(await(fun({told, Node, Term}) -> {Node, Term} end), {Peer, again}),
    Apart(),
    is(rpc:call(Peer, erlang, node, []), Peer),
    gen_server:stop(Pid).

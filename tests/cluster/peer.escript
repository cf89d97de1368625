#!/usr/bin/env escript
%% Our native node among real nodes; called by peer.sh: peer.escript PROGRAM FOLDER [CASE...]
%% Real nodes are told what to do over their standard input, ours by lines typed into their shells, so that connections
%% between nodes are made by the cases alone.

-mode(compile).
%% Milliseconds that anything may take on a machine that is busy.
-define(PATIENCE, 120000).
-record(ours, {port, name, pid}).
-record(real, {peer, name, pid}).

main([Program, Folder | Wanted]) ->
    put(program, Program),
    put(folder, Folder),
    Cases = [Case || {Name, _} = Case <- cases(), Wanted =:= [] orelse lists:member(atom_to_list(Name), Wanted)],
    Results = lists:append([results(Case) || Case <- Cases]),
    Failed = [Name || {Name, Result} <- Results, Result =/= ok],
    io:format("peer: ~b passed, ~b failed~n", [length(Results) - length(Failed), length(Failed)]),
    halt(min(1, length(Failed))).

%% A case gives `ok' or the results of several.
results({Name, Fun}) ->
    put(nodes, []),
    Start = erlang:monotonic_time(millisecond),
    Outcome = try Fun() catch Class:Reason:Stack -> {Class, Reason, Stack} end,
    [stop(Node) || Node <- get(nodes)],
    until(fun() -> erl_epmd_names() =:= [] end),
    Results = case Outcome of
        [{_, _} | _] -> [{lists:concat([Name, ": ", Sub]), Result} || {Sub, Result} <- Outcome];
        _ -> [{atom_to_list(Name), Outcome}]
    end,
    [io:format("~ts: ~tp~n", [N, Result]) || {N, Result} <- Results, Result =/= ok],
    io:format("~s: ~b of ~b, ~b ms~n", [Name, length([ok || {_, ok} <- Results]), length(Results),
                                         erlang:monotonic_time(millisecond) - Start]),
    Results.

cases() ->
    [{real_to_ours, fun real_to_ours/0}, {ours_to_real, fun ours_to_real/0}, {ours_to_ours, fun ours_to_ours/0},
     {cookie_of_real, fun cookie_of_real/0}, {cookie_of_ours, fun cookie_of_ours/0}, {allowed, fun allowed/0},
     {name_taken, fun name_taken/0}, {shell, fun shell/0}, {crash_reports, fun crash_reports/0}, {names_on_host, fun names_on_host/0},
     {real_dies, fun real_dies/0}, {ours_dies, fun ours_dies/0}, {restart, fun restart/0}, {ticks, fun ticks/0},
     {hidden, fun hidden/0}, {simultaneous, fun simultaneous/0}, {hostile, fun hostile/0}, {mesh, fun mesh/0}, {overlapping, fun overlapping/0},
     {server_cluster, fun server_cluster/0}].

%% --- nodes

full(Name) -> list_to_atom(Name ++ "@127.0.0.1").

ours(Name) -> ours(Name, "peer", []).
ours(Name, Cookie, Options) ->
    Clusters = filelib:wildcard("gen_server_cluster*.erl", get(folder)),
    Files = [filename:join(get(folder), File) || File <- ["peer_suite.erl" | Clusters]],
    Port = open_ours(Name, Cookie, Options ++ Files),
    {os_pid, Pid} = erlang:port_info(Port, os_pid),
    remember(Pid),
    Node = #ours{port = Port, name = full(Name), pid = Pid},
    put(nodes, [Node | get(nodes)]),
    true = ask(Node, "is_alive()"),
    Node.

open_ours(Name, Cookie, Arguments) ->
    open_port({spawn_executable, get(program)},
              [{args, ["node", "--name", atom_to_list(full(Name)), "--cookie", Cookie | Arguments]}, binary, exit_status,
               stderr_to_stdout, {cd, get(folder)}]).

real(Name) -> real(Name, "peer", []).
real(Name, Cookie, Options) ->
    {ok, Peer, Node} = peer:start(#{name => Name, host => "127.0.0.1", longnames => true, connection => standard_io, wait_boot => ?PATIENCE,
                                    args => ["-setcookie", Cookie, "-pa", get(folder), "+S", "1:1" | Options]}),
    Pid = list_to_integer(peer:call(Peer, os, getpid, [])),
    remember(Pid),
    ok = peer:call(Peer, logger, remove_handler, [default]),
    Real = #real{peer = Peer, name = Node, pid = Pid},
    put(nodes, [Real | get(nodes)]),
    Real.

%% For peer.sh, in case this script is killed.
remember(Pid) -> ok = file:write_file(os:getenv("PEER_PIDS"), [integer_to_list(Pid), $\n], [append]).

stop(#ours{port = Port, pid = Pid}) ->
    signal(Pid, "KILL"),
    catch port_close(Port);
stop(#real{peer = Peer, pid = Pid}) ->
    unlink(Peer),
    signal(Pid, "KILL"),
    catch exit(Peer, kill).

signal(Pid, Signal) -> os:cmd("kill -" ++ Signal ++ " " ++ integer_to_list(Pid)).

%% The value of an expression: on ours it is printed, between two marks, and read back.
ask(#real{peer = Peer}, {M, F, A}) ->
    peer:call(Peer, M, F, A, 3 * ?PATIENCE);
ask(#ours{port = Port}, Expression) ->
    Mark = integer_to_list(erlang:unique_integer([positive])),
    port_command(Port, ["io:format(\"~n@~s ~p @~s~n\", [\"", Mark, "\", ", Expression, ", \"", Mark, "\"]).\n"]),
    Text = read(Port, fun(Said) ->
        case string:split(Said, ["@", Mark, " "]) of
            [_, Rest] ->
                case string:split(Rest, [" @", Mark]) of [Value, _] -> {ok, Value}; _ -> more end;
            _ -> more
        end
    end),
    case erl_scan:string(unicode:characters_to_list(Text) ++ ".") of
        {ok, Tokens, _} ->
            case erl_parse:parse_term(Tokens) of {ok, Value} -> Value; _ -> {text, Text} end;
        _ -> {text, Text}
    end.

%% Lets ours print until the fun has found what it looks for in all that has been printed.
read(Port, Found) ->
    Said = case get(Port) of undefined -> <<>>; Text -> Text end,
    case Found(Said) of
        {ok, Value} -> Value;
        more ->
            receive
                {Port, {data, Data}} -> put(Port, <<Said/binary, Data/binary>>), read(Port, Found);
                {Port, {exit_status, Status}} -> exit({ended, Status, Said})
            after ?PATIENCE -> exit({silence, Said})
            end
    end.

%% Waits until ours has printed this.
prints(#ours{port = Port}, Text) ->
    read(Port, fun(Said) -> case string:find(Said, Text) of nomatch -> more; _ -> {ok, ok} end end).

%% What ours prints until it ends, and its status.
last_words(Port, Said) ->
    receive
        {Port, {data, Data}} -> last_words(Port, [Said, Data]);
        {Port, {exit_status, Status}} -> {Status, iolist_to_binary(Said)}
    after ?PATIENCE -> exit({silence, Said})
    end.

%% What a real node's logger prints from now on goes to a file.
log_to_file(Real) ->
    File = filename:join(get(folder), atom_to_list(Real#real.name) ++ ".log"),
    ok = ask(Real, {logger, add_handler, [file, logger_std_h, #{config => #{file => File}, formatter => {logger_formatter,
        #{legacy_header => true, single_line => false}}}]}),
    File.

is(Value, Value) -> ok;
is(Value, Wanted) -> exit({got, Value, wanted, Wanted}).

until(Fun) -> until(Fun, 300).
until(Fun, 0) -> exit({never, Fun()});
until(Fun, Times) ->
    case Fun() of
        true -> ok;
        _ -> timer:sleep(100), until(Fun, Times - 1)
    end.

quoted(Term) -> io_lib:format("~p", [Term]).

ping(From = #real{}, To) -> ask(From, {net_adm, ping, [name(To)]});
ping(From = #ours{}, To) -> ask(From, ["net_adm:ping(", quoted(name(To)), ")"]).

nodes_of(Node = #real{}) -> lists:sort(ask(Node, {erlang, nodes, []}));
nodes_of(Node = #ours{}) -> lists:sort(ask(Node, "nodes()")).

name(#real{name = Name}) -> Name;
name(#ours{name = Name}) -> Name;
name(Name) -> Name.

%% --- the cases of peer_suite

real_to_ours() ->
    Ours = ours("a"),
    Real = real("r"),
    ask(Real, {peer_suite, run, [Ours#ours.name]}).

ours_to_real() -> suite_of_ours(real("r")).

ours_to_ours() -> suite_of_ours(ours("b")).

suite_of_ours(Peer) ->
    ask(ours("a"), ["[{Case, case Result of ok -> ok; _ -> lists:flatten(io_lib:format(\"~p\", [Result])) end} || "
                    "{Case, Result} <- peer_suite:run(", quoted(name(Peer)), ")]"]).

%% --- who may come in

%% The same between real nodes shows what is to be printed.
cookie_of_real() ->
    Ours = ours("a"),
    Real = real("r", "another", []),
    is(ping(Real, Ours), pang),
    prints(Ours, rejected("r")),
    is(nodes_of(Ours), []),
    %% A cookie for this one node.
    ask(Ours, "erlang:set_cookie('r@127.0.0.1', another)"),
    is(ping(Real, Ours), pong).

cookie_of_ours() ->
    Ours = ours("a", "another", []),
    Real = real("r"),
    Log = log_to_file(Real),
    is(ping(Ours, Real), pang),
    until(fun() -> {ok, Text} = file:read_file(Log), string:find(Text, rejected("a")) =/= nomatch end),
    is(nodes_of(Real), []),
    ask(Real, {erlang, set_cookie, [Ours#ours.name, another]}),
    is(ping(Ours, Real), pong).

rejected(Name) ->
    ["** Connection attempt from node ", quoted(full(Name)), " rejected. Invalid challenge reply. **\n"].

allowed() ->
    [Ours, Real] = [ours("a"), real("r")],
    Log = log_to_file(Real),
    Refusal = fun(Name) -> ["** Connection attempt from disallowed node ", atom_to_list(full(Name)), " ** "] end,
    ask(Real, {net_kernel, allow, [['x@127.0.0.1']]}),
    is(ping(Ours, Real), pang),
    until(fun() -> {ok, Text} = file:read_file(Log), string:find(Text, Refusal("a")) =/= nomatch end),
    Other = real("s"),
    ask(Ours, "net_kernel:allow(['x@127.0.0.1'])"),
    is(ping(Other, Ours), pang),
    prints(Ours, Refusal("s")).

name_taken() ->
    Taken = "Protocol 'inet_tcp': the name a@127.0.0.1 seems to be in use by another Erlang node",
    Real = real("a"),
    {1, Said} = last_words(open_ours("a", "peer", []), []),
    is(string:trim(Said), list_to_binary(Taken)),
    stop(Real),
    %% As soon as the name is free.
    free("a"),
    Ours = ours("a"),
    Erl = open_port({spawn, "erl -noinput -name a@127.0.0.1 -setcookie peer"}, [binary, exit_status, stderr_to_stdout]),
    {Status, Words} = last_words(Erl, []),
    is({Status, string:find(Words, Taken) =/= nomatch}, {1, true}),
    is(ask(Ours, "node()"), 'a@127.0.0.1').

erl_epmd_names() ->
    {ok, Names} = erl_epmd:names({127, 0, 0, 1}),
    Names.

free(Name) -> until(fun() -> not lists:keymember(Name, 1, erl_epmd_names()) end).

names_on_host() ->
    [Ours, Real] = [ours("a"), real("r")],
    {ok, Theirs} = ask(Ours, "net_adm:names()"),
    {ok, Names} = ask(Real, {net_adm, names, ["127.0.0.1"]}),
    is(lists:sort(Theirs), lists:sort(Names)),
    is(lists:sort([Name || {Name, _} <- Names]), ["a", "r"]).

%% --- what is printed where

shell() ->
    Real = real("r"),
    Port = open_ours("a", "peer", []),
    port_command(Port, "net_adm:ping('r@127.0.0.1').\nnodes().\nspawn('r@127.0.0.1', io, format, [\"hi from ~p~n\", [there]]), "
                       "timer:sleep(300).\n1 + 1.\nq().\n"),
    {0, Said} = last_words(Port, []),
    Lines = [Line || Line <- string:lexemes(Said, "\n"), Line =/= <<>>],
    is(nodes_of(Real), []),
    ["Eshell V" ++ _ | Rest] = [binary_to_list(Line) || Line <- Lines],
    is(Rest, ["(a@127.0.0.1)1> pong", "(a@127.0.0.1)2> ['r@127.0.0.1']", "(a@127.0.0.1)3> hi from there", "ok",
              "(a@127.0.0.1)4> 2", "(a@127.0.0.1)5> ok", "(a@127.0.0.1)6> "]).

%% A process is reported on the node of its group leader.
crash_reports() ->
    [Ours, Real] = [ours("a"), real("r")],
    Log = log_to_file(Real),
    is(ping(Ours, Real), pong),
    ask(Ours, "begin spawn('r@127.0.0.1', erlang, error, [oops_there]), ok end"),
    prints(Ours, "on node 'r@127.0.0.1' with exit value:\n{oops_there,"),
    ask(Ours, "begin {ok, S1} = rpc:call('r@127.0.0.1', gen_server, start, [peer_suite, s1, []]), catch gen_server:call(S1, {crash, ouch}), ok end"),
    prints(Ours, "** Last message in was {crash,ouch}\n** When Server state == s1\n** Reason for termination ==\n** {ouch,"),
    Find = fun(Text) -> until(fun() -> {ok, Said} = file:read_file(Log), string:find(Said, Text) =/= nomatch end) end,
    ask(Real, {erlang, spawn, [Ours#ours.name, erlang, error, [oops_here]]}),
    Find("on node 'a@127.0.0.1' with exit value:\n{oops_here,"),
    {ok, Server} = ask(Real, {rpc, call, [Ours#ours.name, gen_server, start, [peer_suite, s2, []]]}),
    catch ask(Real, {gen_server, call, [Server, {crash, ouch}]}),
    Find("** Last message in was {crash,ouch}\n** When Server state == s2\n** Reason for termination ==\n** {ouch,").

%% --- the end of a node, and of a connection

real_dies() ->
    [Ours, Real] = [ours("a"), real("r")],
    is(ping(Ours, Real), pong),
    watch_from_ours(Ours, Real),
    signal(Real#real.pid, "KILL"),
    is(heard_by_ours(Ours), heard(Real)).

watch_from_ours(Ours, Real) ->
    ask(Ours, ["is_pid(spawn(peer_suite, watch_node, [", quoted(name(Real)), "]))"]),
    until(fun() -> ask(Ours, "is_pid(whereis(watcher))") end).

heard_by_ours(Ours) -> ask(Ours, "peer_suite:node_heard()").

heard(Node) -> lists:sort([{down, false, noconnection}, {down, true, noconnection}, {exit, noconnection}, {nodedown, name(Node)}]).

ours_dies() ->
    [Ours, Real] = [ours("a"), real("r")],
    watch_from_real(Real, Ours),
    signal(Ours#ours.pid, "KILL"),
    is(heard_by_real(Real), heard(Ours)).

watch_from_real(Real, Ours) ->
    ask(Real, {erlang, spawn, [peer_suite, watch_node, [name(Ours)]]}),
    until(fun() -> is_pid(ask(Real, {erlang, whereis, [watcher]})) end).

heard_by_real(Real) ->
    ask(Real, {peer_suite, node_heard, []}).

%% The same name again is another node: pids of before lead nowhere.
restart() ->
    [Ours, Real] = [ours("a"), real("r")],
    Old = ask(Real, {rpc, call, [name(Ours), erlang, whereis, [init]]}),
    stop(Ours),
    until(fun() -> nodes_of(Real) =:= [] end),
    free("a"),
    Again = ours("a"),
    is(ping(Real, Again), pong),
    New = ask(Real, {rpc, call, [name(Again), erlang, whereis, [init]]}),
    is(Old =:= New, false),
    is(ask(Real, {peer_suite, end_of, [Old]}), noproc).

%% Idle connections live, silent ones are given up, by both; with ticks of a second.
ticks() ->
    Options = ["-kernel", "net_ticktime", "4"],
    [Ours, Silent] = [ours("a"), ours("b")],
    [Real, Mute] = [real("r", "peer", Options), real("s", "peer", Options)],
    [ask(Node, "net_kernel:set_net_ticktime(4)") || Node <- [Ours, Silent]],
    is([ping(Ours, Real), ping(Ours, Mute), ping(Silent, Real)], [pong, pong, pong]),
    watch_from_ours(Ours, Mute),
    watch_from_real(Real, Silent),
    timer:sleep(9000),
    is(nodes_of(Ours), ['b@127.0.0.1', 'r@127.0.0.1', 's@127.0.0.1']),
    [signal(Pid, "STOP") || Pid <- [Mute#real.pid, Silent#ours.pid]],
    is(heard_by_ours(Ours), heard(Mute)),
    is(heard_by_real(Real), heard(Silent)),
    is([ping(Ours, Real), ping(Real, Ours)], [pong, pong]).

hidden() ->
    Ours = ours("a", "peer", ["--hidden"]),
    [Real, Other] = [real("r"), real("s", "peer", ["-hidden"])],
    is([ping(Ours, Real), ping(Ours, Other)], [pong, pong]),
    is([nodes_of(Ours), nodes_of(Real), nodes_of(Other)], [[], [], []]),
    is(lists:sort(ask(Ours, "nodes(hidden)")), ['r@127.0.0.1', 's@127.0.0.1']),
    is(ask(Real, {erlang, nodes, [hidden]}), ['a@127.0.0.1']).

%% Both call at the same time, again and again; with one whose name is greater and one whose name is smaller.
simultaneous() ->
    [crossing(Name) || Name <- ["a", "r"]],
    ok.

crossing(Name) ->
    [Ours, Peer] = [ours("m"), real(Name)],
    [begin
         {_, Monitor} = spawn_monitor(fun() -> exit({pinged, ping(Peer, Ours)}) end),
         is(ping(Ours, Peer), pong),
         receive {'DOWN', Monitor, _, _, Reason} -> is(Reason, {pinged, pong}) end,
         %% A message that is still on its way may connect them again.
         until(fun() ->
             ask(Ours, ["erlang:disconnect_node(", quoted(name(Peer)), ")"]),
             nodes_of(Peer) =:= []
         end)
     end || _ <- lists:seq(1, 40)],
    [stop(Node) || Node <- [Ours, Peer]],
    [free(Free) || Free <- ["m", Name]].

%% --- bytes that are no protocol

hostile() ->
    [Ours, Real] = [ours("a"), real("r")],
    is(ping(Ours, Real), pong),
    {_, Port} = lists:keyfind("a", 1, erl_epmd_names()),
    rand:seed(exsss, 25),
    Connect = fun() -> {ok, S} = gen_tcp:connect("127.0.0.1", Port, [binary, {active, false}, {packet, raw}]), S end,
    Garbage = fun(N) -> list_to_binary([rand:uniform(256) - 1 || _ <- lists:seq(1, N)]) end,
    %% Before the handshake, and instead of parts of it.
    [begin S = Connect(), catch gen_tcp:send(S, Bytes), gone(S) end ||
        Bytes <- [<<>>, <<0, 0>>, <<255, 255>>, <<0, 3, "Nxx">>, <<0, 1, "N">>, Garbage(500), name_packet(<<"evil">>), name_packet(<<"e@">>),
                  name_packet(<<"a@127.0.0.1">>), <<(name_packet(<<"e@127.0.0.1">>))/binary, 0, 21, "r", 0:160>>]],
    %% After it.
    Header = <<131, 68, 0>>,
    Frames = [<<255, 255, 255, 255>>, <<5:32, 1, 2, 3, 4, 5>>, <<4:32, 131, 68, 255, 255>>, frame(Garbage(100)),
              frame(<<131, 69, 1:64, 0:64, 0>>), frame(<<131, 70, 9:64, 1:64>>), frame(<<Header/binary, 104, 1, 97, 99>>),
              frame(<<Header/binary, 108, 255, 255, 255, 255>>), frame(<<Header/binary, 109, 255, 255, 255, 255>>),
              frame(<<Header/binary, (bare({2, '', not_a_pid}))/binary, 106>>), frame(<<Header/binary, (bare({1, a, b}))/binary>>),
              frame(<<112, 131, 104, 255>>), frame(<<Header/binary, (bare({99}))/binary>>)],
    [begin
         S = handshake(Connect(), list_to_binary(["evil", integer_to_list(N), "@127.0.0.1"])),
         ok = gen_tcp:send(S, Bytes),
         gone(S)
     end || {N, Bytes} <- lists:enumerate(Frames)],
    %% Much that never makes a whole.
    Slow = handshake(Connect(), <<"slow@127.0.0.1">>),
    [catch gen_tcp:send(Slow, frame(<<131, 69, N:64, 1000:64, 0, 97, 1, (binary:copy(<<0>>, 60000))/binary>>)) || N <- lists:seq(1, 2000)],
    catch gen_tcp:close(Slow),
    is(ping(Ours, Real), pong),
    is(ask(Ours, "lists:sum(lists:seq(1, 100))"), 5050).

gone(Socket) ->
    case gen_tcp:recv(Socket, 0, 20000) of
        {ok, _} -> gone(Socket);
        {error, closed} -> ok;
        {error, econnreset} -> ok;
        {error, Reason} -> exit({still_there, Reason})
    end.

frame(Bytes) -> <<(byte_size(Bytes)):32, Bytes/binary>>.
bare(Term) -> <<131, Bytes/binary>> = term_to_binary(Term), Bytes.

flags() -> 16#D07DF7FBD bor (1 bsl 35) bor 1.

name_packet(Name) -> packet(<<"N", (flags()):64, 7:32, (byte_size(Name)):16, Name/binary>>).
packet(Bytes) -> <<(byte_size(Bytes)):16, Bytes/binary>>.

handshake(Socket, Name) ->
    ok = gen_tcp:send(Socket, name_packet(Name)),
    <<"sok">> = receive_packet(Socket),
    <<"N", _Flags:64, Challenge:32, _/binary>> = receive_packet(Socket),
    Digest = erlang:md5(["peer", integer_to_list(Challenge)]),
    ok = gen_tcp:send(Socket, packet(<<"r", 1:32, Digest/binary>>)),
    <<"a", _:16/binary>> = receive_packet(Socket),
    Socket.

receive_packet(Socket) ->
    {ok, <<Length:16>>} = gen_tcp:recv(Socket, 2, 20000),
    {ok, Bytes} = gen_tcp:recv(Socket, Length, 20000),
    Bytes.

%% --- two and two

mesh() ->
    [A, B, R, S] = All = [ours("a"), ours("b"), real("r"), real("s")],
    is([ping(A, B), ping(R, S), ping(B, R)], [pong, pong, pong]),
    Others = fun(Node) -> lists:sort([name(N) || N <- All]) -- [name(Node)] end,
    [until(fun() -> nodes_of(Node) =:= Others(Node) end) || Node <- All],
    is(ask(A, "begin global:sync(), register(x, spawn(timer, sleep, [infinity])), global:register_name(x, whereis(x)) end"), yes),
    X = ask(S, {global, whereis_name, [x]}),
    is(X, ask(R, {global, whereis_name, [x]})),
    is(node(X), name(A)),
    is(ask(B, "node(global:whereis_name(x))"), name(A)),
    Y = ask(R, {erlang, whereis, [init]}),
    is(ask(R, {global, register_name, [y, Y]}), yes),
    is([ask(N, "node(global:whereis_name(y))") || N <- [A, B]], [name(R), name(R)]),
    is(ask(A, "rpc:multicall(erlang, node, [])"), {[name(A) | ask(A, "nodes()")], []}),
    stop(A),
    [until(fun() -> nodes_of(Node) =:= Others(Node) -- [name(A)] end) || Node <- [B, R, S]],
    until(fun() -> ask(S, {global, whereis_name, [x]}) =:= undefined end),
    until(fun() -> ask(B, "global:whereis_name(x)") =:= undefined end),
    %% One that comes later learns everything.
    C = ours("c"),
    is(ping(C, S), pong),
    [until(fun() -> length(nodes_of(Node)) =:= 3 end) || Node <- [B, C, R, S]],
    until(fun() -> ask(C, "global:whereis_name(y) =/= undefined andalso node(global:whereis_name(y))") =:= name(R) end).

%% When two nodes lose each other, parts form in which everybody is connected to everybody; among real nodes alone too.
overlapping() ->
    Real = fun real/1,
    Ours = fun ours/1,
    [{Case, apart(Starts)} || {Case, Starts} <- [{real, [Real, Real, Real]}, {ours_loses, [Ours, Real, Real]},
                                                 {ours_is_lost, [Real, Ours, Real]}, {ours_hears, [Real, Real, Ours]},
                                                 {ours_among_four, [Real, Real, Ours, Ours]}]].

apart(Starts) ->
    Names = ["a", "b", "c", "d"],
    All = [One, Two | Others] = [Start(Name) || {Start, Name} <- lists:zip(Starts, lists:sublist(Names, length(Starts)))],
    [is(ping(One, Node), pong) || Node <- tl(All)],
    Everybody = lists:sort([name(Node) || Node <- All]),
    Part = fun(Node) -> lists:sort([name(Node) | nodes_of(Node)]) end,
    Whole = fun() -> lists:all(fun(Node) -> Part(Node) =:= Everybody end, All) end,
    until(Whole),
    [sync(Node) || Node <- All],
    disconnect(One, Two),
    until(fun() ->
        Parts = [{Node, Part(Node)} || Node <- All],
        not lists:member(name(Two), Part(One))
            andalso lists:all(fun({Node, P}) -> [O || {O, OP} <- Parts, OP =:= P] =:= [O || O <- All, lists:member(name(O), P)]
                                                    andalso lists:member(name(Node), P) end, Parts)
    end),
    %% Who asks for another says so.
    [prints(Node, "in order to prevent overlapping partitions") || Node = #ours{} <- Others],
    %% They find together again, and share names.
    [is(ping(Node, Other), pong) || Node <- All, Other <- All, Node =/= Other],
    until(Whole),
    [sync(Node) || Node <- All],
    is(register_init(Two), yes),
    [until(fun() -> holder(Node) =:= name(Two) end) || Node <- All],
    [stop(Node) || Node <- All],
    [free(Name) || Name <- lists:sublist(Names, length(Starts))],
    ok.

disconnect(From = #real{}, To) -> ask(From, {erlang, disconnect_node, [name(To)]});
disconnect(From = #ours{}, To) -> ask(From, ["erlang:disconnect_node(", quoted(name(To)), ")"]).

sync(Node = #real{}) -> ok = ask(Node, {global, sync, []});
sync(Node = #ours{}) -> ok = ask(Node, "global:sync()").

register_init(Node = #real{}) -> ask(Node, {global, register_name, [found, ask(Node, {erlang, whereis, [init]})]});
register_init(Node = #ours{}) -> ask(Node, "global:register_name(found, whereis(init))").

holder(Node = #real{}) -> case ask(Node, {global, whereis_name, [found]}) of Pid when is_pid(Pid) -> node(Pid); _ -> none end;
holder(Node = #ours{}) -> ask(Node, "case global:whereis_name(found) of Found when is_pid(Found) -> node(Found); _ -> none end").

%% A gen_server_cluster with members on both kinds of node: what was answered survives the node that answered.
server_cluster() ->
    All = [A, R, B, S] = [ours("a"), real("r"), ours("b"), real("s")],
    is([ping(A, N) || N <- [R, B, S]], [pong, pong, pong]),
    [until(fun() -> length(nodes_of(N)) =:= 3 end) || N <- All],
    [start_member(N) || N <- All],
    Set = fun(N, Value) -> call_cluster(N, {set, Value}) end,
    Get = fun(N) -> call_cluster(N, get) end,
    [begin Set(From, {value, I}), is([Get(N) || N <- All], lists:duplicate(4, {value, I})) end || {I, From} <- lists:enumerate(All)],
    First = leader(S),
    [Gone] = [N || N <- All, name(N) =:= First],
    stop(Gone),
    [Next | _] = Left = All -- [Gone],
    until(fun() -> Leader = leader(Next), Leader =/= undefined andalso Leader =/= First end),
    [until(fun() -> (catch Get(N)) =:= {value, 4} end) || N <- Left],
    Set(Next, last),
    is([Get(N) || N <- Left], [last, last, last]).

start_member(N = #real{}) -> {ok, _} = ask(N, {gen_server_cluster, start, [ids, peer_suite, [], []]});
start_member(N = #ours{}) -> is(ask(N, "element(1, gen_server_cluster:start(ids, peer_suite, [], []))"), ok).

call_cluster(N = #real{}, Request) -> ask(N, {gen_server, call, [{global, ids}, Request, 20000]});
call_cluster(N = #ours{}, Request) -> ask(N, ["gen_server:call({global, ids}, ", quoted(Request), ", 20000)"]).

leader(N = #real{}) -> case ask(N, {global, whereis_name, [ids]}) of Pid when is_pid(Pid) -> node(Pid); _ -> undefined end;
leader(N = #ours{}) -> ask(N, "case global:whereis_name(ids) of G when is_pid(G) -> node(G); _ -> undefined end").

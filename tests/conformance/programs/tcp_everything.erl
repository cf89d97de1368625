-module(tcp_everything).
-export([main/0]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
pair(O) -> {ok, L} = gen_tcp:listen(0, [{reuseaddr, true} | O]), {ok, Port} = inet:port(L), {ok, A} = gen_tcp:connect("localhost", Port, O), {ok, B} = gen_tcp:accept(L), gen_tcp:close(L), {A, B}.
fl() -> receive M -> [case M of {T, S, D} when is_port(S) -> {T, D}; {T, S} when is_port(S) -> T; O -> O end | fl()] after 60 -> [] end.
main() ->
    [begin
        {A, B} = pair([binary, {packet, P}, {active, true}]),
        c(fun() -> gen_tcp:send(A, <<"hello">>) end), c(fun() -> gen_tcp:send(A, [<<"wor">>, "ld\n", [$x]]) end), c(fun() -> gen_tcp:send(A, "") end),
        p({P, fl()}),
        gen_tcp:close(A), p({P, fl()}), c(fun() -> gen_tcp:send(B, "x") end), gen_tcp:close(B)
     end || P <- [raw, 0, 1, 2, 4, line]],
    {A, B} = pair([{active, false}, {packet, line}]),
    gen_tcp:send(A, "one\ntwo\nthree"),
    c(fun() -> gen_tcp:recv(B, 0) end), c(fun() -> gen_tcp:recv(B, 0, 100) end), c(fun() -> gen_tcp:recv(B, 0, 50) end),
    c(fun() -> inet:setopts(B, [{packet, raw}]) end), c(fun() -> gen_tcp:recv(B, 2, 50) end), c(fun() -> gen_tcp:recv(B, 0, 50) end),
    c(fun() -> gen_tcp:recv(B, 10, 50) end),
    c(fun() -> inet:setopts(B, [{active, once}]) end), gen_tcp:send(A, "abc"), p(fl()), c(fun() -> gen_tcp:recv(B, 0, 10) end),
    c(fun() -> inet:getopts(B, [active, packet, mode, nodelay, buffer, keepalive, header, packet_size, exit_on_close, send_timeout, deliver]) end),
    c(fun() -> inet:setopts(B, [{active, 2}]) end), gen_tcp:send(A, "1"), timer:sleep(20), gen_tcp:send(A, "2"), timer:sleep(20), gen_tcp:send(A, "3"), p(fl()),
    c(fun() -> inet:setopts(B, [{active, true}]) end), p(fl()), c(fun() -> gen_tcp:recv(B, 0) end),
    c(fun() -> inet:setopts(B, [{active, maybe}]) end), c(fun() -> inet:setopts(B, [nonsense]) end), c(fun() -> inet:getopts(B, [nonsense]) end),
    c(fun() -> inet:setopts(B, [{packet, 3}]) end),
    c(fun() -> gen_tcp:shutdown(A, write) end), p(fl()), c(fun() -> gen_tcp:send(A, "x") end), c(fun() -> gen_tcp:send(B, "y") end), c(fun() -> gen_tcp:recv(A, 0, 50) end),
    c(fun() -> gen_tcp:shutdown(A, x) end),
    c(fun() -> inet:peername(A) =:= inet:sockname(B) end),
    c(fun() -> {ok, {Ip, Pt}} = inet:peername(A), {Ip, is_integer(Pt)} end),
    gen_tcp:close(A), gen_tcp:close(B),
    c(fun() -> inet:peername(A) end), c(fun() -> inet:sockname(A) end), c(fun() -> inet:port(A) end), c(fun() -> inet:setopts(A, [{active, true}]) end), c(fun() -> inet:getopts(A, [active]) end),
    c(fun() -> gen_tcp:close(A) end), c(fun() -> gen_tcp:recv(A, 0) end), c(fun() -> gen_tcp:send(A, "") end), c(fun() -> gen_tcp:controlling_process(A, self()) end),
    c(fun() -> gen_tcp:connect("localhost", 1, []) end), c(fun() -> gen_tcp:connect({127,0,0,1}, 1, [], 100) end), c(fun() -> gen_tcp:connect("nohost.invalid", 80, [], 100) end),
    c(fun() -> gen_tcp:connect("localhost", 99999, []) end), c(fun() -> gen_tcp:connect("localhost", x, []) end), c(fun() -> gen_tcp:connect("localhost", 80, [nonsense]) end),
    c(fun() -> gen_tcp:connect(localhost, 1, []) end),
    c(fun() -> gen_tcp:listen(-1, []) end), c(fun() -> gen_tcp:listen(0, [{packet, 9}]) end), c(fun() -> gen_tcp:listen(0, [bad]) end),
    {ok, L} = gen_tcp:listen(0, [{active, false}, binary, {backlog, 1}]), {ok, Port} = inet:port(L),
    c(fun() -> gen_tcp:listen(Port, []) end),
    c(fun() -> gen_tcp:accept(L, 20) end), c(fun() -> gen_tcp:recv(L, 0) end), c(fun() -> gen_tcp:send(L, "x") end),
    c(fun() -> inet:peername(L) end), c(fun() -> gen_tcp:accept(x) end), c(fun() -> gen_tcp:accept(A) end),
    {ok, C} = gen_tcp:connect("localhost", Port, [{active, false}, list]),
    {ok, D} = gen_tcp:accept(L),
    %% from another process
    S = self(),
    spawn(fun() -> S ! (catch gen_tcp:send(C, "by other")), S ! (catch gen_tcp:recv(C, 0, 30)), S ! (catch gen_tcp:controlling_process(C, self())), S ! (catch inet:setopts(C, [{active, false}])), S ! (catch gen_tcp:close(D)) end),
    p(fl()), c(fun() -> gen_tcp:recv(C, 0, 30) end), c(fun() -> gen_tcp:recv(C, 0, 30) end),
    %% owner dies
    P = spawn(fun() -> {ok, X} = gen_tcp:connect("localhost", Port, []), S ! {sock, X}, receive stop -> ok end end),
    {ok, E} = gen_tcp:accept(L), receive {sock, _} -> ok end, P ! stop, c(fun() -> gen_tcp:recv(E, 0, 100) end),
    %% handing over
    {ok, X1} = gen_tcp:connect("localhost", Port, [{active, true}, binary]), {ok, Y1} = gen_tcp:accept(L), gen_tcp:send(Y1, "early"), timer:sleep(20),
    Q = spawn(fun() -> receive {tcp, _, Dt} -> S ! {q, Dt} end, receive M -> S ! {q, element(1, M)} end end),
    c(fun() -> gen_tcp:controlling_process(X1, Q) end), p(fl()), gen_tcp:close(Y1), p(fl()),
    {ok, X2} = gen_tcp:connect("localhost", Port, [{active, false}, binary, {packet, 4}, {packet_size, 10}]), {ok, Y2} = gen_tcp:accept(L),
    gen_tcp:send(Y2, <<100:32, 0:800>>), c(fun() -> gen_tcp:recv(X2, 0, 100) end), c(fun() -> gen_tcp:recv(X2, 0, 100) end),
    {ok, X3} = gen_tcp:connect("localhost", Port, [{active, false}, binary, {send_timeout, 100}]), {ok, _Y3} = gen_tcp:accept(L),
    c(fun() -> (fun F() -> case gen_tcp:send(X3, binary:copy(<<0>>, 1000000)) of ok -> F(); E1 -> E1 end end)() end),
    c(fun() -> inet:getstat(D, [recv_cnt]) end), c(fun() -> inet:getstat(L, [nonsense]) end),
    c(fun() -> gen_tcp:close(L) end), c(fun() -> gen_tcp:accept(L) end),
    c(fun() -> inet:getaddr("localhost", inet) end), c(fun() -> inet:getaddr("nohost.invalid", inet) end), c(fun() -> inet:parse_address("1.2.3.4") end), c(fun() -> inet:parse_address("1.2.3.400") end), c(fun() -> inet:ntoa({1,2,3,4}) end), c(fun() -> inet:ntoa(x) end), c(fun() -> inet:ntoa({0,0,0,0,0,0,0,1}) end), c(fun() -> inet:format_error(econnrefused) end), c(fun() -> inet:format_error(what) end), c(fun() -> inet:parse_address("::1") end), c(fun() -> inet:parse_ipv4_address("1.2") end), c(fun() -> element(1, inet:gethostbyname("localhost")) end), c(fun() -> is_list(element(2, inet:gethostname())) end), c(fun() -> element(1, inet:getifaddrs()) end),
    c(fun() -> inet:getservbyname(http, tcp) end), c(fun() -> inet:parse_ipv6strict_address("::1") end), c(fun() -> inet:parse_strict_address("1.2.3") end), c(fun() -> inet:is_ip_address({1,2,3,4}) end), c(fun() -> inet:is_ipv4_address({1,2,3,400}) end), c(fun() -> inet:getaddrs("localhost", inet) end), c(fun() -> inet:info(L) end), c(fun() -> inet:monitor(L) end),
    ok.

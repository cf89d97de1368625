%% Fifty clients at once, each with its own answer.
-module(tcp_many_clients).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, [binary, {packet, 4}, {active, false}, {backlog, 100}]),
    {ok, Port} = inet:port(Listener),
    spawn_link(fun() -> serve(Listener) end),
    Self = self(),
    Pids = [spawn_link(fun() -> Self ! {self(), ask(Port, N)} end) || N <- lists:seq(1, 50)],
    lists:sum([receive {Pid, Answer} -> Answer end || Pid <- Pids]).

serve(Listener) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    spawn_link(fun() ->
                       {ok, Question} = gen_tcp:recv(Socket, 0),
                       ok = gen_tcp:send(Socket, integer_to_binary(2 * binary_to_integer(Question)))
               end),
    serve(Listener).

ask(Port, N) ->
    {ok, Socket} = gen_tcp:connect("localhost", Port, [binary, {packet, 4}, {active, true}]),
    ok = gen_tcp:send(Socket, integer_to_binary(N)),
    receive {tcp, Socket, Answer} -> binary_to_integer(Answer) end.

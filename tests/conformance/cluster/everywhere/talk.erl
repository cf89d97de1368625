%% A messenger for the sessions on several nodes: a server, registered on its node, and clients that log on to it.
-module(talk).
-export([start_server/0, server/1, logon/2, logoff/0, say/2, client/2]).

start_server() -> register(talk, spawn(?MODULE, server, [#{}])).

server(Users) ->
    receive
        {From, logon, Name} when is_map_key(Name, Users) ->
            From ! {talk, stop, name_is_taken},
            server(Users);
        {From, logon, Name} ->
            link(From),
            process_flag(trap_exit, true),
            From ! {talk, logged_on},
            server(Users#{Name => From});
        {'EXIT', Pid, Reason} ->
            Gone = [Name || {Name, P} <- maps:to_list(Users), P =:= Pid],
            io:format("~p left: ~p~n", [Gone, Reason]),
            server(maps:without(Gone, Users));
        {From, say, To, Text} ->
            case {maps:find(To, Users), [Name || {Name, P} <- maps:to_list(Users), P =:= From]} of
                {error, _} -> From ! {talk, receiver_not_found};
                {{ok, Pid}, [Name]} -> Pid ! {said, Name, Text}, From ! {talk, sent}
            end,
            server(Users)
    end.

logon(Node, Name) ->
    register(talk_client, spawn(?MODULE, client, [Node, Name])),
    timer:sleep(150).

logoff() -> talk_client ! logoff.

%% What the client prints stands before the shell's answer.
say(To, Text) -> talk_client ! {say, To, Text}, timer:sleep(150).

client(Node, Name) ->
    {talk, Node} ! {self(), logon, Name},
    await(),
    erlang:monitor_node(Node, true),
    loop(Node).

loop(Node) ->
    receive
        logoff -> exit(normal);
        {say, To, Text} -> {talk, Node} ! {self(), say, To, Text}, await();
        {said, From, Text} -> io:format("~p: ~ts~n", [From, Text]);
        {nodedown, Node} -> io:format("the server's node ~p is gone~n", [Node]), exit(server_gone)
    end,
    loop(Node).

await() ->
    receive
        {talk, stop, Why} -> io:format("~p~n", [Why]), exit(normal);
        {talk, What} -> io:format("~p~n", [What])
    after 2000 -> io:format("no answer from server~n"), exit(timeout)
    end.

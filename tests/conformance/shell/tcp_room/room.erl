%% A chat room: whoever connects says a name first, then lines that all others get.
-module(room).
-export([start/1, stop/1]).

start(Port) ->
    Caller = self(),
    Room = spawn(fun() ->
                         {ok, Listener} = gen_tcp:listen(Port, [binary, {packet, line}, {active, false},
                                                                {reuseaddr, true}]),
                         {ok, Chosen} = inet:port(Listener),
                         Caller ! {self(), Chosen},
                         Room = self(),
                         spawn_link(fun() -> accept(Listener, Room) end),
                         loop(#{})
                 end),
    receive {Room, Chosen} -> {Room, Chosen} end.

stop(Room) ->
    Reference = monitor(process, Room),
    Room ! stop,
    receive {'DOWN', Reference, process, Room, Reason} -> Reason end.

accept(Listener, Room) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    Member = spawn(fun() -> receive go -> member(Socket, Room) end end),
    ok = gen_tcp:controlling_process(Socket, Member),
    Member ! go,
    accept(Listener, Room).

member(Socket, Room) ->
    {ok, Line} = gen_tcp:recv(Socket, 0),
    Name = string:trim(Line),
    Room ! {join, self(), Name},
    ok = inet:setopts(Socket, [{active, once}]),
    talk(Socket, Room, Name).

talk(Socket, Room, Name) ->
    receive
        {tcp, Socket, Line} ->
            Room ! {say, self(), [Name, ": ", Line]},
            ok = inet:setopts(Socket, [{active, once}]),
            talk(Socket, Room, Name);
        {tcp_closed, Socket} ->
            Room ! {leave, self(), Name};
        {line, Text} ->
            ok = gen_tcp:send(Socket, Text),
            talk(Socket, Room, Name)
    end.

loop(Members) ->
    receive
        {join, Pid, Name} ->
            tell(Members, Pid, [Name, " has joined\n"]),
            loop(Members#{Pid => Name});
        {say, Pid, Text} ->
            tell(Members, Pid, Text),
            loop(Members);
        {leave, Pid, Name} ->
            tell(Members, Pid, [Name, " has left\n"]),
            loop(maps:remove(Pid, Members));
        stop ->
            exit(normal)
    end.

tell(Members, From, Text) ->
    [Pid ! {line, Text} || Pid <- lists:sort(maps:keys(Members)), Pid =/= From].

%% Datagrams by UDP, between processes of one node or of several. One arrives whole or not at all. What moves the bytes is
%% prim_inet, which is part of the machine.
-module(gen_udp).
-export([open/1, open/2, connect/2, connect/3, send/2, send/3, send/4, send/5, recv/2, recv/3, close/1,
         controlling_process/2]).

open(Port) -> open(Port, []).

open(Port, Options) when is_list(Options) ->
    case is_integer(Port) andalso prim_inet:bind(Port, Options) of
        false -> error({badmatch, {error, einval}});
        badarg -> exit(badarg);
        Result -> Result
    end.

%% From then on the socket hears nobody else, and send/2 knows where to.
connect(Socket, {Address, Port}) -> connect(Socket, Address, Port).

connect(Socket, Address, Port) when is_port(Socket) ->
    case ip(Address) of
        {ok, Ip} -> prim_inet:connect(Socket, Ip, port(Port));
        Error -> Error
    end.

send(Socket, Packet) when is_port(Socket) -> prim_inet:sendto(Socket, peer, 0, Packet).

send(Socket, {Address, Port}, Packet) -> send(Socket, Address, Port, Packet).

send(Socket, Address, Port, Packet) when is_port(Socket) ->
    case ip(Address) of
        {ok, Ip} -> prim_inet:sendto(Socket, Ip, port(Port), Packet);
        {error, einval} -> exit(badarg);
        Error -> Error
    end.

%% {Address, Port} with ancillary data, or address and port with more data: here there is none.
send(Socket, Address, Port, [], Packet) -> send(Socket, Address, Port, Packet).

ip(Address) when is_tuple(Address); is_list(Address); is_atom(Address) -> inet:getaddr(Address, inet);
ip(_) -> {error, einval}.

port(Port) when is_integer(Port), Port >= 0, Port =< 65535 -> Port;
port(Name) when is_atom(Name) ->
    case inet:getservbyname(Name, udp) of
        {ok, Port} -> Port;
        {error, _} -> exit(badarg)
    end;
port(Port) ->
    error(function_clause, [Port]).

recv(Socket, Length) when is_port(Socket), is_integer(Length) -> recv(Socket, Length, infinity).

%% A datagram is received whole, whatever the length.
recv(Socket, Length, Timeout) when is_port(Socket), is_integer(Length) ->
    case Length < 0 orelse not (Timeout =:= infinity orelse is_integer(Timeout) andalso Timeout >= 0) of
        true -> {error, einval};
        false -> prim_inet:recvfrom(Socket, Timeout)
    end.

close(Socket) -> inet:udp_close(Socket).

controlling_process(Socket, NewOwner) -> inet:udp_controlling_process(Socket, NewOwner).

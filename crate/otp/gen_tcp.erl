%% Connections by TCP, between processes of one node or of several. What moves the bytes is prim_inet, which is part of
%% the machine; here is what OTP's documentation promises around it.
-module(gen_tcp).
-export([listen/2, accept/1, accept/2, connect/2, connect/3, connect/4, send/2, recv/2, recv/3,
         close/1, shutdown/2, controlling_process/2]).

listen(Port, Options) when is_list(Options) ->
    checked(prim_inet:listen(Port, Options)).

accept(Listener) when is_port(Listener) ->
    prim_inet:accept(Listener, infinity).

accept(Listener, Timeout) when is_port(Listener) ->
    prim_inet:accept(Listener, Timeout).

connect({Address, Port}, Options) ->
    connect(Address, Port, Options, infinity).

connect(Address, Port, Options) ->
    connect(Address, Port, Options, infinity).

connect(Address, Port, Options, Timeout) ->
    case inet:getaddr(Address, family(Options)) of
        {ok, Ip} -> checked(prim_inet:connect(Ip, Port, Options, Timeout));
        {error, einval} -> exit(badarg);
        Error -> Error
    end.

family(Options) ->
    case lists:member(inet6, Options) of
        true -> inet6;
        false -> inet
    end.

checked(badarg) -> exit(badarg);
checked(Result) -> Result.

send(Socket, Packet) when is_port(Socket) ->
    prim_inet:send(Socket, Packet).

recv(Socket, Length) when is_port(Socket) ->
    prim_inet:recv(Socket, Length, infinity).

recv(Socket, Length, Timeout) when is_port(Socket) ->
    prim_inet:recv(Socket, Length, Timeout).

close(Socket) ->
    inet:tcp_close(Socket).

shutdown(Socket, How) when How =:= read; How =:= write; How =:= read_write ->
    prim_inet:shutdown(Socket, How).

controlling_process(Socket, NewOwner) ->
    inet:tcp_controlling_process(Socket, NewOwner).

%% Connections by TCP, between processes of one node or of several. What moves the bytes is prim_inet, which is part of
%% the machine; here is what OTP's documentation promises around it.
-module(gen_tcp).
-export([listen/2, accept/1, accept/2, connect/2, connect/3, connect/4, send/2, recv/2, recv/3,
         close/1, shutdown/2, controlling_process/2]).

listen(Port, Options) ->
    ok = options(Options, undefined, []),
    case prim_inet:listen(Port, Options) of
        badarg -> not_possible(inet_tcp, listen, 2);
        Result -> Result
    end.

accept(Listener) when is_port(Listener) ->
    prim_inet:accept(Listener, infinity).

accept(Listener, Timeout) when is_port(Listener) ->
    prim_inet:accept(Listener, Timeout).

connect({Address, Port}, Options) ->
    connect(Address, Port, Options, infinity).

connect(Address, Port, Options) when is_tuple(Address); is_list(Address); is_atom(Address) ->
    connect(Address, Port, Options, infinity).

connect(Address, Port, Options, Timeout) when is_tuple(Address); is_list(Address); is_atom(Address) ->
    try
        ok = options(Options, {undefined, Address}, [{connect1, 4}, {connect, 4}]),
        connect_to(Address, Port, Options, Timeout)
    catch
        error:function_clause:Stack -> exit({function_clause, Stack})
    end.

connect_to(Address, Port, Options, Timeout) ->
    case inet:getaddr(Address, family(Options)) of
        {ok, Ip} when is_integer(Port), Port < 0; is_integer(Port), Port > 65535 ->
            not_matching(inet_tcp, do_connect, [Ip, Port, Options, Timeout], [{try_connect, 6}, {connect, 4}]);
        {ok, Ip} ->
            case prim_inet:connect(Ip, Port, Options, Timeout) of
                badarg -> exit(badarg);
                Result -> Result
            end;
        {error, einval} -> exit(badarg);
        Error -> Error
    end.

%% Options that are no list are noticed where OTP looks for the module that serves them.
options(Options, _, _) when is_list(Options) -> ok;
options(Options, Address, Callers) ->
    Modules = #{inet => inet_tcp, inet6 => inet6_tcp, local => local_tcp},
    not_matching(inet, mod, [Options, tcp_module, Address, Modules, undefined, []], Callers).

%% Fails as that function of OTP's does, called by those of this module.
not_matching(Module, Function, Args, Callers) ->
    {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
    Place = fun(Of) -> [{file, atom_to_list(Of) ++ ".erl"}, {line, ?LINE}] end,
    Own = [{?MODULE, Caller, Arity, Place(?MODULE)} || {Caller, Arity} <- Callers],
    Outer = lists:dropwhile(fun(Frame) -> element(1, Frame) =:= ?MODULE end, tl(Stack)),
    erlang:raise(error, function_clause, [{Module, Function, Args, Place(Module)} | Own ++ Outer]).

%% Exits with `badarg' as that function of OTP's does, called by the caller of this module.
not_possible(Module, Function, Arity) ->
    {current_stacktrace, Stack} = process_info(self(), current_stacktrace),
    Outer = lists:dropwhile(fun(Frame) -> element(1, Frame) =:= ?MODULE end, tl(Stack)),
    Place = [{file, atom_to_list(Module) ++ ".erl"}, {line, ?LINE}],
    erlang:raise(exit, badarg, [{Module, Function, Arity, Place} | Outer]).

family(Options) ->
    case lists:member(inet6, Options) of
        true -> inet6;
        false -> inet
    end.

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

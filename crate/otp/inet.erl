%% Sockets' options and addresses. Host names are those of the world's nodes, and localhost.
-module(inet).
-export([setopts/2, getopts/2, peername/1, sockname/1, port/1, close/1, getstat/1, getstat/2, gethostname/0,
         getaddr/2, getaddrs/2, gethostbyname/1, gethostbyname/2, ntoa/1, parse_address/1, parse_ipv4_address/1,
         parse_ipv6_address/1, parse_strict_address/1, is_ip_address/1, is_ipv4_address/1, is_ipv6_address/1,
         format_error/1, getif/0, getifaddrs/0, i/0, ipv4_mapped_ipv6_address/1]).
-export([tcp_close/1, tcp_controlling_process/2, udp_close/1, udp_controlling_process/2]).
-export([ip/1, parse_ipv4strict_address/1, parse_ipv6strict_address/1, getservbyname/2, getservbyport/2]).

%% --- sockets

setopts(Socket, Options) when is_port(Socket) -> prim_inet:setopts(Socket, Options);
setopts(Socket, Options) -> no_socket(setopts, [Socket, Options]).

getopts(Socket, Names) when is_port(Socket) -> prim_inet:getopts(Socket, Names);
getopts(Socket, Names) -> no_socket(getopts, [Socket, Names]).

peername(Socket) when is_port(Socket) -> prim_inet:peername(Socket);
peername(Socket) -> no_socket(peername, [Socket]).

sockname(Socket) when is_port(Socket) -> prim_inet:sockname(Socket);
sockname(Socket) -> no_socket(sockname, [Socket]).

%% As OTP has it, where the call has gone one step further.
no_socket(Function, Args) ->
    {current_stacktrace, [_ | Stack]} = process_info(self(), current_stacktrace),
    erlang:raise(error, function_clause, [{prim_inet, Function, Args, []} | Stack]).

port(Socket) ->
    case sockname(Socket) of
        {ok, {_, Port}} -> {ok, Port};
        Error -> Error
    end.

close(Socket) ->
    case is_port(Socket) andalso prim_inet:protocol(Socket) of
        udp -> udp_close(Socket);
        _ -> tcp_close(Socket)
    end.

tcp_close(Socket) when is_port(Socket) ->
    prim_inet:close(Socket),
    receive {tcp_closed, Socket} -> ok after 0 -> ok end.

udp_close(Socket) when is_port(Socket) ->
    prim_inet:close(Socket),
    receive {udp_closed, Socket} -> ok after 0 -> ok end.

tcp_controlling_process(Socket, NewOwner) when is_port(Socket), is_pid(NewOwner) -> hand_over(Socket, NewOwner).

udp_controlling_process(Socket, NewOwner) when is_port(Socket), is_pid(NewOwner) -> hand_over(Socket, NewOwner).

%% Messages of the socket that have arrived already go on to the new owner.
hand_over(Socket, NewOwner) ->
    case prim_inet:owner(Socket) of
        NewOwner ->
            ok;
        Owner when Owner =/= self(), is_pid(Owner) ->
            {error, not_owner};
        undefined ->
            {error, closed};
        _ ->
            {ok, [{active, Active}]} = getopts(Socket, [active]),
            prim_inet:setopts(Socket, [{active, false}]),
            pass_on(Socket, NewOwner),
            case prim_inet:owner(Socket, NewOwner) of
                ok -> prim_inet:setopts(Socket, [{active, Active}]), ok;
                Error -> prim_inet:setopts(Socket, [{active, Active}]), Error
            end
    end.

pass_on(Socket, NewOwner) ->
    receive
        {Tag, Socket} = Message when Tag =:= tcp_closed; Tag =:= tcp_passive; Tag =:= udp_passive ->
            NewOwner ! Message,
            pass_on(Socket, NewOwner);
        {Tag, Socket, _} = Message when Tag =:= tcp; Tag =:= tcp_error ->
            NewOwner ! Message,
            pass_on(Socket, NewOwner);
        {udp, Socket, _, _, _} = Message ->
            NewOwner ! Message,
            pass_on(Socket, NewOwner)
    after 0 ->
        ok
    end.

getstat(Socket) ->
    getstat(Socket, [recv_oct, recv_cnt, recv_max, recv_avg, recv_dvi,
                     send_oct, send_cnt, send_max, send_avg, send_pend]).

%% Only bytes are counted here, not packets.
getstat(Socket, Names) when is_port(Socket) ->
    case prim_inet:getstat(Socket) of
        {Received, Sent, Pending} ->
            Known = #{recv_oct => Received, recv_cnt => 0, recv_max => 0, recv_avg => 0, recv_dvi => 0,
                      send_oct => Sent, send_cnt => 0, send_max => 0, send_avg => 0, send_pend => Pending},
            case lists:all(fun(Name) -> is_map_key(Name, Known) end, Names) of
                true -> {ok, [{Name, map_get(Name, Known)} || Name <- Names]};
                false -> {error, einval}
            end;
        Error ->
            Error
    end.

i() ->
    Rows = [row(Port) || Port <- erlang:ports()],
    Head = ["Port", "Module", "Recv", "Sent", "Owner", "Local Address", "Foreign Address", "State", "Type"],
    Widths = [lists:max([length(Text) || Text <- Column]) || Column <- columns([Head | Rows])],
    [io:put_chars([[string:pad(Text, Width + 1) || {Text, Width} <- lists:zip(Row, Widths)], $\n])
     || Row <- [Head | Rows]],
    ok.

row(Port) ->
    {Received, Sent, _} = prim_inet:getstat(Port),
    "#Port<0." ++ Number = port_to_list(Port),
    {Module, Unconnected, Type} = case prim_inet:protocol(Port) of
        tcp -> {"inet_tcp", "LN:O", "STREAM"};
        udp -> {"inet_udp", "B:O", "DGRAM"}
    end,
    {State, Foreign} =
        case peername(Port) of
            {ok, Address} -> {"CN:O", Address};
            {error, _} -> {Unconnected, none}
        end,
    {ok, Local} = sockname(Port),
    [lists:droplast(Number), Module, integer_to_list(Received), integer_to_list(Sent),
     pid_to_list(prim_inet:owner(Port)), address_text(Local), address_text(Foreign), State, Type].

address_text(none) -> "*:*";
address_text({{0, 0, 0, 0}, Port}) -> "*:" ++ integer_to_list(Port);
address_text({{127, 0, 0, 1}, Port}) -> "localhost:" ++ integer_to_list(Port);
address_text({Ip, Port}) -> ntoa(Ip) ++ ":" ++ integer_to_list(Port).

columns([[] | _]) -> [];
columns(Rows) -> [[hd(Row) || Row <- Rows] | columns([tl(Row) || Row <- Rows])].

%% --- names

gethostname() -> {ok, prim_inet:hostname()}.

getaddr(Host, Family) ->
    case getaddrs(Host, Family) of
        {ok, [Ip | _]} -> {ok, Ip};
        Error -> Error
    end.

getaddrs(Ip, inet) when tuple_size(Ip) =:= 4; tuple_size(Ip) =:= 8 ->
    case {is_ipv4_address(Ip), is_ipv6_address(Ip)} of
        {true, _} -> {ok, [Ip]};
        {_, true} -> {error, eafnosupport};
        _ -> {error, einval}
    end;
getaddrs(Ip, inet6) when tuple_size(Ip) =:= 8 ->
    case is_ipv6_address(Ip) of
        true -> {ok, [Ip]};
        false -> {error, einval}
    end;
getaddrs(Ip, inet6) when tuple_size(Ip) =:= 4 ->
    case is_ipv4_address(Ip) of
        true -> {ok, [ipv4_mapped_ipv6_address(Ip)]};
        false -> {error, einval}
    end;
getaddrs(Host, Family) when is_atom(Host) ->
    getaddrs(atom_to_list(Host), Family);
getaddrs([C | _] = Host, Family) when is_integer(C) ->
    Parsed = case Family of
                 inet6 -> parse_ipv6_address(Host);
                 _ -> parse_ipv4_address(Host)
             end,
    case Parsed of
        {ok, Ip} -> {ok, [Ip]};
        {error, _} when Host =:= "localhost", Family =:= inet6 -> {ok, [{0, 0, 0, 0, 0, 0, 0, 1}]};
        {error, _} ->
            case prim_inet:resolve(Host) of
                nxdomain -> {error, nxdomain};
                Ip when Family =:= inet6 -> {ok, [ipv4_mapped_ipv6_address(Ip)]};
                Ip -> {ok, [Ip]}
            end
    end;
getaddrs(_, _) ->
    {error, einval}.

gethostbyname(Host) -> gethostbyname(Host, inet).

gethostbyname(Host, Family) when is_atom(Host) ->
    gethostbyname(atom_to_list(Host), Family);
gethostbyname(Host, Family) ->
    case is_list(Host) andalso getaddrs(Host, Family) of
        {ok, Ips} -> {ok, {hostent, Host, [], Family, case Family of inet -> 4; inet6 -> 16 end, Ips}};
        false -> {error, einval};
        Error -> Error
    end.

getif() ->
    {ok, Ip} = getaddr(prim_inet:hostname(), inet),
    {ok, [{Ip, undefined, {255, 255, 255, 0}}, {{127, 0, 0, 1}, undefined, {255, 0, 0, 0}}]}.

%% --- addresses

is_ip_address(Ip) -> is_ipv4_address(Ip) orelse is_ipv6_address(Ip).

is_ipv4_address(Ip) -> is_tuple(Ip) andalso tuple_size(Ip) =:= 4 andalso all_below(256, Ip).

is_ipv6_address(Ip) -> is_tuple(Ip) andalso tuple_size(Ip) =:= 8 andalso all_below(65536, Ip).

all_below(Max, Ip) ->
    lists:all(fun(N) -> is_integer(N) andalso N >= 0 andalso N < Max end, tuple_to_list(Ip)).

ipv4_mapped_ipv6_address({A, B, C, D}) -> {0, 0, 0, 0, 0, 16#FFFF, A bsl 8 bor B, C bsl 8 bor D};
ipv4_mapped_ipv6_address({0, 0, 0, 0, 0, 16#FFFF, A, B}) -> {A bsr 8, A band 255, B bsr 8, B band 255}.

ntoa(Ip) ->
    case {is_ipv4_address(Ip), is_ipv6_address(Ip)} of
        {true, _} -> dotted(Ip);
        {_, true} -> coloned(Ip);
        _ -> {error, einval}
    end.

dotted(Ip) -> lists:flatten(lists:join(".", [integer_to_list(N) || N <- tuple_to_list(Ip)])).

coloned({0, 0, 0, 0, 0, 0, 0, 0}) -> "::";
coloned({0, 0, 0, 0, 0, 0, 0, 1}) -> "::1";
coloned({0, 0, 0, 0, 0, 0, A, B}) -> "::" ++ dotted({A bsr 8, A band 255, B bsr 8, B band 255});
coloned({0, 0, 0, 0, 0, 16#FFFF, A, B}) -> "::ffff:" ++ dotted({A bsr 8, A band 255, B bsr 8, B band 255});
coloned(Ip) ->
    Parts = tuple_to_list(Ip),
    case longest_zeros(Parts, 0, 0, {0, 0}) of
        {Length, _} when Length < 2 -> hex(Parts);
        {Length, At} -> hex(lists:sublist(Parts, At)) ++ "::" ++ hex(lists:nthtail(At + Length, Parts))
    end.

hex(Parts) -> lists:flatten(lists:join(":", [string:lowercase(integer_to_list(N, 16)) || N <- Parts])).

%% Length and place of the longest run of zeros; of two that are equally long, the last.
longest_zeros([], _, _, Best) -> Best;
longest_zeros([0 | Rest], At, Run, {Length, _}) when Run + 1 >= Length ->
    longest_zeros(Rest, At + 1, Run + 1, {Run + 1, At - Run});
longest_zeros([0 | Rest], At, Run, Best) -> longest_zeros(Rest, At + 1, Run + 1, Best);
longest_zeros([_ | Rest], At, _, Best) -> longest_zeros(Rest, At + 1, 0, Best).

parse_address(Text) ->
    case parse_ipv4_address(Text) of
        {ok, Ip} -> {ok, Ip};
        {error, _} -> parse_colons(Text)
    end.

parse_strict_address(Text) ->
    case parse_ipv4_address(Text) of
        {ok, Ip} ->
            case length([$. || $. <- Text]) of
                3 -> {ok, Ip};
                _ -> {error, einval}
            end;
        {error, _} -> parse_colons(Text)
    end.

%% The last number fills the places that are missing before it: "127.1" is {127,0,0,1}.
parse_ipv4_address(Text) ->
    try
        Numbers = [number(Part) || Part <- split(Text, $.)],
        {Init, [Last]} = lists:split(length(Numbers) - 1, Numbers),
        Places = 4 - length(Init),
        true = Places > 0 andalso Last < 1 bsl (8 * Places),
        Ip = list_to_tuple(Init ++ binary_to_list(<<Last:Places/unit:8>>)),
        true = is_ipv4_address(Ip),
        {ok, Ip}
    catch
        error:_ -> {error, einval}
    end.

number("0x" ++ Digits) -> list_to_integer(Digits, 16);
number("0X" ++ Digits) -> list_to_integer(Digits, 16);
number("0" ++ [_ | _] = Digits) -> list_to_integer(Digits, 8);
number([C | _] = Digits) when C >= $0, C =< $9 -> list_to_integer(Digits).

parse_ipv6_address(Text) ->
    case parse_colons(Text) of
        {ok, Ip} -> {ok, Ip};
        Error ->
            case parse_ipv4_address(Text) of
                {ok, Ip} -> {ok, ipv4_mapped_ipv6_address(Ip)};
                _ -> Error
            end
    end.

parse_colons(Text) ->
    try
        [Address | _] = split(Text, $%),
        Ip = list_to_tuple(
               case string:split(Address, "::") of
                   [All] -> groups(All);
                   [Before, After] ->
                       Left = groups(Before),
                       Right = groups(After),
                       Left ++ lists:duplicate(8 - length(Left) - length(Right), 0) ++ Right
               end),
        true = is_ipv6_address(Ip),
        {ok, Ip}
    catch
        error:_ -> {error, einval}
    end.

groups("") -> [];
groups(Text) ->
    lists:append([case lists:member($., Part) of
                      true ->
                          {ok, {A, B, C, D}} = parse_ipv4_address(Part),
                          [A bsl 8 bor B, C bsl 8 bor D];
                      false when length(Part) =< 4 ->
                          [list_to_integer(Part, 16)]
                  end || Part <- split(Text, $:)]).

split(Text, Separator) ->
    case lists:splitwith(fun(C) -> C =/= Separator end, Text) of
        {Part, [_ | Rest]} -> [Part | split(Rest, Separator)];
        {Part, []} -> [Part]
    end.

%% --- errors

format_error(exbadport) -> "invalid port state";
format_error(exbadseq) -> "bad command sequence";
format_error(system_limit) -> "a system limit was hit, probably not enough ports";
format_error(Reason) ->
    Known = #{eaddrinuse => "address already in use", econnrefused => "connection refused",
              enotconn => "socket is not connected", einval => "invalid argument",
              nxdomain => "non-existing domain", emfile => "too many open files",
              ehostunreach => "host is unreachable", enetunreach => "network is unreachable",
              epipe => "broken pipe", econnreset => "connection reset by peer",
              etimedout => "connection timed out", eaddrnotavail => "can't assign requested address",
              eacces => "permission denied", emsgsize => "message too long",
              ealready => "operation already in progress", enobufs => "no buffer space available",
              enomem => "not enough memory", eafnosupport => "address family not supported by protocol family",
              enoent => "no such file or directory", ebadf => "bad file number", eisdir => "illegal operation on a directory"},
    maps:get(Reason, Known, "unknown POSIX error").

%% --- strict forms, and names of services

ip(Ip) when is_tuple(Ip) ->
    case is_ip_address(Ip) of
        true -> {ok, Ip};
        false -> {error, einval}
    end;
ip(Host) -> getaddr(Host, inet).

parse_ipv4strict_address(Text) -> of_size(4, parse_strict_address(Text)).

parse_ipv6strict_address(Text) -> of_size(8, parse_strict_address(Text)).

of_size(Size, {ok, Ip}) when tuple_size(Ip) =:= Size -> {ok, Ip};
of_size(_, _) -> {error, einval}.

-define(SERVICES, [{ftp, 21}, {ssh, 22}, {telnet, 23}, {smtp, 25}, {domain, 53}, {http, 80}, {pop3, 110}, {ntp, 123},
                   {imap2, 143}, {https, 443}, {imaps, 993}, {pop3s, 995}, {epmd, 4369}]).

getservbyname(Name, Protocol) when is_atom(Name) ->
    case Protocol =:= tcp andalso lists:keyfind(Name, 1, ?SERVICES) of
        {_, Port} -> {ok, Port};
        false -> {error, einval}
    end.

getservbyport(Port, Protocol) when is_integer(Port) ->
    case Protocol =:= tcp andalso lists:keyfind(Port, 2, ?SERVICES) of
        {Name, _} -> {ok, atom_to_list(Name)};
        false -> {error, einval}
    end.

%% A tab has no interface but the one to itself.
getifaddrs() ->
    Ones = list_to_tuple(lists:duplicate(8, 16#FFFF)),
    {ok, [{"lo", [{flags, [up, loopback, running]},
                  {addr, {127, 0, 0, 1}}, {netmask, {255, 0, 0, 0}},
                  {addr, {0, 0, 0, 0, 0, 0, 0, 1}}, {netmask, Ones},
                  {hwaddr, [0, 0, 0, 0, 0, 0]}]}]}.

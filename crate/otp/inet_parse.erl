%% Texts of addresses: the old names of what `inet` has.
-module(inet_parse).
-export([address/1, strict_address/1, ipv4_address/1, ipv4strict_address/1, ipv6_address/1, ipv6strict_address/1, ntoa/1,
         domain/1, dots/1, visible_string/1]).

address(Text) -> inet:parse_address(Text).

strict_address(Text) -> inet:parse_strict_address(Text).

ipv4_address(Text) -> inet:parse_ipv4_address(Text).

ipv4strict_address(Text) -> inet:parse_ipv4strict_address(Text).

ipv6_address(Text) -> inet:parse_ipv6_address(Text).

ipv6strict_address(Text) -> inet:parse_ipv6strict_address(Text).

ntoa(Ip) -> inet:ntoa(Ip).

domain([C | _] = Name) when C =/= $. -> lists:all(fun is_domain_char/1, Name) andalso string:find(Name, "..") =:= nomatch;
domain(_) -> false.

is_domain_char(C) ->
    C >= $a andalso C =< $z orelse C >= $A andalso C =< $Z orelse C >= $0 andalso C =< $9
        orelse lists:member(C, ".-_").

%% How many dots there are inside, and whether there is one at the end.
dots(Name) ->
    Dots = length([C || C <- Name, C =:= $.]),
    case lists:suffix(".", Name) of
        true -> {Dots - 1, true};
        false -> {Dots, false}
    end.

visible_string([_ | _] = Text) -> lists:all(fun(C) -> C >= $! andalso C =< $~ end, Text);
visible_string(_) -> false.

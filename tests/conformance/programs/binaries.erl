-module(binaries).
-export([main/0]).

main() ->
    B = <<"hello">>,
    <<First, Rest/binary>> = B,
    <<Two:2/binary, _/binary>> = B,
    Joined = <<B/binary, " ", "world">>,
    {First, Rest, Two, Joined, byte_size(Joined), binary:split(Joined, <<" ">>), upper(B), reverse(B)}.

upper(<<C, Rest/binary>>) when C >= $a, C =< $z -> U = upper(Rest), <<(C - 32), U/binary>>;
upper(<<C, Rest/binary>>) -> U = upper(Rest), <<C, U/binary>>;
upper(<<>>) -> <<>>.

reverse(B) -> list_to_binary(lists:reverse(binary_to_list(B))).

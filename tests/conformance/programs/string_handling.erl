-module(string_handling).
-export([main/0]).

main() ->
    Text = "  The quick brown fox  ",
    Words = string:tokens(Text, " "),
    io:format("~p~n", [Words]),
    io:format("~s~n", [string:join(lists:reverse(Words), "-")]),
    {string:trim(Text), string:split("a,b,c", ",", all), string:uppercase("abc"), lists:reverse("abc"),
     string:find("hello world", "o w"), string:str("abcabc", "ca"), string:length("abc"), caesar("Hello", 3)}.

caesar(S, N) -> [rotate(C, N) || C <- S].

rotate(C, N) when C >= $a, C =< $z -> (C - $a + N) rem 26 + $a;
rotate(C, N) when C >= $A, C =< $Z -> (C - $A + N) rem 26 + $A;
rotate(C, _) -> C.

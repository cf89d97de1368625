%% Written by record.sh --generate.
-module(generated_10).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [[2 | [$a | -3]],
     [2.5 | <<"ab">>],
     <<1, 2>>,
     [2 | [$a | -3]],
     [2.5 | <<"ab">>],
     [2 | [$a | -3]],
     [2.5 | <<"ab">>],
     {"abc", ok, []},
     <<1, 2>>,
     a,
     {[-3, {["ab"], 2.5}], [$a | 2.5]},
     <<1, 2>>,
     <<"ab">>,
     <<1, 2>>].

f1(X) when is_list(X), X =/= (1 bsl 70) -> {c1, [X]};
f1([X | "a" ++ Z]) when is_atom(X), X =/= "" -> {c2, X + 1};
f1([[X, true] | "abc"]) when is_map(X), X =/= 4 -> G = fun() -> {c3, X} end, G().

f2(<<97, _/binary>>) -> {c1, []};
f2({{"a" ++ _, [Z | _]}, Y}) when is_boolean(Y), Y =/= 0 -> {c2, [Z, Y]};
f2(1) -> {c3, []};
f2({[-3, {X, Y}], "a" ++ Y}) when X == 2.0 -> G = fun() -> {c4, X} end, G().

f3({<<1, _/binary>>}) -> {c1, []};
f3(Z) when is_tuple(Z), Z =/= ok -> G = fun() -> {c2, Z} end, G();
f3(Y) when is_map(Y), Y =/= <<"ab">> -> {c3, [Y]};
f3(Z) when length(Z) > 0; is_tuple(Z) -> {c4, Z + 1};
f3(<<97, _/binary>>) -> {c5, []};
f3(Y) when is_boolean(Y), Y =/= true -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c6, [Y]} end;
f3(Z) when Z > -3 -> [{c7, E} || E <- Z].

f4([Z | <<1, _/binary>>]) when is_tuple(Z) -> try length(Z) of L -> {c1, L} catch error:R -> {R, c1} end;
f4([[<<_, _/binary>> | "a" ++ Z], [#{k := _} | "a" ++ X]]) when is_boolean(Z) -> {c2, Z + 1};
f4("a" ++ X) when is_binary(X), X =/= -0.5 -> G = fun() -> {c3, X} end, G();
f4(X) when is_boolean(X), X =/= "ab" -> G = fun() -> {c4, X} end, G();
f4(X) when is_integer(X), X =/= 2.5 -> {c5, X + 1};
f4(Z) when tuple_size(Z) > 2; is_list(Z) -> {c6, Z + 1}.

%% Written by record.sh --generate.
-module(generated_07).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [b,
     #{<<1, 2>> => <<1, 2>>, k => 0},
     {'A b', a},
     {{[3, "ab"]}},
     #{-3 => b, k => 0},
     {#{-3 => "", k => 1}, [4, 0, 1.0]},
     [$a | ""],
     {70, []},
     {'A b', a},
     1,
     [$a | 1],
     'A b',
     {{[[#{}, -0.5, {}], [3]]}},
     [$a | ""]].

f1(Z) when is_atom(Z), Z =/= {} -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c1, [Z]} end;
f1([<<"ab">> | 2.5]) -> {c2, []};
f1({{[3, "ab"]}}) -> {c3, []};
f1(Z) when Z > "abc" -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c4, [Z]} end;
f1([[{X, _} | {X, Z}] | [["" | _], #{k := Y}]]) when is_integer(Z), Z =/= <<"ab">> -> G = fun() -> {c5, X} end, G();
f1([<<"ab">> | {{_}}]) -> {c6, []}.

f2([[] | {[_ | _], ok}]) -> {c1, []};
f2({<<>>, ["ab" | <<>>]}) -> {c2, []};
f2(<<_, _/binary>>) -> {c3, []};
f2(_) -> {c4, []};
f2(<<97, _/binary>>) -> {c5, []};
f2("a" ++ X) when tuple_size(X) > 2; is_integer(X) -> {c6, [X]};
f2("a" ++ _) -> {c7, []}.

f3(Y) when is_tuple(Y), Y =/= (1 bsl 70) -> {c1, [Y]};
f3({{[_, _]}}) -> {c2, []};
f3("a" ++ Y) when Y == <<1, 2>> -> {c3, Y + 1};
f3({X, _}) when length(X) > 2; is_atom(X) -> try length(X) of L -> {c4, L} catch error:R -> {R, c4} end;
f3(Y) when length(Y) > 2; is_tuple(Y) -> {c5, [Y]}.

f4(1) -> {c1, []};
f4(#{k := #{k := Z}}) when is_binary(Z), Z =/= 0 -> try length(Z) of L -> {c2, L} catch error:R -> {R, c2} end;
f4(X) when X > #{} -> case X of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c3, [X]} end;
f4({70, Z}) when is_boolean(Z), Z =/= 2.5 -> {c4, [Z]}.

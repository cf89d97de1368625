%% Written by record.sh --generate.
-module(generated_11).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    ["abc",
     -3,
     {#{k => {true, 2}, other => 1}, <<"ab">>},
     [[#{k => 2.0, other => 1}, [2.0, <<>>]] | [[<<>> | {0}] | 0]],
     {#{k => {true, 2}, other => 1}, <<"ab">>},
     {[[{<<1, 2>>} | 3], <<1, 2>>]},
     #{k => "", other => 1},
     [[$a | {2.5}] | [<<>>, #{k => a, other => 1}]],
     [$a | []],
     #{k => "", other => 1},
     (1 bsl 70),
     [true | []],
     [$a | []],
     -3].

f1({[[X | Z], <<_, _/binary>>]}) when is_number(X), X =/= <<1, 2>> -> G = fun() -> {c1, X} end, G();
f1(X) when is_integer(X), X =/= 2.5 -> try length(X) of L -> {c2, L} catch error:R -> {R, c2} end;
f1(_) -> {c3, []};
f1("a" ++ X) when is_atom(X), X =/= 2.0 -> case X of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c4, [X]} end;
f1("a" ++ _) -> {c5, []};
f1(["a" ++ X | [_, #{k := Y}]]) when is_integer(X) -> G = fun() -> {c6, X} end, G();
f1({[{Y, _} | Y]}) when is_map(Y), Y =/= "abc" -> {c7, Y + 1}.

f2([{{Y, Y}, _} | {_}]) when Y == ok -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c1, [Y]} end;
f2(-0.5) -> {c2, []};
f2(Z) when is_boolean(Z) -> {c3, Z + 1};
f2({<<97, _/binary>>, <<97, _/binary>>}) -> {c4, []}.

f3(Z) when is_binary(Z), Z =/= #{} -> {c1, [Z]};
f3(X) when is_binary(X), X =/= 2.5 -> [{c2, E} || E <- X];
f3({<<97, _/binary>>, "ab"}) -> {c3, []};
f3(#{k := Z}) when Z < [] -> {c4, [Z]};
f3([{{70}, [_ | Y]} | {undefined, {1.0, Z}}]) when is_atom(Y), Y =/= "abc" -> try length(Y) of L -> {c5, L} catch error:R -> {R, c5} end;
f3({#{k := {true, Z}}, <<1, _/binary>>}) when is_tuple(Z), Z =/= undefined -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c6, [Z]} end.

f4([<<1, _/binary>> | "a" ++ X]) when is_tuple(X), X =/= (1 bsl 70) -> [{c1, E} || E <- X];
f4([_ | []]) -> {c2, []};
f4(<<1, _/binary>>) -> {c3, []};
f4(<<_, _/binary>>) -> {c4, []};
f4(Y) when is_tuple(Y), Y =/= <<>> -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c5, [Y]} end;
f4([[#{k := _}, [_, Y]] | [[Y | X] | Z]]) when is_binary(Z), Z =/= "" -> {c6, [Y, X, Z]}.

%% Written by record.sh --generate.
-module(generated_12).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    ["abc",
     [<<>>, <<"ab">>, 1.0],
     <<"ab">>,
     [],
     70,
     {#{k => ["" | #{ok => 0, k => 0}], other => 1}},
     {1, <<1, 2>>},
     {2, 2},
     70,
     [-3 | -3],
     "abc",
     <<"ab">>,
     <<"ab">>,
     {1, <<1, 2>>}].

f1([-3 | _]) -> {c1, []};
f1(_) -> {c2, []};
f1({"abc", {2, [70, Y]}}) when is_boolean(Y), Y =/= <<>> -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c3, [Y]} end;
f1(70) -> {c4, []};
f1("abc") -> {c5, []}.

f2({Z, [{_, _}, {true}]}) when is_tuple(Z) -> G = fun() -> {c1, Z} end, G();
f2(_) -> {c2, []};
f2(<<_, _/binary>>) -> {c3, []}.

f3([]) -> {c1, []};
f3(<<1, _/binary>>) -> {c2, []};
f3({#{k := [_ | X]}}) when is_boolean(X), X =/= #{} -> G = fun() -> {c3, X} end, G();
f3({X, X}) when is_atom(X), X =/= 2.0 -> try length(X) of L -> {c4, L} catch error:R -> {R, c4} end.

f4(#{k := Y}) when is_number(Y), Y =/= 2.0 -> {c1, Y + 1};
f4(<<_, _/binary>>) -> {c2, []};
f4({X, <<1, 2>>}) when is_boolean(X), X =/= (1 bsl 70) -> {c3, [X]};
f4({{#{k := Z}}}) when is_boolean(Z), Z =/= <<"ab">> -> {c4, Z + 1};
f4(<<1, _/binary>>) -> {c5, []};
f4(Y) when is_binary(Y) -> try length(Y) of L -> {c6, L} catch error:R -> {R, c6} end.

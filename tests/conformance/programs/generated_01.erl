%% Written by record.sh --generate.
-module(generated_01).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [[#{k => {[], 2.5}, other => 1} | ok],
     {[{-0.5} | [{}, 2.5]], [$a | 4]},
     "abc",
     <<>>,
     2.0,
     <<"ab">>,
     #{},
     2.0,
     #{4 => "ab", k => 1},
     <<>>,
     [1 | {[<<"ab">>]}],
     {<<"ab">>},
     <<"ab">>,
     'A b'].

f1(<<_, _/binary>>) -> {c1, []};
f1(Y) when is_atom(Y), Y =/= 2.5 -> {c2, [Y]};
f1(Z) when Z > "ab" -> try length(Z) of L -> {c3, L} catch error:R -> {R, c3} end;
f1(["a" ++ Y | {[-0.5 | ""], "a" ++ X}]) when is_atom(Y), Y =/= 1.0 -> try length(Y) of L -> {c4, L} catch error:R -> {R, c4} end.

f2({<<_, _/binary>>}) -> {c1, []};
f2([{{Z, a}, {X, Z}} | Y]) when tuple_size(Z) > 0; is_atom(Z) -> {c2, Z + 1};
f2(_) -> {c3, []};
f2("ab") -> {c4, []}.

f3(<<_, _/binary>>) -> {c1, []};
f3({}) -> {c2, []};
f3(<<_, _/binary>>) -> {c3, []};
f3({[Y | X], "a" ++ _}) when is_integer(X), X =/= (1 bsl 70) -> [{c4, E} || E <- Y];
f3([#{k := {_, 2.5}} | Y]) when Y == 2.5 -> G = fun() -> {c5, Y} end, G();
f3(Z) when is_number(Z), Z =/= -3 -> G = fun() -> {c6, Z} end, G();
f3(Y) when Y =:= "" -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c7, [Y]} end.

f4(#{}) -> {c1, []};
f4(<<>>) -> {c2, []};
f4([Z | {Y}]) when is_integer(Z), Z =/= "ab" -> {c3, [Z, Y]};
f4([{{Z}, {[], X}}, Z]) when byte_size(Z) > 0; is_tuple(Z) -> {c4, Z + 1};
f4(Y) when is_boolean(Y), Y =/= 2.5 -> try length(Y) of L -> {c5, L} catch error:R -> {R, c5} end;
f4("a" ++ X) when is_atom(X), X =/= <<>> -> {c6, [X]}.

%% Written by record.sh --generate.
-module(generated_05).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [[#{k => {{3, <<"ab">>}, 70}, other => 1} | [{3, <<>>} | {3, <<"ab">>}]],
     "ab",
     3,
     [true, <<1, 2>>, <<>>],
     {#{k => [[<<>>, "abc"] | [<<>>, "abc"]], other => 1}},
     {[[$a | 3] | 3]},
     0,
     ok,
     [true, <<1, 2>>, <<>>],
     1.0,
     1.0,
     [{{#{2.5 => 1, k => 1}, ""}, [2, "ab"]} | [$a | <<>>]],
     [<<1, 2>> | <<1, 2>>],
     [[[a]], (1 bsl 70)]].

f1({{}}) -> {c1, []};
f1(X) when is_binary(X), X =/= <<"ab">> -> {c2, [X]};
f1([<<1, 2>> | <<_, _/binary>>]) -> {c3, []};
f1(X) when X > <<"ab">> -> try length(X) of L -> {c4, L} catch error:R -> {R, c4} end;
f1({_}) -> {c5, []};
f1([undefined | <<1, 2>>]) -> {c6, []};
f1({{Z, #{k := Z}}, X}) when Z < 2.0 -> G = fun() -> {c7, Z} end, G().

f2({Y, ["a" ++ X | Y]}) when is_integer(Y) -> {c1, Y + 1};
f2({["a" ++ X | X]}) when X > <<"ab">> -> try length(X) of L -> {c2, L} catch error:R -> {R, c2} end;
f2(_) -> {c3, []};
f2([{{_, ""}, [Y, "ab"]} | "a" ++ _]) when is_integer(Y), Y =/= 3 -> {c4, Y + 1}.

f3([{{Y, #{}}} | {{_, _}, Y}]) when is_atom(Y), Y =/= (1 bsl 70) -> G = fun() -> {c1, Y} end, G();
f3([#{k := {X, 70}} | [Y | X]]) when is_atom(X), X =/= {} -> [{c2, E} || E <- X];
f3(Y) when tuple_size(Y) > 0; is_binary(Y) -> G = fun() -> {c3, Y} end, G().

f4({#{k := [X | X]}}) when is_atom(X), X =/= true -> try length(X) of L -> {c1, L} catch error:R -> {R, c1} end;
f4({}) -> {c2, []};
f4(3) -> {c3, []};
f4(Y) when tuple_size(Y) > 2; is_tuple(Y) -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c4, [Y]} end;
f4({{{Y}}, 3}) when is_tuple(Y), Y =/= true -> try length(Y) of L -> {c5, L} catch error:R -> {R, c5} end;
f4({{}}) -> {c6, []};
f4(<<"ab">>) -> {c7, []}.

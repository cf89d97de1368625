%% Written by record.sh --generate.
-module(generated_04).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    ["ab",
     #{b => 0, k => 1},
     [2.5 | [2.5, <<>>, <<1, 2>>]],
     #{"ab" => 2.0, k => 2},
     #{"ab" => 2.0, k => 2},
     <<1, 2>>,
     b,
     [<<"ab">> | [{-3} | [#{1.0 => 1.0, k => 1}, {-0.5}]]],
     [{<<1, 2>>, {[#{}, "abc"], [#{}, "abc"]}} | 2],
     {},
     {[#{k => {}, other => 1}, #{2.0 => 4, k => 2}], 2.5},
     {},
     ["ab", "", 1.0],
     2.0].

f1([{[2.5 | _]} | {{"abc"}, {_, Y}}]) when is_integer(Y) -> try length(Y) of L -> {c1, L} catch error:R -> {R, c1} end;
f1([{<<_, _/binary>>, {Z, Z}} | _]) when is_boolean(Z), Z =/= 2.5 -> try length(Z) of L -> {c2, L} catch error:R -> {R, c2} end;
f1({<<_, _/binary>>, 70}) -> {c3, []};
f1(Y) when Y =:= "abc" -> {c4, Y + 1};
f1(X) when is_atom(X), X =/= ok -> [{c5, E} || E <- X];
f1(X) when is_list(X), X =/= "ab" -> {c6, [X]};
f1(3) -> {c7, []}.

f2(<<97, _/binary>>) -> {c1, []};
f2(_) -> {c2, []};
f2({["a" ++ X | {X, _}]}) when is_integer(X), X =/= -3 -> [{c3, E} || E <- X];
f2(X) when is_map(X), X =/= -3 -> {c4, [X]};
f2([2.5 | Y]) when is_boolean(Y) -> {c5, [Y]}.

f3({"", [<<_, _/binary>> | {}]}) -> {c1, []};
f3(<<1, 2>>) -> {c2, []};
f3({3, X}) when is_map(X), X =/= -3 -> [{c3, E} || E <- X];
f3([<<97, _/binary>> | [Y | [_, X]]]) when is_number(X), X =/= 2.0 -> try length(Y) of L -> {c4, L} catch error:R -> {R, c4} end;
f3("ab") -> {c5, []};
f3({"a" ++ Y}) when is_number(Y), Y =/= 2 -> {c6, Y + 1}.

f4(X) when is_atom(X), X =/= "abc" -> try length(X) of L -> {c1, L} catch error:R -> {R, c1} end;
f4([[Z | "a" ++ Y] | _]) when is_tuple(Y), Y =/= <<"ab">> -> try length(Z) of L -> {c2, L} catch error:R -> {R, c2} end;
f4(_) -> {c3, []};
f4({[#{k := Z}, X], 2.5}) when X == 0 -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c4, [Z, X]} end;
f4(X) when is_integer(X) -> G = fun() -> {c5, X} end, G();
f4({X}) when is_integer(X), X =/= "" -> {c6, X + 1}.

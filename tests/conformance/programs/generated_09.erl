%% Written by record.sh --generate.
-module(generated_09).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    ["abc",
     {<<1, 2>>},
     <<"ab">>,
     2.5,
     <<"ab">>,
     a,
     <<"ab">>,
     2.5,
     #{k => {{}}, other => 1},
     [{<<1, 2>>, 2.0, "ab"} | [{<<1, 2>>}, #{1 => 2, k => 2}]],
     {<<1, 2>>},
     #{k => {2.5, {{"", "ab", 4}, {"", "ab", 4}}}, other => 1},
     {<<1, 2>>},
     undefined].

f1([_ | [{<<1, 2>>}, Z]]) when is_integer(Z), Z =/= "ab" -> [{c1, E} || E <- Z];
f1(Y) when is_boolean(Y), Y =/= #{} -> [{c2, E} || E <- Y];
f1(#{k := Y}) when Y =:= b -> G = fun() -> {c3, Y} end, G();
f1("a" ++ X) when is_atom(X), X =/= "" -> {c4, X + 1};
f1(_) -> {c5, []};
f1("") -> {c6, []};
f1(X) when X > <<>> -> case X of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c7, [X]} end.

f2(X) when is_integer(X), X =/= "" -> {c1, [X]};
f2([Y | {{3, #{}}, 2.0}]) when is_tuple(Y), Y =/= 3 -> G = fun() -> {c2, Y} end, G();
f2({<<1, _/binary>>}) -> {c3, []}.

f3(<<97, _/binary>>) -> {c1, []};
f3(#{k := {{Y, -3}, <<"ab">>}}) when tuple_size(Y) > 1; is_atom(Y) -> {c2, Y + 1};
f3({Z}) when is_number(Z) -> G = fun() -> {c3, Z} end, G().

f4(_) -> {c1, []};
f4(#{k := {_, {Y, Y}}}) when is_atom(Y), Y =/= <<"ab">> -> G = fun() -> {c2, Y} end, G();
f4("ab") -> {c3, []};
f4(Z) when tuple_size(Z) > 1; is_map(Z) -> try length(Z) of L -> {c4, L} catch error:R -> {R, c4} end;
f4({"a" ++ X}) when is_tuple(X), X =/= <<"ab">> -> {c5, [X]};
f4(undefined) -> {c6, []}.

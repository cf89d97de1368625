%% Written by record.sh --generate.
-module(generated_03).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [[{[1.0, 'A b']}, {[4, 1], {3}}],
     [{[1.0, 'A b']}, {[4, 1], {3}}],
     b,
     [{[1.0, 'A b']}, {[4, 1], {3}}],
     #{k => [#{}, a, 2.0], other => 1},
     #{k => [#{}, a, 2.0], other => 1},
     b,
     "",
     {{{#{"ab" => 2.0, k => 2}, {-3, -0.5}}, #{k => 4, other => 1}}, <<"ab">>},
     [undefined | {{{#{}}, {}}, {2, undefined}}],
     {{{#{"ab" => 2.0, k => 2}, {-3, -0.5}}, #{k => 4, other => 1}}, <<"ab">>},
     [$a | "ab"],
     {[2.5], {["ab", 4, a], 'A b'}, [{}, 1, []]},
     "ab"].

f1("a" ++ X) when is_list(X), X =/= "abc" -> {c1, X + 1};
f1(b) -> {c2, []};
f1({{{_, Y}, #{k := 4}}, <<1, _/binary>>}) when is_list(Y), Y =/= 0 -> try length(Y) of L -> {c3, L} catch error:R -> {R, c3} end;
f1([Z | {{_, {}}, {2, Z}}]) when is_atom(Z), Z =/= <<1, 2>> -> try length(Z) of L -> {c4, L} catch error:R -> {R, c4} end;
f1([[[_ | {}] | {4}] | #{k := [70 | Y]}]) when Y == {} -> try length(Y) of L -> {c5, L} catch error:R -> {R, c5} end;
f1([[[Z, Y] | [Y | Z]] | #{}]) when is_boolean(Z) -> [{c6, E} || E <- Z];
f1(<<1, _/binary>>) -> {c7, []}.

f2([{_, [X | Y]} | {a, {Z, Y}}]) when is_integer(Z), Z =/= "abc" -> G = fun() -> {c1, X} end, G();
f2([-0.5, Z]) when is_atom(Z), Z =/= 1.0 -> [{c2, E} || E <- Z];
f2(Z) when map_size(Z) > 1; is_tuple(Z) -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c3, [Z]} end.

f3(X) when is_map(X), X =/= "ab" -> G = fun() -> {c1, X} end, G();
f3(b) -> {c2, []};
f3(_) -> {c3, []};
f3(<<1, _/binary>>) -> {c4, []}.

f4({{{}}, {[Z | Y], Z}}) when is_integer(Z), Z =/= 1.0 -> try length(Z) of L -> {c1, L} catch error:R -> {R, c1} end;
f4(#{k := Y}) when length(Y) > 2; is_atom(Y) -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c2, [Y]} end;
f4([{[1.0, Y]}, {[_, 1], {3}}]) when Y > 2.5 -> {c3, [Y]};
f4(X) when is_list(X), X =/= 1.0 -> {c4, X + 1}.

%% Written by record.sh --generate.
-module(generated_06).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [#{},
     3,
     [[] | {2, {<<"ab">>}}],
     #{k => {["abc" | [<<>>]]}, other => 1},
     <<1, 2>>,
     [#{2.5 => 1, k => 0} | a],
     #{k => {["abc" | [<<>>]]}, other => 1},
     70,
     <<1, 2>>,
     1.0,
     {-3, {<<1, 2>>, #{k => -0.5, other => 1}}},
     3,
     #{},
     #{k => #{}, other => 1}].

f1([Z | a]) when is_number(Z), Z =/= 0 -> G = fun() -> {c1, Z} end, G();
f1(<<1, _/binary>>) -> {c2, []};
f1(70) -> {c3, []}.

f2(Z) when is_atom(Z), Z =/= a -> {c1, Z + 1};
f2(Z) when is_binary(Z), Z =/= (1 bsl 70) -> try length(Z) of L -> {c2, L} catch error:R -> {R, c2} end;
f2(#{}) -> {c3, []};
f2(#{k := #{}}) -> {c4, []};
f2(3) -> {c5, []};
f2({-3, {<<_, _/binary>>, #{k := -0.5}}}) -> {c6, []}.

f3(_) -> {c1, []};
f3([[] | {2, _}]) -> {c2, []};
f3(1.0) -> {c3, []};
f3(#{k := {["abc" | Y]}}) when is_binary(Y) -> [{c4, E} || E <- Y].

f4({Y}) when is_atom(Y), Y =/= <<>> -> {c1, Y + 1};
f4(X) when length(X) > 2; is_atom(X) -> try length(X) of L -> {c2, L} catch error:R -> {R, c2} end;
f4(<<1, 2>>) -> {c3, []}.

%% Written by record.sh --generate.
-module(generated_08).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [{1, 70},
     [[<<"ab">> | b] | <<>>],
     {[[{(1 bsl 70), -3, {}} | 'A b'] | ["ab", ""]]},
     <<1, 2>>,
     [<<>> | #{k => -0.5, other => 1}],
     <<"ab">>,
     <<1, 2>>,
     b,
     {1, 70},
     <<1, 2>>,
     3,
     #{k => [2.0, 2, -0.5], other => 1},
     <<"ab">>,
     <<"ab">>].

f1(b) -> {c1, []};
f1(<<1, 2>>) -> {c2, []};
f1(_) -> {c3, []};
f1(Y) when Y =:= #{} -> {c4, Y + 1}.

f2(<<"ab">>) -> {c1, []};
f2(#{k := {70}}) -> {c2, []};
f2(<<1, _/binary>>) -> {c3, []};
f2([[Y | Z] | <<>>]) when length(Y) > 0; is_number(Y) -> G = fun() -> {c4, Y} end, G();
f2(#{k := _}) -> {c5, []}.

f3(#{k := Y}) when is_binary(Y), Y =/= <<"ab">> -> [{c1, E} || E <- Y];
f3(<<97, _/binary>>) -> {c2, []};
f3({[[_ | 'A b'] | Y]}) when is_tuple(Y), Y =/= 0 -> {c3, Y + 1}.

f4({Y, 70}) when is_integer(Y), Y =/= 0 -> {c1, [Y]};
f4(#{k := Z}) when is_atom(Z), Z =/= 2 -> {c2, [Z]};
f4(Y) when is_number(Y) -> try length(Y) of L -> {c3, L} catch error:R -> {R, c3} end;
f4(<<97, _/binary>>) -> {c4, []};
f4([<<>> | #{k := Y}]) when Y == <<"ab">> -> case Y of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c5, [Y]} end;
f4({Z, [{Z, X} | "ab"]}) when map_size(Z) > 1; is_atom(Z) -> [{c6, E} || E <- Z].

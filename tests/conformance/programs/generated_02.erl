%% Written by record.sh --generate.
-module(generated_02).
-export([main/0]).

main() ->
    [show(F, A) || F <- [fun f1/1, fun f2/1, fun f3/1, fun f4/1], A <- arguments()],
    ok.

show(F, A) ->
    R = try F(A) catch C:E -> {C, E} end,
    io:format("~p~n", [R]).

arguments() ->
    [{{[a, <<>>]}, a},
     [$a | "ab"],
     [[["", <<1, 2>>, b], [70 | "abc"]], [{1, ok}, #{k => <<>>, other => 1}]],
     [[["", <<1, 2>>, b], [70 | "abc"]], [{1, ok}, #{k => <<>>, other => 1}]],
     <<1, 2>>,
     [{[$a | undefined], {undefined}} | <<"ab">>],
     ok,
     [[$a | #{4 => 2.5, k => 2}], [{[<<1, 2>>, 1]}, [#{} | "abc"]]],
     [{[$a | undefined], {undefined}} | <<"ab">>],
     [[["", <<1, 2>>, b], [70 | "abc"]], [{1, ok}, #{k => <<>>, other => 1}]],
     <<>>,
     #{(1 bsl 70) => [2.5, 4, <<>>], k => 0},
     [{[$a | undefined], {undefined}} | <<"ab">>],
     {{1.0, [{2, 'A b', (1 bsl 70)} | 2]}}].

f1([[_, [70 | "abc"]], [_, #{k := <<>>}]]) -> {c1, []};
f1({{[_, X]}, a}) when is_integer(X), X =/= 'A b' -> {c2, X + 1};
f1(Z) when is_atom(Z), Z =/= #{} -> {c3, Z + 1}.

f2([{X} | _]) when is_integer(X) -> case X of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c1, [X]} end;
f2({{1.0, [X | Y]}}) when abs(X) > 2; is_list(X) -> case X of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c2, [X, Y]} end;
f2([#{k := [X | X]} | {[_ | 70], "a" ++ Z}]) when Z =:= 'A b' -> [{c3, E} || E <- X];
f2("a" ++ X) when abs(X) > 1; is_map(X) -> G = fun() -> {c4, X} end, G().

f3(b) -> {c1, []};
f3([{"a" ++ X, {undefined}} | Z]) when is_integer(X), X =/= "ab" -> {c2, X + 1};
f3("a" ++ Z) when is_binary(Z), Z =/= <<"ab">> -> try length(Z) of L -> {c3, L} catch error:R -> {R, c3} end;
f3(#{k := Y}) when is_list(Y), Y =/= true -> G = fun() -> {c4, Y} end, G();
f3(3) -> {c5, []};
f3(<<_, _/binary>>) -> {c6, []}.

f4({"a" ++ _, #{k := [Z | Z]}}) when is_binary(Z), Z =/= 2.0 -> case Z of {_, T} -> {deeper, T}; [H | _] -> {head, H}; _ -> {c1, [Z]} end;
f4(["a" ++ _, [{Z}, [#{} | Y]]]) when is_map(Y), Y =/= "ab" -> try length(Z) of L -> {c2, L} catch error:R -> {R, c2} end;
f4(<<97, _/binary>>) -> {c3, []}.

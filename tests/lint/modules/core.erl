-module(core).
-compile([export_all, nowarn_export_all]).
unused_terms(X) -> {a, X}, [X], "abc", #{a => X}, <<X>>, 1, a, 1.0, $c, fun() -> ok end, fun core:foo/1, fun foo/0, X, ok.
foo() -> ok.
unused_ops(X) -> X + 1, X == 1, not X, is_atom(X), length(X), element(1, X), self(), node(), X ++ X, X andalso true, hd(X), tuple_size(X), date(), X ! 1, put(a, b), lists:reverse(X), math:sqrt(X), atom_to_list(X), -X, ok.
always(X) -> case X of _ -> a; b -> c end.
always2(X) -> case X of Y -> Y; b -> c; d -> e end.
always3(_) -> a; always3(b) -> c.
always4(X) -> case X of {a, Y} -> Y; {a, b} -> c; Z -> Z; {q} -> 1 end.
never(X) -> case {a, X} of {b, Y} -> Y end.
never2() -> case 1 of 2 -> a; 3 -> b end.
never3() -> case foo of bar -> a; _ -> b end.
never4() -> 1 = 2.
never5(X) -> {a, X} = {b, X}.
never6(X) -> [X] = [].
never7() -> case [] of [_ | _] -> a; [] -> b end.
never8() -> case {} of {_} -> a; {} -> b end.
badarith() -> 1 + a, 1 / 0, 1 div 0, a * 2, X = 1 + a, X.
badarg() -> length(a), element(0, {}), atom_to_list(1), hd([]), tuple_size(a), ok.
badarg2() -> X = length(a), Y = element(0, {a}), Z = hd([]), {X, Y, Z}.
guard(_) when false -> a; guard(_) when true -> b; guard(X) -> X.
guard2(X) when 1 == 2 -> X; guard2(_) -> ok.
guard3(X) -> if X -> a; true -> b; false -> c end.
guard4() -> if false -> a end.
guard5(X) when is_atom(1) -> X; guard5(X) when length(X) -> X.
guard6(X) -> case X of A when A > 1, false -> a; _ when true -> b; _ -> c end.
recv() -> receive X -> X; {a, b} -> c end.
recv2() -> receive {a, X} -> X; _ -> ok; b -> c after 0 -> a end.
try_of() -> try foo() of X -> X; b -> c catch _ -> a; _ -> b; error:_ -> c end.
try2() -> try foo() catch _:_ -> a; error:_ -> b end.
after_exit() -> exit(a), foo(), b.
after_error() -> error(x), ok.
after_throw() -> throw(x), foo().
after_halt() -> erlang:error(a, []), foo().
effect(X) -> catch X, [Y || Y <- X], case X of a -> b; c -> d end, begin a, b end, ok.
effect2(X) -> (fun() -> ok end)(), X#{a => 1}, _ = {a}, _ = X + 1, ok.
list(X) -> [1, 2, 3], [X | X], [], {}, ok.
nomatch_fun() -> fun(_) -> a; (b) -> c end.
nomatch_lc(X) -> [Y || {Y} <- [a, b], X].
nomatch_lc2() -> [Y || Y <- abc].
nomatch_lc3() -> [ok || a].
bad_map() -> #{a => 1}#{b := 2}, (foo)#{a => 1}.
bad_map2() -> X = (foo)#{a => 1}, X.
bad_bin() -> <<a>>, X = <<b:8>>, <<1:a>>, X.
bad_bin2() -> X = <<"abc"/float>>, Y = <<1.0/integer>>, Z = <<(-1)/utf8>>, {X, Y, Z}.
bad_call() -> (foo)(), 1:foo(), X = fun(A) -> A end, X(), X(1, 2).
same(X) -> case X of 1 -> a; 1 -> b; 1.0 -> c; {1, Y} -> Y; {1, Z} -> Z; "ab" -> d; "ab" -> e end.
bool(X) -> case X of true -> a; false -> b; _ -> c end.
compare(X) -> case X == 1 of true -> a; false -> b; maybe -> c end.
compare2(X) -> case is_atom(X) of true -> a; yes -> b end.
and_also(X) -> X andalso 1, 1 andalso X, true andalso X, a orelse b.
and_also2(X) -> Y = 1 andalso X, Y.
dup_keys() -> #{a => 1, a => 2}, X = #{b => 1, b => 2}, X.
comp(X) -> "abc" ++ X, "abc" -- X, ok.
rec() -> X = [a | b], length(X).
match_in_head({a, _} = {b, _}) -> ok; match_in_head([] = {_}) -> ok; match_in_head(#{a := 1} = {}) -> ok; match_in_head(<<1>> = "a") -> ok.
match2(X) -> {a, Y} = [Z] = X, {Y, Z}.
match3(X) -> #{a := Y} = {Z} = X, {Y, Z}.
literal() -> {a, b} = {a, c}, "abc" = "abd", ok.
ignored(X) -> X =:= 1, X < 2, X xor true, X bor 1, X band a, ok.

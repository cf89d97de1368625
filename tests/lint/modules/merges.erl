-module(merges).
-compile([export_all, nowarn_export_all]).
one_used(A) -> case A of {ok, B} -> B; {no, B} -> ok end.
one_used_fun(A) -> fun({ok, B}) -> B; ({no, B}) -> A end.
one_used_try() -> try a of {ok, B} -> B; {no, B} -> ok catch C -> C; error:C -> ok end.
one_used_receive() -> receive {ok, B} -> B; {no, B} -> ok after 0 -> ok end.
branches(A) -> if A -> B = 1, B; true -> B = 2 end.
twice(A) -> X = A, X = A.
list(A) -> [X = A, X = A].
list2(A) -> [X = A | X].
nested(A) -> case A of 1 -> case A of {B} -> B end, B; 2 -> B = 1 end, B.
in_map(A) -> #{a => X = A, b => X}.
in_record_arg(A) -> foo(A, Y = 1, case A of 1 -> Z = 1; 2 -> Z = 2 end), {Y, Z}.
foo(_, _, _) -> ok.
unsafe_then_fun(A) -> case A of 1 -> B = 1; _ -> ok end, fun() -> B end.
unsafe_twice(A) -> case A of 1 -> B = 1; _ -> ok end, B, B.
unsafe_pattern(A) -> case A of 1 -> B = 1; _ -> ok end, B = 2, B.
unsafe_guard(A) -> case A of 1 -> B = 1; _ -> ok end, case A of _ when B -> ok end.
shadow_under(_X) -> fun(_X) -> ok end.
shadow_lc_bin(X) -> [X || <<X:X>> <= <<1>>].
shadow_lc_gen(X) -> [X || X <- [X]].
receive_export() -> receive A -> ok end, A.
after_timeout(A) -> receive a -> ok after (T = A) -> T end, T.
if_guard(A) -> if is_atom(B) -> A; true -> A end.
try_of_after(A) -> try X = A of Y -> {X, Y} after Z = 1, foo(X, Y, Z) end.
try_catch_bind(A) -> try A catch _:E -> X = E, X end, X.
try_nested(A) -> try (try X = A after ok end) after X end.
catch_in_arg(A) -> foo(catch X = A, X, 1).
lc_filter_bind(L) -> [Y || X <- L, Y <- X, Z = Y, Z].
lc_outer(L) -> X = 1, [X || _ <- L], [Y || Y <- L, Y == X].
lc_unused(L) -> [ok || X <- L, Y <- L].
bc(L) -> << <<X, Y>> || X <- L, <<Y>> <= X >>.
bc_unused(L) -> << <<1>> || <<X, Y:X>> <= L >>.
named(F) -> fun G(0) -> F; G(N) -> G(N - 1) end.
named2() -> G = fun G(_) -> G end, G.
fun_in_pattern_size(N) -> fun(<<X:N>>) -> X; (<<M, X:M>>) -> X end.
case_of_match(A) -> case B = A of _ -> B end.
match_in_args(A) -> foo(X = A, Y = X, Y).
op_order(A) -> X = A + (Y = 1), X + Y.
andalso_use(A) -> is_atom(B = A) andalso B == 1, B.
orelse_left(A) -> (B = A) orelse B, B.
andalso_right(A) -> A andalso (B = 1) andalso B.
andalso_fun(A) -> A andalso (B = 1), fun() -> B end.
record_bind(A) -> #{a => (B = A)}, B.
rebind_export(A) -> case A of 1 -> B = 1; 2 -> B = 2 end, [B] = A, case A of 1 -> B = 1; 2 -> ok end, B.
underscores(_A) -> _B = 1, __ = 2, {_B, __}.
used_in_pattern_only(A) -> B = 1, case A of B -> ok end.
used_in_size_only(<<N, _:N>>) -> ok.
used_in_key(K, M) -> #{K := _} = M.
repeated_arg(X, X) -> ok.
repeated_in_pattern(A) -> {X, X} = A.
deep_unused({A, [B | #{c := C}]}, <<D>>) -> ok.

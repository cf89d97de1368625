-module(variables).
-compile([export_all, nowarn_export_all]).
unbound() -> X.
unbound2() -> {X, Y, X}.
unused() -> X = 1, ok.
unused2(A, _B, {C, [D|_]}) -> ok.
case1(A) -> case A of {ok, B} -> B; C -> C end, B.
case2(A) -> case A of {ok, B} -> ok; B -> ok end, B.
case3(A) -> case A of {ok, B} -> ok; B -> ok end.
case4(A) -> case A of {ok, B} -> ok; _ -> ok end.
case5(A) -> case A of {ok, B} -> B; _ -> B = 2 end, B = 3.
case6(A) -> case A of {ok, B} -> B; _ -> 2 end, B = 3.
case7(A) -> case A of {ok, B} -> B; _ -> 2 end, case A of B -> B end.
if1(A) -> if A -> B = 1; true -> B = 2, C = 3 end, {B, C}.
receive1() -> receive {a, B} -> B; {b, B} -> C = B after 10 -> B = 1, C = 2 end, {B, C}.
receive2() -> receive after B -> C = 1 end, C.
try1() -> try X = 1, X of Y -> {X, Y} catch Z -> {X, Y, Z} after X, Y end, X.
try2() -> try foo() of Y -> Y catch error:E:S -> {E, S, C} end, {E, Y}.
try3() -> try X = foo(), X catch _:_ -> Q = 1 end.
try4() -> try foo() catch C:R:S when S -> {C, R} end.
try5(S) -> try foo() catch C:R:S -> {C, R} end.
try6() -> try foo() after Z = 1, Z end, Z.
fun1(X) -> fun(X) -> X end.
fun2(X) -> fun(Y) -> X + Y end, Y.
fun3(X) -> F = fun(Y) -> Z = X + Y end, Z.
fun4() -> fun F(X) -> F(X - 1) end.
fun5(F) -> fun F(X) -> X end.
fun6() -> fun F() -> ok end, F.
fun7() -> fun F(X) -> X end.
fun8() -> fun(X) -> ok end.
lc1(L) -> [X || X <- L, Y = X, Y > 1].
lc2(X, L) -> [X || X <- L].
lc3(L) -> [X || X <- L], X.
lc4(L) -> [Y || X <- L].
lc5(L) -> [1 || X <- L, {X, Y} <- L].
lc6(L) -> << <<X>> || <<X>> <= L >>.
lc7(L) -> [Y || Y <- L, Z <- Y, begin W = Z, W end].
lc8(L) -> [X || X <- X].
lc9(L) -> [Z || Y <- [Z = 1]].
catch1() -> catch X = 1, X.
catch2() -> (catch X = 1), X.
and1(A) -> A andalso (B = A), B.
and2(A) -> (B = A) andalso B, B.
or1(A) -> (A orelse (B = 1)) orelse B.
args1() -> foo(X = 1, X).
args2() -> foo(X = 1, X = 2), X.
args3() -> {A = 1, B = A}.
match1() -> X = X.
match2() -> {X, Y} = {Y, X}.
match3() -> X = Y = 1.
match4() -> {X, X} = foo().
block1() -> begin X = 1 end, X.
map1(M) -> #{K := V} = M.
map2(K, M) -> #{K := V} = M, V.
map3(M) -> #{{K, 1} := V} = M, {K, V}.
bin1(B) -> <<N:8, S:N/binary, _/binary>> = B, S.
bin2(B) -> <<S:N/binary, N:8>> = B, S.
bin3(N, <<S:N/binary, T/binary>>) -> {S, T}.
bin4(<<N, S:N/binary, T/binary>>) -> {S, T}.
bin5(<<N, S:(N*8)/binary, T:M/binary>>) -> {S, T}.
underscore() -> _.
underscore2(_) -> _ = 1, _.
under1(_X) -> _X.
nested(A) -> case A of 1 -> case A of 2 -> X = 1; _ -> X = 2 end; _ -> X = 3 end, X.
nested2(A) -> case A of 1 -> case A of 2 -> X = 1; _ -> 2 end; _ -> X = 3 end, X.
nested3(A) -> case A of 1 -> case A of 2 -> X = 1; _ -> 2 end; _ -> ok end, X.
nested4(A) -> case A of 1 -> case A of 2 -> X = 1; _ -> X = 2 end, X; _ -> ok end.
nested5(A) -> F = fun() -> case A of 1 -> X = 1; _ -> ok end, X end, F.
guard1(A) when B -> A.
guard2(A) -> if C -> A; A > B -> ok end.
shadow(X) -> F = fun({X, Y}) -> Y end, [X || {X, Y} <- X], F.
shadow2() -> F = fun(X) -> fun(X) -> X end end, F.
shadow3() -> fun X(X) -> X end.
send() -> (P = self()) ! P.
op() -> (A = 1) + A.
rec() -> X = (Y = 1) + (Z = 2), {Y, Z}.
foo() -> ok.
foo(_, _) -> ok.
unused_in_clauses(1, A) -> ok; unused_in_clauses(B, 2) -> ok.
case_subject() -> case X = 1 of 1 -> X end.
case_subject2() -> case X = 1 of _ -> ok end, X.
export1(A) -> case A of 1 -> B = 1; _ -> B = 2 end, fun() -> B end.
export2(A) -> case A of 1 -> B = 1; _ -> B = 2 end, {B} = A.
export3(A) -> case A of 1 -> B = 1; _ -> B = 2 end, case A of {B} -> ok; _ -> B end.
export4(A) -> case A of 1 -> B = 1; _ -> B = 2 end, F = fun(B) -> B end, F.
export5(A) -> case A of 1 -> B = 1; _ -> ok end, F = fun(B) -> B end, F.
export6(A) -> case A of 1 -> B = 1; _ -> ok end, [B || B <- A].

%% Records, filters, booleans, variables that are not used.
-module(suspect_records_booleans).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1, c}).
r1(X) -> X#r{a = 1}, ok.
r2(X) -> X#r{a = 1, b = 2}, ok.
r3(X) -> X#r{a = 1, b = 2, c = 3}, ok.
r4(X) -> X#r{a = {X}}, ok.
r5(X) -> X#r{a = X + 1, b = X}, ok.
r6(X) -> (X#r{a = 1})#r{b = 2}, ok.
r7(X) -> X#r{}, ok.
r8(X) -> #r{a = X + 1}, ok.
r9(X) -> #r{_ = X + 1}, ok.
r10(X) -> {X#r.a}, ok.
r11() -> Y = #r{a = 1}, Y#r.a + a.
r12() -> Y = #r{a = 1}, #r{a = A} = Y, A + a.
r13() -> Y = #r{a = 1}, Y#r{a = 2}, ok.
r14() -> Y = (#r{a = 1})#r{b = 5}, Y#r.b + a.
r15(X) -> [Y || Y <- X, a].
r16(X) -> [Y || Y <- X, "abc"].
r17(X) -> [Y || Y <- X, false, true].
r18(X) -> [Y || Y <- X, true, false].
r19(X) -> [{Y, Z} || Y <- X, false, Z <- X].
r20(X) -> << <<Y>> || Y <- X, false >>.
r21(X) -> << <<Y>> || <<Y>> <= X, 1 > 2 >>.
r22(X) -> [Y || Y <- X, Y == 1, false].
r23(X) -> [Y || Y <- X, foo(Y), 1 == 2].
r25(X) -> [Y || {Y, _} = [Y] <- X, Y].
r27(X) -> [1 || _ <- X, is_atom(a)].
r28(X) -> [X || false].
r29(X) -> [X || true].
r30(X) -> [1 || {a, b} <- X, {c} <- X].
foo(X) -> X.
b1(X) -> case is_function(X, 1) of foo -> 1; true -> 2 end.
b2(X) -> case is_map_key(a, X) of foo -> 1; true -> 2 end.
b3(X) -> case is_record(X, r) of foo -> 1; true -> 2 end.
b4(X) -> case is_record(X, r, 3) of foo -> 1; true -> 2 end.
b5(X) -> case maps:is_key(a, X) of foo -> 1; true -> 2 end.
b6(X) -> case X xor X of foo -> 1; true -> 2 end.
b7(X) -> case is_process_alive(X) of foo -> 1; true -> 2 end.
b8(X) -> case is_boolean(X) of foo -> 1; true -> 2; false -> 3; a -> 4 end.
b9(X) -> case X == 1 of true when X > 1 -> 1; false -> 2; true -> 3; a -> 4; _ -> 5 end.
b10(X) -> case X == 1 of {} -> 1; [] -> 2; "a" -> 3; 1 -> 4; #{} -> 5; <<>> -> 6; <<_>> -> 7; [_] -> 8; true -> 9 end.
b11(X) -> case X == 1 of true -> a; _ -> b; false -> c end.
b12(X) -> case X == 1 of Y -> Y; true -> b end.
b13(X) -> case X == 1 of true -> 1; false -> 2; Y -> Y end.
b14(X) -> case X == 1 of Y when Y -> 1; true -> 2; false -> 3; _ -> 4 end.
b16(X) -> try X == 1 of true -> 1; false -> 2; _ -> 3 catch _ -> 1 end.
b17(X) -> case is_alive() of foo -> 1; true -> X end.
b18(X) -> case erlang:is_atom(X) of foo -> 1; true -> X end.
b19(X) -> case begin X == 1 end of foo -> 1; true -> X end.
b20(X) -> case X == 1 of T = true -> T; F -> F; true -> X end.
b21(X) -> case not (X == 1) of T = true -> T; foo -> X end.
b23(X) -> case {X == 1, X == 2} of {true, true} -> 1; {foo, _} -> X; {_, bar} -> 3; {false, false} -> 4 end.
u1(X) -> A = fun() -> X end, ok.
u2(X) -> A = case X of 1 -> {X}; _ -> X + 1 end, ok.
u3(X) -> A = X == 1, ok.
u4(X) -> A = B = {X}, ok.
u5(X) -> A = B = {X}, B, ok.
u6(X) -> {A} = {X}, ok.
u7(X) -> A = 1, ok.
u8(X) -> A = "abc", X.
u9(X) -> A = a, X.
u10(X) -> A = [Y || Y <- X], ok.
u11(X) -> A = self(), X.
u12(X) -> A = {X}.
u13(X) -> case X of 1 -> A = {X}; _ -> ok end.
u14(X) -> case X of 1 -> A = {X}; _ -> ok end, ok.
u15(X) -> foo(A = {X}), ok.
u16(X) -> _A = {X}, _B = X + 1, ok.
u17(X) -> _ = {X}, _ = X == 1, ok.
u18(X) -> case {X} of A -> ok end.
u19(X) -> A = catch {X}, ok.
u20(X) -> A = begin {X}, {X, 1} end, ok.
u21(X) -> A = 1 + 2, X.
u22(X) -> A = X#r{a = 1}, ok.
u23(X) -> [A = {Y} || Y <- X].

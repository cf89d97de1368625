%% Comprehensions for their effect, and try.
-module(suspect_comprehensions_try).
-compile(export_all).
-compile(nowarn_export_all).
a1(X) -> [{Y} || Y <- X], ok.
a2(X) -> [Y + 1 || Y <- X], ok.
a3(X) -> [self() || _ <- X], ok.
a4(X) -> << <<Y>> || Y <- X >>, ok.
a5(X) -> [[{Z} || Z <- Y] || Y <- X], ok.
a6(X) -> _ = [{Y} || Y <- X], ok.
a7(X) -> A = [{Y} || Y <- X], ok.
a8(X) -> [1 || _ <- X], ok.
a9(X) -> [case Y of 1 -> {Y}; _ -> foo(Y) end || Y <- X], ok.
a10(X) -> [A = {Y} || Y <- X], ok.
b1(X) -> case X of {a, T} -> T; {a, U} -> U; {a, b} -> 3 end.
b2(X) -> case X of {a, T} -> T; {a, U} -> U; {a, V} -> V; {a, b} -> 3; {a, c} -> 3 end.
b3(X) -> case X of [a | T] -> T; [a | U] -> U; [a, b] -> 3 end.
b4(X) -> case X of {T} -> T; {U} -> U; {b} -> 3; {V} -> V; {c} -> 4 end.
b5(X) -> case X of {T} when T > 1 -> T; {U} -> U; {V} -> V; {b} -> 3 end.
b6(X, Y) -> case X of {Y} -> 1; {_} -> 2; {Y} -> 3; {c} -> 3; {d} -> 4 end.
foo(X) -> X.
c1(X) -> try {X} of Y -> {Y}, Y catch _:_ -> {X}, ok end.
c2(X) -> try X of Y -> {Y}, Y catch _:_ -> {X}, ok end.
c3(X) -> try {X} catch _:_ -> {X}, ok end.
c4(X) -> try ok catch _:_ -> hd([]) end, X.
c5(X) -> try self() catch _:_ -> {X}, ok end.
c6(X) -> try X + 1 catch _:_ -> {X}, ok end.
c7(X) -> try is_atom(X) catch _:_ -> {X}, ok end.
c8(X) -> try X == 1 of true -> {X}, 1; _ -> 2 catch _:_ -> {X}, ok end.
c9(X) -> try fun() -> X end catch _:_ -> {X}, ok end.
c10(X) -> try begin X, {X} end catch _:_ -> {X}, ok end.
c11(X) -> try <<X>> catch _:_ -> {X}, ok end.
c12(X) -> try #{a => X} catch _:_ -> {X}, ok end.
c13(X) -> try {foo(X)} catch _:_ -> {X}, ok end.
c14(X) -> try Y = {X}, Y catch _:_ -> {X}, ok end.
c15(X) -> try [Y || Y <- X] catch _:_ -> {X}, ok end.
c16(X) -> try case X of 1 -> a; _ -> b end catch _:_ -> {X}, ok end.
d1(X) -> try foo(X) after tl([]) end.
d2(X) -> try foo(X) after foo(1 + a) end.
d3(X) -> try foo(X) after 1 + a end.
d4(X) -> try foo(X) after X + 1 end.
d5(X) -> try foo(X) after {X} end.
d6(X) -> try foo(X) after X + 1, X + 2 end.
d7(X) -> try foo(X) after case X of 1 -> {X}; 2 -> hd([]), {X} end end.
d8(X) -> try foo(X) after self(), {X}, ok end, X.
d10(X) -> try foo(X) after fun() -> hd([]) end end.
e1(X) -> case X of <<300>> -> {X}, hd([]); _ -> ok end.
e2(X) -> try foo(X) catch {a, b} when 1 + a -> 2; X when X == hd([]) -> 3; <<1>> = {a} -> 4 end.

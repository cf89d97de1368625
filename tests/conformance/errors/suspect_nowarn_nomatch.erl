%% With these warnings turned off.
-module(suspect_nowarn_nomatch).
-compile([export_all, nowarn_export_all, nowarn_nomatch]).
a(X) -> {X}, ok.
b(X) -> X + 1, self(), ok.
c(_) -> hd([]).
d(_) -> 1; d(2) -> 3.
e({_,_}) -> 1; e({1,_}) -> 3.
f({a}={b}) -> 1.
g() -> <<a>>.
h(X) -> case {X} of {_,_} -> 1 end.
i(X) when false -> X.
j(X) -> X == 1, ok.
k(X) -> A = {X}, ok.
l() -> (a)#{b => 1}.
m() -> 1:foo().
n(<<300>>) -> 1.
o(X) -> (begin 1 end)(X).
p() -> <<1:(-1)>>.

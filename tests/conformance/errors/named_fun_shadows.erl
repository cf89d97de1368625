-module(named_fun_shadows).
-export([d/0,d1/0,d2/0,d3/0,d4/0,d5/0,d6/1,k/0,k2/0]).
d() -> X = 1, fun X() -> X() end.
d1() -> X = 1, fun X() -> ok end.
d2() -> X = 1, fun() -> X = 2, X end.
d3() -> X = 1, fun(X) -> X end.
d4() -> X = 1, [X || X <- [1]].
d5() -> X = 1, fun X() -> fun() -> X() end end.
d6(X) -> fun X() -> X() end.
k() -> maybe, else, ok.
k2() -> fun Y() -> ok end.

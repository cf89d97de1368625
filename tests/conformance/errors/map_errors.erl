-module(map_errors).
-export([f/1, g/1, h/1]).

f(M) -> #{a := 1}.

g(#{a => X}) -> X.

h(M) -> M#{a = 1}.

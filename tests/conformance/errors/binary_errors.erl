-module(binary_errors).
-export([f/1, g/1]).

f(<<A/binary, B/binary>>) -> {A, B}.

g(X) -> <<X:foo>>.

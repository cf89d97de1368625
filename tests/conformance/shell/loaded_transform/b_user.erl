-module(b_user).
-compile({parse_transform, a_transform}).
-export([add/2, crash/1]).

add(A, B) -> A + B.

crash(X) -> [X + Y || Y <- [1, z]].

-module(try_errors).
-export([f/0, g/0, h/0]).

f() -> try 1 end.

g() -> try 1 catch foo:_ -> 1 end.

h() -> try 1 catch _:_:S when S =:= [] -> 1 end.

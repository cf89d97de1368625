-module(unbound_in_other_branch).
-export([e/0,e1/0,e2/0,e3/0,e4/1,e5/1]).
e() -> receive X -> ok after 1 -> X end.
e1() -> receive X -> ok; {_,_} -> X after 1 -> ok end.
e2() -> case foo() of X -> ok; b -> X end.
e3() -> try foo() of X -> ok; b -> X catch _:_ -> X after X end.
e4(A) -> receive {X,Y} -> Y after 1 -> {X,A} end.
e5(A) -> if A -> X = 1; true -> X end.
foo() -> a.

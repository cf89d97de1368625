-module(unused_in_receive_after).
-export([e/0,e1/0,e2/0,e3/0,e4/0]).
e() -> receive X -> ok after 1 -> X=2 end.
e1() -> receive X -> ok after 1 -> X=2, X end.
e2() -> receive X -> ok after 1 -> fun() -> X end end.
e3() -> receive X -> ok; X -> no after 1 -> X end.
e4() -> receive X -> ok after X -> 1 end.

-module(record_default_in_guard).
-export([f/1,f2/1,f3/1,f4/1,f5/1]).
-record(r,{a=lists:seq(1,2), b=lists:seq(1,3), c=foo(), d=bar(), e=foo()}).
-record(s,{a=1, b=self(), c}).
-record(t,{a=fun() -> 1 end, b=X, c=#s{}}).
foo() -> 1.
bar() -> 1.
f(X) when X == #r{} -> ok; f(_) -> no.
f2(X) when X == #r{a=2, _=3} -> ok; f2(_) -> no.
f3(X) when X == #s{a=2} -> ok; f3(_) -> no.
f4(X) when X == #t{} -> ok; f4(_) -> no.
f5(X) when X#r.a == 1, X#s.b -> ok; f5(_) -> no.

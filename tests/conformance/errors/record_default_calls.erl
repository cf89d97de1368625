-module(record_default_calls).
-export([a/0,a1/1]).
-record(r,{a=foo(), b=bar(), c=lists:seq(1,baz())}).
-record(s,{a=quux()}).
foo() -> 1.
bar() -> 1.
baz() -> 1.
quux() -> 1.
a() -> #r{b=1}.
a1(X) -> X#s.a.

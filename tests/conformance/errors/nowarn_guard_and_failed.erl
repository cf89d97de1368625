-module(nowarn_guard_and_failed).
-export([a/1,b/0,c/0,e/0,f/0,g/0]).
-compile([nowarn_deprecated_function, nowarn_format, nowarn_removed, nowarn_obsolete_guard, nowarn_failed, nowarn_nomatch, nowarn_ignored,nowarn_opportunistic, nowarn_underscore_match]).
a(X) when atom(X) -> ok.
b() -> now().
c() -> io:format("~p~n"), [].
e() -> http_uri:parse("x").
f() -> 1/0.
g() -> a, case a of b -> ok; a -> no end, {1}.

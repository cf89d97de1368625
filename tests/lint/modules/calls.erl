-module(calls).
-export([a/0, b/0, t/0]).
-record(r, {x = used_in_record(), y = lost()}).
a() -> u(), u(), fun u/0, fun u/1, [u() || _ <- []], #r{}.
used_in_record() -> ok.
b() -> c().
c() -> d().
d() -> c().
e() -> g().
g() -> ok.
t() -> fun used_as_fun/0.
used_as_fun() -> apply(fun as_arg/1, [a]), calls:remote_only(), ?MODULE:a().
as_arg(_) -> ok.
remote_only() -> ok.

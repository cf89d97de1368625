-module(bifs).
-export([a/1, b/0, c/0, put/2, alias/0, d/0]).
-compile({no_auto_import, [length/1]}).
-import(lists, [max/1, min/1]).
-import(foo, [hd/1, unlink/1, alias/1]).
length(X) -> X.
a(X) -> length(X), max(X), hd(X), unlink(X), alias(X).
put(A, B) -> {A, B}.
b() -> put(a, b), alias().
alias() -> ok.
binary_part(A, B) -> {A, B}.
c() -> binary_part(a, b), spawn_request(1).
spawn_request(A) -> A.
d() when length(a) > 1; hd(a) -> size({}); d() when max([1]) -> ok; d() when put(a, b) -> ok; d() when binary_part(a, b) -> ok.

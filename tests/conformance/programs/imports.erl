-module(imports).
-import(lists, [map/2, foldl/3]).
-import(string, [to_upper/1]).
-export([main/0]).

main() -> {map(fun(X) -> X + 1 end, [1, 2]), foldl(fun(X, A) -> X + A end, 0, [1, 2, 3]), to_upper("abc")}.

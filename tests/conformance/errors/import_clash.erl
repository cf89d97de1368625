-module(import_clash).
-import(lists, [map/2, reverse/1]).
-export([f/0]).

f() -> map(fun(X) -> X end, [1]).

reverse(X) -> X.

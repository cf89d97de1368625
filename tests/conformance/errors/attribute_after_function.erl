-module(attribute_after_function).

f() -> ok.

-export([f/0]).
-record(late, {a}).
-import(lists, [map/2]).

-module(bif_clash).
-export([f/0, length/1]).

f() -> length([1]).

length(_) -> mine.

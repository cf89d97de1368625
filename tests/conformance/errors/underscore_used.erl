-module(underscore_used).
-export([f/1, g/1]).

f(_X) -> _X.

g(_) -> _.

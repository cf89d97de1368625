-module(pt_none).
-export([x/0]).
x() -> ok.

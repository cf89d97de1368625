-module(unused_things).
-export([f/2]).

f(X, Y) ->
    Z = X,
    case X of
        {ok, V} -> ok;
        _Ignored -> other
    end.

unused_function() -> ok.

unused_with_args(_, _) -> ok.

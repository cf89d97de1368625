-module(unsafe_reported_once).
%% Who used an unsafe variable in a clause of his own has been told so.
-export([main/0]).
-define(T(E), io:format("~p~n", [try E catch C:R -> {C, R} end])).
main() ->
    ?T(1 + 1),
    ?T(2 + 2),
    ?T(3 + 3),
    case get(x) of
        {C, _} -> C;
        _ -> R = 1, R
    end.

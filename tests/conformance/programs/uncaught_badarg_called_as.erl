-module(uncaught_badarg_called_as).
-export([main/0, length_of/1, id/1]).

main() ->
    L = length_of(id(not_a_list)),
    {length, L}.

length_of(X) ->
    N = length(X),
    {N}.

id(X) -> X.

-module(uncaught_function_clause).
-export([main/0, area/1, id/1]).

main() ->
    A = area(id({triangle, 3, 4})),
    {area, A}.

area({square, A}) -> A * A;
area({circle, R}) -> 3.14 * R * R.

id(X) -> X.

-module(uncaught_undef).
-export([main/0]).

main() ->
    R = io_libs:format("misspelt ~p", [1]),
    {R}.

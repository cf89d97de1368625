-module(nested_try).
-export([main/0]).

main() ->
    try
        try
            error(inner)
        after
            io:format("1~n")
        end
    catch
        error:inner ->
            io:format("2~n"),
            try throw(again) catch throw:again -> io:format("3~n") after io:format("4~n") end,
            finished
    after
        io:format("5~n")
    end.

%% What is wrong with a format is also told of a file.
-module(format_on_file).
-export([main/0]).

main() ->
    {ok, File} = file:open("out", [write]),
    [io:format("~p~n", [cause(Args)]) || Args <- [[File, "~p", []], [File, "~s", [1]], [File, "~z", []]]],
    Large = lists:seq(1, 200000),
    Kind = try io:format("~p~n", [Large, 1]) catch Class:Reason -> {Class, Reason} end,
    io:format("~w~n", [Kind]).

cause(Args) ->
    try apply(io, format, Args)
    catch error:Reason:Stack ->
        [{io, format, _, Info} | _] = Stack,
        {Reason, proplists:get_value(error_info, Info)}
    end.

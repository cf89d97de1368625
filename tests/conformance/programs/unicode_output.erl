-module(unicode_output).
-export([main/0]).

main() ->
    io:format("~ts~n", ["héllo"]),
    io:format("~ts~n", [<<"日本語"/utf8>>]),
    io:format("~ts ~tc~n", ["你好", $界]),
    io:format("~p~n", ["你好"]),
    io:format("~tp~n", ["你好"]),
    io:format("~w~n", ["你好"]),
    io:format("~p ~tp~n", ['Größe', '变量']),
    io:format("~p ~tp~n", [<<"é"/utf8>>, <<"é"/utf8>>]),
    io:format("[~10ts] [~-10ts] [~.3ts]~n", ["日本", "日本", "日本語日"]),
    {length("你好"), byte_size(<<"你好"/utf8>>), unicode:characters_to_binary("é"), unicode:characters_to_list(<<"é"/utf8>>)}.

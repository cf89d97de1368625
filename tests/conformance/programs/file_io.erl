%% An open file is an io device.
-module(file_io).
-export([main/0]).

main() ->
    {ok, Out} = file:open("io.txt", [write]),
    ok = io:put_chars(Out, "first\nsecond\n"),
    ok = io:nl(Out),
    ok = file:close(Out),
    {ok, In} = file:open("io.txt", [read]),
    Lines = [io:get_line(In, ""), io:get_line(In, ""), io:get_chars(In, "", 1), io:get_line(In, "")],
    ok = file:close(In),
    ok = file:delete("io.txt"),
    Lines.

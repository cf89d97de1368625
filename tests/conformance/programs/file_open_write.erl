%% Writing a file in pieces.
-module(file_open_write).
-export([main/0]).

main() ->
    {ok, File} = file:open("w.txt", [write]),
    A = [file:write(File, "hello "), file:write(File, [<<"wor">>, "ld"]), file:position(File, 0), file:write(File, "J"),
         io:format(File, "~p", [{x, 1}]), file:close(File)],
    B = file:read_file("w.txt"),
    {ok, More} = file:open("w.txt", [append]),
    ok = file:write(More, "!"),
    ok = file:close(More),
    {A, B, file:read_file("w.txt"), file:open("w.txt", [write, exclusive]), file:delete("w.txt")}.

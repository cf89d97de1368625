%% Reading a file in pieces.
-module(file_open_read).
-export([main/0]).

main() ->
    ok = file:write_file("r.txt", "line one\nline two\nlast"),
    {ok, File} = file:open("r.txt", [read]),
    Lines = [file:read_line(File), file:read(File, 4), file:read(File, 100), file:read(File, 1), file:read_line(File)],
    Moves = [file:position(File, bof), file:read(File, 4), file:position(File, {cur, 1}), file:read(File, 3), file:position(File, eof),
             file:position(File, {eof, -4}), file:read(File, 10), file:position(File, -1)],
    Wrong = file:write(File, "x"),
    Close = [file:close(File), file:read(File, 1)],
    {ok, Binary} = file:open("r.txt", [read, binary]),
    {Lines, Moves, Wrong, Close, file:read_line(Binary), file:close(Binary), file:open("none.txt", [read]), file:delete("r.txt")}.

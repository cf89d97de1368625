%% Whole files are written, read, renamed and deleted.
-module(file_whole).
-export([main/0]).

main() ->
    [file:write_file("a.txt", ["one ", <<"two">>, 10]), file:read_file("a.txt"), file:write_file(b, <<255, 0, 1>>), file:read_file(<<"b">>),
     file:write_file("a.txt", "more", [append]), file:read_file("a.txt"), file:copy("a.txt", "c.txt"), file:read_file("c.txt"),
     file:rename("a.txt", "d.txt"), file:read_file("a.txt"), file:read_file("d.txt"), file:delete("d.txt"), file:delete("d.txt"),
     file:delete("b"), file:delete("c.txt"), file:write_file("", "x"), file:write_file("e.txt", foo), file:delete("e.txt")].

%% Archives of tar: of files, directories and binaries, in memory and compressed.
-module(tar_archives).
-export([main/0]).

main() ->
    ok = file:write_file("a.txt", "hello"),
    ok = file:make_dir("d"),
    ok = file:write_file("d/c.txt", "in d"),
    ok = file:write_file("d/long.bin", binary:copy(<<"x">>, 600)),
    show(erl_tar:create("x.tar", ["a.txt", "d"])),
    show(erl_tar:table("x.tar")),
    show(filelib:file_size("x.tar")),
    {ok, Members} = erl_tar:extract("x.tar", [memory]),
    show([{Name, byte_size(Bytes)} || {Name, Bytes} <- Members]),
    show(erl_tar:extract("x.tar", [{cwd, "out"}])),
    show(file:read_file("out/d/c.txt")),
    show(lists:sort(element(2, file:list_dir("out")))),
    show(erl_tar:create("z.tar.gz", ["a.txt"], [compressed])),
    show([erl_tar:table("z.tar.gz"), erl_tar:table("z.tar.gz", [compressed]), erl_tar:extract("z.tar.gz", [compressed, memory])]),
    show(erl_tar:create("m.tar", [{"in/memory.txt", <<"mem">>}, {"renamed.txt", "a.txt"}])),
    {ok, Archive} = file:read_file("m.tar"),
    show(erl_tar:table({binary, Archive})),
    show(erl_tar:extract({binary, Archive}, [memory])),
    show(erl_tar:extract({binary, Archive}, [memory, {files, ["renamed.txt"]}])),
    show(erl_tar:t("x.tar")),
    show(erl_tar:create("v.tar", ["a.txt"], [verbose])),
    show(erl_tar:extract("v.tar", [verbose, {cwd, "out2"}])),
    show(erl_tar:extract("v.tar", [keep_old_files, {cwd, "out2"}])),
    {ok, Verbose} = erl_tar:table("x.tar", [verbose]),
    show([setelement(4, Line, date) || Line <- Verbose]),
    {ok, Open} = erl_tar:open("o.tar", [write]),
    show([erl_tar:add(Open, "a.txt", []), erl_tar:add(Open, <<"bin">>, "b.txt", []), erl_tar:add(Open, "d", "e", [])]),
    show(erl_tar:close(Open)),
    show(erl_tar:table("o.tar")),
    show([erl_tar:create("n.tar", ["none"]), erl_tar:table("none.tar"), erl_tar:table({binary, <<"junk">>})]),
    <<Byte, Rest/binary>> = Archive,
    show(erl_tar:table({binary, <<(Byte bxor 1), Rest/binary>>})),
    Long = lists:append(lists:duplicate(12, "directory/")) ++ "file.txt",
    show(erl_tar:create("long.tar", [{Long, <<"deep">>}])),
    show(erl_tar:extract("long.tar", [memory])),
    show([lists:flatten(erl_tar:format_error(Reason)) || Reason <- [enoent, bad_header, eof, {"f", enoent}]]).

show(Value) -> io:format("~p~n", [Value]).

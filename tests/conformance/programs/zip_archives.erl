%% Archives of files and of binaries, as files and in memory.
-module(zip_archives).
-export([main/0]).

main() ->
    ok = file:write_file("a.txt", "hello hello hello hello"),
    ok = file:write_file("b.bin", <<1, 2, 3>>),
    ok = file:make_dir("d"),
    ok = file:write_file("d/c.txt", "in d"),
    show(zip:zip("x.zip", ["a.txt", "b.bin"])),
    {ok, {Name, Archive}} = zip:create("m.zip", [{"one.txt", <<"1">>}, {"deep/two.txt", <<"2">>}], [memory]),
    show({Name, is_binary(Archive)}),
    show(zip:unzip(Archive, [memory])),
    show(zip:extract("x.zip", [memory])),
    show(zip:unzip("x.zip", [memory, {file_list, ["b.bin"]}])),
    show(zip:unzip("x.zip", [memory, {file_filter, fun(File) -> element(2, File) =:= "a.txt" end}])),
    show(zip:unzip("x.zip", [{cwd, "out"}])),
    show(file:read_file("out/a.txt")),
    show(zip:unzip("x.zip", [{cwd, "out"}, keep_old_files])),
    listed(zip:list_dir("x.zip")),
    show(zip:zip("dir.zip", ["d"])),
    listed(zip:table("dir.zip")),
    show(zip:unzip("dir.zip", [memory])),
    show(zip:unzip("dir.zip", [{cwd, "out"}])),
    show(file:read_file("out/d/c.txt")),
    show(zip:foldl(fun(File, GetInfo, GetBytes, Acc) -> [{File, element(2, GetInfo()), GetBytes()} | Acc] end, [], "x.zip")),
    {ok, Open} = zip:zip_open("x.zip", [memory]),
    {ok, List} = zip:zip_list_dir(Open),
    listed({ok, List}),
    show([zip:zip_get(File, Open) || File <- ["a.txt", "none"]]),
    show(zip:zip_get(Open)),
    show(zip:zip_close(Open)),
    show(zip:t("x.zip")),
    show(zip:zip("stored.zip", ["a.txt"], [{comment, "as it is"}, {compress, []}])),
    listed(zip:list_dir("stored.zip")),
    show(zip:zip("v.zip", ["a.txt"], [verbose])),
    show(zip:unzip("v.zip", [verbose, {cwd, "out2"}])),
    show([zip:list_dir("none.zip"), zip:unzip("a.txt"), zip:zip("n.zip", ["none"]), zip:zip("n.zip", ["a.txt"], [odd])]),
    show(zip:zip("empty.zip", [])),
    listed(zip:list_dir("empty.zip")),
    {ok, {_, Good}} = zip:zip("m", [{"a", <<"stored">>}], [memory]),
    <<Before:33/binary, Byte, After/binary>> = Good,
    show(zip:unzip(<<Before/binary, (Byte bxor 1), After/binary>>, [memory])).

%% Without dates.
listed({ok, Entries}) ->
    show([case Entry of
              {zip_file, Name, Info, Comment, Offset, Size} ->
                  {Name, [element(N, Info) || N <- [2, 3, 4, 9]], Comment, Offset, Size};
              _ -> Entry
          end || Entry <- Entries]).

show(Value) -> io:format("~p~n", [Value]).

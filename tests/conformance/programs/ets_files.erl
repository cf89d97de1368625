%% Tables in files: written, described, read back, and what goes wrong.
-module(ets_files).
-export([main/0]).

show(Term) -> io:format("~p~n", [Term]).

main() ->
    Table = ets:new(tab, [set, {keypos, 2}, named_table, public]),
    ets:insert(Table, [{a, 1}, {b, 2}, {c, #{d => <<"e">>}}]),
    show(ets:tab2file(Table, "t.tab")),
    show(ets:tabfile_info("t.tab")),
    show(ets:file2tab("t.tab")),
    ets:delete(Table),
    show(ets:file2tab("t.tab")),
    show(lists:sort(ets:tab2list(tab))),
    show([{Item, ets:info(tab, Item)} || Item <- [type, keypos, protection, named_table, size, compressed, heir]]),
    show([ets:tab2file(nosuch, "x"), ets:tab2file(tab, "/nodir/x"), ets:tab2file(tab, 1), ets:file2tab("none"),
          ets:file2tab(1), ets:tabfile_info("none"),
          try ets:tabfile_info(1) catch error:Wrong -> Wrong end]),
    file:write_file("junk", "hello"),
    file:write_file("empty", ""),
    show([ets:file2tab("junk"), ets:tabfile_info("junk"), ets:file2tab("empty")]),
    show(ets:tab2file(tab, "more.tab", [{extended_info, [object_count, md5sum]}, {sync, true}])),
    show(ets:tabfile_info('more.tab')),
    show([ets:tab2file(tab, "x", [foo]), ets:file2tab("more.tab", [foo])]),
    ets:delete(tab),
    show(ets:file2tab("more.tab", [{verify, true}])),
    Squares = ets:new(squares, [ordered_set, private, compressed]),
    ets:insert(Squares, [{N, N * N} || N <- lists:seq(1, 5000)]),
    show(ets:tab2file(Squares, squares)),
    {ok, Again} = ets:file2tab(squares),
    show({Again =:= Squares, ets:tab2list(Again) =:= ets:tab2list(Squares)}),
    show([ets:info(Again, Item) || Item <- [name, type, protection, named_table, size, compressed]]),
    show(ets:tabfile_info(squares)),
    Bag = ets:new(bag, [duplicate_bag]),
    ets:insert(Bag, [{1, a}, {1, a}, {2, b}]),
    show(ets:tab2file(Bag, "bag")),
    {ok, OtherBag} = ets:file2tab("bag"),
    Main = self(),
    spawn(fun() -> Main ! ets:new(private, [private]), receive stop -> ok end end),
    Private = receive Id -> Id end,
    show(try ets:tab2file(Private, "x") catch error:Reason -> Reason end),
    {ets:info(OtherBag, type), lists:sort(ets:tab2list(OtherBag))}.

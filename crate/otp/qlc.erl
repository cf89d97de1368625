%% Queries over lists, tables and what programs traverse. The compiler makes a fun of a comprehension (crate/src/compile/qlc.rs).
%% Everything is a lazy list: [], [Object | Lazy], or a fun of no arguments that makes one.
-module(qlc).
-export([q/1, q/2, comprehension/2, eval/1, eval/2, e/1, e/2, fold/3, fold/4, cursor/1, cursor/2, next_answers/1,
         next_answers/2, delete_cursor/1, append/1, append/2, sort/1, sort/2, keysort/2, keysort/3, table/2, info/1, info/2,
         string_to_handle/1, string_to_handle/2, string_to_handle/3, format_error/1]).
%% For ets.
-export([ets_table/2]).

-record(qlc_opt, {unique = false, cache = false, max_lookup = -1, join = any, tmpdir = [], lookup = any,
                  max_list = 524288, tmpdir_usage = allowed}).
-record(qlc_sort, {handle, how = sort, compressed = false, unique = [], order = ascending, options = [], usage = allowed,
                   tmpdir = []}).

-define(IS_HANDLE(H), (is_list(H) orelse (tuple_size(H) =:= 2 andalso element(1, H) =:= qlc_handle))).

%% --- handles

%% Calls that are left when a program runs have no comprehension.
q(Query) -> error(badarg, [Query, []]).
q(Query, Options) -> error(badarg, [Query, Options]).

comprehension(Parts, Options) ->
    try {qlc_handle, {qlc_lc, Parts, options(Options, #qlc_opt{})}}
    catch throw:badarg -> error(badarg, [Parts, Options]) end.

options(Option, Opt) when not is_list(Option) -> options([Option], Opt);
options(Options, Opt) -> lists:foldl(fun option/2, Opt, Options).

option(unique, Opt) -> Opt#qlc_opt{unique = true};
option(cache, Opt) -> Opt#qlc_opt{cache = ets};
option(unique_all, Opt) -> Opt#qlc_opt{unique = all};
option(cache_all, Opt) -> Opt;
option({unique, Unique}, Opt) when is_boolean(Unique) -> Opt#qlc_opt{unique = Unique};
option({unique_all, true}, Opt) -> Opt#qlc_opt{unique = all};
option({unique_all, false}, Opt) -> Opt;
option({cache, Cache}, Opt) when is_atom(Cache) -> Opt#qlc_opt{cache = Cache};
option({cache_all, Cache}, Opt) when is_atom(Cache) -> Opt;
option({join, Join}, Opt) when Join =:= any; Join =:= lookup; Join =:= merge; Join =:= nested_loop -> Opt#qlc_opt{join = Join};
option({lookup, Lookup}, Opt) when Lookup =:= any; is_boolean(Lookup) -> Opt#qlc_opt{lookup = Lookup};
option({max_lookup, Max}, Opt) when is_integer(Max), Max >= 0; Max =:= infinity -> Opt#qlc_opt{max_lookup = Max};
option({max_list_size, Max}, Opt) when is_integer(Max), Max >= 0 -> Opt#qlc_opt{max_list = Max};
option({tmpdir, Folder}, Opt) -> Opt#qlc_opt{tmpdir = Folder};
option({tmpdir_usage, Usage}, Opt) when is_atom(Usage) -> Opt#qlc_opt{tmpdir_usage = Usage};
option(_, _) -> throw(badarg).

append(Handles) when is_list(Handles) ->
    lists:all(fun(H) -> ?IS_HANDLE(H) end, Handles) orelse error(badarg, [Handles]),
    {qlc_handle, {qlc_append, Handles}};
append(Handles) -> error(badarg, [Handles]).

append(Left, Right) when ?IS_HANDLE(Left), ?IS_HANDLE(Right) -> {qlc_handle, {qlc_append, [Left, Right]}};
append(Left, Right) -> error(badarg, [Left, Right]).

sort(Handle) -> sort(Handle, []).
sort(Handle, Options) -> sorted(Handle, sort, Options, [Handle, Options]).

keysort(Keys, Handle) -> keysort(Keys, Handle, []).
keysort(Keys, Handle, Options) -> sorted(Handle, {keysort, Keys}, Options, [Keys, Handle, Options]).

sorted(Handle, How, Options, Arguments) when ?IS_HANDLE(Handle) ->
    try
        All = case is_list(Options) of true -> Options; false -> [Options] end,
        {qlc_handle, lists:foldl(fun sort_option/2, #qlc_sort{handle = Handle, how = How}, All)}
    catch throw:badarg -> error(badarg, Arguments) end;
sorted(_, _, _, Arguments) -> error(badarg, Arguments).

sort_option({order, Order}, Sort) when Order =:= ascending; Order =:= descending; is_function(Order, 2) -> Sort#qlc_sort{order = Order};
sort_option({unique, Unique}, Sort) when is_boolean(Unique) -> Sort#qlc_sort{unique = Unique};
sort_option(unique, Sort) -> Sort#qlc_sort{unique = true};
sort_option({Name, _}, Sort) when Name =:= compressed; Name =:= no_files; Name =:= size; Name =:= tmpdir -> Sort;
sort_option(compressed, Sort) -> Sort;
sort_option(_, _) -> throw(badarg).

table(Traverse, Options) when is_function(Traverse, 0); is_function(Traverse, 1) ->
    All = case is_list(Options) of true -> Options; false -> [Options] end,
    {qlc_handle, {qlc_table, Traverse, All}};
table(Traverse, Options) -> error(badarg, [Traverse, Options]).

ets_table(Table, Options) ->
    try
        All = case is_list(Options) of true -> Options; false -> [Options] end,
        Count = proplists:get_value(n_objects, All, 100),
        Traverse = ets_traverse(Table, proplists:get_value(traverse, All, select), Count),
        Lookup = fun(Column, Keys) -> [Row || Key <- Keys, Column =:= ets:info(Table, keypos), Row <- ets:lookup(Table, Key)] end,
        {qlc_handle, {qlc_table, Traverse, [
            {info_fun, fun(Item) -> ets:info(Table, Item) end}, {lookup_fun, Lookup},
            {pre_fun, fun(_) -> ets:safe_fixtable(Table, true) end}, {post_fun, fun() -> ets:safe_fixtable(Table, false) end},
            {text, "ets:table(" ++ io_lib:format("~p", [Table]) ++ [io_lib:format(", ~p", [Options]) || Options =/= []] ++ ")"}]}}
    catch throw:badarg -> error(badarg, [Table, Options]) end.

ets_traverse(Table, select, Count) -> selected(Table, [{'$1', [], ['$1']}], Count);
ets_traverse(Table, {select, Spec}, Count) -> selected(Table, Spec, Count);
ets_traverse(Table, first_next, _) -> fun() -> keys(Table, ets:first(Table), fun ets:next/2) end;
ets_traverse(Table, last_prev, _) -> fun() -> keys(Table, ets:last(Table), fun ets:prev/2) end;
ets_traverse(_, _, _) -> throw(badarg).

selected(Table, Spec, Count) -> fun() -> chunk(ets:select(Table, Spec, Count)) end.

chunk('$end_of_table') -> [];
chunk({Rows, Next}) -> lists:foldr(fun(Row, Rest) -> [Row | Rest] end, fun() -> chunk(ets:select(Next)) end, Rows).

keys(_, '$end_of_table', _) -> [];
keys(Table, Key, Next) ->
    Rest = fun() -> keys(Table, Next(Table, Key), Next) end,
    lists:foldr(fun(Row, More) -> [Row | More] end, Rest, ets:lookup(Table, Key)).

string_to_handle(Text) -> string_to_handle(Text, []).
string_to_handle(Text, Options) -> string_to_handle(Text, Options, []).

%% Sources may be handles: they are evaluated first.
string_to_handle(Text, Options, Bindings) when is_list(Text) ->
    case erl_scan:string(Text) of
        {ok, Tokens, _} ->
            case erl_parse:parse_exprs(Tokens) of
                {ok, [{lc, Anno, Body, Qualifiers}]} ->
                    Query = {lc, Anno, Body, [evaluated(Qualifier) || Qualifier <- Qualifiers]},
                    Answers = fun() -> {value, List, _} = erl_eval:expr(Query, Bindings), List end,
                    comprehension(fun() -> {[Answers], fun(Answer) -> [Answer] end, none} end, Options);
                {ok, _} -> error(badarg, [Text, Options, Bindings]);
                {error, Reason} -> {error, ?MODULE, Reason}
            end;
        {error, Reason, _} -> {error, ?MODULE, Reason}
    end;
string_to_handle(Text, Options, Bindings) -> error(badarg, [Text, Options, Bindings]).

evaluated({generate, Anno, Pattern, Source}) ->
    {generate, Anno, Pattern, {call, Anno, {remote, Anno, {atom, Anno, qlc}, {atom, Anno, e}}, [Source]}};
evaluated(Filter) -> Filter.

%% --- lazy lists

lazy(List, _) when is_list(List) -> List;
lazy(Answers, _) when is_function(Answers, 0) -> Answers;
lazy({qlc_handle, {qlc_lc, Parts, Opt}}, Join) ->
    {Sources, Fun, Columns} = Parts(),
    How = case Opt#qlc_opt.join of any -> Join; Own -> Own end,
    Answers = answers(Sources, Fun, Columns, How),
    case Opt#qlc_opt.unique of
        false -> Answers;
        _ -> unique(Answers, #{})
    end;
lazy({qlc_handle, {qlc_append, Handles}}, Join) -> appended(Handles, Join);
lazy({qlc_handle, #qlc_sort{handle = Handle} = Sort}, Join) -> fun() -> in_order(all(lazy(Handle, Join)), Sort) end;
lazy({qlc_handle, {qlc_table, Traverse, Options}}, _) ->
    fun() ->
        [Pre([{parent_value, undefined}]) || {pre_fun, Pre} <- Options, is_function(Pre, 1)],
        Objects = case is_function(Traverse, 0) of
            true -> Traverse();
            false -> Traverse([{'$1', [], ['$1']}])
        end,
        ended(Objects, [Post || {post_fun, Post} <- Options, is_function(Post, 0)])
    end;
lazy(_, _) -> error(badarg).

ended([], Posts) -> [Post() || Post <- Posts], [];
ended([Object | Rest], Posts) -> [Object | fun() -> ended(Rest, Posts) end];
ended(Fun, Posts) when is_function(Fun, 0) -> ended(Fun(), Posts);
ended(Answer, _) -> error({bad_traverse, Answer}).

appended([], _) -> [];
appended([Handle | Handles], Join) -> before(lazy(Handle, Join), fun() -> appended(Handles, Join) end).

before([], Rest) -> Rest();
before([Object | Objects], Rest) -> [Object | fun() -> before(Objects, Rest) end];
before(Fun, Rest) when is_function(Fun, 0) -> before(Fun(), Rest).

unique([], _) -> [];
unique([Object | Objects], Seen) when is_map_key(Object, Seen) -> unique(Objects, Seen);
unique([Object | Objects], Seen) -> [Object | fun() -> unique(Objects, Seen#{Object => true}) end];
unique(Fun, Seen) -> unique(Fun(), Seen).

all(Lazy) -> lists:reverse(folded(fun(Object, Objects) -> [Object | Objects] end, [], Lazy)).

folded(_, Value, []) -> Value;
folded(Fun, Value, [Object | Objects]) -> folded(Fun, Fun(Object, Value), Objects);
folded(Fun, Value, Lazy) when is_function(Lazy, 0) -> folded(Fun, Value, Lazy());
folded(_, _, _) -> error(badarg).

in_order(List, #qlc_sort{how = How, unique = Unique, order = Order}) ->
    Key = case How of
        sort -> fun(X) -> X end;
        {keysort, Keys} when is_list(Keys) -> fun(X) -> [element(K, X) || K <- Keys] end;
        {keysort, K} -> fun(X) -> element(K, X) end
    end,
    Sorted = case Order of
        ascending -> lists:sort(fun(A, B) -> Key(A) =< Key(B) end, List);
        descending -> lists:sort(fun(A, B) -> Key(A) >= Key(B) end, List);
        _ -> lists:sort(fun(A, B) -> Order(Key(A), Key(B)) end, List)
    end,
    case Unique of
        true -> once(Sorted, Key);
        _ -> Sorted
    end.

once([A, B | Rest], Key) ->
    case Key(A) == Key(B) of
        true -> once([A | Rest], Key);
        false -> [A | once([B | Rest], Key)]
    end;
once(List, _) -> List.

%% --- comprehensions

%% Two sources that are compared by columns are joined: by looking up in a table that has such keys, else by merging.
answers([Left, Right], Fun, {I, J}, Join) when Join =/= nested_loop ->
    case Join =/= merge andalso {lookup(Right, J), lookup(Left, I)} of
        {Find, _} when is_function(Find) ->
            through([Left, []], fun(X) -> [{Next, found(Find, I, X)} || Next <- Fun(X)] end, Join);
        {none, Find} when is_function(Find) ->
            Steps = fun(Y) -> [{fun(X) -> [A || Next <- Fun(X), A <- Next(Y)] end, found(Find, J, Y)}] end,
            through([Right, []], Steps, Join);
        _ ->
            fun() ->
                Groups = maps:from_list([{Key, Ys} || {Key, Ys} <- groups(J, lazy(Right, Join))]),
                Sorted = lists:keysort(I, rows(I, lazy(Left, Join))),
                Same = fun(X) -> maps:get(number(element(I, X)), Groups, []) end,
                step(Sorted, [[], []], fun(X) -> [{Next, Same(X)} || Next <- Fun(X)] end, fun() -> [] end, Join)
            end
    end;
answers(Sources, Fun, _, Join) -> through(Sources, Fun, Join).

found(Find, Column, Row) when tuple_size(Row) >= Column -> Find([element(Column, Row)]);
found(_, _, _) -> [].

lookup({qlc_handle, {qlc_table, _, Options}}, Column) ->
    case {lists:keyfind(lookup_fun, 1, Options), lists:keyfind(info_fun, 1, Options)} of
        {{_, Find}, {_, Info}} when is_function(Find, 2), is_function(Info, 1) ->
            case Info(keypos) =:= Column orelse lists:member(Column, indices(Info)) of
                true -> fun(Keys) -> Find(Column, Keys) end;
                false -> none
            end;
        _ -> none
    end;
lookup(_, _) -> none.

indices(Info) ->
    case Info(indices) of
        Columns when is_list(Columns) -> Columns;
        _ -> []
    end.

rows(Column, Lazy) -> [Row || Row <- all(Lazy), tuple_size(Row) >= Column].

groups(Column, Lazy) ->
    maps:to_list(lists:foldr(fun(Row, Groups) ->
        maps:update_with(number(element(Column, Row)), fun(Rows) -> [Row | Rows] end, [Row], Groups)
    end, #{}, rows(Column, Lazy))).

%% 1 and 1.0 meet; the filter tells them apart if it wants to.
number(Float) when is_float(Float), trunc(Float) == Float -> trunc(Float);
number(Term) -> Term.

through([Source | _] = Sources, Fun, Join) ->
    fun() -> step(lazy(Source, Join), Sources, Fun, fun() -> [] end, Join) end.

step([], _, _, Rest, _) -> Rest();
step([Object | Objects], [_ | Inner] = Sources, Fun, Rest, Join) ->
    More = fun() -> step(Objects, Sources, Fun, Rest, Join) end,
    case {Fun(Object), Inner} of
        {[], _} -> More();
        {[Answer], []} -> [Answer | More];
        {[{Next, Found}], [[]]} -> step(Found, [[]], Next, More, Join);
        {[Next], [Source | _]} -> step(lazy(Source, Join), Inner, Next, More, Join)
    end;
step(Lazy, Sources, Fun, Rest, Join) when is_function(Lazy, 0) -> step(Lazy(), Sources, Fun, Rest, Join);
step(_, _, _, _, _) -> error(badarg).

%% --- evaluation

e(Handle) -> eval(Handle, []).
e(Handle, Options) -> eval(Handle, Options).

eval(Handle) -> eval(Handle, []).
eval(Handle, Options) -> all(evaluation(Handle, Options, [Handle, Options])).

fold(Fun, Value, Handle) -> fold(Fun, Value, Handle, []).
fold(Fun, Value, Handle, Options) when is_function(Fun, 2) ->
    folded(Fun, Value, evaluation(Handle, Options, [Fun, Value, Handle, Options]));
fold(Fun, Value, Handle, Options) -> error(badarg, [Fun, Value, Handle, Options]).

evaluation(Handle, Options, Arguments) when ?IS_HANDLE(Handle) ->
    try options(Options, #qlc_opt{}) of
        #qlc_opt{unique = all, join = Join} -> unique(lazy(Handle, Join), #{});
        #qlc_opt{join = Join} -> lazy(Handle, Join)
    catch throw:badarg -> error(badarg, Arguments) end;
evaluation(_, _, Arguments) -> error(badarg, Arguments).

%% --- cursors

cursor(Handle) -> cursor(Handle, []).

cursor(Handle, Options) ->
    Lazy = evaluation(Handle, proplists:delete(spawn_options, if is_list(Options) -> Options; true -> [Options] end), [Handle, Options]),
    Owner = self(),
    {qlc_cursor, {spawn(fun() -> serve(Lazy, monitor(process, Owner)) end), Owner}}.

serve(Lazy, Owner) ->
    receive
        {From, Ref, {more, Count}} ->
            {Answer, Rest} = try more(Count, Lazy, [])
            catch Class:Reason:Stack -> {{failed, Class, Reason, Stack}, []} end,
            From ! {Ref, Answer},
            serve(Rest, Owner);
        {From, Ref, stop} -> From ! {Ref, ok};
        {'DOWN', Owner, _, _, _} -> ok
    end.

more(0, Lazy, Found) -> {lists:reverse(Found), Lazy};
more(_, [], Found) -> {lists:reverse(Found), []};
more(Count, [Object | Objects], Found) -> more(fewer(Count), Objects, [Object | Found]);
more(Count, Lazy, Found) when is_function(Lazy, 0) -> more(Count, Lazy(), Found);
more(_, _, _) -> error(badarg).

fewer(all_remaining) -> all_remaining;
fewer(Count) -> Count - 1.

next_answers(Cursor) -> next_answers(Cursor, 10).

next_answers({qlc_cursor, {Pid, Owner}} = Cursor, Count) when is_integer(Count), Count > 0; Count =:= all_remaining ->
    Owner =:= self() orelse error(not_cursor_owner, [Cursor, Count]),
    case asked(Pid, {more, Count}) of
        gone -> error({qlc_cursor_pid_no_longer_exists, Pid}, [Cursor, Count]);
        {failed, Class, Reason, Stack} -> erlang:raise(Class, Reason, Stack);
        Answers -> Answers
    end;
next_answers(Cursor, Count) -> error(badarg, [Cursor, Count]).

delete_cursor({qlc_cursor, {Pid, Owner}} = Cursor) ->
    Owner =:= self() orelse error(not_cursor_owner, [Cursor]),
    _ = asked(Pid, stop),
    ok;
delete_cursor(Cursor) -> error(badarg, [Cursor]).

asked(Pid, Request) ->
    Ref = monitor(process, Pid),
    Pid ! {self(), Ref, Request},
    receive
        {Ref, Answer} -> demonitor(Ref, [flush]), Answer;
        {'DOWN', Ref, _, _, _} -> gone
    end.

%% --- words

info(Handle) -> info(Handle, []).

%% A comprehension's own text is not kept.
info(Handle, _) when ?IS_HANDLE(Handle) -> lists:flatten(text(Handle));
info(Handle, Options) -> error(badarg, [Handle, Options]).

text(List) when is_list(List) ->
    case List =/= [] andalso lists:all(fun(C) -> is_integer(C) andalso C >= 0 andalso C < 256 end, List) of
        true -> io_lib:write_string(List);
        false -> io_lib:format("~p", [List])
    end;
text({qlc_handle, {qlc_append, Handles}}) -> ["qlc:append([", lists:join(", ", [text(H) || H <- Handles]), "])"];
text({qlc_handle, #qlc_sort{handle = Handle, how = sort}}) -> ["qlc:sort(", text(Handle), ", [])"];
text({qlc_handle, #qlc_sort{handle = Handle, how = {keysort, Keys}}}) ->
    io_lib:format("qlc:keysort(~p, ~ts, [])", [Keys, text(Handle)]);
text({qlc_handle, {qlc_table, _, Options}}) ->
    case lists:keyfind(text, 1, Options) of
        {_, Text} -> Text;
        false -> "'$MOD':'$FUN'()"
    end;
text({qlc_handle, {qlc_lc, Parts, _}}) ->
    {Sources, _, _} = Parts(),
    ["qlc:q([... || ", lists:join(", ", [["... <- ", source(Source)] || Source <- Sources]), "])"].

source(Source) when is_function(Source) -> "...";
source(Source) -> text(Source).

format_error(not_a_query_list_comprehension) -> "argument is not a query list comprehension";
format_error({used_generator_variable, Name}) ->
    io_lib:format("generated variable ~w must not be used in list expression", [Name]);
format_error({error, ?MODULE, Reason}) -> format_error(Reason);
format_error({_, Module, Reason}) -> Module:format_error(Reason);
format_error(Other) -> io_lib:format("~tp~n", [Other]).

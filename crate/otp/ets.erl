%% Tables. What touches a table or a match specification is in crate/src/builtin/ets*.rs.
-module(ets).
-export([file2tab/1, file2tab/2, foldl/3, foldr/3, fun2ms/1, i/0, i/1, init_table/2, match_spec_run/2,
         repair_continuation/2, tab2file/2, tab2file/3, tabfile_info/1, test_ms/2]).

%% --- going through all rows

%% The table stays fixed meanwhile, so that Fun may delete what it has seen.
foldl(Fun, Acc, Table) ->
    ets:safe_fixtable(Table, true),
    try fold(Fun, Acc, Table, next, ets:first(Table))
    after ets:safe_fixtable(Table, false)
    end.

foldr(Fun, Acc, Table) ->
    ets:safe_fixtable(Table, true),
    try fold(Fun, Acc, Table, prev, ets:last(Table))
    after ets:safe_fixtable(Table, false)
    end.

fold(_Fun, Acc, _Table, _Step, '$end_of_table') ->
    Acc;
fold(Fun, Acc, Table, Step, Key) ->
    fold(Fun, lists:foldl(Fun, Acc, ets:lookup(Table, Key)), Table, Step, ets:Step(Table, Key)).

%% Fills the table with what Fun(read) gives, block after block.
init_table(Table, Fun) ->
    ets:delete_all_objects(Table),
    init_more(Table, Fun).

init_more(Table, Fun) ->
    case Fun(read) of
        end_of_input -> true;
        {Rows, Next} when is_list(Rows), is_function(Next) -> ets:insert(Table, Rows), init_more(Table, Next)
    end.

%% --- for people

i() ->
    row("id", "name", "type", "size", "mem", "owner"),
    io:format(" ~s~n", [lists:duplicate(76, $-)]),
    lists:foreach(fun table_row/1, lists:sort(ets:all())).

table_row(Table) ->
    case ets:info(Table) of
        undefined ->
            ok;
        Info ->
            [Name, Type, Size, Memory, Owner] =
                [proplists:get_value(Item, Info) || Item <- [name, type, size, memory, owner]],
            row(text(Table), text(Name), text(Type), text(Size), text(Memory), owner(Owner))
    end.

row(Id, Name, Type, Size, Memory, Owner) ->
    Cells = [pad(Id, 15), pad(Name, 15), pad(Type, 5), pad(Size, 6), pad(Memory, 8)],
    io:format(" ~ts ~ts ~ts ~ts ~ts ~ts~n", Cells ++ [Owner]).

pad(Text, Width) -> Text ++ lists:duplicate(max(0, Width - length(Text)), $\s).

text(Term) -> lists:flatten(io_lib:format("~tw", [Term])).

owner(Pid) ->
    case erlang:process_info(Pid, registered_name) of
        {registered_name, Name} -> text(Name);
        _ -> text(Pid)
    end.

%% Shows the rows a screen at a time.
i(Table) -> browse(Table, ets:first(Table), 1).

browse(Table, Key, Number) ->
    case show(Table, Key, Number, 40) of
        {'$end_of_table', Next} -> ask(Table, '$end_of_table', Next, "EOT  (q)uit (p)Digits (k)ill /Regexp -->");
        {Rest, Next} -> ask(Table, Rest, Next, "(c)ontinue (q)uit (p)Digits (k)ill /Regexp -->")
    end.

show(_Table, '$end_of_table', Number, _Left) -> {'$end_of_table', Number};
show(_Table, Key, Number, Left) when Left =< 0 -> {Key, Number};
show(Table, Key, Number, Left) ->
    Rows = ets:lookup(Table, Key),
    Next = lists:foldl(fun(Row, N) -> io:format("<~-4w> ~tw~n", [N, Row]), N + 1 end, Number, Rows),
    show(Table, ets:next(Table, Key), Next, Left - length(Rows)).

ask(Table, Key, Number, Question) ->
    case io:get_line(Question) of
        "c" ++ _ when Key =/= '$end_of_table' -> browse(Table, Key, Number);
        "k" ++ _ -> ets:delete(Table), ok;
        "q" ++ _ -> ok;
        eof -> ok;
        _ -> ask(Table, Key, Number, Question)
    end.

%% --- files: a node in a browser tab has no disk to write a table to

tab2file(Table, File) -> tab2file(Table, File, []).

tab2file(Table, File, _Options) ->
    case ets:info(Table, size) of
        undefined -> {error, badtab};
        _ -> {error, {file_error, File, enoent}}
    end.

file2tab(File) -> file2tab(File, []).

file2tab(File, _Options) -> {error, {read_error, {file_error, File, enoent}}}.

tabfile_info(File) -> {error, {read_error, {file_error, File, enoent}}}.

%% --- match specifications

match_spec_run(List, CompiledMatchSpec) ->
    lists:reverse(ets:match_spec_run_r(List, CompiledMatchSpec, [])).

test_ms(Term, MatchSpec) ->
    case erlang:match_spec_test(Term, MatchSpec, table) of
        {ok, Result, _Flags, _Messages} -> {ok, Result};
        {error, _Problems} = Error -> Error
    end.

%% The compiler and the shell translate a fun that is written in the call's argument. What comes here is a fun that the
%% shell has kept in a variable, or was not translated.
fun2ms(Fun) when is_function(Fun) ->
    case shell_native:fun2ms(?MODULE, Fun) of
        {ok, Make, Captured} ->
            {MatchSpec} = apply(Make, Captured),
            MatchSpec;
        {error, Problem} ->
            io:put_chars(["Error: ", Problem, $\n]),
            {error, transform_error};
        real ->
            exit({badarg, {?MODULE, fun2ms, [function, called, with, real, 'fun', should, be, transformed, with,
                                             parse_transform, 'or', called, with, a, 'fun', generated, in, the,
                                             shell]}})
    end.

%% A continuation that came from far away, with the specification that it was made with.
repair_continuation('$end_of_table', _MatchSpec) ->
    '$end_of_table';
repair_continuation(Continuation, MatchSpec) when is_tuple(Continuation) ->
    case ets:is_compiled_ms(element(4, Continuation)) of
        true -> Continuation;
        false -> setelement(4, Continuation, ets:match_spec_compile(MatchSpec))
    end.

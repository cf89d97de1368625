%% Tables. What touches a table or a match specification is in crate/src/builtin/ets*.rs.
-module(ets).
-export([delete_all_objects/1, match_delete/2, select_delete/2, tab2list/1]).
-export([file2tab/1, file2tab/2, foldl/3, foldr/3, from_dets/2, fun2ms/1, i/0, i/1, i/2, i/3, in_parts/3, init_table/2, match_spec_run/2,
         repair_continuation/2, tab2file/2, tab2file/3, table/1, table/2, tabfile_info/1, test_ms/2,
         to_dets/2]).

%% As a query handle.
table(Table) -> qlc:ets_table(Table, []).
table(Table, Options) -> qlc:ets_table(Table, Options).

%% --- what OTP does by way of another function, which is to be blamed for what is wrong

tab2list(Table) ->
    case ets:all_rows(Table) of
        false -> [_ | _] = ets:match_object(Table, '_');
        Rows -> Rows
    end.

delete_all_objects(Table) ->
    case ets:delete_rows(Table) of
        false -> is_integer(ets:internal_delete_all(Table, undefined));
        true -> true
    end.

match_delete(Table, Pattern) ->
    case ets:delete_like(Table, Pattern) of
        all -> delete_all_objects(Table);
        false -> is_integer(select_delete(Table, [{Pattern, [], [true]}]));
        true -> true
    end.

select_delete(Table, Spec) ->
    case ets:delete_selected(Table, Spec) of
        {blame, Function, Last} -> 0 + ets:Function(Table, Last);
        Count -> Count
    end.

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

%% Selections from large tables come here, and what deletes or replaces many rows (crate/src/builtin/ets/parts.rs).
in_parts(Table, Spec, How) ->
    ets:safe_fixtable(Table, true),
    Empty = if How =:= select; How =:= reverse -> []; true -> 0 end,
    try in_parts(Table, Spec, How, 0, Empty) of
        _ when How =:= match_delete -> true;
        Result -> Result
    after ets:safe_fixtable(Table, false)
    end.

in_parts(Table, Spec, How, Place, Acc) ->
    case ets:part(Table, Spec, How, Place, Acc) of
        {done, Result} -> Result;
        {reversed, Result} -> lists:reverse(Result);
        {Next, More} -> in_parts(Table, Spec, How, Next, More)
    end.

%% Fills the table with what Fun(read) gives, block after block.
init_table(Table, Fun) ->
    ets:delete_all_objects(Table),
    init_more(Table, Fun).

init_more(Table, Fun) ->
    case Fun(read) of
        end_of_input -> true;
        {Rows, Next} when is_list(Rows), is_function(Next) -> ets:insert(Table, Rows), init_more(Table, Next);
        Other -> exit(Other)
    end.

%% --- for people

i() ->
    % The columns of the rows below are narrower, as in OTP.
    io:put_chars(" id              name              type  size   mem      owner\n"),
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
i(Table) -> i(Table, 40).

i(Table, Height) -> i(Table, Height, 80).

i(Table, Height, Width) -> browse(Table, {Height, Width}, ets:first(Table), 1).

browse(Table, Screen, Key, Number) ->
    case show(Table, Screen, Key, Number, element(1, Screen) - 1) of
        {'$end_of_table', Next} ->
            ask(Table, Screen, '$end_of_table', Next, "EOT  (q)uit (p)Digits (k)ill /Regexp -->");
        {Rest, Next} ->
            ask(Table, Screen, Rest, Next, "(c)ontinue (q)uit (p)Digits (k)ill /Regexp -->")
    end.

show(_Table, _Screen, '$end_of_table', Number, _Left) -> {'$end_of_table', Number};
show(_Table, _Screen, Key, Number, Left) when Left =< 0 -> {Key, Number};
show(Table, {_, Width} = Screen, Key, Number, Left) ->
    Texts = [cut(io_lib:format("~tp", [Row]), Width) || Row <- ets:lookup(Table, Key)],
    Next = lists:foldl(fun(Text, N) -> io:format("<~-4w> ~ts~n", [N, Text]), N + 1 end, Number, Texts),
    show(Table, Screen, ets:next(Table, Key), Next, Left - length(Texts)).

cut(Chars, Width) ->
    Text = lists:flatten(Chars),
    case length(Text) > Width - 8 of
        true -> lists:sublist(Text, max(0, Width - 13)) ++ "  ...";
        false -> Text
    end.

ask(Table, Screen, Key, Number, Question) ->
    case io:get_line(Question) of
        "c" ++ _ when Key =/= '$end_of_table' -> browse(Table, Screen, Key, Number);
        "k" ++ _ -> ets:delete(Table), ok;
        "q" ++ _ -> ok;
        eof -> ok;
        _ -> ask(Table, Screen, Key, Number, Question)
    end.

%% --- files: a head, the table's properties, and rows in blocks, each as an external term with its size before it

-define(MAGIC, "ETS1").
-define(BLOCK_ROWS, 1000).

tab2file(Table, File) -> tab2file(Table, File, []).

tab2file(Table, File, Options) ->
    case option_problem(Options, [extended_info, sync]) of
        none ->
            case ets:info(Table) of
                undefined when is_list(File); is_atom(File) -> {error, badtab};
                undefined -> {error, eaccess};
                Info -> save(Table, File, properties(Info, proplists:get_value(extended_info, Options, [])))
            end;
        Problem ->
            {error, Problem}
    end.

option_problem([], _Known) -> none;
option_problem([{Name, _} = Option | Options], Known) ->
    case lists:member(Name, Known) of
        true -> option_problem(Options, Known);
        false -> {unknown_option, Option}
    end;
option_problem([Option | _], _Known) -> {unknown_option, Option}.

properties(Info, Extended) ->
    Names = [name, type, protection, named_table, keypos, size],
    Compressed = {compressed, proplists:get_value(compressed, Info)},
    {[{Name, proplists:get_value(Name, Info)} || Name <- Names] ++ [{extended_info, Extended}, {version, {1, 0}}], Compressed}.

%% The table stays fixed, so that nothing is written twice or left out.
save(Table, File, Properties) ->
    ets:safe_fixtable(Table, true),
    Blocks = try blocks(ets:select(Table, [{'_', [], ['$_']}], ?BLOCK_ROWS))
             after ets:safe_fixtable(Table, false)
             end,
    case file:write_file(File, [?MAGIC, block(Properties) | Blocks]) of
        ok -> ok;
        {error, badarg} -> {error, eaccess};
        {error, Reason} -> {error, {file_error, File, Reason}}
    end.

blocks('$end_of_table') -> [];
blocks({Rows, Continuation}) -> [block(Rows) | blocks(ets:select(Continuation))].

block(Term) ->
    Bytes = term_to_binary(Term),
    [<<(byte_size(Bytes)):32>>, Bytes].

file2tab(File) -> file2tab(File, []).

file2tab(File, Options) ->
    case option_problem(Options, [verify]) of
        none ->
            case saved(File) of
                {ok, {Properties, Compressed}, Blocks} -> restore(Properties, Compressed, Blocks);
                Error -> Error
            end;
        Problem ->
            {error, Problem}
    end.

saved(File) ->
    case file:read_file(File) of
        {ok, <<?MAGIC, Size:32, Head:Size/binary, Blocks/binary>>} -> {ok, binary_to_term(Head), Blocks};
        {ok, _} -> {error, {read_error, {not_a_log_file, File}}};
        {error, badarg} -> {error, {read_error, {badarg, [{file, File}, {mode, read_only}]}}};
        {error, Reason} -> {error, {read_error, {file_error, File, Reason}}}
    end.

restore(Properties, Compressed, Blocks) ->
    Value = fun(Name) -> proplists:get_value(Name, Properties) end,
    Named = [named_table || Value(named_table)],
    Options = [Value(type), Value(protection), {keypos, Value(keypos)} | Named] ++ [compressed || {_, true} <- [Compressed]],
    try ets:new(Value(name), Options) of
        Table ->
            insert_blocks(Table, Blocks),
            {ok, Table}
    catch
        error:badarg -> {error, cannot_create_table}
    end.

insert_blocks(Table, <<Size:32, Block:Size/binary, Blocks/binary>>) ->
    ets:insert(Table, binary_to_term(Block)),
    insert_blocks(Table, Blocks);
insert_blocks(_Table, _End) ->
    ok.

tabfile_info(File) when is_list(File); is_atom(File) ->
    case saved(File) of
        {ok, {Properties, _Compressed}, _Blocks} -> {ok, Properties};
        Error -> Error
    end.

to_dets(Table, Dets) ->
    try dets:from_ets(Dets, Table) of
        {error, Reason} -> erlang:error(Reason, [Table, Dets]);
        ok -> Dets
    catch
        error:_ -> erlang:error(badarg, [Table, Dets])
    end.

from_dets(Table, Dets) ->
    try dets:to_ets(Dets, Table) of
        {error, Reason} -> erlang:error(Reason, [Table, Dets]);
        Table -> true
    catch
        error:_ -> erlang:error(badarg, [Table, Dets])
    end.

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
    case shell_local:match_spec(?MODULE, Fun) of
        {exit, Reason} -> exit(Reason);
        Result -> Result
    end.

%% A continuation that came from far away, with the specification that it was made with.
repair_continuation('$end_of_table', _MatchSpec) ->
    '$end_of_table';
repair_continuation(Continuation, MatchSpec) when is_tuple(Continuation) ->
    case ets:is_compiled_ms(element(4, Continuation)) of
        true -> Continuation;
        false -> setelement(4, Continuation, ets:match_spec_compile(MatchSpec))
    end.

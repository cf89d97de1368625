%% Prints random terms and writes what came out: the expected results of crate/tests/print.rs.
%% Usage: escript record.escript SEED COUNT KINDS > FILE     (KINDS: comma-separated, see kind/2)
%%
%% A case is a line `KIND ARGUMENTS... TERM` (TERM: external format in hexadecimal), then the printed lines, each after
%% a bar, and an empty line. KIND prints takes width, column, depth, line_max_chars, chars_limit (-1: none).
-mode(compile).

main([Seed, Count, Kinds]) ->
    io:setopts([{encoding, unicode}]),
    logger:set_primary_config(level, none),
    rand:seed(exsss, list_to_integer(Seed)),
    Names = [list_to_atom(K) || K <- string:lexemes(Kinds, ",")],
    [one(lists:nth(rand:uniform(length(Names)), Names)) || _ <- lists:seq(1, list_to_integer(Count))].

one(Kind) ->
    Term = term(Kind),
    {Arguments, Text} = kind(Kind, Term),
    case catch unicode:characters_to_list(Text) of
        String when is_list(String) -> write(Kind, Term, Arguments, String);
        _ -> one(Kind)
    end.

write(Kind, Term, Arguments, Text) ->
    Words = [io_lib:format(" ~w", [A]) || A <- Arguments],
    Hex = binary:encode_hex(term_to_binary(Term, [{minor_version, 2}])),
    io:put_chars([atom_to_list(Kind), Words, " ", Hex, "\n"]),
    [io:put_chars(["|", Line, "\n"]) || Line <- string:split(Text, "\n", all)],
    io:put_chars("\n").

kind(w, T) -> {[], io_lib:format("~w", [T])};
kind(tw, T) -> {[], io_lib:format("~tw", [T])};
kind('W', T) -> D = depth(), {[D], io_lib:format("~W", [T, D])};
kind(p, T) -> {F, C} = {width(), column()}, {[F, C], io_lib:format("~*.*p", [F, C, T])};
kind(tp, T) -> {F, C} = {width(), column()}, {[F, C], io_lib:format("~*.*tp", [F, C, T])};
kind(lp, T) -> {F, C} = {width(), column()}, {[F, C], io_lib:format("~*.*lp", [F, C, T])};
kind('P', T) -> {F, C, D} = {width(), column(), depth()}, {[F, C, D], io_lib:format("~*.*P", [F, C, T, D])};
kind('tP', T) -> {F, C, D} = {width(), column(), depth()}, {[F, C, D], io_lib:format("~*.*tP", [F, C, T, D])};
kind(records, T) -> prints(T, width(), column(), -1, -1, -1);
kind(shell, T) -> prints(T, width(), column(), 30, 60, -1);
kind(narrow, T) -> prints(T, width(), column(), depth(), 10 + rand:uniform(80), -1);
kind(limit, T) -> prints(T, width(), column(), -1, -1, rand:uniform(200));

kind(format, {F, A}) ->
    try {[], [$= | io_lib:format(F, A)]}
    catch error:badarg ->
        try io:format(standard_error, F, A), {[], "?"}
        catch error:badarg:Stack ->
            {[], [io_lib:format("!~w ~ts ", [N, Why]) || {N, Why} <- lists:sort(maps:to_list(explain(Stack)))]}
        end
    end;
kind(blame, Exception) -> kind(exception, Exception);
kind(exception, {Class, Reason, Stack}) ->
    C = case rand:uniform(2) of 1 -> 4; 2 -> rand:uniform(20) end,
    Print = fun(T, Column) ->
        io_lib_pretty:print(T, [{column, Column}, {line_length, 80}, {depth, 30}, {line_max_chars, 60},
                                {record_print_fun, fun record/2}, {encoding, unicode}, {strings, true}])
    end,
    Trim = fun(M, _, _) -> M =:= erl_eval end,
    {[C], erl_error:format_exception(Class, Reason, Stack, #{column => C, format_fun => Print, stack_trim_fun => Trim})}.

%% What io says about the format and its arguments, numbered as in io:format/2.
explain([{io, format, [_Device, F, A], Info} | _]) ->
    erl_stdlib_errors:format_error(badarg, [{io, format, [F, A], Info}]).

prints(T, F, C, D, M, L) ->
    Options = [{line_length, F}, {column, C}, {depth, D}, {line_max_chars, M}, {chars_limit, L},
               {record_print_fun, fun record/2}, {encoding, unicode}, {strings, true}],
    {[F, C, D, M, L], io_lib_pretty:print(T, Options)}.

record(state, 3) -> [name, length, buffer];
record(r, 1) -> [a];
record(none, 0) -> [];
record(a_rather_long_record_name, 4) -> [field, another_long_field_name, x, 'Quoted field'];
record('Quoted', 2) -> [left, right];
record(_, _) -> no.

width() -> case rand:uniform(4) of 1 -> 80; 2 -> 39 + rand:uniform(80); 3 -> 10 + rand:uniform(60); 4 -> 80 end.
column() -> case rand:uniform(3) of 1 -> rand:uniform(60); _ -> 1 end.
depth() -> case rand:uniform(8) of 1 -> -1; _ -> rand:uniform(14) - 1 end.

term(format) ->
    {F, A} = controls(),
    {lists:flatten([F, some(["", "\n", "end"])]), lists:append(A)};
term(blame) -> blame();
term(exception) -> {some([error, error, error, error, exit, throw]), reason(), stack()};
term(_) -> t(rand:uniform(5), rand:uniform(4)).

reason() ->
    V = t(rand:uniform(4), rand:uniform(4)),
    case rand:uniform(4) of
        1 -> some([badarg, badarith, function_clause, function_clause, undef, if_clause, noproc, system_limit,
                   timeout_value, notalive, abc]);
        2 -> {some([badarg, badmatch, case_clause, try_clause, badfun, badmap, badkey, bad_generator, bad_filter,
                    else_clause, badrecord, foo]), V};
        3 -> some([V, {unbound, 'X'}, {shell_undef, f, 2, []}, {badarity, {fun lists:map/2, lists:seq(1, rand:uniform(4) - 1)}},
                   {noproc, {gen_server, call, [x, V]}}]);
        4 -> function_clause
    end.

%% A library function fails: the exception with its own frame alone.
blame() ->
    {M, F, A} = some(blamable()),
    Args = [any() || _ <- lists:seq(1, A)],
    try apply(M, F, Args) of
        _ -> blame()
    catch
        Class:Reason:Stack ->
            Frame = hd(Stack),
            case Frame of
                {M, F, Args, _} -> {Class, Reason, [Frame]};
                _ -> blame()
            end
    end.

blamable() ->
    [{M, F, A} || {M, F, A} <- [{erlang, F, A} || {F, As} <- [
        {abs, [1]}, {append_element, [2]}, {atom_to_binary, [1, 2]}, {atom_to_list, [1]}, {binary_part, [2, 3]},
        {binary_to_atom, [1, 2]}, {binary_to_existing_atom, [1, 2]}, {binary_to_float, [1]}, {binary_to_integer, [1, 2]},
        {binary_to_list, [1]}, {bit_size, [1]}, {bitstring_to_list, [1]}, {byte_size, [1]}, {cancel_timer, [1]},
        {ceil, [1]}, {convert_time_unit, [3]}, {delete_element, [2]}, {demonitor, [1, 2]}, {element, [2]}, {float, [1]},
        {float_to_list, [1, 2]}, {floor, [1]}, {fun_info, [1]}, {fun_to_list, [1]}, {function_exported, [3]}, {hd, [1]},
        {insert_element, [3]}, {integer_to_binary, [1, 2]}, {integer_to_list, [1, 2]}, {iolist_size, [1]},
        {iolist_to_binary, [1]}, {is_function, [2]}, {is_map_key, [2]}, {is_process_alive, [1]}, {is_record, [2, 3]},
        {length, [1]}, {list_to_atom, [1]}, {list_to_binary, [1]}, {list_to_bitstring, [1]}, {list_to_existing_atom, [1]},
        {list_to_float, [1]}, {list_to_integer, [1, 2]}, {list_to_pid, [1]}, {list_to_ref, [1]}, {list_to_tuple, [1]},
        {make_tuple, [2]}, {map_get, [2]}, {map_size, [1]}, {monotonic_time, [1]}, {phash2, [2]}, {pid_to_list, [1]},
        {read_timer, [1]}, {ref_to_list, [1]}, {round, [1]}, {send_after, [3]}, {setelement, [3]}, {size, [1]}, {spawn, [1, 2, 3]},
        {split_binary, [2]}, {system_time, [1]}, {tl, [1]}, {trunc, [1]}, {tuple_size, [1]}, {tuple_to_list, [1]},
        {whereis, [1]}, {'+', [1, 2]}, {'-', [2]}, {'*', [2]}, {'/', [2]}, {'div', [2]}, {'rem', [2]}, {'bsl', [2]}, {'++', [2]}, {'not', [1]}], A <- As]]
    ++ [{binary, F, A} || {F, A} <- [{at, 2}, {bin_to_list, 1}, {copy, 1}, {copy, 2}, {match, 2}, {part, 3}, {split, 2}]]
    ++ [{lists, F, A} || {F, A} <- [{keyfind, 3}, {keymember, 3}, {member, 2}, {reverse, 2}]]
    ++ [{maps, F, A} || {F, A} <- [{find, 2}, {fold, 3}, {from_list, 1}, {get, 2}, {get, 3}, {is_key, 2}, {iterator, 1}, {keys, 1},
        {map, 2}, {merge, 2}, {next, 1}, {put, 3}, {remove, 2}, {size, 1}, {take, 2}, {to_list, 1}, {update, 3}, {update_with, 3},
        {values, 1}, {with, 2}, {without, 2}]]
    ++ [{math, F, A} || {F, A} <- [{sqrt, 1}, {log, 1}, {sin, 1}, {pow, 2}, {atan2, 2}, {acos, 1}, {fmod, 2}]].

any() ->
    some([foo, true, undefined, 0, 1, -1, 3, 1 bsl 70, 1.5, [], [a], [a | b], "abc", [300], "12", {}, {a}, {a, b}, {0, 1}, #{},
          #{a => b}, <<>>, <<"abc">>, <<"12">>, <<1:3>>, fun lists:map/2, fun lists:foldl/3, fun erlang:hd/1, [{a, b}], [<<"x">>, 3],
          latin1, second, utf8, a, 40, [foo]]).

stack() -> [frame() || _ <- lists:seq(1, rand:uniform(4) - 1)].

frame() ->
    {M, F, A} = some([{m, f, 2}, {m, 'F x', 1}, {erlang, hd, 1}, {erlang, '+', 2}, {erlang, '/', 2}, {erlang, '-', 1},
                      {erlang, '++', 2}, {erlang, send_after, 3}, {erl_eval, expr, 3}, {m, '-f/1-fun-0-', 1},
                      {a_module_with_a_long_name, a_function_with_a_longer_name, 3}, {lists, map, 2}, {erlang, 'bor', 2}]),
    Call = case rand:uniform(3) of
               1 -> A;
               _ -> [t(rand:uniform(3) - 1, rand:uniform(4)) || _ <- lists:seq(1, A)]
           end,
    Location = some([[], [{file, "m.erl"}, {line, 3}], [{file, "src/m.erl"}, {line, 123}], [{file, "m.erl"}]]),
    {M, F, Call, Location}.

controls() ->
    lists:unzip([control() || _ <- lists:seq(1, rand:uniform(3))]).

some(L) -> lists:nth(rand:uniform(length(L)), L).

control() ->
    Number = fun(Max) -> some([{"", []}, {"", []}, {integer_to_list(rand:uniform(Max) - 1), []}, {"*", [rand:uniform(Max) - 1]}]) end,
    {F, FA} = Number(40),
    {P, PA} = Number(20),
    {Pad, PadA} = some([{"", []}, {"", []}, {".0", []}, {"._", []}, {".*", [$#]}]),
    Minus = some(["", "", "", "-"]),
    Dot = case {P, Pad} of {"", ""} -> ""; _ -> "." end,
    Mod = some(["", "", "", "t", "l", "lt"]),
    C = some("scwpWPefgbBxX+#~niscwpefgb"),
    A = case rand:uniform(40) of
            1 -> [];
            2 -> [leaf()];
            3 -> [leaf(), leaf()];
            _ -> argument(C)
        end,
    {[some(["", "ab", "\n", "\t", "x\ny "]), "~", Minus, F, Dot, P, Pad, Mod, C], FA ++ PA ++ PadA ++ A}.

argument($s) -> [some([string(rand:uniform(20)), latin1(rand:uniform(9)), wide(5), some([abc, ok, 'two words']), <<"abc">>, [<<"ab">>, $c, ["de"]]])];
argument($c) -> [some([$a, 300, 16#4e2d, 10])];
argument(C) when C =:= $w; C =:= $p; C =:= $i -> [t(rand:uniform(3) - 1, 3)];
argument(C) when C =:= $W; C =:= $P -> [t(rand:uniform(3), 3), rand:uniform(6)];
argument(C) when C =:= $e; C =:= $f; C =:= $g ->
    [some([rand:uniform() * 10, -1.5, 0.0, 1.0e22, 1.0e-7, 0.05, 9.9999999, 99999.5, rand:uniform() * math:pow(10, rand:uniform(30) - 15)])];
argument(C) when C =:= $x; C =:= $X -> [some([0, -17, 255, rand:uniform(1 bsl 80)]), some(["0x", "", abc])];
argument(C) when C =:= $~; C =:= $n -> [];
argument(_) -> [some([0, -17, 255, rand:uniform(1 bsl 80)])].

latin1(N) -> binary_to_list(list_to_binary(latin(N))).

%% Depth and breadth.
t(D, _) when D =< 0 -> leaf();
t(D, B) ->
    case rand:uniform(24) of
        N when N =< 4 -> list(D, B);
        N when N =< 7 -> list_to_tuple(list(D, B));
        N when N =< 10 -> list_to_tuple([atom() | list(D, B)]);
        11 -> map(D, B);
        12 -> map(D, B);
        13 -> map(D, B);
        14 -> rec(D, B);
        15 -> rec(D, B);
        16 -> rec(D, B);
        17 -> list(D, B) ++ t(D - 1, B);
        18 -> [leaf() || _ <- lists:seq(1, rand:uniform(B * 10))];
        19 -> [{atom(), t(D - 2, B)} || _ <- lists:seq(1, rand:uniform(B))];
        20 -> list_to_tuple([t(D - 2, B) || _ <- lists:seq(1, rand:uniform(B * 2))]);
        21 -> leaf();
        22 -> [t(D - 1, B) | leaf()];
        _ -> leaf()
    end.

list(D, B) -> [t(D - 1, B) || _ <- lists:seq(1, rand:uniform(B))].

map(D, B) ->
    maps:from_list([{case rand:uniform(4) of 1 -> t(D - 2, B); _ -> leaf() end, t(D - 1, B)}
                    || _ <- lists:seq(1, case rand:uniform(40) of 1 -> 30; _ -> rand:uniform(B * 2) - 1 end)]).

rec(D, B) ->
    T = fun() -> t(D - 1, B) end,
    case rand:uniform(6) of
        1 -> {state, T(), T(), T()};
        2 -> {r, T()};
        3 -> {none};
        4 -> {a_rather_long_record_name, T(), T(), T(), T()};
        5 -> {'Quoted', T(), T()};
        6 -> {state, "x", 0, []}
    end.

leaf() ->
    case rand:uniform(20) of
        1 -> rand:uniform(1000000);
        2 -> -rand:uniform(100);
        3 -> rand:uniform(1 bsl 70);
        4 -> atom();
        5 -> atom();
        6 -> atom();
        7 -> string(rand:uniform(12));
        8 -> string(rand:uniform(60));
        9 -> list_to_binary(latin(rand:uniform(10)));
        10 -> list_to_binary(latin(rand:uniform(70)));
        11 -> rand:bytes(rand:uniform(8));
        12 -> rand:bytes(rand:uniform(60));
        13 -> N = rand:uniform(30), <<(rand:uniform(1 bsl N)):N>>;
        14 -> unicode:characters_to_binary(wide(rand:uniform(20)));
        15 -> [];
        16 -> element(rand:uniform(4), {{}, #{}, <<>>, []});
        17 -> (rand:uniform() - 0.5) * math:pow(10, rand:uniform(40) - 20);
        18 -> rand:uniform(100) / 4;
        19 -> wide(rand:uniform(10));
        20 -> element(rand:uniform(3), {fun lists:map/2, fun 'A b':'c d'/0, fun m:f/255})
    end.

atom() ->
    Atoms = {a, b, ok, error, undefined, state, r, none, a_rather_long_record_name, 'Quoted', 'two words', '', 'end',
             true, 'x\ny', 'it\'s', a_name_with_twenty_7, an_atom_that_is_much_longer_than_the_other_atoms_here,
             list_to_atom([16#4e2d, 16#6587]), list_to_atom([16#e9, $t, 16#e9])},
    element(rand:uniform(size(Atoms)), Atoms).

string(N) -> [case rand:uniform(40) of 1 -> $"; 2 -> $\\; 3 -> $'; 4 -> $\n; 5 -> $\s; C -> C + 80 end || _ <- lists:seq(1, N)].
latin(N) -> [case rand:uniform(60) of 1 -> 16#e9; 2 -> 10; C -> C + 60 end || _ <- lists:seq(1, N)].
wide(N) -> [case rand:uniform(12) of 1 -> 16#4e2d; 2 -> 16#e9; C -> C + 90 end || _ <- lists:seq(1, N)].

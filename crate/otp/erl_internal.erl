%% What the language knows of functions and operators by their names.
-module(erl_internal).
-export([bif/2, bif/3, guard_bif/2, type_test/2, new_type_test/2, old_type_test/2, old_bif/2, arith_op/2, bool_op/2,
         comp_op/2, list_op/2, send_op/2, op_type/2, is_type/2, add_predefined_functions/1]).

bif(erlang, Name, Arity) -> bif(Name, Arity);
bif(_, _, _) -> false.

bif(Name, Arity) -> console:is_auto_imported(Name, Arity).

old_bif(Name, Arity) -> bif(Name, Arity).

guard_bif(Name, 0) -> lists:member(Name, [node, self]);
guard_bif(Name, 1) ->
    lists:member(Name, [abs, bit_size, byte_size, ceil, float, floor, hd, length, map_size, node, round, size, tl, trunc,
                        tuple_size]) orelse new_type_test(Name, 1);
guard_bif(Name, 2) -> lists:member(Name, [binary_part, element, is_map_key, map_get]) orelse new_type_test(Name, 2);
guard_bif(binary_part, 3) -> true;
guard_bif(Name, Arity) -> new_type_test(Name, Arity).

type_test(Name, Arity) -> new_type_test(Name, Arity) orelse old_type_test(Name, Arity).

new_type_test(Name, 1) ->
    lists:member(Name, [is_atom, is_binary, is_bitstring, is_boolean, is_float, is_function, is_integer, is_list, is_map,
                        is_number, is_pid, is_port, is_reference, is_tuple]);
new_type_test(Name, 2) -> Name =:= is_function orelse Name =:= is_record;
new_type_test(Name, 3) -> Name =:= is_record;
new_type_test(_, _) -> false.

old_type_test(Name, 1) ->
    lists:member(Name, [atom, binary, float, function, integer, list, number, pid, port, reference, tuple]);
old_type_test(record, 2) -> true;
old_type_test(_, _) -> false.

is_type(Name, Arity) ->
    lists:member({Name, Arity},
                 [{Type, 0} || Type <- [any, arity, atom, binary, bitstring, bool, boolean, byte, char, float, function,
                                        identifier, integer, iodata, iolist, list, map, maybe_improper_list, mfa,
                                        module, neg_integer, nil, no_return, node, non_neg_integer, none,
                                        nonempty_binary, nonempty_bitstring, nonempty_improper_list, nonempty_list,
                                        nonempty_maybe_improper_list, nonempty_string, number, pid, port,
                                        pos_integer, reference, string, term, timeout, tuple]]
                 ++ [{list, 1}, {maybe_improper_list, 2}, {nonempty_improper_list, 2}, {nonempty_list, 1},
                     {nonempty_maybe_improper_list, 2}]).

%% --- operators

arith_op(Op, 1) -> lists:member(Op, ['+', '-', 'bnot']);
arith_op(Op, 2) -> lists:member(Op, ['+', '-', '*', '/', 'div', 'rem', 'band', 'bor', 'bxor', 'bsl', 'bsr']);
arith_op(_, _) -> false.

bool_op('not', 1) -> true;
bool_op(Op, 2) -> lists:member(Op, ['and', 'or', 'xor']);
bool_op(_, _) -> false.

comp_op(Op, 2) -> lists:member(Op, ['==', '/=', '=<', '<', '>=', '>', '=:=', '=/=']);
comp_op(_, _) -> false.

list_op(Op, 2) -> lists:member(Op, ['++', '--']);
list_op(_, _) -> false.

send_op('!', 2) -> true;
send_op(_, _) -> false.

op_type(Op, Arity) ->
    case {arith_op(Op, Arity), bool_op(Op, Arity), comp_op(Op, Arity), list_op(Op, Arity), send_op(Op, Arity)} of
        {true, _, _, _, _} -> arith;
        {_, true, _, _, _} -> bool;
        {_, _, true, _, _} -> comp;
        {_, _, _, true, _} -> list;
        {_, _, _, _, true} -> send;
        _ -> erlang:error(function_clause, [Op, Arity])
    end.

%% module_info/0,1 as forms, before the end of the file.
add_predefined_functions(Forms) ->
    {Before, After} = lists:splitwith(fun(Form) -> element(1, Form) =/= eof end, Forms),
    [Module | _] = [Name || {attribute, _, module, Name} <- Forms] ++ [''],
    Before ++ [info(Module, []), info(Module, [{var, 0, 'X'}])] ++ After.

info(Module, Args) ->
    Call = {call, 0, {remote, 0, {atom, 0, erlang}, {atom, 0, get_module_info}}, [{atom, 0, Module} | Args]},
    {function, 0, module_info, length(Args), [{clause, 0, Args, [], [Call]}]}.

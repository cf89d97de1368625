%% Evaluates the abstract format. (The shell does not use it: what is typed there is compiled.)
%%
%% Bindings are an orddict or a map from names to values. A function handler answers calls: Local those without a module,
%% {value, F} with F(Name, Values) or {eval, F} with F(Name, Expressions, Bindings) -> {value, Value, Bindings}; NonLocal,
%% {value, F}, all others with F({Module, Name} or Fun, Values).
-module(erl_eval).
-export([exprs/2, exprs/3, exprs/4, expr/2, expr/3, expr/4, expr/5, expr_list/2, expr_list/3, expr_list/4,
         new_bindings/0, bindings/1, binding/2, add_binding/3, del_binding/2]).

%% For the shell.
-export([local_func/8]).

-define(ARITY_MAX, 10).

%% Stands on the stack below `shell:shell_undef/2' as OTP's does.
local_func(Name, Args, _, _, _, _, _, _) ->
    {value, shell:shell_undef(Name, Args)}.

exprs(Exprs, Bindings) -> exprs(Exprs, Bindings, none, none).

exprs(Exprs, Bindings, Local) -> exprs(Exprs, Bindings, Local, none).

exprs([Expr], Bindings, Local, NonLocal) -> expr(Expr, Bindings, Local, NonLocal);
exprs([Expr | Exprs], Bindings, Local, NonLocal) ->
    {value, _, Bindings1} = expr(Expr, Bindings, Local, NonLocal),
    exprs(Exprs, Bindings1, Local, NonLocal).

expr(Expr, Bindings) -> expr(Expr, Bindings, none, none).

expr(Expr, Bindings, Local) -> expr(Expr, Bindings, Local, none).

expr(Expr, Bindings, Local, NonLocal) ->
    {Value, Bindings1} = eval(Expr, Bindings, {Local, NonLocal}),
    {value, Value, Bindings1}.

expr(Expr, Bindings, Local, NonLocal, none) -> expr(Expr, Bindings, Local, NonLocal);
expr(Expr, Bindings, Local, NonLocal, value) ->
    {Value, _} = eval(Expr, Bindings, {Local, NonLocal}),
    Value.

expr_list(Exprs, Bindings) -> expr_list(Exprs, Bindings, none, none).

expr_list(Exprs, Bindings, Local) -> expr_list(Exprs, Bindings, Local, none).

%% All with the same bindings; what they bind is merged.
expr_list(Exprs, Bindings, Local, NonLocal) -> eval_list(Exprs, Bindings, {Local, NonLocal}).

%% --- bindings

new_bindings() -> orddict:new().

bindings(Bindings) when is_map(Bindings) -> maps:to_list(Bindings);
bindings(Bindings) -> orddict:to_list(Bindings).

binding(Name, Bindings) ->
    case find(Name, Bindings) of
        {ok, Value} -> {value, Value};
        error -> unbound
    end.

find(Name, Bindings) when is_map(Bindings) -> maps:find(Name, Bindings);
find(Name, Bindings) -> orddict:find(Name, Bindings).

add_binding(Name, Value, Bindings) when is_map(Bindings) -> Bindings#{Name => Value};
add_binding(Name, Value, Bindings) -> orddict:store(Name, Value, Bindings).

del_binding(Name, Bindings) when is_map(Bindings) -> maps:remove(Name, Bindings);
del_binding(Name, Bindings) -> orddict:erase(Name, Bindings).

merge(New, Old, Before) ->
    lists:foldl(fun({Name, Value}, Bindings) ->
                    case {find(Name, Before), find(Name, Bindings)} of
                        {error, {ok, Other}} when Other =/= Value -> erlang:error({badmatch, Value});
                        _ -> add_binding(Name, Value, Bindings)
                    end
                end, Old, bindings(New)).

%% --- expressions: {Value, Bindings}

eval({var, _, Name}, Bindings, _) ->
    case find(Name, Bindings) of
        {ok, Value} -> {Value, Bindings};
        error -> erlang:error({unbound_var, Name})
    end;
eval({Kind, _, Value}, Bindings, _)
  when Kind =:= atom; Kind =:= integer; Kind =:= float; Kind =:= char; Kind =:= string ->
    {Value, Bindings};
eval({nil, _}, Bindings, _) -> {[], Bindings};
eval({cons, _, Head, Tail}, Bindings, Handlers) ->
    {[H, T], Bindings1} = eval_list([Head, Tail], Bindings, Handlers),
    {[H | T], Bindings1};
eval({tuple, _, Elements}, Bindings, Handlers) ->
    {Values, Bindings1} = eval_list(Elements, Bindings, Handlers),
    {list_to_tuple(Values), Bindings1};
eval({map, _, Fields}, Bindings, Handlers) -> eval_fields(Fields, #{}, Bindings, Bindings, Handlers);
eval({map, _, Map, Fields}, Bindings, Handlers) ->
    {Value, Bindings1} = eval(Map, Bindings, Handlers),
    eval_fields(Fields, Value, Bindings1, Bindings, Handlers);
eval({bin, _, Segments}, Bindings, Handlers) ->
    lists:foldl(fun(Segment, {Bits, Bindings1}) ->
                    {More, Bindings2} = eval_segment(Segment, Bindings1, Handlers),
                    {<<Bits/bitstring, More/bitstring>>, Bindings2}
                end, {<<>>, Bindings}, each_character(Segments));
eval({match, _, Pattern, Expr}, Bindings, Handlers) ->
    {Value, Bindings1} = eval(Expr, Bindings, Handlers),
    case match(Pattern, Value, Bindings1) of
        {match, Bindings2} -> {Value, Bindings2};
        nomatch -> erlang:error({badmatch, Value})
    end;
eval({op, _, 'andalso', Left, Right}, Bindings, Handlers) -> eval_short(false, Left, Right, Bindings, Handlers);
eval({op, _, 'orelse', Left, Right}, Bindings, Handlers) -> eval_short(true, Left, Right, Bindings, Handlers);
eval({op, _, Op, Left, Right}, Bindings, Handlers) ->
    {Values, Bindings1} = eval_list([Left, Right], Bindings, Handlers),
    {apply(erlang, Op, Values), Bindings1};
eval({op, _, Op, Operand}, Bindings, Handlers) ->
    {Value, Bindings1} = eval(Operand, Bindings, Handlers),
    {erlang:Op(Value), Bindings1};
eval({block, _, Exprs}, Bindings, Handlers) -> eval_body(Exprs, Bindings, Handlers);
eval({'if', _, Clauses}, Bindings, Handlers) ->
    case choose(Clauses, [], Bindings, Handlers) of
        {Body, Bindings1} -> eval_body(Body, Bindings1, Handlers);
        none -> erlang:error(if_clause)
    end;
eval({'case', _, Expr, Clauses}, Bindings, Handlers) ->
    {Value, Bindings1} = eval(Expr, Bindings, Handlers),
    case choose(Clauses, [Value], Bindings1, Handlers) of
        {Body, Bindings2} -> eval_body(Body, Bindings2, Handlers);
        none -> erlang:error({case_clause, Value})
    end;
eval({'catch', _, Expr}, Bindings, Handlers) ->
    try eval(Expr, Bindings, Handlers)
    catch
        throw:Thrown -> {Thrown, Bindings};
        exit:Reason -> {{'EXIT', Reason}, Bindings};
        error:Reason:Stack -> {{'EXIT', {Reason, Stack}}, Bindings}
    end;
eval({'try', _, Body, Of, Catches, After}, Bindings, Handlers) ->
    try eval_try(Body, Of, Catches, Bindings, Handlers)
    after
        After =/= [] andalso eval_body(After, Bindings, Handlers)
    end;
eval({'receive', _, Clauses}, Bindings, Handlers) -> eval_receive(Clauses, infinity, [], Bindings, Handlers);
eval({'receive', _, Clauses, Timeout, Body}, Bindings, Handlers) ->
    {Time, Bindings1} = eval(Timeout, Bindings, Handlers),
    eval_receive(Clauses, Time, Body, Bindings1, Handlers);
eval({lc, _, Expr, Qualifiers}, Bindings, Handlers) ->
    Values = comprehend(Qualifiers, Bindings, Handlers, fun(Inner) -> element(1, eval(Expr, Inner, Handlers)) end),
    {Values, Bindings};
eval({bc, _, Expr, Qualifiers}, Bindings, Handlers) ->
    Parts = comprehend(Qualifiers, Bindings, Handlers, fun(Inner) -> element(1, eval(Expr, Inner, Handlers)) end),
    {<< <<Part/bitstring>> || Part <- Parts >>, Bindings};
eval({'fun', _, {clauses, Clauses}}, Bindings, Handlers) ->
    Run = fun(Values) -> call_clauses(Clauses, Values, Bindings, Handlers) end,
    {make_fun(arity(Clauses), Run), Bindings};
eval({named_fun, _, Name, Clauses}, Bindings, Handlers) -> {named_fun(Name, Clauses, Bindings, Handlers), Bindings};
eval({'fun', _, {function, Name, Arity}}, Bindings, Handlers) ->
    {make_fun(Arity, fun(Values) -> call_local(Name, Values, Handlers) end), Bindings};
eval({'fun', _, {function, M, F, A}}, Bindings, Handlers) ->
    {[Module, Name, Arity], Bindings1} = eval_list([M, F, A], Bindings, Handlers),
    {fun Module:Name/Arity, Bindings1};
eval({call, _, {remote, _, M, F}, Args}, Bindings, {_, NonLocal} = Handlers) ->
    {[Module, Name | Values], Bindings1} = eval_list([M, F | Args], Bindings, Handlers),
    Value =
        case NonLocal of
            {value, Handler} -> Handler({Module, Name}, Values);
            none -> apply(Module, Name, Values)
        end,
    {Value, Bindings1};
eval({call, _, {atom, _, Name}, Args}, Bindings, Handlers) ->
    case {console:is_auto_imported(Name, length(Args)), Handlers} of
        {false, {{eval, Handler}, _}} ->
            {value, Value, Bindings1} = Handler(Name, Args, Bindings),
            {Value, Bindings1};
        {IsBuiltin, _} ->
            {Values, Bindings1} = eval_list(Args, Bindings, Handlers),
            case IsBuiltin of
                true -> {apply(erlang, Name, Values), Bindings1};
                false -> {call_local(Name, Values, Handlers), Bindings1}
            end
    end;
eval({call, _, Fun, Args}, Bindings, {_, NonLocal} = Handlers) ->
    {[Function | Values], Bindings1} = eval_list([Fun | Args], Bindings, Handlers),
    case NonLocal of
        {value, Handler} -> {Handler(Function, Values), Bindings1};
        none -> {apply(Function, Values), Bindings1}
    end;
eval({Record, _, Name, _}, _, _) when Record =:= record; Record =:= record_index ->
    erlang:error({undef_record, Name});
eval({Record, _, _, Name, _}, _, _) when Record =:= record; Record =:= record_field ->
    erlang:error({undef_record, Name});
eval(Other, _, _) ->
    erlang:error({argument_limit, Other}).

eval_body([Expr], Bindings, Handlers) -> eval(Expr, Bindings, Handlers);
eval_body([Expr | Exprs], Bindings, Handlers) ->
    {_, Bindings1} = eval(Expr, Bindings, Handlers),
    eval_body(Exprs, Bindings1, Handlers).

eval_list(Exprs, Bindings, Handlers) -> eval_list(Exprs, Bindings, Bindings, Handlers).

eval_list([Expr | Exprs], Before, Bindings, Handlers) ->
    {Value, New} = eval(Expr, Before, Handlers),
    {Values, Last} = eval_list(Exprs, Before, merge(New, Bindings, Before), Handlers),
    {[Value | Values], Last};
eval_list([], _, Bindings, _) -> {[], Bindings}.

eval_short(Decides, Left, Right, Bindings, Handlers) ->
    case eval(Left, Bindings, Handlers) of
        {Decides, Bindings1} -> {Decides, Bindings1};
        {Value, Bindings1} when is_boolean(Value) ->
            {Last, _} = eval(Right, Bindings1, Handlers),
            {Last, Bindings1};
        {Value, _} -> erlang:error({badarg, Value})
    end.

eval_fields([{Kind, _, Key, Value} | Fields], Map, Bindings, Before, Handlers) ->
    {[K, V], New} = eval_list([Key, Value], Before, Handlers),
    Map1 =
        case Kind of
            map_field_assoc -> maps:put(K, V, Map);
            map_field_exact -> maps:update(K, V, Map)
        end,
    eval_fields(Fields, Map1, merge(New, Bindings, Before), Before, Handlers);
eval_fields([], Map, Bindings, _, _) when is_map(Map) -> {Map, Bindings};
eval_fields([], Map, _, _, _) -> erlang:error({badmap, Map}).

%% --- calls

call_local(Name, Values, {Local, _}) ->
    case Local of
        {value, Handler} -> Handler(Name, Values);
        _ -> erlang:raise(error, undef, [{?MODULE, Name, Values, []}])
    end.

named_fun(Name, Clauses, Bindings, Handlers) ->
    Run = fun(Values) ->
              Self = named_fun(Name, Clauses, Bindings, Handlers),
              call_clauses(Clauses, Values, add_binding(Name, Self, Bindings), Handlers)
          end,
    make_fun(arity(Clauses), Run).

arity([{clause, _, Patterns, _, _} | _]) -> length(Patterns).

call_clauses(Clauses, Values, Bindings, Handlers) ->
    %% Parameters hide variables of the same names.
    Hidden = lists:foldl(fun del_binding/2, Bindings, lists:usort(names([element(3, Clause) || Clause <- Clauses]))),
    case choose(Clauses, Values, Hidden, Handlers) of
        {Body, Inner} ->
            Outer = lists:foldl(fun({Name, Value}, All) ->
                                    case find(Name, All) of
                                        {ok, _} -> All;
                                        error -> add_binding(Name, Value, All)
                                    end
                                end, Inner, bindings(Hidden)),
            element(1, eval_body(Body, Outer, Handlers));
        none ->
            erlang:raise(error, function_clause, [{?MODULE, '-inside-an-interpreted-fun-', Values, []}])
    end.

names({var, _, '_'}) -> [];
names({var, _, Name}) -> [Name];
names(Tree) when is_tuple(Tree) -> names(tuple_to_list(Tree));
names([Part | Parts]) -> names(Part) ++ names(Parts);
names(_) -> [].

make_fun(0, F) -> fun() -> F([]) end;
make_fun(1, F) -> fun(A) -> F([A]) end;
make_fun(2, F) -> fun(A, B) -> F([A, B]) end;
make_fun(3, F) -> fun(A, B, C) -> F([A, B, C]) end;
make_fun(4, F) -> fun(A, B, C, D) -> F([A, B, C, D]) end;
make_fun(5, F) -> fun(A, B, C, D, E) -> F([A, B, C, D, E]) end;
make_fun(6, F) -> fun(A, B, C, D, E, G) -> F([A, B, C, D, E, G]) end;
make_fun(7, F) -> fun(A, B, C, D, E, G, H) -> F([A, B, C, D, E, G, H]) end;
make_fun(8, F) -> fun(A, B, C, D, E, G, H, I) -> F([A, B, C, D, E, G, H, I]) end;
make_fun(9, F) -> fun(A, B, C, D, E, G, H, I, J) -> F([A, B, C, D, E, G, H, I, J]) end;
make_fun(?ARITY_MAX, F) -> fun(A, B, C, D, E, G, H, I, J, K) -> F([A, B, C, D, E, G, H, I, J, K]) end;
make_fun(Arity, _) -> erlang:error({argument_limit, Arity}).

%% --- clauses

%% {Body, Bindings} of the first clause that fits.
choose([{clause, _, Patterns, Guard, Body} | Clauses], Values, Bindings, Handlers) ->
    case match_all(Patterns, Values, Bindings) of
        {match, Bindings1} ->
            case guard(Guard, Bindings1) of
                true -> {Body, Bindings1};
                false -> choose(Clauses, Values, Bindings, Handlers)
            end;
        nomatch -> choose(Clauses, Values, Bindings, Handlers)
    end;
choose([], _, _, _) -> none.

guard([], _) -> true;
guard(Alternatives, Bindings) ->
    lists:any(fun(Tests) -> lists:all(fun(Test) -> test(Test, Bindings) end, Tests) end, Alternatives).

test(Test, Bindings) ->
    try eval(Test, Bindings, {none, none}) of
        {true, _} -> true;
        _ -> false
    catch
        error:{unbound_var, _} = Unbound -> erlang:error(Unbound);
        _:_ -> false
    end.

eval_try(Body, Of, Catches, Bindings, Handlers) ->
    try eval_body(Body, Bindings, Handlers) of
        {Value, Bindings1} when Of =:= [] -> {Value, Bindings1};
        {Value, Bindings1} ->
            case choose(Of, [Value], Bindings1, Handlers) of
                {Then, Bindings2} -> eval_body(Then, Bindings2, Handlers);
                none -> erlang:error({try_clause, Value})
            end
    catch
        Class:Reason:Stack when Catches =/= [] ->
            case choose(Catches, [{Class, Reason, Stack}], Bindings, Handlers) of
                {Then, Bindings1} -> eval_body(Then, Bindings1, Handlers);
                none -> erlang:raise(Class, Reason, Stack)
            end
    end.

%% The mailbox is looked through again until something fits or the time, in milliseconds, is over.
eval_receive(Clauses, Time, Body, Bindings, Handlers) ->
    {messages, Messages} = process_info(self(), messages),
    Fits = fun(Message) -> choose(Clauses, [Message], Bindings, Handlers) =/= none end,
    case lists:search(Fits, Messages) of
        {value, Message} ->
            receive Message -> ok end,
            {Then, Bindings1} = choose(Clauses, [Message], Bindings, Handlers),
            eval_body(Then, Bindings1, Handlers);
        false when Time =:= 0 -> eval_body(Body, Bindings, Handlers);
        false ->
            receive after 1 -> ok end,
            Left = if is_integer(Time) -> Time - 1; true -> Time end,
            eval_receive(Clauses, Left, Body, Bindings, Handlers)
    end.

comprehend([{generate, _, Pattern, Expr} | Qualifiers], Bindings, Handlers, Fun) ->
    {List, _} = eval(Expr, Bindings, Handlers),
    is_list(List) orelse erlang:error({bad_generator, List}),
    lists:append([inner(Pattern, Item, Qualifiers, Bindings, Handlers, Fun) || Item <- List]);
comprehend([{b_generate, _, {bin, _, Segments}, Expr} | Qualifiers], Bindings, Handlers, Fun) ->
    {Bits, _} = eval(Expr, Bindings, Handlers),
    is_bitstring(Bits) orelse erlang:error({bad_generator, Bits}),
    each_of_bits(Segments, Bits, Qualifiers, Bindings, Handlers, Fun);
comprehend([Filter | Qualifiers], Bindings, Handlers, Fun) ->
    %% What may stand in a guard fails as in one.
    case is_test(Filter) of
        true ->
            case test(Filter, Bindings) of
                true -> comprehend(Qualifiers, Bindings, Handlers, Fun);
                false -> []
            end;
        false ->
            case eval(Filter, Bindings, Handlers) of
                {true, Bindings1} -> comprehend(Qualifiers, Bindings1, Handlers, Fun);
                {false, _} -> [];
                {Other, _} -> erlang:error({bad_filter, Other})
            end
    end;
comprehend([], Bindings, _, Fun) -> [Fun(Bindings)].

%% Whether the expression may stand in a guard.
is_test({call, _, {atom, _, Name}, Args}) -> is_guard_bif(Name) andalso lists:all(fun is_test/1, Args);
is_test({call, _, {remote, _, {atom, _, erlang}, {atom, _, Name}}, Args}) ->
    is_guard_bif(Name) andalso lists:all(fun is_test/1, Args);
is_test({nil, _}) -> true;
is_test({cons, _, Head, Tail}) -> is_test(Head) andalso is_test(Tail);
is_test({tuple, _, Elements}) -> lists:all(fun is_test/1, Elements);
is_test({Kind, _, _}) -> lists:member(Kind, [atom, integer, float, char, string, var]);
is_test({op, _, Op, Left, Right}) -> not lists:member(Op, ['!', '++', '--']) andalso is_test(Left) andalso is_test(Right);
is_test({op, _, _, Operand}) -> is_test(Operand);
is_test(_) -> false.

is_guard_bif(Name) ->
    lists:prefix("is_", atom_to_list(Name))
        orelse lists:member(Name, [abs, bit_size, byte_size, ceil, element, float, floor, hd, length, map_get, map_size,
                                   max, min, node, round, self, size, tl, trunc, tuple_size]).

inner(Pattern, Item, Qualifiers, Bindings, Handlers, Fun) ->
    Hidden = lists:foldl(fun del_binding/2, Bindings, names(Pattern)),
    case match(Pattern, Item, Hidden) of
        {match, Inner} -> comprehend(Qualifiers, merge(Inner, Bindings, Bindings), Handlers, Fun);
        nomatch -> []
    end.

each_of_bits(Segments, Bits, Qualifiers, Bindings, Handlers, Fun) ->
    Hidden = lists:foldl(fun del_binding/2, Bindings, names([element(3, Segment) || Segment <- Segments])),
    case match_segments(Segments, Bits, Hidden) of
        {match, _, Rest} when bit_size(Rest) =:= bit_size(Bits) -> [];
        {match, Inner, Rest} ->
            comprehend(Qualifiers, merge(Inner, Bindings, Bindings), Handlers, Fun)
                ++ each_of_bits(Segments, Rest, Qualifiers, Bindings, Handlers, Fun);
        nomatch -> []
    end.

%% --- patterns: {match, Bindings} | nomatch

match_all([Pattern | Patterns], [Value | Values], Bindings) ->
    case match(Pattern, Value, Bindings) of
        {match, Bindings1} -> match_all(Patterns, Values, Bindings1);
        nomatch -> nomatch
    end;
match_all([], [], Bindings) -> {match, Bindings};
match_all(_, _, _) -> nomatch.

match({var, _, '_'}, _, Bindings) -> {match, Bindings};
match({var, _, Name}, Value, Bindings) ->
    case find(Name, Bindings) of
        {ok, Value} -> {match, Bindings};
        {ok, _} -> nomatch;
        error -> {match, add_binding(Name, Value, Bindings)}
    end;
match({match, _, Left, Right}, Value, Bindings) -> match_all([Left, Right], [Value, Value], Bindings);
match({nil, _}, [], Bindings) -> {match, Bindings};
match({cons, _, Head, Tail}, [H | T], Bindings) -> match_all([Head, Tail], [H, T], Bindings);
match({tuple, _, Patterns}, Tuple, Bindings) when is_tuple(Tuple) ->
    match_all(Patterns, tuple_to_list(Tuple), Bindings);
match({map, _, Fields}, Map, Bindings) when is_map(Map) -> match_fields(Fields, Map, Bindings);
match({bin, _, Segments}, Bits, Bindings) when is_bitstring(Bits) ->
    case match_segments(Segments, Bits, Bindings) of
        {match, Bindings1, <<>>} -> {match, Bindings1};
        _ -> nomatch
    end;
match({op, _, '++', {nil, _}, Rest}, Value, Bindings) -> match(Rest, Value, Bindings);
match({op, Place, '++', {cons, _, Head, Tail}, Rest}, [H | T], Bindings) ->
    match_all([Head, {op, Place, '++', Tail, Rest}], [H, T], Bindings);
match({op, _, '++', {string, _, []}, Rest}, Value, Bindings) -> match(Rest, Value, Bindings);
match({op, Place, '++', {string, _, [Char | Chars]}, Rest}, [Char | Tail], Bindings) ->
    match({op, Place, '++', {string, Place, Chars}, Rest}, Tail, Bindings);
match({op, _, '++', _, _}, _, _) -> nomatch;
match({Kind, _, Value}, Value, Bindings)
  when Kind =:= atom; Kind =:= integer; Kind =:= float; Kind =:= char; Kind =:= string ->
    {match, Bindings};
match({op, _, _, _} = Op, Value, Bindings) -> match_constant(Op, Value, Bindings);
match({op, _, _, _, _} = Op, Value, Bindings) -> match_constant(Op, Value, Bindings);
match(_, _, _) -> nomatch.

match_constant(Op, Value, Bindings) ->
    case eval(Op, Bindings, {none, none}) of
        {Value, _} -> {match, Bindings};
        _ -> nomatch
    end.

match_fields([{map_field_exact, _, Key, Pattern} | Fields], Map, Bindings) ->
    {K, _} = eval(Key, Bindings, {none, none}),
    case Map of
        #{K := Value} ->
            case match(Pattern, Value, Bindings) of
                {match, Bindings1} -> match_fields(Fields, Map, Bindings1);
                nomatch -> nomatch
            end;
        #{} -> nomatch
    end;
match_fields([], _, Bindings) -> {match, Bindings}.

%% --- bit strings

%% A string stands for its characters, each with the same size and type.
each_character(Segments) ->
    lists:append([case Segment of
                      {bin_element, Place, {string, _, Chars}, Size, Types} ->
                          [{bin_element, Place, {integer, Place, Char}, Size, Types} || Char <- Chars];
                      _ -> [Segment]
                  end || Segment <- Segments]).

eval_segment({bin_element, _, Expr, Size, Types}, Bindings, Handlers) ->
    {Value, Bindings1} = eval(Expr, Bindings, Handlers),
    {build(Value, segment_size(Size, Types, Bindings, Handlers), layout(Types)), Bindings1}.

%% {Type, Order, Sign} and the unit.
layout(default) -> layout([]);
layout(Types) ->
    Pick = fun(Known, Default) -> lists:foldl(fun(T, Found) -> case lists:member(T, Known) of true -> T; false -> Found end end,
                                              Default, Types) end,
    {Pick([integer, float, binary, bytes, bitstring, bits, utf8, utf16, utf32], integer),
     case Pick([big, little, native], big) of native -> little; Order -> Order end,
     Pick([signed, unsigned], unsigned)}.

%% In bits; all and default are natural sizes.
segment_size(default, Types, _, _) ->
    case element(1, layout(Types)) of
        integer -> 8;
        float -> 64;
        _ -> all
    end;
segment_size(Size, Types, Bindings, Handlers) ->
    {Units, _} = eval(Size, Bindings, Handlers),
    Units * unit(Types).

unit(Types) ->
    Default =
        case element(1, layout(Types)) of
            Bytes when Bytes =:= binary; Bytes =:= bytes -> 8;
            _ -> 1
        end,
    if is_list(Types) -> proplists:get_value(unit, Types, Default); true -> Default end.

build(Value, Size, {integer, big, _}) -> <<Value:Size>>;
build(Value, Size, {integer, little, _}) -> <<Value:Size/little>>;
build(Value, Size, {float, big, _}) -> <<Value:Size/float>>;
build(Value, Size, {float, little, _}) -> <<Value:Size/float-little>>;
build(Value, _, {utf8, _, _}) -> <<Value/utf8>>;
build(Value, _, {utf16, big, _}) -> <<Value/utf16>>;
build(Value, _, {utf16, little, _}) -> <<Value/utf16-little>>;
build(Value, _, {utf32, big, _}) -> <<Value/utf32>>;
build(Value, _, {utf32, little, _}) -> <<Value/utf32-little>>;
build(Value, all, _) -> <<Value/bitstring>>;
build(Value, Size, _) -> <<Value:Size/bitstring>>.

match_segments([{bin_element, _, {string, _, _}, _, _} = Text | Segments], Bits, Bindings) ->
    match_segments(each_character([Text]) ++ Segments, Bits, Bindings);
match_segments([{bin_element, _, Pattern, Size, Types} | Segments], Bits, Bindings) ->
    case take(Bits, segment_size(Size, Types, Bindings, {none, none}), layout(Types)) of
        {Value, Rest} ->
            case match(Pattern, Value, Bindings) of
                {match, Bindings1} -> match_segments(Segments, Rest, Bindings1);
                nomatch -> nomatch
            end;
        none -> nomatch
    end;
match_segments([], Rest, Bindings) -> {match, Bindings, Rest}.

take(Bits, Size, {integer, big, unsigned}) -> case Bits of <<V:Size, R/bits>> -> {V, R}; _ -> none end;
take(Bits, Size, {integer, big, signed}) -> case Bits of <<V:Size/signed, R/bits>> -> {V, R}; _ -> none end;
take(Bits, Size, {integer, little, unsigned}) -> case Bits of <<V:Size/little, R/bits>> -> {V, R}; _ -> none end;
take(Bits, Size, {integer, little, signed}) -> case Bits of <<V:Size/little-signed, R/bits>> -> {V, R}; _ -> none end;
take(Bits, Size, {float, big, _}) -> case Bits of <<V:Size/float, R/bits>> -> {V, R}; _ -> none end;
take(Bits, Size, {float, little, _}) -> case Bits of <<V:Size/float-little, R/bits>> -> {V, R}; _ -> none end;
take(Bits, _, {utf8, _, _}) -> case Bits of <<V/utf8, R/bits>> -> {V, R}; _ -> none end;
take(Bits, _, {utf16, big, _}) -> case Bits of <<V/utf16, R/bits>> -> {V, R}; _ -> none end;
take(Bits, _, {utf16, little, _}) -> case Bits of <<V/utf16-little, R/bits>> -> {V, R}; _ -> none end;
take(Bits, _, {utf32, big, _}) -> case Bits of <<V/utf32, R/bits>> -> {V, R}; _ -> none end;
take(Bits, _, {utf32, little, _}) -> case Bits of <<V/utf32-little, R/bits>> -> {V, R}; _ -> none end;
take(Bits, all, _) -> {Bits, <<>>};
take(Bits, Size, _) -> case Bits of <<V:Size/bits, R/bits>> -> {V, R}; _ -> none end.

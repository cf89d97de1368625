%% Tokens to the abstract format, by the compiler's parser (crate/src/syntax/parser), and terms to it and back.
-module(erl_parse).
-export([parse_form/1, parse_exprs/1, parse_term/1, format_error/1, normalise/1, abstract/1, abstract/2, map_anno/2,
         fold_anno/3, mapfold_anno/3, new_anno/1, anno_to_term/1, anno_from_term/1, tokens/1, tokens/2]).

parse_form(Tokens) -> console:parse(form, Tokens).

parse_exprs(Tokens) -> console:parse(exprs, Tokens).

parse_term(Tokens) ->
    case parse_exprs(Tokens) of
        {ok, [Expr]} ->
            try {ok, normalise(Expr)}
            catch _:_ -> {error, {erl_anno:location(element(2, Expr)), ?MODULE, "bad term"}}
            end;
        {ok, [Expr | _]} -> {error, {erl_anno:location(element(2, Expr)), ?MODULE, "bad term"}};
        Error -> Error
    end.

format_error(Message) ->
    case io_lib:deep_char_list(Message) of
        true -> Message;
        false -> io_lib:write(Message)
    end.

%% --- the term that a tree stands for

normalise({char, _, Char}) -> Char;
normalise({integer, _, Integer}) -> Integer;
normalise({float, _, Float}) -> Float;
normalise({atom, _, Atom}) -> Atom;
normalise({string, _, String}) -> String;
normalise({nil, _}) -> [];
normalise({bin, _, Elements}) -> << <<(segment(Element))/bitstring>> || Element <- Elements >>;
normalise({cons, _, Head, Tail}) -> [normalise(Head) | normalise(Tail)];
normalise({tuple, _, Elements}) -> list_to_tuple([normalise(Element) || Element <- Elements]);
normalise({map, _, Pairs}) ->
    maps:from_list([{normalise(Key), normalise(Value)} || {map_field_assoc, _, Key, Value} <- Pairs]);
normalise({'fun', _, {function, {atom, _, M}, {atom, _, F}, {integer, _, A}}}) -> fun M:F/A;
normalise({op, _, '+', {Kind, _, Number}}) when Kind =:= integer; Kind =:= float; Kind =:= char -> Number;
normalise({op, _, '-', {Kind, _, Number}}) when Kind =:= integer; Kind =:= float; Kind =:= char -> -Number;
normalise(Other) -> erlang:error({badarg, Other}).

segment({bin_element, _, {string, _, Chars}, default, default}) -> list_to_binary(Chars);
segment({bin_element, _, Value, default, default}) -> <<(normalise(Value))>>;
segment({bin_element, _, Value, Size, default}) -> <<(normalise(Value)):(normalise(Size))>>.

%% --- the tree of a term

abstract(Term) -> abstract(Term, 0, fun is_character/1).

abstract(Term, Line) when is_integer(Line) -> abstract(Term, Line, fun is_character/1);
abstract(Term, Options) when is_list(Options) ->
    Place = proplists:get_value(location, Options, proplists:get_value(line, Options, 0)),
    IsString =
        case proplists:get_value(encoding, Options, utf8) of
            none -> fun(_) -> false end;
            latin1 -> fun(Char) -> is_integer(Char) andalso Char >= 0 andalso Char < 256 end;
            _ -> fun is_character/1
        end,
    abstract(Term, Place, IsString).

is_character(Char) ->
    is_integer(Char) andalso (Char >= 0 andalso Char < 16#D800 orelse Char > 16#DFFF andalso Char < 16#FFFE
                              orelse Char > 16#FFFF andalso Char =< 16#10FFFF).

abstract(Integer, Place, _) when is_integer(Integer) -> {integer, Place, Integer};
abstract(Float, Place, _) when is_float(Float) -> {float, Place, Float};
abstract(Atom, Place, _) when is_atom(Atom) -> {atom, Place, Atom};
abstract([], Place, _) -> {nil, Place};
abstract(Bits, Place, _) when is_bitstring(Bits) ->
    Bytes = bit_size(Bits) div 8,
    <<Whole:Bytes/binary, Rest/bitstring>> = Bits,
    {bin, Place, [{bin_element, Place, {integer, Place, Byte}, default, default} || Byte <- binary_to_list(Whole)]
                 ++ last_bits(Rest, Place)};
abstract([Head | Tail] = List, Place, IsString) ->
    case is_string(List, IsString) of
        true -> {string, Place, List};
        false -> {cons, Place, abstract(Head, Place, IsString), abstract_tail(Tail, Place, IsString)}
    end;
abstract(Tuple, Place, IsString) when is_tuple(Tuple) ->
    {tuple, Place, [abstract(Element, Place, IsString) || Element <- tuple_to_list(Tuple)]};
abstract(Map, Place, IsString) when is_map(Map) ->
    {map, Place, [{map_field_assoc, Place, abstract(Key, Place, IsString), abstract(Value, Place, IsString)}
                  || {Key, Value} <- maps:to_list(Map)]};
abstract(Fun, Place, IsString) when is_function(Fun) ->
    case erlang:fun_info(Fun, type) of
        {type, external} ->
            [{module, M}, {name, F}, {arity, A}] = [erlang:fun_info(Fun, Item) || Item <- [module, name, arity]],
            {'fun', Place, {function, {atom, Place, M}, {atom, Place, F}, {integer, Place, A}}};
        _ -> erlang:error(function_clause, [Fun, Place, IsString])
    end.

%% The tail of a list that is no string.
abstract_tail([Head | Tail], Place, IsString) ->
    {cons, Place, abstract(Head, Place, IsString), abstract_tail(Tail, Place, IsString)};
abstract_tail(Other, Place, IsString) -> abstract(Other, Place, IsString).

is_string([Char | Rest], IsString) -> IsString(Char) andalso is_string(Rest, IsString);
is_string(End, _) -> End =:= [].

last_bits(<<>>, _) -> [];
last_bits(Bits, Place) ->
    Size = bit_size(Bits),
    <<Value:Size>> = Bits,
    [{bin_element, Place, {integer, Place, Value}, {integer, Place, Size}, default}].

%% --- annotations: the second element of every tuple that has a place there

map_anno(Fun, Tree) -> element(1, mapfold_anno(fun(Anno, Acc) -> {Fun(Anno), Acc} end, [], Tree)).

fold_anno(Fun, Acc0, Tree) -> element(2, mapfold_anno(fun(Anno, Acc) -> {Anno, Fun(Anno, Acc)} end, Acc0, Tree)).

mapfold_anno(Fun, Acc, Tree) when is_list(Tree) -> lists:mapfoldl(fun(Part, A) -> mapfold_anno(Fun, A, Part) end, Acc, Tree);
mapfold_anno(_, Acc, {eof, Location}) -> {{eof, Location}, Acc};
mapfold_anno(_, Acc, {Mark, _} = Message) when Mark =:= error; Mark =:= warning -> {Message, Acc};
mapfold_anno(Fun, Acc0, {attribute, Anno0, Name, Value0}) ->
    {Anno, Acc1} = Fun(Anno0, Acc0),
    {Value, Acc} = mapfold_attribute(Fun, Acc1, Name, Value0),
    {{attribute, Anno, Name, Value}, Acc};
mapfold_anno(Fun, Acc0, {typed_record_field, Field0, Type0}) ->
    {[Field, Type], Acc} = mapfold_anno(Fun, Acc0, [Field0, Type0]),
    {{typed_record_field, Field, Type}, Acc};
mapfold_anno(Fun, Acc0, Node) when tuple_size(Node) >= 2, is_atom(element(1, Node)) ->
    [Tag, Anno0 | Parts0] = tuple_to_list(Node),
    case erl_anno:is_anno(Anno0) of
        true ->
            {Anno, Acc1} = Fun(Anno0, Acc0),
            {Parts, Acc} = mapfold_anno(Fun, Acc1, Parts0),
            {list_to_tuple([Tag, Anno | Parts]), Acc};
        false ->
            {Parts, Acc} = mapfold_anno(Fun, Acc0, [Anno0 | Parts0]),
            {list_to_tuple([Tag | Parts]), Acc}
    end;
mapfold_anno(_, Acc, Other) -> {Other, Acc}.

%% Types and the fields of records are trees, the values of other attributes are none.
mapfold_attribute(Fun, Acc0, Name, {Function, Types0}) when Name =:= spec; Name =:= callback ->
    {Types, Acc} = mapfold_anno(Fun, Acc0, Types0),
    {{Function, Types}, Acc};
mapfold_attribute(Fun, Acc0, Name, {Type, Tree0, Parameters0}) when Name =:= type; Name =:= opaque ->
    {[Tree, Parameters], Acc} = mapfold_anno(Fun, Acc0, [Tree0, Parameters0]),
    {{Type, Tree, Parameters}, Acc};
mapfold_attribute(Fun, Acc0, record, {Record, Fields0}) ->
    {Fields, Acc} = mapfold_anno(Fun, Acc0, Fields0),
    {{Record, Fields}, Acc};
mapfold_attribute(_, Acc, _, Value) -> {Value, Acc}.

new_anno(Tree) -> map_anno(fun erl_anno:new/1, Tree).

anno_to_term(Tree) -> map_anno(fun erl_anno:to_term/1, Tree).

anno_from_term(Tree) -> map_anno(fun erl_anno:from_term/1, Tree).

%% --- back to tokens

tokens(Tree) -> tokens(Tree, []).

tokens({Kind, Anno, Value}, More) when Kind =:= char; Kind =:= integer; Kind =:= float; Kind =:= atom; Kind =:= var ->
    [{Kind, Anno, Value} | More];
tokens({string, Anno, Value}, More) -> [{string, Anno, Value} | More];
tokens({nil, Anno}, More) -> [{'[', Anno}, {']', Anno} | More];
tokens({cons, Anno, Head, Tail}, More) -> [{'[', Anno} | tokens(Head, tail_tokens(Tail, More))];
tokens({tuple, Anno, []}, More) -> [{'{', Anno}, {'}', Anno} | More];
tokens({tuple, Anno, [First | Rest]}, More) ->
    [{'{', Anno} | tokens(First, lists:foldr(fun(Element, After) -> [{',', Anno} | tokens(Element, After)] end,
                                             [{'}', Anno} | More], Rest))].

tail_tokens({cons, Anno, Head, Tail}, More) -> [{',', Anno} | tokens(Head, tail_tokens(Tail, More))];
tail_tokens({nil, Anno}, More) -> [{']', Anno} | More];
tail_tokens(Other, More) ->
    Anno = element(2, Other),
    [{'|', Anno} | tokens(Other, [{']', Anno} | More])].

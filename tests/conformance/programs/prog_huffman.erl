%% Huffman codes: a forest in a gb_set, the code book in a map, the text as bits.
-module(prog_huffman).
-export([main/0]).

main() ->
    Text = "she sells sea shells by the sea shore",
    Frequencies = maps:to_list(lists:foldl(fun(C, M) -> maps:update_with(C, fun(N) -> N + 1 end, 1, M) end, #{}, Text)),
    Tree = tree(gb_sets:from_list([{N, [C]} || {C, N} <- Frequencies])),
    Book = maps:from_list(codes(Tree, <<>>)),
    Bits = << <<(maps:get(C, Book))/bitstring>> || C <- Text >>,
    Text = decode(Bits, Tree, Tree, []),
    [io:format("~p ~s~n", [[C], [$0 + B || <<B:1>> <= Code]]) || {C, Code} <- lists:sort(maps:to_list(Book))],
    io:format("~w bits instead of ~w~n", [bit_size(Bits), 8 * length(Text)]),
    io:format("~s~n", [base64:encode(<<Bits/bitstring, 0:(8 - bit_size(Bits) rem 8)>>)]),
    Bits.

tree(Forest) ->
    {{N1, T1}, F1} = gb_sets:take_smallest(Forest),
    case gb_sets:is_empty(F1) of
        true -> T1;
        false ->
            {{N2, T2}, F2} = gb_sets:take_smallest(F1),
            tree(gb_sets:add_element({N1 + N2, {T1, T2}}, F2))
    end.

codes({Left, Right}, Code) -> codes(Left, <<Code/bitstring, 0:1>>) ++ codes(Right, <<Code/bitstring, 1:1>>);
codes([C], Code) -> [{C, Code}].

decode(Bits, [C], Tree, Acc) -> decode(Bits, Tree, Tree, [C | Acc]);
decode(<<0:1, Bits/bitstring>>, {Left, _}, Tree, Acc) -> decode(Bits, Left, Tree, Acc);
decode(<<1:1, Bits/bitstring>>, {_, Right}, Tree, Acc) -> decode(Bits, Right, Tree, Acc);
decode(<<>>, _, _, Acc) -> lists:reverse(Acc).

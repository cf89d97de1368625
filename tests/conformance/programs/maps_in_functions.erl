-module(maps_in_functions).
-export([main/0]).

main() ->
    Words = ["the", "cat", "the", "dog", "the"],
    Counts = lists:foldl(fun count/2, #{}, Words),
    {Counts, describe(#{type => dog, legs => 4}), describe(#{type => fish}), describe(#{}), update(#{n => 1}),
     try update(#{}) catch error:E -> E end}.

count(Word, Map) ->
    case Map of
        #{Word := N} -> Map#{Word := N + 1};
        _ -> Map#{Word => 1}
    end.

describe(#{type := Type, legs := N}) when N > 2 -> {Type, many};
describe(#{type := Type}) -> Type;
describe(#{}) -> nothing.

update(M) -> #{n := N} = M, M#{n := N + 1, new => true}.

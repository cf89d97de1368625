-module(pt_add).
-export([parse_transform/2]).
parse_transform(Forms, _) ->
  {Before, [Eof]} = lists:split(length(Forms) - 1, Forms),
  L = element(2, Eof),
  [hd(Before), hd(tl(Before)), {attribute, 2, export, [{added, 0}]} | tl(tl(Before))] ++ [{function, L, added, 0, [{clause, L, [], [], [{string, L, "I was added"}]}]}, Eof].

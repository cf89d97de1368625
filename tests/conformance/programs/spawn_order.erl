%% Each child answers by its name.
-module(spawn_order).
-export([main/0]).

main() ->
    Self = self(),
    Names = [a, b, c],
    [spawn(fun() -> Self ! N end) || N <- Names],
    [receive N -> N end || N <- Names].

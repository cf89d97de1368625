%% erlang:display/1 writes terms as the runtime itself does, not as ~p.
-module(display).
-export([main/0]).

main() ->
    Terms = [1.5, 1.0e10, -0.1, 1.0e100, 0.0, 3, "abc", "a\nb\"c\\", [1, 2], 'a b', <<"abc">>, <<1, 2:4>>, #{a => 1, "b" => 2.5},
             {}, [], [a | b], fun lists:map/2, ["a", "b"], [97, 98 | c], <<>>, [[]], {a, #{1 => 2.25}}, [97, 0], [9, 13],
             [1000], lists:seq(1, 40), [a, "b", {c, [1.0]}], 'it\'s'],
    lists:foreach(fun(Term) -> erlang:display(Term), timer:sleep(1) end, Terms).

%% List cells and their collection: naive reverse of 500 elements, Times times.
-module(nrev).
-export([run/1]).

run(Times) -> run(Times, lists:seq(1, 500)).

run(0, List) -> hd(List);
run(Times, List) -> run(Times - 1, reverse(List)).

reverse([]) -> [];
reverse([Head | Tail]) -> append(reverse(Tail), [Head]).

append([], List) -> List;
append([Head | Tail], List) -> [Head | append(Tail, List)].

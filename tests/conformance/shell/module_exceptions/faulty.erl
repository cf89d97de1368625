-module(faulty).
-export([run/1, deep/1, via_lists/1, id/1]).

run(divide) -> 1 div id(0);
run(match) -> {ok, X} = id(error), X;
run('case') -> case id(3) of 1 -> one end;
run('if') -> if 1 =:= 2 -> never end;
run(bif) -> atom_to_list(id(1));
run(throw) -> throw(id(ball));
run(exit) -> exit(id(gone));
run(error) -> error(id({my, error}));
run('fun') -> (id(fun(a) -> ok end))(b);
run(badfun) -> (id(not_a_fun))(1);
run(badarity) -> (id(fun() -> ok end))(1);
run(undef) -> nosuch:func(id(1));
run(record) -> element(9, id({a}));
run(map) -> maps:get(k, id(#{}));
run(update) -> (id(#{}))#{k := 1};
run(send) -> id(nobody) ! hello;
run(timeout) -> receive after id(x) -> ok end.

deep(0) -> [run(divide)];
deep(N) -> [N | deep(N - 1)].

via_lists(L) -> lists:map(fun(X) -> 10 / X end, L).

id(X) -> X.

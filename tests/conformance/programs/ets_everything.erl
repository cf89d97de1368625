-module(ets_everything).
-export([main/0]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
fl() -> receive M -> [M | fl()] after 20 -> [] end.
main() ->
    S = self(),
    %% heir and give_away
    H = spawn(fun() -> receive M -> S ! {heir_got, setelement(2, M, t)}, receive X -> S ! X end end end),
    O = spawn(fun() -> T = ets:new(named, [named_table, public, {heir, H, data}]), ets:insert(T, {a, 1}), receive stop -> ok end end),
    timer:sleep(10), p(ets:info(named, heir) =:= H), O ! stop, p(fl()), p(ets:info(named, owner) =:= H), p(ets:lookup(named, a)), exit(H, kill), timer:sleep(10), p(ets:info(named)), p(ets:whereis(named)),
    T1 = ets:new(t1, []), Q = spawn(fun() -> receive M -> S ! {q, element(1, M), element(4, M)} end, receive stop -> ok end end),
    c(fun() -> ets:give_away(T1, Q, gift) end), p(fl()), c(fun() -> ets:insert(T1, {x}) end), c(fun() -> ets:give_away(T1, S, back) end), Q ! stop, timer:sleep(10), c(fun() -> ets:lookup(T1, x) end),
    %% many kinds of keys, ordered and not
    Rows = [{1, a}, {1.0, b}, {"s", c}, {<<"b">>, d}, {{t, 1}, e}, {#{m => 1}, f}, {atom, g}, {[], h}, {-1, i}, {1 bsl 70, j}],
    [begin T = ets:new(t, [Ty]), ets:insert(T, Rows), ets:insert(T, Rows), ets:insert(T, {1, z}), p({Ty, ets:info(T, size), ets:lookup(T, 1), ets:lookup(T, 1.0), ets:member(T, "s"), lists:sort(ets:tab2list(T)), ets:match(T, {atom, '$1'}), ets:take(T, 1), ets:info(T, size)}),
        p(ets:select(T, [{{'$1', '$2'}, [{is_number, '$1'}, {'>', '$1', 0}], [{{'$2', '$1'}}]}])), p(ets:select_delete(T, [{{'$1', '_'}, [{is_atom, '$1'}], [true]}])), p(lists:sort(ets:match_object(T, '_'))), p(ets:foldl(fun(_, N) -> N + 1 end, 0, T)) end || Ty <- [set, ordered_set, bag, duplicate_bag]],
    %% update_counter, update_element
    U = ets:new(u, []), ets:insert(U, {k, 1, 10, x}),
    c(fun() -> ets:update_counter(U, k, 5) end), c(fun() -> ets:update_counter(U, k, {3, -1}) end), c(fun() -> ets:update_counter(U, k, [{2, 1}, {3, 100, 50, 0}]) end), c(fun() -> ets:update_counter(U, k, {4, 1}) end), c(fun() -> ets:update_counter(U, nokey, 1) end), c(fun() -> ets:update_counter(U, new, {2, 3}, {new, 7}) end), c(fun() -> ets:lookup(U, new) end), c(fun() -> ets:update_counter(U, new2, {2, 3}, {other, 7, x}) end), c(fun() -> ets:lookup(U, new2) end),
    c(fun() -> ets:update_element(U, k, {4, y}) end), c(fun() -> ets:update_element(U, k, [{2, 0}, {3, 0}]) end), c(fun() -> ets:update_element(U, nokey, {2, a}) end), c(fun() -> ets:lookup(U, k) end),
    %% traversal while changed
    V = ets:new(v, [ordered_set]), [ets:insert(V, {I}) || I <- lists:seq(1, 10)],
    p({ets:first(V), ets:last(V), ets:next(V, 3), ets:prev(V, 3), ets:next(V, 3.5), ets:prev(V, 0), ets:next(V, 10), ets:next(V, 99)}),
    p(ets:select(V, [{{'$1'}, [], ['$1']}], 3)), {L1, C1} = ets:select(V, [{{'$1'}, [], ['$1']}], 4), ets:delete(V, 5), {L2, C2} = ets:select(C1), p({L1, L2, element(1, ets:select(C2))}),
    p(ets:select_reverse(V, [{{'$1'}, [{'<', '$1', 5}], ['$1']}])), p(ets:select_count(V, [{{'$1'}, [{'rem', '$1', 2}], [true]}, {{'$1'}, [{'=:=', {'rem', '$1', 2}, 0}], [true]}])), p(ets:select_replace(V, [{{'$1'}, [{'>', '$1', 8}], ['$_']}])), p(ets:slot(V, 0)), p(ets:slot(V, 9)), p(catch ets:slot(V, 20)),
    W = ets:new(w, [set]), [ets:insert(W, {I, I * I}) || I <- lists:seq(1, 100)], ets:safe_fixtable(W, true), p(element(1, hd(element(2, ets:info(W, safe_fixed_monotonic_time)))) =:= S), (fun F('$end_of_table') -> ok; F(K) -> (K rem 2 =:= 0 andalso ets:delete(W, K)), F(ets:next(W, K)) end)(ets:first(W)), ets:safe_fixtable(W, false), p(ets:info(W, size)), p(ets:info(W, fixed)), p(ets:info(W, safe_fixed)),
    X = ets:fun2ms(fun({A, B}) when A > 90, B rem 2 =:= 1 -> {B, A} end), p(X), p(lists:sort(ets:select(W, X))),
    p(ets:test_ms({1, 2}, [{{'$1', '$2'}, [{'<', '$1', '$2'}], ['$$']}])), p(ets:match_spec_run([{1, 2}, {3, 2}], ets:match_spec_compile([{{'$1', '$2'}, [{'<', '$1', '$2'}], ['$$']}]))),
    p([catch ets:select(W, M) || M <- [[{{'$1', '$2'}, [{'bad', 1}], ['$1']}], [{{'$1'}, [], []}], [{'$1', [], ['$3']}], foo, [{{'$1', '$2'}, [{'==', '$1', 1}], [{element, 1, '$_'}]}], [{{'$1', '$2'}, [{'==', '$1', 1}], [{element, 9, '$_'}]}], [{{'$1', '$2'}, [{'==', '$1', 1}], [{'+', a, 1}]}]]]),
    %% big: in parts
    B = ets:new(b, [public]), ets:insert(B, [{I, I, x} || I <- lists:seq(1, 60000)]), p(ets:select_delete(B, [{{'$1', '_', '_'}, [{'=:=', {'rem', '$1', 3}, 0}], [true]}])), p(ets:select_replace(B, [{{'$1', '$2', '_'}, [], [{{'$1', {'+', '$2', 1}, y}}]}])), p(ets:lookup(B, 1)), p(ets:select_count(B, [{{'_', '_', y}, [], [true]}])), p(ets:match_delete(B, {'_', '_', y})), p(ets:info(B, size)),
    BO = ets:new(bo, [ordered_set]), ets:insert(BO, [{I, I, x} || I <- lists:seq(1, 30000)]), p(ets:select_delete(BO, [{{'$1', '_', '_'}, [{'=:=', {'rem', '$1', 3}, 0}], [true]}])), p(ets:select_replace(BO, [{{'$1', '$2', '_'}, [], [{{'$1', {'+', '$2', 1}, y}}]}])), p(ets:lookup(BO, 29999)), p(length(ets:tab2list(BO))), p(ets:match_delete(BO, {'_', '_', y})), p(ets:info(BO, size)), p(ets:first(BO)),
    p(ets:insert_new(BO, [{1, a}, {2, b}])), p(ets:insert_new(BO, [{3, a}, {2, b}])), p(ets:tab2list(BO)), p(ets:delete_all_objects(BO)), p(ets:tab2list(BO)), p(ets:rename(BO, bb)), p(ets:info(BO, name)), p(ets:delete(BO)), p(catch ets:info(BO)),
    ok.

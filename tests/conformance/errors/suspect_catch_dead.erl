%% The clauses of catch, and code that is never reached.
-module(suspect_catch_dead).
-compile(export_all).
-compile(nowarn_export_all).
foo(X) -> X.
k2(X, Y) ->
    case {X, Y} of
        {A, B} -> {A, B};
        {_, _} when X > 1 -> {X}, 2;
        {a, _} when false -> {X}, 3;
        C -> {C}, hd([])
    end.
k3(X) ->
    case X of
        _ -> 1;
        {_, _} when true -> {X}, 2;
        Y when false -> {Y}, 3
    end.
k4(X) ->
    case X of
        _ -> 1;
        _ -> 2;
        a -> 3
    end.
% catch
x1(X) -> try foo(X) catch throw:_ -> 1; throw:a -> 2; error:_ -> 3; error:b -> 4; _:_ -> 5; exit:e -> 6 end.
x2(X) -> try foo(X) catch _ -> 1; _ -> 2 end.
x3(X) -> try foo(X) catch _:_ -> 1; _:_ -> 2 end.
x4(X) -> try foo(X) catch _:_:_ -> 1; _:_ -> 2; error:a:S -> S end.
x5(X) -> try foo(X) catch C:E -> {C, E}; error:E -> E end.
x6(X) -> try foo(X) catch _:E when false -> E; error:a -> 2 end.
x7(X) -> try foo(X) catch error:E when false -> E end.
x8(X) -> try foo(X) catch error:E when a -> E; _ when 1 > 2 -> 3 end.
x9(X) -> try foo(X) catch <<300>> -> 1; _ -> 2 end.
x10(X) -> try foo(X) catch <<300>> -> 1 end.
x11(X) -> try foo(X) of 1 -> a catch throw:{a, _} -> 1; {a, b} -> 2; error:{a, b} -> 3; error:{_, _} -> 4; error:{c, _} -> 5 end.
x12(X) -> try foo(X) catch a:b -> 1; foo:_ -> 2; Z:_ -> Z; _:_ -> 4 end.
x13(X) -> try foo(X) catch error:{badmatch, _} -> 1; error:_:St -> St; exit:_ -> 3; error:x -> 4 end.
x15(X) -> try foo(X) catch _:_ -> {X}, ok; error:x -> {X}, ok end.
x16(X) -> try foo(X) catch throw:T -> T; T -> {T}, 1 end.
x17(X) -> try foo(X), {X} of Y -> Y; a -> b catch _:_ -> ok after ok end.
x18(X) -> try foo(X) catch {a} = {b} -> 1 end.
x19(X) -> try foo(X) catch {a} = {b} -> 1; _:_ -> 2; x:y -> 3 end.
% dead for kernel
n1(X) when false -> case X of {_, _} -> 1; {a, _} -> 2 end;
n1(X) -> X.
n2(X) -> case a of b -> c end, case X of {_, _} -> 1; {a, _} -> 2 end.
n3(X) -> hd([]), case X of {_, _} -> 1; {a, _} -> 2 end.
n4(X) -> error(a), case X of {_, _} -> 1; {a, _} -> 2 end.
n5(X) -> case X of {_, _} -> hd([]), 1; {a, _} -> 2 end.
n6(X) -> case X of {_, _} -> hd([]); {a, _} -> 2 end.
n7(X) -> case X of {_, _} -> error(x); {a, _} -> 2 end.
n8(X) -> case X of {_, _} -> 1 + a, 2; {a, _} -> 2 end.
n9(X) -> case X of {_, _} -> exit(x), 3; {a, _} -> 2 end.
n10(X) -> case X of {_, _} -> 1; {a, _} -> case foo(X) of {_, _} -> 1; {a, _} -> 2 end; {b, _} -> case foo(X) of {_, _} -> 1; {a, _} -> 2 end end.
n11(X) -> case X of {a} = {b} -> case foo(X) of {_, _} -> 1; {a, _} -> 2 end; _ -> 1 end.
n12(X) -> 1 + a, case X of {_, _} -> 1; {a, _} -> 2 end.
n13(X) -> Y = 1 + a, case X of {_, _} -> Y; {a, _} -> 2 end.
n14(X) -> foo(hd([])), case X of {_, _} -> 1; {a, _} -> 2 end.
n15(X) -> {_} = [X], case X of {_, _} -> 1; {a, _} -> 2 end.
n16(X) -> case foo(X) of 1 -> hd([]); _ -> 2 end, case X of {_, _} -> 1; {a, _} -> 2 end.
n17(X) -> if false -> 1 end, case X of {_, _} -> 1; {a, _} -> 2 end.
n18(X) -> fun() -> hd([]), case X of {_, _} -> 1; {a, _} -> 2 end end.
n19(X) -> receive {_, _} -> hd([]); {a, _} -> X end.
n20(X) -> case X of _ -> hd([]); a -> 1 end.
n21(X, X) when false -> 1; n21(_, _) -> 2.
n22(X) -> receive X when false -> 1; {X, _} when a -> 2; Y when false -> Y; _ -> 2 end.
n23(_) -> hd([]);
n23(1) -> 2.

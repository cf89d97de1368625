%% What only more passes over the code would tell.
-module(suspect_beyond).
-compile(export_all).
-compile(nowarn_export_all).
-record(r, {a, b = 1, c = 1 + a, d = {1}}).
foo(X) -> X.
i51(X) -> (fun() -> {X} end)(), ok.
a73() -> is_record({a}, 1).
g38(X) when is_record({r,1}, r) -> X;
g38(_) -> 3.
v26() -> Y = #r{}, Y#r.b + a.
v36() -> Y = a, Y#r{a = 1}.
v39(X) -> Y = 1, apply(Y, foo, [X]), apply(X, Y, []), apply(1, []).
b7() -> <<-1/utf8>>.
b19() -> <<(<<1:4>>)/binary>>.
b20() -> <<(<<1,2>>):3/binary>>.
b25() -> <<1.5:10/float>>.
r24(X) -> [Y || Y <- X, begin foo(Y), false end].
b15(X) -> case is_list(X) of a -> 1; b -> 2 end, X.
b22(X) -> case {X == 1} of {foo} -> 1; {true} -> X end.
d9(X) -> try foo(X) after case a of b -> X end end.
k1(X, Y) ->
    case {X, Y} of
        _ -> 1;
        {_, _} when true -> {X}, 2;
        {a, _} -> {X}, 3;
        {_, B} -> {B}, 3;
        b -> {X}, 5;
        {b, _} when false -> {X}, 4
    end.

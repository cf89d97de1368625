f() -> f(X)#r.a.
f() -> f(X)(Y).
f() -> X#{}#r{}.
f() -> X#r{}#{}.
f() -> a:b:c.
f() -> a:b.
f() -> a:b#r.c.
f() -> 1 < 2 < 3.
f() -> catch catch 1.
f() -> X = catch 1 + 2.
f() -> 1 + catch 2.
f() -> - catch 2.
f() -> A = B ! C = D.
f() -> - - 1.
f() -> not not a.
f() -> A = B = C.
f(g(X)) -> 1.
f(fun() -> 1 end) -> 1.
f(X ! Y) -> a.
f(X + 1 = Y) -> a.
f({g(X)}) -> a.
f(#{a := g(x)}) -> ok.
f(A andalso B) -> ok.
f() -> 1; g() -> 2.
f() -> 1; f(X) -> 2.
f() when a -> 1; f() when b,c;d -> 2.
f() -> .
f() 1.
f.
1.
.
X() -> 1.
f() -> fun() -> 1; (X) -> 2 end.
f() -> fun F() -> 1; G() -> 2 end.
f() -> fun F() -> 1; F(X) -> 2 end.
f() -> fun F() -> 1; () -> 2 end.
f() -> fun a/b.
f() -> fun a/1 + 1.
f() -> fun a:b/1.
f() -> fun A:B/C.
f() -> fun A/1.
f() -> fun "a":b/1.
f() -> try 1 catch a:b:c -> 1 end.
f() -> try 1 catch a:b:C -> 1 end.
f() -> try 1 end.
f() -> try 1 of 1 -> 2 end.
f() -> try 1, 2 of 1 -> 2; _ -> 3 catch error:X when X > 1 -> 2; X -> 3; C:_ -> 2 after ok end.
f() -> try 1 catch a:b:C:D -> 1 end.
f() -> try 1 catch f(x) -> 1 end.
f() -> try 1 catch X:f(x) -> 1 end.
f() -> try 1 catch {f(x)} -> 1 end.
f() -> try 1 catch X = {y} -> 1 end.
f() -> try 1 catch (error):X -> 1 end.
f() -> try 1 catch 1:X -> 1 end.
f() -> [X || X <- L, X > 1, <<Y>> <= B].
f() -> [X || X <= B].
f() -> << <<X>> || X <- L >>.
f() -> << X+1 || X <- L >>.
f() -> <<X:8/integer-unit:8, (X+1):Y/binary, -1:4, "abc"/utf8, X:(1+2)>>.
f() -> <<X:8/unit:a>>.
f() -> <<X/integer/a>>.
f() -> <<>>.
f() -> << - - 1>>.
f() -> << f(x) >>.
f() -> <<X:f(x)>>.
f() -> <<1:X#r.a>>.
f() -> #r{a=1,_=2,B=3}.
f() -> #r{1=2}.
f() -> #{a=>1,b:=2,}.
f() -> #{a}.
f() -> #{a=>1,1+2:=3}.
f() -> {,}.
f() -> [1,2|3,4].
f() -> [1|2].
f() -> [|2].
f() -> (1.
f() -> {1,2.
f() -> begin 1.
f() -> begin end.
f() -> case X of end.
f() -> if end.
f() -> if true -> 1; end.
f() -> receive end.
f() -> receive after 1 -> 2 end.
f() -> receive X -> 1; Y when a;b -> 2 after 10 -> a, b end.
f() -> case X of 1 -> 2; f(x) -> 3 end.
f() -> let X = 1.
f() -> cond a end.
f() -> "a" "b" "c".
f() -> a b.
f() -> X Y.
f() -> 1 2.
f() -> "a" 1.
f() -> $a $b.
f() -> 1.0 "str" .
f() -> ok 'hello world'.
f() -> ok end.
f() -> ok, .
f() -> ok ; .
f() -> ok) .
f() -> #r.
f() -> #r.1.
f() -> #r.a.
f() -> X#r.a#r.b.
f() -> #r{}#r{}#r.a.
f() -> #{}#{}.
f() -> #r.a#r.b.
f() -> (X)#r.a.
f() -> {a}#r.a.
f() -> a#r.a.
f() -> if true -> 1 end#r.a.
f() -> ?A.
f() -> 'aλ' 'λ'.
f() -> X 'λ'.
f() -> X "λ" .
f() -> X $λ.
f() -> x $ .
f() -> x $
.
f() -> x 1.0e10.
f() -> x 'if'.
f() -> x @.
f() -> x ... .

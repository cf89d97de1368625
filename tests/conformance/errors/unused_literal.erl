-module(unused_literal).
-export([a/1,b/1,c/1,d/1,e/1,f/1,g/1,h/1,i/1,j/1,k/1,l/1]).
a(_) -> F = {1}, 1.
b(X) -> F = {X}, 1.
c(X) -> F = [X], 1.
d(_) -> F = "abc", 1.
e(_) -> F = #{a=>1}, 1.
f(X) -> F = #{a=>X}, 1.
g(_) -> F = <<1>>, 1.
h(X) -> F = <<X>>, 1.
i(_) -> F = 12, 1.
j(X) -> {1}, [X], 1.
k(X) -> _ = {1}, _ = {X}, _F = {X}, 1.
l(X) -> _ = fun() -> X end, _F = fun() -> X end, G = fun erlang:now/0, H = fun a/1, 1.

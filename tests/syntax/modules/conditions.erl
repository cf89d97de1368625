-module(b).
-ifdef(X).
f() -> x.
-else.
f() -> y.
-endif.
-ifndef(X).
g() -> x.
-else.
g() -> y.
-endif.
-if(1 == 1).
h() -> 1.
-elif(true).
h() -> 2.
-else.
h() -> 3.
-endif.
-if(?OTP_RELEASE > 30).
i() -> 1.
-elif(?OTP_RELEASE >= 25).
i() -> 2.
-endif.
-if(defined(X)).
j() -> 1.
-elif(not defined('Y')).
j() -> 2.
-endif.
-if(foo).
k() -> 1.
-endif.
-if(foo()).
-endif.
-if(X).
-endif.
-if(1/0).
-endif.
-if 1.
-endif.
-if.
-endif.
-if().
-endif.
-if(a b).
-endif.
-if(true) x.
-endif.
-ifdef(X, Y).
-endif.
-ifdef.
-endif.
-ifdef().
-endif.
-ifdef(1).
-endif.
-ifdef X.
-endif.
-else.
-endif.
-elif(true).
-else x.
-endif x.
-endif.
-ifdef(Z).
-else.
-else.
-endif.
-if(true).
-else.
-elif(true).
-endif.
-if(is_atom(a) andalso length([1]) =:= 1).
l() -> 1.
-endif.
-if(lists:member(a,[a])).
-endif.
-if(is_record(a,b)).
-endif.
-if(element(1,{true})).
m() -> 1.
-endif.
-if(begin true end).
n() -> 1.
-endif.
-if(fun() -> true end).
-endif.
-ifdef(Q).
-if(garbage here.
"unterminated
-endif.
-error(x).
-else.
ok() -> 1.
-error("hello").
-error({a,b}).
-error.
-error x.
-error().
-error(X).
-warning("hello").
-warning(a).
-warning.
-warning(a) b.
-endif.
-include("x.hrl").
-include("nope.hrl").
-include(nope).
-include.
-include("a","b").
-include_lib("nope/x.hrl").
-include_lib("stdlib/nope.hrl").
-include_lib("x.hrl").
-include_lib(a).
-include "x.hrl".
-file("foo.erl", 10).
o() -> ?LINE, ?FILE.
-file("bar", x).
-file(a, 1).
-ifdef(A).

-module(e).
ok() -> 1.
-error("hello").
-error({a,b}).
-error.
-error x.
-error().
-error(X).
-error(a,b).
-error("λ").
-error(?MODULE).
-error(1 + 2).
-error(f(x)).
-error(ok) x.
-warning("hello").
-warning(a).
-warning.
-warning(a) b.
-include("rec.hrl").
-define(ID(X), X).
-type t() :: ?ID(fun((a) -> b)).
-type t2() :: ?ID(fun((a) -> b)) | ?ID(fun()).
-define(X1, (b).
x1() -> ?X1).
-define(X2, b.
-define(X3(A), ).
x3() -> ?X3(1) ok.
a() -> ?ID(]).
a() -> ?ID({]).
a() -> ?ID(a)).
a() -> ?ID(end).
a() -> ?ID(begin a).
a() -> ?ID((begin a) end).
b() -> {?BEAM, ?'BEAM', ?JAM}.
-undef(MODULE).
c() -> ?MODULE.
f(?FUNCTION_ARITY, ?FUNCTION_NAME) -> ok.
f(X = {a,b,c}, [Y,Z], fun(a) -> b, c end, ?FUNCTION_ARITY) -> ?FUNCTION_ARITY.
(?FUNCTION_NAME).
f ?FUNCTION_ARITY.
f(X) when ?FUNCTION_NAME -> ok; g(X, Y) -> ?FUNCTION_ARITY.
f(case X of Y -> a, b end) -> ?FUNCTION_ARITY.
-'define'(QQ, 1).
q() -> ?QQ.
-define(B(A,A2), {A2,A}).
-define(Q(X), ?B(X, ??X, 1)).
b() -> ?Q(a).
-define(VAR(A), A##A).
-define(W(X), {??X, "??X"}).
w() -> ?W($a), ?W("x\ny"), ?W('A b'), ?W(A), ?W(16#ff), ?W(1.50), ?W(<<"a">>), ?W(?LINE), ?W(fun a/1).
-define(comma, ,).
cc() -> {a ?comma b}.
cc() -> ?ID(a ?comma b).
-define(open, ().
cc() -> ?ID ?open 1 ).
-define(ID2, ?ID).
cc() -> ?ID2(1).
-define(P1(), ?P1(1)).
-define(P1(A), A).
cc() -> ?P1().
-define(Cyc, ?ID(?Cyc)).
cc() -> ?ID(1 ?Cyc).
-ifdef(MODULE).
m1() -> ok.
-endif.
-ifdef(LINE).
m2() -> ok.
-endif.
-ifdef(FUNCTION_NAME).
m3() -> ok.
-endif.
-define(FUNCTION_NAME, a).
-define(BEAM, 2).
-define(OTP_RELEASE, 2).
-define(MACHINE(), 2).
-define(defined, 2).
-if(defined).
-endif.
-define(aaa(X), 2).
-if(defined(aaa)).
m4() -> ok.
-endif.
-ifdef(aaa).
m5() -> ok.
-endif.
-if(defined(MODULE)).
m6() -> ok.
-endif.
-if(defined('a b')).
-else.
m7() -> ok.
-endif.
-if(defined(1)).
-endif.
-if(?NOPE).
-endif.
-if("25" == "25").
m8() -> ok.
-endif.
-if({1,2} < {1,3}).
m9() -> ok.
-endif.
-if(?MACHINE =:= 'BEAM').
m10() -> ok.
-endif.
-if(a = b).
-endif.
-if(<<1>> == <<1>>).
m11() -> ok.
-endif.
-if(true, false).
-endif.
-elif(a).

-module(a).
-define(A, 1).
-define(B(), 2).
-define(B(X), {X, X}).
-define(B(X,Y), {X, Y}).
-define(C, ?A + ?A).
-define(S(X), ??X).
-define(D(X), ?B(X, ??X)).
f() -> ?A, ?B(), ?B(1), ?B(a,b), ?B((a,b)), ?B({a,b},[c,d]), ?C.
g() -> ?S(a + b), ?S("x" ++ [1,2.0e3, $a, 'hello world']), ?D(x:y(Z)), ?S(?A), ?S().
h() -> {?MODULE, ?FILE, ?LINE, ?FUNCTION_NAME, ?FUNCTION_ARITY, ?MACHINE, ?OTP_RELEASE, ?MODULE_STRING, ?BASE_MODULE, ?BASE_MODULE_STRING, ?FEATURE_AVAILABLE, ?FEATURE_ENABLED}.
i(X, Y) -> ?FUNCTION_ARITY.
j() -> ?UNDEF.
k() -> ?UNDEF(1).
l() -> ?B(1,2,3).
m() -> ?B(1,2.
n() -> ?B.
o() -> ?A(1).
p() -> ?.
q() -> ?1.
r() -> ?'A', ?a.
s() -> ?B(begin 1, 2 end, fun(X) -> X, Y end).
t() -> ?B(case X of a, b end).
u() -> ?LINE + ?FUNCTION_NAME().
v() -> ?S(begin ?A, b end), ?S(fun() -> ok end).
-define(A, 2).
-define(A(X), X).
-undef(A).
-undef(NOPE).
w() -> ?A.
-define(R, ?R).
x() -> ?R.
-define(R1, ?R2).
-define(R2, ?R1).
y() -> ?R1.
-define(RR(X), ?RR(X)).
z() -> ?RR(1).
-define().
-define(x).
-define(x, ).
-define(X(, b).
-define(X(a), b).
-define(X(A,A), b).
-define X, b.
-define(X b).
-define("X", b).
-define(X, b) c.
-define(if, b).
-define('Y z', b).
-define(MODULE, b).
-define(LINE, b).
-undef(MODULE).
-undef(a,b).
-undef.
-undef().
-undef(1).
aa() -> ?'Y z'.
ab(?A) -> ?FUNCTION_NAME.

-define(M(A), [A, b, c + 1]).
-define(N(A), {b, A, [c,?M(d)], ?LINE}).
-define(O(A), A z).
-define(P(A), {A z}).
-define(Q(A), {fun A }).
-define(R(A), {fun a }).
-define(S(A), {fun A z).
f() -> ?M(x).
g() -> ?N(y),
   ?M(x).
h() -> ?O(a).
h() -> ?P(a).
h() -> ?Q(a).
h() -> ?R(a).
h() -> ?S(a).
h() -> {fun a }.
h() -> fun a.
h() -> fun a, b.
h() -> fun a 1.
h() -> fun a/b.
h() -> fun a:b.
h() -> fun
   a
     b.

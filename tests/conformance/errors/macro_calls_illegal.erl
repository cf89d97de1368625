-module(macro_calls_illegal).
f() -> ??X.
g() -> ?"x".
h() -> ?1.
i() -> ?(X).
j() -> ?.
k() -> ?[].
m() -> ?case.
n() -> ?$x.
o() -> ?1.5.
p() -> ?->.

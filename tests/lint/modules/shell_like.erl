-module(shell_like).
-compile(export_all).
-compile([nowarn_shadow_vars, warn_export_vars, warn_unused_import, {nowarn_unused_record, [quiet]}, warn_missing_spec]).
-import(lists, [map/2, foldl/3]).
-record(quiet, {a}).
-record(loud, {a}).
f(X) -> F = fun(X) -> X end, F(X).
g(A) -> case A of 1 -> B = 1; _ -> B = 2 end, B.
h() -> foldl(a, b, c).
-spec i() -> ok.
i() -> ok.

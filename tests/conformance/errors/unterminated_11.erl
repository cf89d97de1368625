-module(unterminated_11).
-ifdef(X).
-else!
f() -> ok.
-endif.

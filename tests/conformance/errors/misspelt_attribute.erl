-module(misspelt_attribute).
-exports([f/0]).
-expoert([f/0]).
-export(f/0).

f() -> ok.

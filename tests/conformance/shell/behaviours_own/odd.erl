-module(odd).
-behavior(cb).
-compile(export_all).
one(_) -> ok.
two(_, _) -> ok.
'odd Name'() -> ok.

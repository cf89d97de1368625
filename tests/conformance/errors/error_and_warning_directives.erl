-module(error_and_warning_directives).
-export([f/0]).
-warning("look here").
-error("stop here").

f() -> ok.

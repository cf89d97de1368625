-module(unknown_parse_transform).
-export([t/0]).
-compile([{parse_transform, nosuch}]).

t() -> ok.

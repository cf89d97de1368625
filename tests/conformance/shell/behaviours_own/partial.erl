-module(partial).
-behaviour(cb).
-behaviour(own_info).
-behaviour(undef_info).
-behaviour(bad_info).
-behaviour(bad_optional).
-behaviour(hidden).
-behaviour(lists).
-behaviour(nosuch).
-export([maybe_three/2]).
one(_) -> ok.
maybe_three(_, _) -> ok.

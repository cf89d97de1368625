-module(undef_info).
-export([behaviour_info/1]).
behaviour_info(_) -> undefined.

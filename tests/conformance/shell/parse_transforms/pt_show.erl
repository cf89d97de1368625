-module(pt_show).
-export([parse_transform/2]).
parse_transform(Forms, Opts) -> io:format("~p~n~p~n", [Forms, [O || O <- Opts, O =/= report_errors, O =/= report_warnings, not is_tuple(O)]]), Forms.

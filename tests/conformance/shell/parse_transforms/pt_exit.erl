-module(pt_exit).
-export([parse_transform/2]).
parse_transform(_, _) -> exit(no).

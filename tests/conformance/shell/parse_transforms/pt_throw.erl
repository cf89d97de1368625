-module(pt_throw).
-export([parse_transform/2]).
parse_transform(_, _) -> throw(no).

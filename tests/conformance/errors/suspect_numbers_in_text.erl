-module(suspect_numbers_in_text).
-export([f/0]).

f() ->
    [list_to_float("1e3"), list_to_float("1.5"), list_to_float("-1.5e+3"), list_to_float(".5"), list_to_float("1.0e"),
     list_to_integer("z", 16), list_to_integer("fF", 16), list_to_integer("-", 10), list_to_integer("12", 40)].

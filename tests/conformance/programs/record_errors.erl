-module(record_errors).
-export([main/0, name/1, rename/1]).

-record(a, {x}).
-record(b, {x, y}).

main() ->
    A = try name(#b{x = 1}) catch error:E1 -> E1 end,
    B = try rename(not_a_record) catch error:E2 -> E2 end,
    C = try match(#b{}) catch error:E3 -> E3 end,
    {A, B, C}.

name(R) -> R#a.x.
rename(R) -> R#a{x = new}.
match(#a{}) -> a.

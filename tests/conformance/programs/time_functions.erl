-module(time_functions).
-export([main/0]).

main() ->
    T1 = erlang:monotonic_time(millisecond),
    timer:sleep(30),
    T2 = erlang:monotonic_time(millisecond),
    {M, S, U} = os:timestamp(),
    {{Y, _, _}, {H, _, _}} = calendar:local_time(),
    {T2 - T1 >= 30, is_integer(M + S + U), Y > 2000, H < 24, is_integer(erlang:system_time(second)),
     erlang:convert_time_unit(1500, millisecond, second), erlang:unique_integer() =/= erlang:unique_integer(),
     erlang:unique_integer([positive, monotonic]) < erlang:unique_integer([positive, monotonic])}.

-module(timer_module).
-export([main/0]).

main() ->
    {ok, _} = timer:send_after(10, hello),
    A = receive hello -> hello after 1000 -> late end,
    {ok, Ref} = timer:send_interval(10, tick),
    B = [receive tick -> tick after 1000 -> late end || _ <- [1, 2, 3]],
    {ok, cancel} = timer:cancel(Ref),
    Self = self(),
    {ok, _} = timer:apply_after(10, erlang, send, [Self, applied]),
    C = receive applied -> applied after 1000 -> late end,
    {Time, Value} = timer:tc(fun() -> 1 + 1 end),
    {Time2, Value2} = timer:tc(lists, sum, [[1, 2, 3]]),
    {A, B, C, is_integer(Time), Value, is_integer(Time2), Value2,
     timer:seconds(2), timer:minutes(1), timer:hours(1), timer:hms(1, 1, 1)}.

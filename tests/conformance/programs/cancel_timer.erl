-module(cancel_timer).
-export([main/0]).

main() ->
    Ref = erlang:send_after(10000, self(), never),
    Left = erlang:read_timer(Ref),
    A = is_integer(Left) andalso Left =< 10000 andalso Left > 9000,
    Cancelled = erlang:cancel_timer(Ref),
    B = is_integer(Cancelled),
    C = erlang:cancel_timer(Ref),
    D = erlang:read_timer(Ref),
    Fired = erlang:send_after(0, self(), soon),
    receive soon -> ok end,
    E = erlang:cancel_timer(Fired),
    Quiet = erlang:send_after(5000, self(), never),
    F = erlang:cancel_timer(Quiet, [{info, false}]),
    Async = erlang:send_after(5000, self(), never),
    G = erlang:cancel_timer(Async, [{async, true}]),
    H = receive {cancel_timer, Async, T} -> is_integer(T) end,
    [A, B, C, D, E, F, G, H].

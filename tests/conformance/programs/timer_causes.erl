-module(timer_causes).
-export([main/0]).
%% What error_info says about bad arguments of timers.
main() ->
    [io:format("~p~n", [begin {'EXIT', {R, [{M, F, _, I} | _]}} = (catch apply(erlang, Fn, As)), {R, M, F, I} end]) || {Fn, As} <-
     [{send_after, [-1, self(), x]},
      {send_after, [foo, self(), x]},
      {send_after, [1 bsl 70, self(), x]},
      {send_after, [10, 17, x]},
      {send_after, [10, foo, x, [{abs, z}]]},
      {send_after, [10, foo, x, bad]},
      {start_timer, [-1, self(), x]},
      {start_timer, [10, "x", x]},
      {start_timer, [10, self(), x, [foo]]},
      {start_timer, [-1, 18, x, [foo]]},
      {cancel_timer, [foo]},
      {cancel_timer, [make_ref(), [x]]},
      {cancel_timer, [make_ref(), x]},
      {read_timer, [foo]},
      {read_timer, [make_ref(), [x]]}]].

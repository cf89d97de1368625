%% gen_statem:reply/1,2 with good and bad arguments.
-module(st_reply_forms).
-compile([export_all, nowarn_export_all]).

main() ->
    ok = gen_statem:reply({self(), a}, 1),
    ok = gen_statem:reply({reply, {self(), b}, 2}),
    ok = gen_statem:reply([{reply, {self(), c}, 3}, {reply, {self(), d}, 4}]),
    ok = gen_statem:reply([]),
    Bad = [element(1, element(2, catch F())) || F <- [fun() -> gen_statem:reply(x) end, fun() -> gen_statem:reply([x]) end, fun() -> gen_statem:reply(x, y) end]],
    {flush(), Bad}.
flush() -> receive M -> [M | flush()] after 0 -> [] end.

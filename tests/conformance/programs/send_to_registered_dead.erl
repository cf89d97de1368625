%% Sending to a name nobody has is an error; to a dead pid it is not.
-module(send_to_registered_dead).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> ok end),
    register(short, Pid),
    timer:sleep(20),
    A = try short ! hello catch error:R -> {error, R} end,
    B = Pid ! hello,
    C = try {short, node()} ! hello catch error:R2 -> {error, R2} end,
    {A, is_pid(Pid), B, C}.

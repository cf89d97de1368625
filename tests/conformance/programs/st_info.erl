%% Messages that are neither call nor cast.
-module(st_info).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    {ok, Pid} = start({ok, a, []}),
    Pid ! hello,
    Pid ! {timeout, make_tag(), not_mine},
    Pid ! {'EXIT', x, y},
    Pid ! {'$gen_cast', by_hand},
    Pid ! {'$gen_call', {self(), tag}, get},
    R = receive M -> M end,
    timer:sleep(20),
    R.
make_tag() -> {no, reference}.

%% A linked process takes its partner along.
-module(link_exit).
-export([main/0]).

main() ->
    Self = self(),
    Middle = spawn(fun() ->
        Inner = spawn_link(fun() -> receive die -> exit(inner_died) end end),
        Self ! {inner, Inner},
        receive never -> ok end
    end),
    Inner = receive {inner, I} -> I end,
    Ref = monitor(process, Middle),
    Inner ! die,
    receive {'DOWN', Ref, process, Middle, Reason} -> {down, Reason} end.

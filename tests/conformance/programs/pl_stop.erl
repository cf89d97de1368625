-module(pl_stop).
-export([main/0]).

main() ->
    A = [catch proc_lib:stop(Who, Why, 50) || {Who, Why} <- [{nobody, normal}, {self(), normal}]],
    Deaf = spawn(fun() -> receive after infinity -> ok end end),
    B = (catch proc_lib:stop(Deaf, normal, 20)),
    Other = spawn(fun() -> receive {system, From, {terminate, _}} -> gen:reply(From, ok), exit(another) end end),
    C = (catch proc_lib:stop(Other, normal, 100)),
    Good = spawn(fun() -> receive {system, From, {terminate, R}} -> gen:reply(From, ok), exit(R) end end),
    D = proc_lib:stop(Good, some_reason, 100),
    {[element(1, X) || X <- A], element(2, hd(A)), B, C, D, receive X -> X after 20 -> nothing_left end}.

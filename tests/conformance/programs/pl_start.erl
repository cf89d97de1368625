-module(pl_start).
-export([main/0, go/2]).

main() ->
    process_flag(trap_exit, true),
    Ways = [ack, ack_twice, crash, exit, normal, ack_then_exit],
    A = [{Way, slowly(fun() -> proc_lib:start(?MODULE, go, [self(), Way]) end)} || Way <- Ways],
    B = [{Way, slowly(fun() -> proc_lib:start_link(?MODULE, go, [self(), Way]) end)} || Way <- Ways],
    C = [proc_lib:start(?MODULE, go, [self(), slow], 20), proc_lib:start_link(?MODULE, go, [self(), slow], 20)],
    {M1, R1} = proc_lib:start_monitor(?MODULE, go, [self(), ack]),
    {M2, R2} = proc_lib:start_monitor(?MODULE, go, [self(), exit]),
    D = {M1, M2, receive {'DOWN', R2, _, _, Reason} -> Reason end, demonitor(R1, [flush, info])},
    timer:sleep(300),
    {A, B, C, D, messages()}.

slowly(Start) ->
    Result = Start(),
    timer:sleep(250),
    short(Result).

short({error, {Reason, [_ | _]}}) -> {error, {Reason, stack}};
short(Other) -> Other.

messages() ->
    receive
        {'EXIT', _, {Reason, [_ | _]}} -> [{Reason, stack} | messages()];
        {'EXIT', _, Reason} -> [Reason | messages()];
        Other -> [Other | messages()]
    after 0 -> []
    end.

go(Parent, ack) -> proc_lib:init_ack(Parent, ready), receive after 1000 -> ok end;
go(_, ack_twice) -> proc_lib:init_ack(one), proc_lib:init_ack(two);
go(_, crash) -> error(crash);
go(_, exit) -> exit(giving_up);
go(_, normal) -> ok;
go(Parent, ack_then_exit) -> proc_lib:init_ack(Parent, {ok, fine}), exit(later);
go(_, slow) -> receive after infinity -> ok end.

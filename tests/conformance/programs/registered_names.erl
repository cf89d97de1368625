-module(registered_names).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> receive stop -> ok end end),
    true = register(my_name, Pid),
    A = whereis(my_name) =:= Pid,
    B = lists:member(my_name, registered()),
    C = process_info(Pid, registered_name),
    D = try register(my_name, self()) catch error:badarg -> taken end,
    E = try register(other_name, Pid) catch error:badarg -> has_a_name end,
    my_name ! stop,
    timer:sleep(20),
    F = whereis(my_name),
    G = process_info(self(), registered_name),
    register(me, self()),
    me ! note,
    H = receive note -> via_name end,
    I = unregister(me),
    {A, B, C, D, E, F, G, H, I}.

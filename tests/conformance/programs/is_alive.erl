-module(is_alive).
-export([main/0]).

main() ->
    Pid = spawn(fun() -> receive stop -> ok end end),
    Before = is_process_alive(Pid),
    Pid ! stop,
    timer:sleep(20),
    {Before, is_process_alive(Pid), is_process_alive(self()), lists:member(self(), processes())}.

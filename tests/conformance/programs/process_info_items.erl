-module(process_info_items).
-export([main/0, idle/0]).

main() ->
    Pid = spawn(?MODULE, idle, []),
    Linked = spawn_link(?MODULE, idle, []),
    register(idler, Pid),
    Pid ! unexpected,
    Pid ! {more, 2},
    timer:sleep(20),
    Items = [status, current_function, initial_call, message_queue_len, messages, links, registered_name,
             trap_exit, priority, dictionary],
    Info = process_info(Pid, Items),
    [io:format("~p~n", [I]) || I <- Info],
    {links, [L]} = process_info(Linked, links),
    io:format("~p ~p~n", [L =:= self(), process_info(Pid, monitors)]),
    exit(Pid, kill),
    timer:sleep(20),
    [process_info(Pid), process_info(Pid, status), process_info(Pid, [status, links])].

idle() ->
    put(key, value),
    receive never -> ok end.

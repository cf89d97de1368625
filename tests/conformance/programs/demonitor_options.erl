-module(demonitor_options).
-export([main/0]).

main() ->
    [plain(), flush(), info_true(), info_false(), flush_info(), after_down(), twice()].

waiting() -> spawn(fun() -> receive stop -> exit(stopped) end end).

queue() -> {messages, Ms} = process_info(self(), messages), length(Ms).

plain() ->
    Ref = monitor(process, waiting()),
    {plain, demonitor(Ref), queue()}.

flush() ->
    Pid = waiting(),
    Ref = monitor(process, Pid),
    Pid ! stop,
    timer:sleep(20),
    Before = queue(),
    {flush, Before, demonitor(Ref, [flush]), queue()}.

info_true() ->
    Ref = monitor(process, waiting()),
    {info, demonitor(Ref, [info])}.

info_false() ->
    Ref = monitor(process, waiting()),
    true = demonitor(Ref),
    {info_again, demonitor(Ref, [info])}.

flush_info() ->
    Pid = waiting(),
    Ref = monitor(process, Pid),
    Pid ! stop,
    timer:sleep(20),
    {flush_info, demonitor(Ref, [flush, info]), queue()}.

after_down() ->
    Pid = waiting(),
    Ref = monitor(process, Pid),
    Pid ! stop,
    timer:sleep(20),
    Result = demonitor(Ref),
    Got = receive {'DOWN', Ref, _, _, Reason} -> Reason after 0 -> none end,
    {after_down, Result, Got}.

twice() ->
    Ref = monitor(process, waiting()),
    {twice, demonitor(Ref), demonitor(Ref)}.

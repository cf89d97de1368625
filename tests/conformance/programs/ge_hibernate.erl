%% Hibernation asked for by a handler, and after silence.
-module(ge_hibernate).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(a),
    notify(Pid, {do, {ok, a, hibernate}}),
    A = process_info(Pid, current_function),
    notify(Pid, wake),
    B = process_info(Pid, current_function),
    {ok, Pid2} = gen_event:start([{hibernate_after, 20}]),
    timer:sleep(300),
    C = process_info(Pid2, current_function),
    [] = gen_event:which_handlers(Pid2),
    D = process_info(Pid2, current_function),
    {A, B, C, D}.

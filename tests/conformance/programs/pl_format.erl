-module(pl_format).
-export([main/0]).

main() ->
    Report = [[{initial_call, {m, f, ['Argument__1', 'Argument__2']}}, {pid, list_to_pid("<0.1.0>")}, {registered_name, name},
               {error_info, {error, {badmatch, 1}, [{m, g, 2, [{file, "m.erl"}, {line, 3}]}]}}, {ancestors, [main]},
               {message_queue_len, 1}, {messages, [a]}, {links, []}, {dictionary, [{k, v}]}, {trap_exit, false},
               {status, running}, {heap_size, 1}, {stack_size, 2}, {reductions, 3}], []],
    io:put_chars(proc_lib:format(Report)),
    io:put_chars(proc_lib:format(Report, unicode)),
    io:put_chars(proc_lib:format(Report, unicode, 5)),
    ok.

-module(pl_crash_report).
-export([main/0, go/2]).

main() ->
    [begin
        Pid = proc_lib:spawn(?MODULE, go, [How, "arg"]),
        Monitor = monitor(process, Pid),
        Reason = receive {'DOWN', Monitor, _, _, {R, [_ | _]}} -> {R, stack}; {'DOWN', Monitor, _, _, R} -> R end,
        timer:sleep(250),
        {How, Reason}
     end || How <- [error, exit, throw, normal, shutdown, shutdown_tuple, normal_error, badarg, undef, clause]].

go(error, _) -> put(key, "value"), error({bad, [thing]});
go(exit, _) -> self() ! hello, self() ! {queued, "text"}, exit(reason);
go(throw, _) -> process_flag(trap_exit, true), throw(ball);
go(normal, _) -> exit(normal);
go(shutdown, _) -> exit(shutdown);
go(shutdown_tuple, _) -> exit({shutdown, x});
go(normal_error, _) -> error(normal);
go(badarg, X) -> binary_to_atom(X, utf8);
go(undef, X) -> no_such_module:f(X);
go(clause, _) -> clause(x).

clause(y) -> ok.

%% A linked starter when init fails.
-module(st_init_link).
-behaviour(gen_statem).
-include("st_machine.hrl").

main() ->
    process_flag(trap_exit, true),
    R = [catch gen_statem:start_link(?MODULE, I, []) || I <- [{stop, shutdown}, ignore, {stop, bad}]],
    timer:sleep(300),
    {R, flush()}.
flush() -> receive {'EXIT', _, Reason} -> [Reason | flush()]; Other -> [Other | flush()] after 0 -> [] end.

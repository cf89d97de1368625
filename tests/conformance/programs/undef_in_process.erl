-module(undef_in_process).
-export([main/0, loop/0]).

main() ->
    Pid = spawn(?MODULE, loop, []),
    Pid ! {pop, self()},
    timer:sleep(500),
    is_process_alive(Pid).

loop() ->
    receive
        {push, _} -> loop();
        UnSupportedMsg -> io_libs:format("unsupported msg: ", [UnSupportedMsg]), loop()
    end.

%% Things that are no sockets.
-module(tcp_bad_sockets).
-export([main/0]).

main() ->
    [try F() catch error:Reason -> {error, Reason}; exit:Reason -> {exit, Reason} end
     || F <- [fun() -> gen_tcp:send(foo, "x") end, fun() -> gen_tcp:recv(foo, 0) end, fun() -> gen_tcp:accept(foo) end,
              fun() -> gen_tcp:close(foo) end, fun() -> inet:port(foo) end, fun() -> inet:setopts(foo, []) end,
              fun() -> gen_tcp:controlling_process(foo, self()) end]].

%% A process is linked to its sockets.
-module(tcp_links).
-export([main/0]).

main() ->
    {ok, Listener} = gen_tcp:listen(0, []),
    {links, Links} = process_info(self(), links),
    Before = lists:member(Listener, Links),
    true = unlink(Listener),
    {links, After} = process_info(self(), links),
    {Before, lists:member(Listener, After)}.

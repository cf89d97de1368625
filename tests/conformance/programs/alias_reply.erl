%% The alias option reply: active for one message.
-module(alias_reply).
-export([main/0]).

main() ->
    Alias = alias([reply]),
    Alias ! one,
    Alias ! two,
    timer:sleep(20),
    {messages, Ms} = process_info(self(), messages),
    Ms.

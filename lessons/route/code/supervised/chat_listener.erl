-module(chat_listener).
-export([start_link/1, init/1]).

start_link(Port) ->
    proc_lib:start_link(chat_listener, init, [Port]).

init(Port) ->
    Options = [binary, {packet, line}, {active, false}, {reuseaddr, true}],
    case gen_tcp:listen(Port, Options) of
        {ok, Listen} ->
            register(chat_listener, self()),
            proc_lib:init_ack({ok, self()}),
            accept(Listen);
        {error, Reason} ->
            proc_lib:init_ack({error, Reason})
    end.

accept(Listen) ->
    {ok, Socket} = gen_tcp:accept(Listen),
    {ok, Server} = chat_sup:start_user(Socket),
    chat_server:serve(Server, Socket),
    accept(Listen).

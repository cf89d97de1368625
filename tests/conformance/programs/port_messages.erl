-module(port_messages).
-export([main/0]).

%% What a port makes of messages: anything that it does not understand is answered by an exit signal to its owner.
main() ->
    process_flag(trap_exit, true),
    {ok, Listen} = gen_tcp:listen(0, []),
    {ok, Number} = inet:port(Listen),
    [run(Listen, Number, Case, Fun) || {Case, Fun} <-
        [{no_bytes, fun(Port) -> Port ! {self(), {command, foo}} end},
         {no_byte, fun(Port) -> Port ! {self(), {command, [a]}} end},
         {nonsense, fun(Port) -> Port ! {self(), nonsense} end},
         {no_tuple, fun(Port) -> Port ! hello end},
         {nobody, fun(Port) -> Port ! {self(), {connect, foo}} end},
         {another, fun(Port) -> Port ! {spawn(fun() -> ok end), {command, "x"}} end},
         {connect, fun(Port) -> Port ! {self(), {connect, self()}} end},
         {bytes, fun(Port) -> Port ! {self(), {command, "hello"}} end},
         {port_command, fun(Port) -> port_command(Port, foo) end}]].

run(Listen, Number, Case, Fun) ->
    {ok, Port} = gen_tcp:connect("localhost", Number, []),
    {ok, Other} = gen_tcp:accept(Listen),
    Failed = case catch Fun(Port) of {'EXIT', {Reason, _}} -> Reason; _ -> no end,
    timer:sleep(100),
    Found = [erlang:port_info(Port) =/= undefined | heard(Port, Other)],
    ok = gen_tcp:close(Port),
    ok = gen_tcp:close(Other),
    {Case, Failed, Found}.

heard(Port, Other) ->
    receive
        {inet_reply, Port, Reply} -> [{reply, Reply} | heard(Port, Other)];
        {'EXIT', Port, Reason} -> [{exit, Reason} | heard(Port, Other)];
        {Port, What} -> [What | heard(Port, Other)];
        {tcp, Other, Data} -> [{data, Data} | heard(Port, Other)]
    after 100 -> []
    end.

-module(top).
-behaviour(supervisor).
-export([start/0, init/1]).
start() -> {ok, Pid} = supervisor:start_link(?MODULE, []), unlink(Pid), {ok, Pid}.
init([]) -> {ok, {#{intensity => 2}, [#{id => counter, start => {gen_server, start_link, [{local, counter}, counter, [], []]}}]}}.

%% A supervisor for the cases on several nodes, and workers that may live on another node than it.
-module(crew).
-behaviour(supervisor).
-export([start_there/2, init/1, spec/2, spec/3, start_worker/2]).

%% Starts one called crew on another node; it lives on there.
start_there(Node, Specs) ->
    erpc:call(Node, fun() ->
        {ok, Pid} = supervisor:start_link({local, crew}, ?MODULE, Specs),
        unlink(Pid),
        {ok, Pid}
    end).

init(refuse) -> ignore;
init(simple) -> {ok, {#{strategy => simple_one_for_one}, [spec(worker, node())]}};
init(Specs) -> {ok, {#{intensity => 2, period => 5}, Specs}}.

spec(Id, Node) -> spec(Id, Node, permanent).
spec(Id, Node, Restart) -> #{id => Id, start => {?MODULE, start_worker, [Id, Node]}, restart => Restart, shutdown => 500}.

start_worker(Id, Node) ->
    Pid = proc_lib:spawn_link(Node, far, named, [Id]),
    {ok, Pid}.

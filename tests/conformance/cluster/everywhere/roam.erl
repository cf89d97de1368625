%% An application for the cases with distributed ones: tells the process `roam' of the first node what is done to it.
-module(roam).
-behaviour(application).
-behaviour(supervisor).
-export([up/2, up/3, peer/2, load/2, start/1, where/1, told/0, tell/1, spec/2, start/2, start_phase/3, prep_stop/1, stop/1, init/1]).

%% Starts nodes that wait for each other and decide together where the application runs, and loads it on all of them.
up(Names, Time) -> up(Names, Time, []).
up(Names, Time, Properties) ->
    register(?MODULE, self()),
    Me = self(),
    %% Those of the case before may not have ended yet.
    Running = fun() -> {ok, Known} = net_adm:names(localhost), [Name || {Name, _} <- Known] end,
    far:until(fun() -> [Name || Name <- Running(), lists:member(list_to_atom(Name), lists:flatten(Names))] =:= [] end),
    [spawn(fun() -> Me ! {up, Name, peer(Name, args(Names, Time))}, timer:sleep(infinity) end) || Name <- lists:flatten(Names)],
    Nodes = [receive {up, Name, {ok, _, Node}} -> Node end || Name <- lists:flatten(Names)],
    [load(Node, Properties) || Node <- Nodes],
    Nodes.

args(Names, Time) ->
    Groups = [case Name of _ when is_list(Name) -> list_to_tuple([full(One) || One <- Name]); _ -> full(Name) end || Name <- Names],
    All = [full(Name) || Name <- lists:flatten(Names)],
    Text = fun(Value) -> lists:flatten(io_lib:format("~w", [Value])) end,
    lists:append([["-kernel", atom_to_list(Key), Text(Value)] ||
                     {Key, Value} <- [{distributed, [{?MODULE, Time, Groups}]}, {sync_nodes_mandatory, All}, {sync_nodes_timeout, 5000},
                                      {logger_level, none}, {prevent_overlapping_partitions, false}]]).

full(Name) -> list_to_atom(atom_to_list(Name) ++ "@localhost").

%% A node that finds this module. It is no peer of whoever starts it here: it lives on.
peer(Name, Args) ->
    Needed = ["-setcookie", atom_to_list(erlang:get_cookie()), "-pa", filename:dirname(code:which(?MODULE))],
    peer:start(#{name => Name, host => "localhost", args => Needed ++ Args}).

load(Node, Properties) -> erpc:call(Node, application, load, [spec(?MODULE, Properties)]).

spec(Name, Properties) ->
    {application, Name, [{description, "It moves"}, {vsn, "1"}, {modules, [?MODULE]}, {registered, []},
                         {applications, [kernel, stdlib]}, {mod, {?MODULE, [Name]}} | Properties]}.

%% Starts it on all of these nodes, as a release does: one need not wait for the other.
start(Nodes) ->
    Me = self(),
    Pids = [spawn(fun() -> Me ! {self(), catch erpc:call(Node, application, start, [?MODULE])} end) || Node <- Nodes],
    [receive {Pid, Answer} -> Answer after 2000 -> waits end || Pid <- Pids].

%% Where it runs, and what each node thinks about it.
where(Nodes) -> [{Node, erpc:call(Node, fun state/0)} || Node <- Nodes].

state() ->
    Info = application:info(),
    Running = [case R of _ when is_pid(R) -> here; {distributed, Node} -> Node end || {?MODULE, R} <- proplists:get_value(running, Info)],
    Started = [Type || {?MODULE, Type} <- proplists:get_value(started, Info)],
    {Running, Started, lists:keymember(?MODULE, 1, application:which_applications())}.

told() -> [Told || {told, Told} <- far:flush(400)].

tell(What) -> {?MODULE, 'a@localhost'} ! {told, {node(), What}}.

start(Type, Args) ->
    tell({start, Type, Args}),
    supervisor:start_link(?MODULE, []).

init(_) -> {ok, {#{}, []}}.

start_phase(Phase, Type, Args) -> tell({Phase, Type, Args}), ok.

prep_stop(State) -> tell(prep_stop), State.

stop(_) -> tell(stop).

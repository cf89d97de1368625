%% The node among others. Connections are made below, by the runtime; the process `net_kernel' answers the question by which
%% net_adm:ping/1 makes one.
-module(net_kernel).
-export([start/1, start/2, stop/0, connect_node/1, monitor_nodes/1, monitor_nodes/2, allow/1, allowed/0,
         get_net_ticktime/0, set_net_ticktime/1, set_net_ticktime/2, nodename/0, longnames/0, get_state/0,
         hidden_connect_node/1, disconnect/1, nodes_info/0, node_info/1, node_info/2, epmd_module/0]).
-export([start_servers/0, start_later/2, server/1, wait_for_first/1]).

-define(SERVERS, [?MODULE, global_name_server, rex, auth]).

%% --- a node with a name, and without

%% How = static (it was started with the name), dynamic (it has got one since).
start_servers() -> start_servers(static, 60).

start_servers(How, Ticktime) ->
    Pid = spawn(?MODULE, server, [{How, Ticktime}]),
    true = register(?MODULE, Pid),
    console:system(Pid),
    is_pid(whereis(global_name_server)) orelse global:start(),
    is_pid(whereis(rex)) orelse start_later(rex, rpc),
    start_later(auth, auth),
    ok.

%% A server whose module is loaded when the first message has come: most nodes never need it.
start_later(Name, Module) ->
    Pid = spawn(?MODULE, wait_for_first, [Module]),
    true = register(Name, Pid),
    console:system(Pid).

wait_for_first(Module) ->
    receive
        Message ->
            [self() ! Earlier || Earlier <- [Message | arrived()]],
            Module:serve()
    end.

arrived() ->
    receive Message -> [Message | arrived()]
    after 0 -> []
    end.

start([Name]) -> start([Name, longnames, 15000]);
start([Name, Domain]) -> start([Name, Domain, 15000]);
start([Name, Domain, Ticks]) when is_atom(Name), Domain =:= shortnames orelse Domain =:= longnames, is_integer(Ticks) ->
    started(Name, #{name_domain => Domain, net_ticktime => Ticks * 4 div 1000, net_tickintensity => 4}).

start(Name, Options) when is_atom(Name), is_map(Options) ->
    case [Option || {Key, Value} = Option <- maps:to_list(Options), not is_option(Key, Value)] of
        [] -> started(Name, Options);
        [{Key, Value} | _] -> error({invalid_option, Key, Value}, [Name, Options])
    end;
start(Name, Options) when is_atom(Name) ->
    error(invalid_options, [Name, Options]);
start(Name, Options) ->
    error(invalid_name, [Name, Options]).

is_option(name_domain, Domain) -> Domain =:= shortnames orelse Domain =:= longnames;
is_option(net_ticktime, Time) -> is_integer(Time) andalso Time > 0;
is_option(net_tickintensity, Ticks) -> is_integer(Ticks) andalso Ticks >= 4 andalso Ticks =< 1000;
is_option(dist_listen, Flag) -> is_boolean(Flag);
is_option(hidden, Flag) -> is_boolean(Flag);
is_option(_, _) -> false.

started(Name, Options) ->
    case whereis(?MODULE) of
        undefined -> named(Name, Options);
        Pid ->
            Given = Options#{name => Name, clean_halt => false, supervisor => net_sup_dynamic},
            {error, {{already_started, Pid},
                     {child, undefined, net_sup_dynamic, {erl_distribution, start_link, [Given]}, permanent, false, 1000,
                      supervisor, [erl_distribution]}}}
    end.

named(Name, Options) ->
    Domain = maps:get(name_domain, Options, longnames),
    [_ | Host] = string:split(atom_to_list(Name), "@"),
    Full = case Host of
        [] when Domain =:= shortnames -> list_to_atom(atom_to_list(Name) ++ "@localhost");
        [] -> list_to_atom(atom_to_list(Name) ++ "@localhost.localdomain");
        _ -> Name
    end,
    true = dist:rename(Full),
    Ticktime = maps:get(net_ticktime, Options, 60),
    dist:tick_time(Ticktime),
    ok = start_servers(dynamic, Ticktime),
    {ok, whereis(?MODULE)}.

%% Only a node that has got its name at run time can lose it.
stop() ->
    case get_state() of
        #{started := dynamic} ->
            Pids = [Pid || Server <- ?SERVERS, Pid <- [whereis(Server)], is_pid(Pid)],
            Monitors = [{monitor(process, Pid), exit(Pid, kill)} || Pid <- Pids],
            [receive {'DOWN', Monitor, _, _, _} -> ok end || {Monitor, _} <- Monitors],
            true = dist:rename(nonode@nohost),
            ok;
        #{started := no} -> {error, not_found};
        #{started := static} -> {error, not_allowed}
    end.

%% How the node got its name, and the tick time: a number, or {ongoing_change_to, Number} until nodes may rely on it.
server({How, Ticktime} = State) ->
    New = receive
        {'$gen_call', From, {is_auth, _Node}} -> gen_reply(From, yes), State;
        {'$gen_call', From, how} -> gen_reply(From, How), State;
        {'$gen_call', From, ticktime} -> gen_reply(From, Ticktime), State;
        {'$gen_call', From, {ticktime, Seconds, _}} when Seconds =:= Ticktime -> gen_reply(From, unchanged), State;
        {'$gen_call', From, {ticktime, _, _}} when is_tuple(Ticktime) -> gen_reply(From, Ticktime), State;
        {'$gen_call', From, {ticktime, Seconds, Transition}} ->
            dist:tick_time(Seconds),
            erlang:send_after(Transition * 1000, self(), changed),
            gen_reply(From, change_initiated),
            {How, {ongoing_change_to, Seconds}};
        {'$gen_call', From, _} -> gen_reply(From, {error, bad_request}), State;
        changed -> {How, element(2, Ticktime)};
        _ -> State
    end,
    ?MODULE:server(New).

gen_reply({_, [alias | Alias]} = {_, Tag}, Reply) -> Alias ! {Tag, Reply};
gen_reply({To, Tag}, Reply) -> try To ! {Tag, Reply} catch _:_ -> ok end.

nodename() -> node().

longnames() ->
    case is_alive() of
        true -> lists:member($., atom_to_list(node()));
        false -> ignored
    end.

get_state() ->
    case is_alive() of
        true ->
            How = gen_server:call(?MODULE, how),
            #{started => How, name => node(), name_type => static,
              name_domain => case longnames() of true -> longnames; false -> shortnames end};
        false ->
            #{started => no}
    end.

epmd_module() -> erl_epmd.

%% --- connections

connect_node(Node) when is_atom(Node) -> connect(Node, false).

%% Neither node then counts the other as one of its cluster.
hidden_connect_node(Node) when is_atom(Node) -> connect(Node, true).

connect(Node, _) when Node =:= node() ->
    true;
connect(Node, Hidden) ->
    case is_alive() of
        false ->
            ignored;
        true ->
            lists:member($@, atom_to_list(Node))
                orelse error_logger:error_msg("~n** Cannot get connection id for node ~w~n", [Node]),
            Ref = dist:connect(Node, Hidden),
            receive {Ref, Connected} -> Connected end
    end.

disconnect(Node) -> erlang:disconnect_node(Node).

nodes_info() ->
    {ok, [{Node, info(Node)} || Node <- nodes(connected)]}.

node_info(Node) ->
    case lists:member(Node, nodes(connected)) of
        true -> {ok, info(Node)};
        false -> {error, bad_node}
    end.

node_info(Node, Key) ->
    case node_info(Node) of
        {ok, Info} ->
            case lists:keyfind(Key, 1, Info) of
                {_, Value} -> {ok, Value};
                false -> {error, invalid_key}
            end;
        Error -> Error
    end.

%% What goes to and fro is counted nowhere: the connections are the world's.
info(Node) ->
    [_, Host] = string:split(atom_to_list(Node), "@"),
    Type = case lists:member(Node, nodes(hidden)) of
        true -> hidden;
        false -> normal
    end,
    [{owner, whereis(?MODULE)}, {state, up}, {address, {net_address, {{127, 0, 0, 1}, 0}, Host, tcp, inet}}, {type, Type},
     {in, 0}, {out, 0}].

allow(Nodes) ->
    case is_list(Nodes) andalso lists:all(fun is_atom/1, Nodes) of
        true -> dist:allow(Nodes);
        false -> error
    end.

allowed() -> {ok, dist:allowed()}.

%% --- news of nodes

monitor_nodes(On) ->
    case is_boolean(On) of
        true -> subscribe(On, visible, {none, []});
        false -> error
    end.

monitor_nodes(On, Options) ->
    case {is_boolean(On), form(Options)} of
        {false, _} -> error;
        {true, {ok, Type, Facts}} -> subscribe(On, Type, Facts);
        {true, Error} -> Error
    end.

subscribe(true, Type, Facts) -> dist:subscribe(Type, Facts);
subscribe(false, Type, Facts) -> dist:unsubscribe(Type, Facts).

%% What is asked for: a kind of nodes; which facts come with the news, in a list or in a map.
form(Options) when is_map(Options) ->
    case maps:without([connection_id, nodedown_reason, node_type], Options) of
        Unknown when map_size(Unknown) > 0 -> {error, {unknown_options, Unknown}};
        _ -> form_of_map(Options)
    end;
form(Options) when length(Options) >= 0 ->
    Types = [Option || {node_type, _} = Option <- Options],
    Plain = [Option || Option <- Options, lists:member(Option, [nodedown_reason, connection_id])],
    Bad = [Option || {node_type, Type} = Option <- Types, not is_type(Type)],
    case {Options -- (Types ++ Plain), Bad, lists:usort(Types)} of
        {[_ | _] = Unknown, _, _} -> {error, {unknown_options, Unknown}};
        {[], [Option | _], _} -> {error, {bad_option_value, Option}};
        {[], [], [_, _ | _]} -> {error, {option_value_mismatch, lists:reverse(Types)}};
        {[], [], [{_, Type}]} -> {ok, Type, {list, [node_type | Plain]}};
        {[], [], []} when Plain =:= [] -> {ok, visible, {none, []}};
        {[], [], []} -> {ok, visible, {list, Plain}}
    end;
form(Options) ->
    {error, {invalid_options, Options}}.

form_of_map(Options) ->
    Bad = maps:filter(fun(node_type, Type) -> not is_type(Type); (_, Flag) -> not is_boolean(Flag) end, Options),
    case map_size(Bad) of
        0 -> {ok, maps:get(node_type, Options, visible), {map, [Key || {Key, Value} <- maps:to_list(Options), Value =/= false]}};
        _ -> {error, {bad_option_value, Bad}}
    end.

is_type(Type) -> lists:member(Type, [visible, hidden, all]).

%% --- ticks

get_net_ticktime() ->
    case is_alive() of
        true -> gen_server:call(?MODULE, ticktime);
        false -> ignored
    end.

set_net_ticktime(Seconds) when is_integer(Seconds) -> set_net_ticktime(Seconds, 60).

set_net_ticktime(Seconds, Transition) when is_integer(Seconds), Seconds > 0, is_integer(Transition), Transition >= 0 ->
    case is_alive() of
        true -> gen_server:call(?MODULE, {ticktime, Seconds, Transition});
        false -> ignored
    end.

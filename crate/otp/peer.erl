%% Nodes started by a program. The control process, here, and a process on the new node monitor each other: when one is
%% gone, or the connection, the other ends what is its own.
-module(peer).
-behaviour(gen_server).
-export([start/1, start_link/0, start_link/1, stop/1, random_name/0, random_name/1, get_state/1, call/4, call/5, cast/4,
         send/3]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).
%% On the new node.
-export([supervise/2, evaluate/3]).

-define(WAIT_BOOT, 15000).
-define(SHUTDOWN, 5000).
-define(CALL, 5000).

%% In the form in which OTP's reports show it; what is fixed has to do with OTP's ways of connecting.
-record(peer_state, {options, node, exec_path = "erl", args, connection, listen_socket, stream = <<>>,
                     peer_state = booting, notify, seq = 0, outstanding = #{}}).

%% Options: #{name, host, args, wait_boot, peer_down, shutdown, connection, ...}. With a `connection' of its own the new node
%% is hidden here, and call/4, cast/4 and send/3 reach it.
start(Options) -> start_it(Options, start).

start_link() -> start_link(#{name => random_name()}).
start_link(Options) -> start_it(Options, start_link).

start_it(Options, Start) ->
    ok = verify_args(Options),
    Time = maps:get(wait_boot, Options, ?WAIT_BOOT),
    Tag = make_ref(),
    Notify = if is_integer(Time) -> {self(), Tag}; true -> Time end,
    case gen_server:Start(?MODULE, {Notify, Options}, []) of
        {ok, Control} when is_integer(Time) ->
            case booted(Control, Tag, Time) of
                timeout -> exit(timeout);
                Result -> Result
            end;
        {ok, Control} when is_map_key(name, Options) ->
            {ok, Control, full_name(maps:get(name, Options), maps:get(host, Options, undefined))};
        {error, {shutdown, Reason}} ->
            {error, Reason};
        Other ->
            Other
    end.

verify_args(Options) when not is_map(Options) ->
    error({badmap, Options});
verify_args(Options) ->
    case is_alive() andalso (is_map_key(name, Options) orelse is_map_key(connection, Options)) of
        true -> ok;
        false -> error(not_alive)
    end.

booted(Control, Tag, Time) ->
    Monitor = monitor(process, Control),
    receive
        {Tag, {started, Node, Control}} ->
            demonitor(Monitor, [flush]),
            {ok, Control, Node};
        {'DOWN', Monitor, process, Control, Reason} ->
            {error, Reason}
    after Time ->
        demonitor(Monitor, [flush]),
        gen_server:stop(Control),
        timeout
    end.

stop(Control) -> gen_server:stop(Control).

random_name() -> random_name(?MODULE).
random_name(Prefix) -> lists:concat([Prefix, "-", erlang:unique_integer([positive]), "-", os:getpid()]).

%% booting | running | {down, Reason}
get_state(Control) -> gen_server:call(Control, get_state).

call(Control, Module, Function, Args) -> call(Control, Module, Function, Args, ?CALL).
call(Control, Module, Function, Args, Timeout) ->
    case gen_server:call(Control, {call, Module, Function, Args}, Timeout) of
        {ok, Value} -> Value;
        {error, noconnection} -> error(noconnection);
        {Class, Reason, Stack} -> erlang:raise(Class, Reason, Stack)
    end.

cast(Control, Module, Function, Args) -> gen_server:cast(Control, {cast, Module, Function, Args}).

send(Control, To, Message) -> gen_server:cast(Control, {send, To, Message}).

%% --- the control process

init({Notify, Options}) ->
    process_flag(trap_exit, true),
    Args = maps:get(args, Options, []),
    Name = full_name(maps:get(name, Options, random_name()), maps:get(host, Options, undefined)),
    Cookie = cookie(Args),
    case dist:start_node(Name, Cookie, lists:member("-hidden", Args)) of
        refused ->
            {stop, {shutdown, system_limit}};
        Outcome ->
            Cookie =:= erlang:get_cookie() orelse erlang:set_cookie(Name, Cookie),
            Shown = ["-sname", hd(string:split(atom_to_list(Name), "@")), "-detached", "-noinput", "-user", "peer" | Args],
            Connection = case Options of #{connection := Given} -> Given; _ -> undefined end,
            {ok, #peer_state{options = Options, node = Name, args = Shown, connection = Connection, notify = Notify},
             {continue, {connect, Outcome}}}
    end.

full_name(Name, Host) when is_atom(Name) -> full_name(atom_to_list(Name), Host);
full_name(Name, Host) ->
    [_, Own] = string:split(atom_to_list(node()), "@"),
    case {string:split(Name, "@"), Host} of
        {[_, _], _} -> list_to_atom(Name);
        {_, undefined} -> list_to_atom(Name ++ "@" ++ Own);
        _ -> list_to_atom(Name ++ "@" ++ Host)
    end.

cookie(["-setcookie", Cookie | _]) -> list_to_atom(Cookie);
cookie([_ | Args]) -> cookie(Args);
cookie([]) -> erlang:get_cookie().

%% The node is there at once, if its name was free: then it is this process that it must belong to.
handle_continue({connect, started}, #peer_state{node = Node, connection = Connection} = State) ->
    case reach(Node, Connection) of
        true ->
            monitor_node(Node, true),
            Settings = settings(maps:get(args, State#peer_state.options, [])),
            spawn(Node, ?MODULE, supervise, [self(), Settings]),
            case Settings of
                [] -> handle_info(booted, State);
                _ -> {noreply, State}
            end;
        _ ->
            {noreply, State}
    end;
handle_continue({connect, taken}, State) ->
    {noreply, State}.

%% Parameters of applications among the arguments: ["-kernel", "net_ticktime", "10"].
settings(["-" ++ Name, Key, Text | Args]) when hd(Key) =/= $-, hd(Text) =/= $- ->
    case term(Text) of
        {ok, Value} -> [{list_to_atom(Name), list_to_atom(Key), Value} | settings(Args)];
        error -> settings(Args)
    end;
settings([_ | Args]) -> settings(Args);
settings([]) -> [].

term(Text) ->
    case erl_scan:string(Text ++ ".") of
        {ok, Tokens, _} ->
            case erl_parse:parse_term(Tokens) of
                {ok, Value} -> {ok, Value};
                _ -> error
            end;
        _ -> error
    end.

reach(Node, undefined) -> net_kernel:connect_node(Node);
reach(Node, _) -> net_kernel:hidden_connect_node(Node).

handle_call(get_state, _, #peer_state{peer_state = Shown} = State) ->
    {reply, Shown, State};
handle_call({call, _, _, _}, _, #peer_state{connection = Connection, peer_state = PeerState} = State)
  when Connection =:= undefined; PeerState =/= running ->
    {reply, {error, noconnection}, State};
handle_call({call, Module, Function, Args}, From, #peer_state{node = Node} = State) ->
    spawn(fun() ->
        %% A node that ends meanwhile takes the control process with it, of which the caller hears.
        try erpc:call(Node, ?MODULE, evaluate, [Module, Function, Args]) of
            Result -> gen_server:reply(From, Result)
        catch
            error:{erpc, _} -> ok
        end
    end),
    {noreply, State}.

handle_cast({cast, Module, Function, Args}, #peer_state{connection = Connection, peer_state = running} = State)
  when Connection =/= undefined ->
    erpc:cast(State#peer_state.node, Module, Function, Args),
    {noreply, State};
handle_cast({send, To, Message}, #peer_state{connection = Connection, peer_state = running} = State)
  when Connection =/= undefined ->
    {To, State#peer_state.node} ! Message,
    {noreply, State};
handle_cast(_, State) ->
    {noreply, State}.

handle_info(booted, #peer_state{node = Node, notify = Notify} = State) ->
    _ = is_tuple(Notify) andalso (element(1, Notify) ! {element(2, Notify), {started, Node, self()}}),
    {noreply, State#peer_state{peer_state = running}};
%% As in OTP, nobody hears of a node that ends while it starts.
handle_info({nodedown, Node}, #peer_state{node = Node, peer_state = booting} = State) ->
    {noreply, State};
handle_info({nodedown, Node}, #peer_state{node = Node, options = Options} = State) ->
    Down = State#peer_state{peer_state = {down, {nodedown, Node}}},
    case maps:get(peer_down, Options, stop) of
        stop -> {stop, normal, Down};
        continue -> {noreply, Down};
        crash -> {stop, {nodedown, Node}, Down}
    end;
handle_info({'EXIT', _, Reason}, State) ->
    {stop, Reason, State};
handle_info(_, State) ->
    {noreply, State}.

terminate(_, #peer_state{peer_state = running, node = Node, options = Options}) ->
    case maps:get(shutdown, Options, {halt, ?SHUTDOWN}) of
        close ->
            erlang:disconnect_node(Node);
        How ->
            erpc:cast(Node, erlang, halt, []),
            Time = case How of {halt, Given} -> Given; halt -> ?SHUTDOWN; _ when is_integer(How) -> How end,
            receive {nodedown, Node} -> ok after Time -> erlang:disconnect_node(Node) end
    end;
terminate(_, _) ->
    ok.

%% --- on the new node

supervise(Control, Settings) ->
    Monitor = monitor(process, Control),
    [configure(Setting) || Setting <- Settings],
    Settings =/= [] andalso (Control ! boot()),
    receive {'DOWN', Monitor, process, Control, _} -> halt() end.

configure({Name, Key, Value}) ->
    ok = application:set_env(Name, Key, Value),
    {Name, Key} =:= {kernel, logger_level} andalso logger:set_primary_config(level, Value).

boot() ->
    case application:get_env(kernel, distributed) of
        {ok, _} -> dist_ac:start();
        undefined -> ok
    end,
    ok = dist_ac:sync_nodes(),
    booted.

evaluate(Module, Function, Args) ->
    try {ok, apply(Module, Function, Args)}
    catch Class:Reason:Stack -> {Class, Reason, Stack}
    end.

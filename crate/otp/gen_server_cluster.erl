%% A cluster of gen_servers that behaves like one server that does not die.
%%
%% One member, the global server, answers the clients: it is registered with `global' and runs the callbacks of the target
%% module. The other members, the local servers, hold the same state. When the global server ends, one of them takes over.
%%
%% The default protocol keeps two promises. A client that has been answered can rely on what it was told for as long as one
%% member lives that was there; and no two members ever make changes on their own account, each without the other's. (A
%% question that changes nothing is answered from the state at hand, which may be behind where nobody has noticed a cut yet.)
%%
%%   View       The members that act together, numbered; the eldest stands first. It changes when one comes or goes. It
%%              also names the absent: former members that may live and could not be asked.
%%   Change     The global server sends each change to every other member of the view and answers the client only when
%%              all of them have made it. So each member knows everything that any client was told.
%%   Majority   A new view needs the majority of the one before. Those who are cut off with a minority keep the state and
%%              answer questions, but refuse changes: `{error, no_majority}'. Where the others are known to be dead, no
%%              majority is needed. While somebody is absent, nobody new is taken in.
%%   Healing    Where two global servers meet, the one of the newer view stays; the other members take over its state.
%%
%% Why no two views act side by side, and nothing is lost that a living member of the newest one holds:
%%
%%   1. Numbers are {Counter, Node}. A member promises each at most once and no lower one afterwards, and it makes changes of,
%%      notes and enters only the view whose number it promised last.
%%   2. Before anybody enters a view, all its members have noted it, whoever tries it among them. So who asks a member learns
%%      of each view that this one belongs to, entered or only tried, and must satisfy the rule of may_act/3 for all of them.
%%   3. Two sets of members that satisfy the rule for one view have a living member in common, or one of them is dead. It is
%%      so for majorities, and for the half with the eldest, which only counts while nobody is absent. With half of them,
%%      the rest being dead, a majority cannot be missed. With fewer, the dead may have gone on by themselves: but then we
%%      were absent in their views, so that these had no new members, and those of them that live are members or absents of
%%      the view we know. That is why the absents are to be present too, or dead.
%%   4. Of those present the one with the newest view, and in it the most changes, has everything that was ever answered.
%%      Nobody makes changes in the older view any more, by 1; the answer to a change waits for all members, by its rule.
%%
%% With `{protocol, simple}' changes are sent and not waited for, and every part of a divided cluster goes on by itself.
%%
%% Here is the server: what users call, the callbacks, and how views and changes come about. Beside it stand
%%
%%   gen_server_cluster_view     who may act together, and from whose state: the rules
%%   gen_server_cluster_change   a change on its way, which code of another version must not run
%%   gen_server_cluster_peers    asking the other members, and who of them is dead
%%   gen_server_cluster_name     who has the name, and who keeps it where two do
-module(gen_server_cluster).
-behaviour(gen_server).

-export([start/4, start_local_server/1, start_local_server/2, stop/2, link/2, unlink/2]).
-export([is_running/1, get_all_server_pids/1, get_all_server_nodes/1, get_target_state/1, get_target_states/1]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2, format_status/1]).

%% After how many milliseconds a member that is alone tries again.
-define(RETRY, 1000).
-define(RETRY_SOON, 50).

%% What every member holds.
-record(shared, {
    target,                 % the state of the target
    links = [],             % processes linked with link/2
    timeout = infinity      % the time-out that the target asked for last
}).

-record(state, {
    name,
    protocol,               % safe | simple
    module,                 % the target
    seq = 0,                % how many changes have been made
    root,                   % the founder of the cluster: another's numbers say nothing here
    view = #{number => {0, none}, members => [], absent => []},
    attempts = [],          % views that were tried since and may have come to be
    promised = {0, none},   % the highest number promised; lower ones no longer count
    kept = true,            % the state is the one this server had before it began to form a view
    global,                 % the global server that this one follows, perhaps itself, or undefined
    role = local,           % global: the name is registered for this process
    active = false,         % global, and may make changes
    dead = [],              % members and absents that are known to have died
    trouble = none,         % joining | {fallen, Node, Reason} | cut_off | stood_down: what to speak of once it is over
    watched = #{},          % Monitor => {member | absent | link, Pid}
    waiting = [],           % callers who wait until this server has joined
    timer,                  % runs out when the target's time-out does
    tick,                   % pending retry
    shared = #shared{}      % last, as it may be long: what shows a state shows its beginning
}).

%%% ---------------------------------------------------------------------------------------------------------------------
%%% For users
%%% ---------------------------------------------------------------------------------------------------------------------

%% Starts the cluster `Name', or adds this node to it. Options are those of gen_server:start, and {protocol, safe | simple}.
start(Name, Module, Args, Options) ->
    % A node that has just been connected may not know the names of the others yet.
    ok = global:sync(),
    case is_running(Name) of
        true -> start_local_server(Name);
        false -> start_global_server(Name, Module, Args, Options)
    end.

start_global_server(Name, Module, Args, Options) ->
    Protocol = proplists:get_value(protocol, Options, safe),
    Start = {found, Name, Protocol, Module, Args},
    case gen_server:start({local, Name}, ?MODULE, Start, proplists:delete(protocol, Options)) of
        {ok, Pid} ->
            io:format("~p started as global server.~n", [Name]),
            {ok, Pid};
        {error, {shutdown, name_taken}} ->
            start_local_server(Name);
        Other ->
            Other
    end.

%% Adds this node to the running cluster.
start_local_server(Name) ->
    case gen_server:start({local, Name}, ?MODULE, {join, Name}, []) of
        {ok, Pid} ->
            case gen_server:call(Pid, {?MODULE, joined}, infinity) of
                ok ->
                    io:format("~p started as local server.~n", [Name]),
                    {ok, Pid};
                Error ->
                    Error
            end;
        Other ->
            Other
    end.

%% Adds another node.
start_local_server(Name, Node) ->
    erpc:call(Node, ?MODULE, start_local_server, [Name]).

is_running(Name) ->
    global:whereis_name(Name) =/= undefined.

%% {Global, Locals}, the youngest local server first.
get_all_server_pids(Name) ->
    gen_server:call({global, Name}, {?MODULE, pids}, infinity).

get_all_server_nodes(Name) ->
    {Global, Locals} = get_all_server_pids(Name),
    {node(Global), [node(Local) || Local <- Locals]}.

get_target_state(Name) ->
    gen_server:call({global, Name}, {?MODULE, target}, infinity).

%% The state as each member holds it: [{Node, State}], the global server first.
get_target_states(Name) ->
    {Global, Locals} = get_all_server_pids(Name),
    States = gen_server_cluster_peers:ask([{Pid, shared} || Pid <- [Global | Locals]]),
    [{node(Pid), Target} || {Pid, {_Seq, #shared{target = Target}}} <- States].

%% Stops the global server, the whole cluster, or the server on one node. Only the first is reported as an error.
stop(Name, global) -> stop_server(Name, stopGlobalServer);
stop(Name, all) -> stop_server(Name, stopAllServer);
stop(Name, Node) -> stop_server(Name, {stopServerOn, Node}).

stop_server(Name, What) ->
    gen_server:call({global, Name}, {stopByGenServerCluster, What}, infinity).

%% Links a process to the cluster instead of to one server: whoever is the global server when the process ends gets
%% {'EXIT', Pid, Reason} in the target's handle_info. The process in turn is not told when a server ends, only when the
%% whole cluster does.
link(Name, Pid) when is_pid(Pid) ->
    gen_server:cast({global, Name}, {?MODULE, {link, Pid}}).

unlink(Name, Pid) when is_pid(Pid) ->
    gen_server:cast({global, Name}, {?MODULE, {unlink, Pid}}).

%%% ---------------------------------------------------------------------------------------------------------------------
%%% The callbacks of gen_server: what is meant for the cluster is handled here, the rest is the target's
%%% ---------------------------------------------------------------------------------------------------------------------

init({found, Name, Protocol, Module, Args}) ->
    settle_in(),
    case gen_server_cluster_name:claim(Name, false) of
        mine ->
            Number = {1, node()},
            S = #state{name = Name, protocol = Protocol, module = Module, root = self(), promised = Number,
                       view = #{number => Number, members => [self()], absent => []}, global = self(), role = global, active = true},
            started(Module:init(Args), S);
        {held, _Pid} ->
            % Somebody on another node was faster. `shutdown' because this is no reason for a crash report.
            {stop, {shutdown, name_taken}}
    end;
init({join, Name}) ->
    settle_in(),
    {ok, #state{name = Name, trouble = joining}, {continue, {?MODULE, join}}}.

settle_in() ->
    process_flag(trap_exit, true),
    % Output belongs on this node's shell, even if the start was called for from another one, which may die.
    case node(group_leader()) =:= node() of
        true -> ok;
        false -> group_leader(whereis(user), self())
    end.

started({ok, Target}, S) -> started({ok, Target, infinity}, S);
started({ok, Target, After}, S) ->
    Shared = #shared{target = Target, timeout = timeout_of(After)},
    case go_on(After, show(S#state{shared = Shared})) of
        {noreply, NewS} -> {ok, NewS};
        {noreply, NewS, Next} -> {ok, NewS, Next}
    end;
started(Other, _S) -> Other.

handle_continue({?MODULE, join}, S) -> joining(S);
handle_continue(Continue, S) -> call_target(handle_continue, [Continue], none, S).

handle_call({?MODULE, Request}, From, S) -> asked(Request, From, S);
handle_call({stopByGenServerCluster, What}, _From, S) -> stopping(What, S);
handle_call(Request, From, S = #state{role = global}) -> call_target(handle_call, [Request, From], From, S);
handle_call(_Request, _From, S) -> {reply, {error, not_global}, S}.

handle_cast({?MODULE, Message}, S) -> told(Message, S);
handle_cast(Message, S = #state{active = true}) -> call_target(handle_cast, [Message], none, S);
handle_cast(_Message, S) -> {noreply, S}.

handle_info({'DOWN', Monitor, process, Pid, Reason}, S = #state{watched = Watched}) when is_map_key(Monitor, Watched) ->
    {{Kind, Pid}, Rest} = maps:take(Monitor, Watched),
    ended(Kind, Pid, Reason, S#state{watched = Rest});
handle_info({timeout, Timer, {?MODULE, timeout}}, S = #state{timer = Timer}) ->
    call_target(handle_info, [timeout], none, S);
handle_info({timeout, _, {?MODULE, timeout}}, S) -> {noreply, S};
handle_info({?MODULE, tick}, S) -> tick(S#state{tick = undefined});
handle_info(Message, S = #state{active = true, module = Module}) ->
    case erlang:function_exported(Module, handle_info, 2) of
        true -> call_target(handle_info, [Message], none, S);
        false -> {noreply, S}
    end;
handle_info(_Message, S) -> {noreply, S}.

%% The target runs in the global server only, so only there has it anything to clean up.
terminate(_Reason, #state{trouble = joining}) -> ok;
terminate(Reason, S = #state{module = Module, role = Role, shared = Shared}) ->
    case Role =:= global andalso erlang:function_exported(Module, terminate, 2) of
        true -> Module:terminate(Reason, Shared#shared.target);
        false -> ok
    end,
    io:format("Server ~p stopped.~n", [S#state.name]).

%% In reports, what a person wants to see.
format_status(Status = #{state := S = #state{shared = Shared}}) ->
    {Global, Locals} = pids(S),
    Status#{state := {state, S#state.name, Global, Locals, Shared#shared.links, S#state.module, Shared#shared.target}};
format_status(Status) ->
    Status.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% The target: its callbacks run in the global server, and what they return becomes a change of every member
%%% ---------------------------------------------------------------------------------------------------------------------

call_target(Function, Args, From, S) ->
    call_target(Function, Args, From, S#state.shared#shared.links, S).

call_target(Function, Args, From, Links, S0 = #state{module = Module, shared = Shared}) ->
    S = stop_timer(S0),
    case apply(Module, Function, Args ++ [Shared#shared.target]) of
        {reply, Reply, Target} -> answer(From, Reply, Target, Links, infinity, S);
        {reply, Reply, Target, After} -> answer(From, Reply, Target, Links, After, S);
        {noreply, Target} -> answer(none, none, Target, Links, infinity, S);
        {noreply, Target, After} -> answer(none, none, Target, Links, After, S);
        {stop, Reason, Reply, Target} -> stop_with({stop, Reason, Reply}, Target, S);
        {stop, Reason, Target} -> stop_with({stop, Reason}, Target, S);
        Other -> {stop, {bad_return_value, Other}, S}
    end.

%% First the change, everywhere; then the answer.
answer(From, Reply, Target, Links, After, S) ->
    {Verdict, NewS} = change(Target, Links, timeout_of(After), S),
    case From of
        none -> ok;
        _ when Verdict =:= ok -> gen_server:reply(From, Reply);
        _ -> gen_server:reply(From, Verdict)
    end,
    go_on(After, NewS).

%% When the target stops, the whole cluster does.
stop_with(Stop, Target, S = #state{shared = Shared}) ->
    end_cluster(element(2, Stop), S),
    NewTarget = case is_function(Target, 1) of true -> Target(Shared#shared.target); false -> Target end,
    erlang:append_element(Stop, S#state{shared = Shared#shared{target = NewTarget}}).

%% gen_server's own time-out would be ended by the cluster's messages too, which the target does not know of.
go_on(After, S = #state{active = true}) when is_integer(After) ->
    {noreply, S#state{timer = erlang:start_timer(After, self(), {?MODULE, timeout})}};
go_on(infinity, S) -> {noreply, S};
go_on(After, S) when is_integer(After) -> {noreply, S};
go_on(After, S) -> {noreply, S, After}.     % hibernate or {continue, _}

timeout_of(After) when is_integer(After) -> After;
timeout_of(_) -> infinity.

stop_timer(S = #state{timer = undefined}) -> S;
stop_timer(S = #state{timer = Timer}) ->
    erlang:cancel_timer(Timer),
    S#state{timer = undefined}.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% Changes
%%% ---------------------------------------------------------------------------------------------------------------------

%% Makes a change here and in every other member of the view: {ok, S} or {{error, no_majority}, S}. `Target' is the new
%% state or a function that makes it from the old one. Nothing changed is nothing to tell, so questions cost no message.
change(Target, Links, Timeout, S = #state{shared = Old}) when Old =:= #shared{target = Target, links = Links, timeout = Timeout} ->
    {ok, S};
change(_Target, _Links, _Timeout, S = #state{active = false}) ->
    {{error, no_majority}, S};
change(Target, Links, Timeout, S = #state{shared = Old, seq = Seq}) ->
    % Here first: if the function fails, this server ends, and the others have not seen it.
    New = make(Target, Links, Timeout, Old),
    Change = {change, number(S), Seq + 1, gen_server_cluster_change:pack(Target), Links, Timeout},
    spread(Change, watch(link, Links, show(S#state{shared = New, seq = Seq + 1}))).

make(Target, Links, Timeout, Old) when is_function(Target, 1) ->
    #shared{target = Target(Old#shared.target), links = Links, timeout = Timeout};
make(Target, Links, Timeout, _Old) ->
    #shared{target = Target, links = Links, timeout = Timeout}.

spread(Change, S = #state{protocol = simple}) ->
    [gen_server:cast(Pid, {?MODULE, Change}) || Pid <- others(S)],
    {ok, S};
spread(Change, S = #state{shared = New}) ->
    Answers = gen_server_cluster_peers:ask([{Pid, Change} || Pid <- others(S)]),
    {Other, Same} = lists:partition(fun({_, Answer}) -> Answer =:= other_code end, Answers),
    % Who has other code cannot run the function, but can hold what it made.
    Whole = setelement(4, Change, {state, New#shared.target}),
    WithWhole = gen_server_cluster_peers:ask([{Pid, Whole} || {Pid, _} <- Other]),
    case lists:all(fun({_, Answer}) -> Answer =:= ok end, Same ++ WithWhole) of
        true -> {ok, S};
        false -> without_some(S)
    end.

%% Not all have made the change: it counts if the new view goes on from the state that has it. One may have been formed
%% without this server, from a state that lacks it.
without_some(S) ->
    case form([], S#state{kept = true}) of
        NewS = #state{active = true, kept = true} -> {ok, NewS};
        NewS -> {{error, no_majority}, NewS}
    end.

%% A local server makes a change that follows its last one in its view, and no other.
make_change({change, Number, Seq, Packed, Links, Timeout}, S = #state{view = #{number := Number}, promised = Number, seq = Last})
  when Seq =:= Last + 1 ->
    case gen_server_cluster_change:unpack(Packed, S#state.protocol) of
        {ok, Target} ->
            {ok, S#state{shared = make(Target, Links, Timeout, S#state.shared), seq = Seq}};
        {other_code, Module} ->
            io:format("Server ~p: ~p has another version here; taking the new state instead of the update.~n",
                      [S#state.name, Module]),
            {other_code, S}
    end;
make_change(_Change, S) ->
    {out_of_turn, S}.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% Views: who acts together
%%% ---------------------------------------------------------------------------------------------------------------------

%% The holder of the name agrees on a new view with everybody it can reach, and with Joiners. Three rounds:
%%   ask       each member promises not to follow a lower number any more, and says which view and state it has
%%   attempt   each member notes the view that is to be, in case we are cut off in the middle of it
%%   install   each member takes over the view, and the newest state if it has an older one
%% Gives the new state: active if the view came to be.
form(Joiners, S) ->
    case claim(S) of
        mine -> form(3, Joiners, S#state{role = global});
        % `global' has given the name to another, and the word of it is on its way.
        {held, Global} when is_pid(Global) -> follow(Global, S);
        {held, undefined} -> retry(?RETRY_SOON, deactivate(S))
    end.

form(0, _Joiners, S) ->
    retry(?RETRY, deactivate(S));
form(Tries, Joiners, S0 = #state{promised = {Counter, _}}) ->
    S1 = S0#state{promised = {Counter + 1, node()}},
    Answers = canvass(Joiners, [], S1),
    S = learn_dead(Answers, S1),
    Promises = [{self(), promise(S)} | [{Pid, Promise} || {Pid, Promise = #{view := _}} <- Answers]],
    Claims = claims(Promises, S),
    Present = [Pid || {Pid, _} <- Promises],
    case {[Number || {_, {promised, Number}} <- Answers], may_act(Claims, Present, S)} of
        {Higher = [_ | _], _} ->
            form(Tries - 1, Joiners, S#state{promised = lists:max(Higher)});
        {[], true} ->
            View = gen_server_cluster_view:next(S#state.promised, S#state.protocol, Claims, Present, S#state.dead),
            refuse([Pid || Pid <- Joiners, lists:member(Pid, Present)], View),
            case install(View, Promises, S) of
                {ok, NewS} -> NewS;
                {error, Lost, NewS} -> form(Tries - 1, Joiners -- Lost, NewS)
            end;
        {[], false} ->
            cut_off(S)
    end.

%% Asks for their promise: all members and absents of the view, those of newer views that they tell of, and Joiners.
canvass(Joiners, Answers, S = #state{promised = Number, view = #{members := Members, absent := Absent}}) ->
    Told = [Pid || #{members := M, absent := A} <- claims([{self(), promise(S)} | Answers], S), Pid <- M ++ A],
    case lists:usort(Joiners ++ Members ++ Absent ++ Told) -- [self() | [Pid || {Pid, _} <- Answers]] of
        [] -> Answers;
        New ->
            % Who is not connected now is not waited for; a word may connect us again by the next try.
            {Near, Far} = lists:partition(fun gen_server_cluster_peers:is_connected/1, New),
            [gen_server:cast(Pid, {?MODULE, wake}) || Pid <- Far],
            Asked = gen_server_cluster_peers:ask([{Pid, {ask, Number}} || Pid <- Near]),
            canvass(Joiners, Answers ++ Asked ++ [{Pid, far(Pid, S)} || Pid <- Far], S)
    end.

far(Pid, #state{dead = Dead}) ->
    case lists:member(Pid, Dead) orelse gen_server_cluster_peers:is_gone(Pid, 1) of
        true -> dead;
        false -> gone
    end.

%% Others may know of more who are dead.
learn_dead(Answers, S = #state{dead = Dead}) ->
    S#state{dead = lists:usort([Pid || {Pid, dead} <- Answers] ++ Dead ++
                               lists:append([Known || {_, #{dead := Known}} <- Answers]))}.

promise(#state{root = Root, view = View, attempts = Attempts, seq = Seq, dead = Dead}) ->
    #{root => Root, view => View, attempts => Attempts, seq => Seq, dead => Dead}.

%% The views that may be in force, by what was answered.
claims(Answers, S) ->
    gen_server_cluster_view:claims(votes(Answers, S)).

votes(Answers, #state{protocol = Protocol, root = Root, view = #{members := Members}}) ->
    gen_server_cluster_view:votes(Protocol, Root, Members, Answers).

may_act(_Claims, _Present, #state{protocol = simple}) -> true;
may_act(Claims, Present, #state{dead = Dead}) -> gen_server_cluster_view:may_act(Claims, Present, Dead).

%% Who is not let in is told why.
refuse(Joiners, #{members := Members, absent := Absent}) ->
    Why = {absent, [node(Pid) || Pid <- Absent]},
    [gen_server:cast(Pid, {?MODULE, {not_admitted, Why}}) || Pid <- Joiners -- Members].

install(View = #{members := Members}, Promises, S = #state{root = Root, protocol = Protocol, module = Module}) ->
    Others = Members -- [self()],
    Noted = gen_server_cluster_peers:ask([{Pid, {attempt, View}} || Pid <- Others]),
    case newest_state([Pid || {Pid, Answer} <- Noted, Answer =/= ok], Promises, S) of
        {ok, Newest, Seq, Shared} ->
            All = {Root, Protocol, Module, Shared},
            Content = fun(Pid) ->
                case lists:keyfind(Pid, 1, Promises) of
                    {_, #{root := Root, view := #{number := Newest}, seq := Seq}} -> same;
                    _ -> All
                end
            end,
            % From here on somebody may enter it: so it counts for this server as well, should it not hear of that.
            NewS = S#state{attempts = [View | S#state.attempts], kept = S#state.kept andalso is_own(Newest, S)},
            Answers = gen_server_cluster_peers:ask([{Pid, {install, self(), View, Seq, Content(Pid)}} || Pid <- Others]),
            case [Pid || {Pid, Answer} <- Answers, Answer =/= ok] of
                [] -> {ok, installed(View, Seq, Shared, NewS)};
                Lost -> {error, Lost, NewS}
            end;
        {error, Lost} ->
            {error, Lost, S}
    end.

%% The state is that of our view, or of one that we have just tried to form from it.
is_own({_, Node} = Number, #state{view = #{number := Own}}) -> Number =:= Own orelse Node =:= node().

%% The newest state that somebody has, its own or fetched from there.
newest_state([], Promises, S = #state{view = #{number := Own}, seq = OwnSeq, shared = Shared}) ->
    case gen_server_cluster_view:newest_state(votes(Promises, S)) of
        {Own, OwnSeq, _} ->
            {ok, Own, OwnSeq, Shared};
        {Number, Seq, [Pid | _]} ->
            case gen_server_cluster_peers:ask([{Pid, {shared, Number}}]) of
                [{_, {Seq, Newer}}] -> {ok, Number, Seq, Newer};
                _ -> {error, []}
            end
    end;
newest_state(Lost, _Promises, _S) -> {error, Lost}.

%% The global server takes over the view last, when all others have it.
installed(View, Seq, Shared, S) ->
    NewS = #state{shared = #shared{links = Links, timeout = Timeout}} = enter(self(), View, Seq, Shared, S),
    Watching = seek(watch(link, Links, NewS#state{active = true})),
    case Watching of
        #state{timer = undefined} when is_integer(Timeout) ->
            show(element(2, go_on(Timeout, Watching)));
        _ ->
            show(Watching)
    end.

%% An active global server calls the absents until they come back or are known to be dead. That it watches them connects to
%% their nodes again, and tells if they have died.
seek(S = #state{view = #{absent := Absent, number := Number}, dead = Dead}) ->
    case Absent -- Dead of
        [] -> S;
        Away ->
            [gen_server:cast(Pid, {?MODULE, {left_out, Number, self()}}) || Pid <- Away],
            retry(?RETRY, watch(absent, Away, S))
    end.

enter(Global, View = #{number := Number, members := Members, absent := Absent}, Seq, Shared, S = #state{dead = Dead}) ->
    speak(Global, Shared, S),
    [gen_server:reply(From, ok) || From <- S#state.waiting],
    watch(absent, [], watch(member, Members -- [self()], show(S#state{
        shared = Shared, seq = Seq, view = View, attempts = [], promised = Number, global = Global,
        dead = [Pid || Pid <- Dead, lists:member(Pid, Members ++ Absent)], trouble = none, waiting = []
    }))).

%% What a member says when its trouble is over.
speak(_Global, _Shared, #state{trouble = none}) -> ok;
speak(_Global, _Shared, #state{trouble = joining}) -> ok;
speak(Global, _Shared, #state{trouble = {fallen, Node, Reason}}) when node(Global) =/= Node ->
    io:format("Global server on ~p terminated: ~p.~nNew global server on ~p.~n", [Node, Reason, node(Global)]);
speak(Global, _Shared, #state{name = Name}) when Global =:= self() ->
    io:format("Server ~p has its majority again.~n", [Name]);
speak(Global, #shared{target = New}, #state{name = Name, shared = #shared{target = Old}}) ->
    io:format("Server ~p follows the global server on ~p.~n", [Name, node(Global)]),
    case New of
        Old -> ok;
        _ -> io:format("Its state ~P gives way to ~P.~n", [Old, 20, New, 20])
    end.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% What members ask and tell each other
%%% ---------------------------------------------------------------------------------------------------------------------

asked({ask, Number}, _From, S = #state{promised = Promised}) when Number =< Promised ->
    {reply, {promised, Promised}, S};
asked({ask, Number}, _From, S) ->
    {reply, promise(S), promised(S#state{promised = Number})};
asked({attempt, View = #{number := Number}}, _From, S = #state{promised = Number, attempts = Attempts}) ->
    {reply, ok, S#state{attempts = [View | Attempts]}};
asked({install, Global, View = #{number := Number}, Seq, Content}, _From, S = #state{promised = Number}) ->
    {reply, ok, install_here(Global, View, Seq, Content, S)};
asked({attempt, _}, _From, S) ->
    {reply, {promised, S#state.promised}, S};
asked({install, _, _, _, _}, _From, S) ->
    {reply, {promised, S#state.promised}, S};
asked(Change, _From, S0) when element(1, Change) =:= change ->
    {Answer, S} = make_change(Change, S0),
    {reply, Answer, S};
asked(shared, _From, S) -> {reply, {S#state.seq, S#state.shared}, S};
asked({shared, Number}, _From, S = #state{view = #{number := Number}}) -> {reply, {S#state.seq, S#state.shared}, S};
asked({shared, _}, _From, S) -> {reply, {promised, S#state.promised}, S};
asked(target, _From, S) -> {reply, S#state.shared#shared.target, S};
asked(pids, _From, S) -> {reply, pids(S), S};
asked(joined, From, S = #state{trouble = joining, waiting = Waiting}) -> {noreply, S#state{waiting = [From | Waiting]}};
asked(joined, _From, S) -> {reply, ok, S}.

%% A global server that has promised another to be led cannot make changes any more. Nothing may come of it.
promised(S = #state{active = true}) -> retry(?RETRY, (deactivate(S))#state{trouble = stood_down});
promised(S) -> S.

install_here(Global, View, Seq, same, S = #state{shared = Shared}) ->
    enter(Global, View, Seq, Shared, to_local(S));
install_here(Global, View, Seq, {Root, Protocol, Module, Shared}, S) ->
    enter(Global, View, Seq, Shared, to_local(S#state{root = Root, protocol = Protocol, module = Module})).

told(Change, S0) when element(1, Change) =:= change ->
    {_Answer, S} = make_change(Change, S0),
    {noreply, S};
told({link, Pid}, S) -> change_links(fun(Links) -> [Pid | lists:delete(Pid, Links)] end, S);
told({unlink, Pid}, S) -> change_links(fun(Links) -> lists:delete(Pid, Links) end, S);
told({join, Pid}, S) -> admit(Pid, S);
told({not_admitted, Reason}, S = #state{trouble = joining}) -> give_up({error, Reason}, S);
told({not_admitted, _}, S) -> {noreply, S};
told({stand_down, Global}, S) -> {noreply, stand_down(Global, S)};
told({left_out, Number, Global}, S = #state{view = #{number := Own}}) when Number > Own -> {noreply, follow(Global, S)};
told({left_out, _, _}, S) -> {noreply, S};
told(wake, S) -> {noreply, S};
told({leave, Reason}, S) -> {stop, {shutdown, Reason}, S}.

change_links(Change, S = #state{active = true, shared = #shared{target = Target, links = Links, timeout = Timeout}}) ->
    {_, NewS} = change(Target, Change(Links), Timeout, S),
    {noreply, NewS};
change_links(_Change, S) ->
    {noreply, S}.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% Joining and leaving
%%% ---------------------------------------------------------------------------------------------------------------------

joining(S = #state{name = Name}) ->
    case global:whereis_name(Name) of
        undefined ->
            give_up({error, no_global_server}, S);
        Holder ->
            gen_server:cast(Holder, {?MODULE, {join, self()}}),
            {noreply, retry(?RETRY, S)}
    end.

give_up(Error, S) ->
    [gen_server:reply(From, Error) || From <- S#state.waiting],
    {stop, {shutdown, Error}, S}.

%% Who is asked has the name, if need be though it follows another: `global' has decided so where two parts met, while the
%% other won this one over. What `global' says holds; if it has changed its mind, the other side asks again.
admit(_Pid, S = #state{trouble = joining}) ->
    {noreply, S};
admit(Pid, S = #state{name = Name, role = Role}) ->
    case Role =:= global orelse global:whereis_name(Name) =:= self() of
        true ->
            case form([Pid], S) of
                NewS = #state{active = true} -> {noreply, NewS};
                NewS -> gen_server:cast(Pid, {?MODULE, {not_admitted, no_majority}}), {noreply, NewS}
            end;
        false -> {noreply, S}
    end.

stopping(What, S) ->
    case What of
        stopAllServer ->
            end_cluster(stopAllServer, S),
            {stop, {shutdown, stopAllServer}, {stopByGenServerCluster, stopAllServer}, S};
        {stopServerOn, Node} when Node =/= node() ->
            case [Pid || Pid <- others(S), node(Pid) =:= Node] of
                [Pid] ->
                    gen_server_cluster_peers:dismiss([Pid], stopLocalServer),
                    {reply, {stopByGenServerCluster, stopLocalServer}, form([], S#state{dead = [Pid | S#state.dead]})};
                [] ->
                    {reply, {error, {no_server_on, Node}}, S}
            end;
        {stopServerOn, _} ->
            {stop, {shutdown, stopGlobalServer}, {stopByGenServerCluster, stopGlobalServer}, S};
        stopGlobalServer ->
            {stop, stopGlobalServer, {stopByGenServerCluster, stopGlobalServer}, S}
    end.

%% The others first, so that none of them takes over.
end_cluster(Reason, S = #state{shared = #shared{links = Links}}) ->
    gen_server_cluster_peers:dismiss(others(S), Reason),
    [exit(Pid, Reason) || Pid <- Links].

%%% ---------------------------------------------------------------------------------------------------------------------
%%% When one ends
%%% ---------------------------------------------------------------------------------------------------------------------

ended(link, Pid, Reason, S = #state{active = true, shared = #shared{links = Links}}) ->
    call_target(handle_info, [{'EXIT', Pid, Reason}], none, lists:delete(Pid, Links), S);
ended(link, _Pid, _Reason, S) ->
    {noreply, S};   % stays among the links: whoever is active next will hear of it
ended(member, Pid, Reason, S0) ->
    S = note_death(Pid, Reason, S0),
    case S of
        #state{global = Pid} ->
            {noreply, elect(S#state{global = undefined, trouble = {fallen, node(Pid), Reason}})};
        #state{role = global} ->
            {noreply, form([], S)};
        _ ->
            {noreply, S}
    end;
ended(absent, Pid, Reason, S = #state{dead = Dead}) ->
    case Reason =/= noconnection orelse far(Pid, S) =:= dead of
        true -> {noreply, S#state{dead = [Pid | Dead]}};
        false -> {noreply, S}
    end.

note_death(Pid, noconnection, S = #state{dead = Dead}) ->
    case gen_server_cluster_peers:is_gone(Pid, 10) of
        true -> S#state{dead = [Pid | Dead]};
        false -> S
    end;
note_death(Pid, _Reason, S = #state{dead = Dead}) ->
    S#state{dead = [Pid | Dead]}.

%% Whoever registers the name is the new global server. The others hear from it.
elect(S = #state{dead = Dead}) ->
    case claim(S) of
        mine ->
            form([], S);
        {held, Pid} ->
            % `global' may still name the dead one.
            retry(case lists:member(Pid, Dead) of true -> ?RETRY_SOON; false -> ?RETRY end, S)
    end.

%% Tries again to be somebody: a member of a view with a global server.
tick(S = #state{trouble = joining}) -> joining(S);
tick(S = #state{active = true}) -> {noreply, seek(S)};
tick(S = #state{global = Global}) when is_pid(Global), Global =/= self() -> {noreply, S};
tick(S0 = #state{name = Name}) ->
    S = elect(S0),
    case {S, global:whereis_name(Name)} of
        {#state{active = true}, _} -> ok;
        {_, Holder} when is_pid(Holder), Holder =/= self() -> gen_server:cast(Holder, {?MODULE, {join, self()}});
        _ -> ok
    end,
    {noreply, S}.

retry(Time, S = #state{tick = undefined}) ->
    S#state{tick = erlang:send_after(Time, self(), {?MODULE, tick})};
retry(_Time, S) -> S.

%%% ---------------------------------------------------------------------------------------------------------------------
%%% Cut off, and together again
%%% ---------------------------------------------------------------------------------------------------------------------

%% Without the majority there may be a newer view elsewhere.
cut_off(S = #state{name = Name, trouble = Trouble}) ->
    case Trouble of
        cut_off -> ok;
        {fallen, Node, Reason} -> io:format("Global server on ~p terminated: ~p.~n", [Node, Reason]), say_cut_off(Name);
        _ -> say_cut_off(Name)
    end,
    retry(?RETRY, deactivate(S#state{trouble = cut_off})).

say_cut_off(Name) ->
    io:format("Server ~p is cut off from the majority: no changes until it is back.~n", [Name]).

deactivate(S = #state{global = Global}) ->
    show(stop_timer(S#state{active = false, global = case Global =:= self() of true -> undefined; false -> Global end})).

%% Says how it stands, for gen_server_cluster_name:resolve/3.
show(S = #state{active = Active, view = #{number := {Counter, _}}, seq = Seq}) ->
    gen_server_cluster_name:show(Active, Counter, Seq),
    S.

claim(#state{name = Name, role = Role}) -> gen_server_cluster_name:claim(Name, Role =:= global).

%% Follows another global server from now on, and takes along those who followed this one.
stand_down(Global, S) when Global =:= self(); Global =:= S#state.global -> S;
stand_down(Global, S) -> follow(Global, S).

%% Asks a global server to be a member of its view.
follow(Global, S = #state{role = Role}) ->
    case Role of
        global -> [gen_server:cast(Pid, {?MODULE, {stand_down, Global}}) || Pid <- others(S)];
        local -> ok
    end,
    gen_server:cast(Global, {?MODULE, {join, self()}}),
    Trouble = case S#state.trouble of none -> stood_down; {fallen, _, _} -> stood_down; Known -> Known end,
    retry(?RETRY, (to_local(S))#state{global = undefined, trouble = Trouble}).

to_local(S) ->
    watch(link, [], show(stop_timer(S#state{role = local, active = false}))).

%%% ---------------------------------------------------------------------------------------------------------------------
%%% Small things
%%% ---------------------------------------------------------------------------------------------------------------------

number(#state{view = #{number := Number}}) -> Number.

others(#state{view = #{members := Members}}) -> Members -- [self()].

%% Who has the name counts as the global server, even when it is cut off.
pids(#state{view = #{members := Members}, global = Followed, role = Role}) ->
    Global = case Role of global -> self(); local -> Followed end,
    {Global, lists:reverse(lists:delete(Global, Members))}.

%% Monitors exactly these processes as members, absents or links.
watch(Kind, Pids, S = #state{watched = Watched}) ->
    Now = [{Pid, Monitor} || {Monitor, {K, Pid}} <- maps:to_list(Watched), K =:= Kind],
    [demonitor(Monitor, [flush]) || {Pid, Monitor} <- Now, not lists:member(Pid, Pids)],
    Kept = maps:filter(fun(_, {K, Pid}) -> K =/= Kind orelse lists:member(Pid, Pids) end, Watched),
    Added = [{monitor(process, Pid), {Kind, Pid}} || Pid <- Pids, not lists:keymember(Pid, 1, Now)],
    S#state{watched = maps:merge(Kept, maps:from_list(Added))}.

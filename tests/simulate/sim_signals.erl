%% Signals between nodes: order per pair, links, monitors, and nothing for the dead.
-module(sim_signals).
-export([workers/0]).
-export([inbox/0, sender/0, parent/0, child/3, watcher/0, linker/0, victim/1, stirrer/0]).

%% What a parent's child sends, and how many monitors or links one worker holds.
-define(WORDS, 6).
-define(HELD, 8).
%% How long news of a death may take once everything is healed.
-define(LATE, 15000).

workers() ->
    [{?MODULE, victim, [sim_victim_1]}, {?MODULE, victim, [sim_victim_2]} |
     [{?MODULE, Worker, []} || Worker <- [inbox, sender, parent, watcher, linker, stirrer]]].

%% --- order: numbered messages

%% Of the numbers from one sender none is missing, unless a connection was lost in between; none comes twice or late.
inbox() ->
    register(sim_inbox, self()),
    net_kernel:monitor_nodes(true),
    inbox(#{}).

inbox(Seen) ->
    receive
        {number, From, N} ->
            case Seen of
                #{From := {next, N}} -> ok;
                #{From := {from, Least}} when N >= Least -> ok;
                #{From := Expected} -> sim:violation({order, From, self(), N, Expected});
                _ -> ok
            end,
            inbox(Seen#{From => {next, N + 1}});
        {nodedown, Node} ->
            inbox(maps:map(fun(From, {_, N}) when node(From) =:= Node -> {from, N}; (_, Expected) -> Expected end, Seen));
        {for, Pid, What} when Pid =/= self() ->
            sim:violation({wrong_process, self(), Pid, What}), inbox(Seen);
        _ -> inbox(Seen)
    after 1000 ->
        sim:is_finishing() orelse inbox(Seen)
    end.

sender() -> sender(#{}).
sender(Counts) ->
    sim:rest(300),
    Node = sim:pick(sim:node_names()),
    First = maps:get(Node, Counts, 1),
    Last = First + rand:uniform(4),
    % By name and by the same name on a node: both are one way to one process.
    [case Node =:= node() of
         true -> catch sim_inbox ! {number, self(), N};
         false -> {sim_inbox, Node} ! {number, self(), N}
     end || N <- lists:seq(First, Last)],
    sender(Counts#{Node => Last + 1}).

%% --- order: messages before the end of their sender

%% All that a child sends comes before the news of its end; nothing comes after. Unless the connection was lost: then the
%% news is of that, and the child may live on and be heard again.
parent() ->
    process_flag(trap_exit, true),
    parent([]).

%% Ended: children whose real end was told.
parent(Ended) ->
    sim:rest(500),
    Node = sim:pick(sim:node_names()),
    How = sim:pick([normal, {done, Node}]),
    case catch spawn_opt(Node, ?MODULE, child, [self(), ?WORDS, How], [sim:pick([monitor, link])]) of
        {Pid, Ref} when is_reference(Ref) -> hear(Pid, {down, Ref}, How, 1, Ended);
        Pid when is_pid(Pid) -> hear(Pid, exit, How, 1, Ended);
        _ -> parent(Ended)
    end.

hear(Pid, End, How, Next, Ended) ->
    receive
        {word, Pid, Next} -> hear(Pid, End, How, Next + 1, Ended);
        {word, Pid, N} -> sim:violation({word_out_of_order, Pid, N, Next}), hear(Pid, End, How, Next, Ended);
        {word, Other, N} ->
            lists:member(Other, Ended) andalso sim:violation({word_after_end, Other, N}),
            hear(Pid, End, How, Next, Ended);
        {'DOWN', Ref, process, Pid, Reason} when End =:= {down, Ref} -> heard(Pid, Reason, How, Next, Ended);
        {'EXIT', Pid, Reason} when End =:= exit -> heard(Pid, Reason, How, Next, Ended);
        {'DOWN', _, process, Other, Reason} -> sim:violation({second_down, Other, Reason}), hear(Pid, End, How, Next, Ended);
        {'EXIT', Other, Reason} ->
            case whereis(sim_keeper) of
                Other -> exit(Reason);
                _ -> sim:violation({second_exit, Other, Reason}), hear(Pid, End, How, Next, Ended)
            end
    end.

heard(_Pid, noconnection, _How, _Next, Ended) -> parent(Ended);
% That node has been started a moment ago, and has not loaded this module yet.
heard(_Pid, {undef, _}, _How, 1, Ended) -> parent(Ended);
heard(Pid, How, How, ?WORDS + 1, Ended) -> parent([Pid | Ended]);
heard(Pid, Reason, How, Next, Ended) ->
    sim:violation({end_before_words, Pid, Reason, How, Next}),
    parent(Ended).

child(Parent, Words, How) ->
    [begin Parent ! {word, self(), N}, N rem 3 =:= 0 andalso timer:sleep(rand:uniform(50)) end || N <- lists:seq(1, Words)],
    exit(How).

%% --- monitors

%% One DOWN for each monitor, none for those that were taken back, and in the end one for each of the dead.
watcher() -> watcher(#{}).

watcher(Held) ->
    timer:sleep(rand:uniform(300)),
    case {sim:is_finishing(), rand:uniform(3)} of
        {true, _} -> ask_all(Held, monitor);
        {false, 1} when map_size(Held) > 0 ->
            Ref = sim:pick(maps:keys(Held)),
            demonitor(Ref, [flush]),
            watcher(downs(maps:remove(Ref, Held), 0));
        {false, _} when map_size(Held) < ?HELD ->
            case sim:pick(sim:known()) of
                none -> watcher(Held);
                Pid -> watcher(downs(Held#{monitor(process, Pid) => Pid}, 0))
            end;
        _ -> watcher(downs(Held, 0))
    end.

downs(Held, Patience) ->
    receive
        {'DOWN', Ref, process, Pid, _Reason} ->
            case Held of
                #{Ref := Pid} -> downs(maps:remove(Ref, Held), Patience);
                _ -> sim:violation({unwanted_down, Ref, Pid}), downs(Held, Patience)
            end
    after Patience -> Held
    end.

%% --- links

linker() ->
    process_flag(trap_exit, true),
    linker(#{}).

linker(Held) ->
    timer:sleep(rand:uniform(300)),
    case {sim:is_finishing(), rand:uniform(3)} of
        {true, _} -> ask_all(Held, link);
        {false, 1} when map_size(Held) > 0 ->
            Pid = sim:pick(maps:keys(Held)),
            unlink(Pid),
            % One that had come already is still there.
            receive {'EXIT', Pid, _} -> ok after 0 -> ok end,
            linker(exits(maps:remove(Pid, Held), 0));
        {false, _} when map_size(Held) < ?HELD ->
            case sim:pick(sim:known() -- maps:keys(Held)) of
                none -> linker(Held);
                Pid -> link(Pid), linker(exits(Held#{Pid => Pid}, 0))
            end;
        _ -> linker(exits(Held, 0))
    end.

exits(Held, Patience) ->
    receive
        {'EXIT', Pid, _Reason} when is_map_key(Pid, Held) -> exits(maps:remove(Pid, Held), Patience);
        {'EXIT', Pid, Reason} ->
            case whereis(sim_keeper) of
                Pid -> exit(Reason);
                _ -> sim:violation({unwanted_exit, Pid, Reason}), exits(Held, Patience)
            end
    after Patience -> Held
    end.

%% --- at the end: what is held leads to the living

ask_all(Held0, Kind) ->
    Held = news(Held0, Kind, 0),
    Open = [Pid || Pid <- lists:usort(maps:values(Held)), not stands(Pid, Kind)],
    case Open of
        [] -> ok;
        _ ->
            Left = news(Held, Kind, ?LATE),
            case [Pid || Pid <- Open, lists:member(Pid, maps:values(Left)), not stands(Pid, Kind)] of
                [] -> ok;
                Missing -> sim:violation({no_news_of_end, Kind, Missing})
            end
    end.

news(Held, monitor, Patience) -> downs(Held, Patience);
news(Held, link, Patience) -> exits(Held, Patience).

stands(Pid, Kind) ->
    Tag = make_ref(),
    {sim_keeper, node(Pid)} ! {ask, self(), Tag, Pid, self()},
    receive
        {Tag, linked} -> true;
        {Tag, alive} -> Kind =:= monitor;
        {Tag, dead} -> false
    after 10000 -> false
    end.

%% --- victims

%% Lives for a while, unless somebody ends it.
victim(Name) ->
    register(Name, self()),
    victim_until(erlang:monotonic_time(millisecond) + 1000 + rand:uniform(15000)).

victim_until(End) ->
    receive
        {for, Pid, What} when Pid =/= self() -> sim:violation({wrong_process, self(), Pid, What}), victim_until(End);
        _ -> victim_until(End)
    after max(0, End - erlang:monotonic_time(millisecond)) ->
        case sim:is_finishing() of
            true -> victim_until(End + 600000);
            false -> exit(sim:pick([normal, tired, {very, tired}]))
        end
    end.

%% Sends to the living and the dead, and ends some.
stirrer() ->
    sim:rest(200),
    case sim:pick(sim:known()) of
        none -> ok;
        Pid ->
            Pid ! {for, Pid, message},
            rand:uniform(10) =:= 1 andalso exit(Pid, {aimed, Pid})
    end,
    stirrer().

%% Views of a cluster: who may act together, and from whose state. These are the rules that the head of gen_server_cluster.erl
%% argues from. They are functions of what members have told; nothing here asks or sends.
%%
%%   View      #{number := {Counter, Node}, members := [Pid], absent := [Pid]}, the eldest member first. The absents are former
%%             members that may live and could not be asked.
%%   Promise   What a member tells when it is asked for its promise: #{root := Pid, view := View, attempts := [View],
%%             seq := Count, dead := [Pid]}. Its root is the founder of its cluster; attempts are newer views than its own that
%%             were tried and may have come to be; seq is how many changes it has made; dead are those it knows to have died.
%%   Promises  [{Pid, Promise}]
-module(gen_server_cluster_view).
-export([votes/4, claims/1, may_act/3, next/5, newest_state/1]).

%% Of what was answered, the promises whose views count. With the simple protocol every part has gone on by itself, and who
%% comes back gives way.
votes(safe, Root, _Members, Answers) ->
    [{Pid, Promise} || {Pid, Promise = #{root := R}} <- Answers, R =:= Root];
votes(simple, Root, Members, Answers) ->
    [{Pid, Promise} || {Pid, Promise} <- votes(safe, Root, Members, Answers), lists:member(Pid, Members)].

%% The newest view that a voter has, and behind it the newer ones that may have come to be.
claims(Votes) ->
    Promises = [Promise || {_, Promise} <- Votes],
    {Number, Newest} = lists:max([{N, View} || #{view := View = #{number := N}} <- Promises]),
    Tried = [View || #{attempts := Attempts} <- Promises, View = #{number := N} <- Attempts, N > Number],
    [Newest | lists:usort(Tried)].

%% Those present may act if nobody else can, or could have while they were away: by every view that may be in force.
may_act(Claims, Present, Dead) ->
    lists:all(fun(View) -> suffice(View, Present, Dead) end, Claims).

%% More than half of the members; half of them with the eldest, if nobody was absent; half, the others being dead; or fewer,
%% the others and the absents being dead.
suffice(#{members := Members, absent := Absent}, Present, Dead) ->
    Here = [Pid || Pid <- Members, lists:member(Pid, Present)],
    Lacking = (Members -- Here) -- Dead,
    case 2 * length(Here) - length(Members) of
        More when More > 0 -> true;
        0 -> Lacking =:= [] orelse (Absent =:= [] andalso hd(Members) =:= hd(Here));
        _ -> Lacking ++ ((Absent -- Present) -- Dead) =:= []
    end.

%% The view that those present make: the eldest first, then those who come back, then those who are new. While somebody is
%% absent, nobody new is taken in.
next(Number, Protocol, Claims = [#{members := Old} | _], Present, Dead) ->
    Known = lists:usort(lists:append([Members ++ Away || #{members := Members, absent := Away} <- Claims])),
    Absent = case Protocol of
        safe -> (Known -- Present) -- Dead;
        simple -> []
    end,
    Staying = [Pid || Pid <- Old, lists:member(Pid, Present)],
    Back = [Pid || Pid <- Known -- Staying, lists:member(Pid, Present)],
    New = case Absent of
        [] -> (Present -- Staying) -- Back;
        _ -> []
    end,
    #{number => Number, members => Staying ++ Back ++ New, absent => Absent}.

%% Everything that was ever answered is in the state with the highest view and number of changes: both, and who has it.
newest_state(Votes) ->
    States = [{{Number, Seq}, Pid} || {Pid, #{view := #{number := Number}, seq := Seq}} <- Votes],
    {{Number, Seq} = Newest, _} = lists:max(States),
    {Number, Seq, [Pid || {State, Pid} <- States, State =:= Newest]}.

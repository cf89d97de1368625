%% Filters for logger events: each passes an event (log), stops it or leaves it to the next (ignore).
-module(logger_filters).
-export([domain/2, level/2, progress/2, remote_gl/2]).

%% Compares the event's domain with one: sub (within it), super (around it), equal, not_equal, undefined.
domain(#{meta := Meta} = Event, {Action, Compare, Domain}) when is_list(Domain) ->
    on_match(compares(Compare, maps:get(domain, Meta, undefined), Domain), Action, Event).

compares(undefined, Own, _) -> Own =:= undefined;
compares(_, undefined, _) -> false;
compares(super, Own, Domain) -> lists:prefix(Own, Domain);
compares(sub, Own, Domain) -> lists:prefix(Domain, Own);
compares(equal, Own, Domain) -> Own =:= Domain;
compares(not_equal, Own, Domain) -> Own =/= Domain.

level(#{level := Own} = Event, {Action, Operator, Level}) ->
    Order = logger:compare_levels(Own, Level),
    Matches = case Operator of
        eq -> Order =:= eq;
        neq -> Order =/= eq;
        gt -> Order =:= gt;
        lt -> Order =:= lt;
        gteq -> Order =/= lt;
        lteq -> Order =/= gt
    end,
    on_match(Matches, Action, Event).

%% Reports of supervisors and applications about what has started.
progress(#{msg := {report, #{label := {_, progress}}}} = Event, Action) -> on_match(true, Action, Event);
progress(_, _) -> ignore.

%% Events of processes whose group leader is on another node: they are logged there.
remote_gl(#{meta := #{gl := Leader}} = Event, Action) when node(Leader) =/= node() -> on_match(true, Action, Event);
remote_gl(_, _) -> ignore.

on_match(true, log, Event) -> Event;
on_match(true, stop, _) -> stop;
on_match(false, _, _) -> ignore.

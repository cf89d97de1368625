%% Filters for logger events: each passes an event (log), stops it or leaves it to the next (ignore).
-module(logger_filters).
-export([domain/2, level/2, progress/2, remote_gl/2]).

-define(IS_ACTION(Action), (Action =:= log orelse Action =:= stop)).

%% Compares the event's domain with one: sub (within it), super (around it), equal, not_equal, undefined.
domain(#{meta := Meta} = Event, {Action, Compare, Domain})
  when ?IS_ACTION(Action), is_list(Domain),
       Compare =:= super orelse Compare =:= sub orelse Compare =:= equal orelse Compare =:= not_equal
       orelse Compare =:= undefined ->
    on_match(compares(Compare, maps:get(domain, Meta, undefined), Domain), Action, Event);
domain(Event, Extra) ->
    erlang:error(badarg, [Event, Extra]).

compares(undefined, Own, _) -> Own =:= undefined;
compares(not_equal, Own, Domain) -> Own =/= Domain;
compares(_, undefined, _) -> false;
compares(super, Own, Domain) -> lists:prefix(Own, Domain);
compares(sub, Own, Domain) -> lists:prefix(Domain, Own);
compares(equal, Own, Domain) -> Own =:= Domain.

level(#{level := Own} = Event, {Action, Operator, Level} = Extra) when ?IS_ACTION(Action) ->
    try orders(Operator, logger:compare_levels(Own, Level)) of
        Matches -> on_match(Matches, Action, Event)
    catch
        error:_ -> erlang:error(badarg, [Event, Extra])
    end;
level(Event, Extra) ->
    erlang:error(badarg, [Event, Extra]).

orders(eq, Order) -> Order =:= eq;
orders(neq, Order) -> Order =/= eq;
orders(gt, Order) -> Order =:= gt;
orders(lt, Order) -> Order =:= lt;
orders(gteq, Order) -> Order =/= lt;
orders(lteq, Order) -> Order =/= gt.

%% Reports of supervisors and applications about what has started.
progress(#{msg := {report, #{label := {_, progress}}}} = Event, Action) when ?IS_ACTION(Action) ->
    on_match(true, Action, Event);
progress(_, Action) when ?IS_ACTION(Action) -> ignore;
progress(Event, Action) -> erlang:error(badarg, [Event, Action]).

%% Events of processes whose group leader is on another node: they are logged there.
remote_gl(#{meta := #{gl := Leader}} = Event, Action) when ?IS_ACTION(Action), node(Leader) =/= node() ->
    on_match(true, Action, Event);
remote_gl(_, Action) when ?IS_ACTION(Action) -> ignore;
remote_gl(Event, Action) -> erlang:error(badarg, [Event, Action]).

on_match(true, log, Event) -> Event;
on_match(true, stop, _) -> stop;
on_match(false, _, _) -> ignore.

%% Takes an event through the filters to the handlers. A filter or handler that fails is removed, so that it fails once.
-module(logger_backend).
-export([publish/2]).

publish(Event, #{primary := Primary, handlers := Handlers}) ->
    Failed = case filtered(Event, primary, Primary) of
        {stop, Failures} -> Failures;
        {Passed, Failures} -> lists:foldl(fun(Handler, Before) -> hand_over(Passed, Handler, Before) end, Failures, Handlers)
    end,
    %% What failed is told of when the event itself is done with.
    lists:foreach(fun({Report, Function, Arity}) -> logger:internal_log(debug, Report, {?MODULE, Function, Arity}) end,
                  lists:reverse(Failed)).

hand_over(#{level := Level} = Event, #{level := Limit, id := Id} = Handler, Failed) ->
    case logger:compare_levels(Level, Limit) =/= lt andalso filtered(Event, Id, Handler) of
        false -> Failed;
        {stop, More} -> More ++ Failed;
        {Passed, More} -> call_handler(Passed, Handler, More ++ Failed)
    end.

call_handler(Event, #{module := Module, id := Id} = Handler, Failed) ->
    Config = maps:without([level, filters, filter_default], Handler),
    try
        Module:log(Event, Config),
        Failed
    catch
        Class:Reason:Stack ->
            case logger:remove_handler(Id) of
                ok ->
                    erlang:display({removed_failing_handler, Id}),
                    Report = [{logger, removed_failing_handler}, {handler, {Id, Module}}, {log_event, Event},
                              {config, Config}, {reason, {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)}}],
                    [{Report, call_handlers, 3} | Failed];
                {error, _} ->
                    Failed
            end
    end.

%% The first filter that decides stops the event or passes it on, changed or not. With what has failed.
filtered(Event, Owner, #{filters := Filters, filter_default := Default}) ->
    filtered(Filters, Event, ignored, Owner, Default, []).

filtered([{_, {Fun, Arg}} = Filter | Filters], Event, Decided, Owner, Default, Failed) ->
    try Fun(Event, Arg) of
        stop -> {stop, Failed};
        ignore -> filtered(Filters, Event, Decided, Owner, Default, Failed);
        #{level := _, msg := _, meta := _} = Changed -> filtered(Filters, Changed, logged, Owner, Default, Failed);
        Other ->
            More = filter_failed(Filter, Owner, Event, {bad_return_value, Other}),
            filtered(Filters, Event, Decided, Owner, Default, More ++ Failed)
    catch
        Class:Reason:Stack ->
            More = filter_failed(Filter, Owner, Event, {Class, Reason, logger:filter_stacktrace(?MODULE, Stack)}),
            filtered(Filters, Event, Decided, Owner, Default, More ++ Failed)
    end;
filtered([], _, ignored, _, stop, Failed) -> {stop, Failed};
filtered([], Event, _, _, _, Failed) -> {Event, Failed}.

filter_failed({Id, _} = Filter, Owner, Event, Reason) ->
    case logger_server:remove_filter(Owner, Id) of
        ok ->
            erlang:display({removed_failing_filter, Id}),
            [{[{logger, removed_failing_filter}, {filter, Filter}, {owner, Owner}, {log_event, Event}, {reason, Reason}],
              handle_filter_failed, 4}];
        {error, _} ->
            []
    end.

%% A machine of the old behaviour gen_fsm: states as functions, events that are answered, timeouts and timers.
-module(gen_fsm_door).
-behaviour(gen_fsm).
-export([main/0, init/1, locked/2, locked/3, open/2, open/3, handle_event/3, handle_sync_event/4, handle_info/3,
         terminate/3, code_change/4]).

main() ->
    process_flag(trap_exit, true),
    {ok, Door} = gen_fsm:start_link({local, door}, ?MODULE, "1234", []),
    show(gen_fsm:start_link({local, door}, ?MODULE, "1234", []) =:= {error, {already_started, Door}}),
    [gen_fsm:send_event(door, {digit, Digit}) || Digit <- "9123"],
    show(gen_fsm:sync_send_event(door, state)),
    gen_fsm:send_event(Door, {digit, $4}),
    show(gen_fsm:sync_send_event(door, state, 1000)),
    timer:sleep(800),
    show(gen_fsm:sync_send_all_state_event(door, name)),
    gen_fsm:send_all_state_event(door, {code, "42"}),
    door ! knock,
    [gen_fsm:send_event(door, {digit, Digit}) || Digit <- "42"],
    show(gen_fsm:sync_send_event(door, later)),
    show(gen_fsm:sync_send_event(door, state)),
    show(sys:get_state(door)),
    show(sys:replace_state(door, fun({State, Data}) -> {State, Data#{painted => red}} end)),
    {status, _, {module, Module}, [_, SysState, Parent, _, Misc]} = sys:get_status(door),
    show({Module, SysState, Parent =:= self(), lists:last(Misc)}),
    sys:suspend(door),
    show(sys:change_code(door, ?MODULE, old, extra)),
    sys:resume(door),
    gen_fsm:send_all_state_event(door, timers),
    timer:sleep(50),
    show(gen_fsm:sync_send_event(door, break)),
    receive {'EXIT', Door, Reason} -> show(Reason) end,
    show(catch gen_fsm:sync_send_event(door, state)),
    show(catch gen_fsm:sync_send_all_state_event(door, name, 10)),
    logger:set_primary_config(level, none),
    show([gen_fsm:start(?MODULE, Args, []) || Args <- [ignore, {stop, tired}, bad]]),
    {ok, Other} = gen_fsm:start(?MODULE, "1", []),
    show(gen_fsm:stop(Other)),
    show([gen_fsm:send_event(Who, x) || Who <- [Other, {global, nobody}, {nobody, node()}]]),
    show(catch gen_fsm:stop(nobody)).

show(Value) -> io:format("~p~n", [Value]).

init(ignore) -> ignore;
init({stop, Reason}) -> {stop, Reason};
init(bad) -> bad;
init(Code) -> {ok, locked, #{code => Code, typed => []}}.

locked({digit, Digit}, #{code := Code, typed := Typed} = Data) ->
    All = lists:sublist([Digit | Typed], length(Code)),
    case lists:reverse(All) of
        Code -> {next_state, open, Data#{typed := []}, 500};
        _ -> {next_state, locked, Data#{typed := All}}
    end;
locked(Event, Data) ->
    io:format("locked: ~p~n", [case Event of {timeout, T, M} -> {timeout, is_reference(T), M}; _ -> Event end]),
    {next_state, locked, Data}.

locked(state, {Pid, _}, Data) when is_pid(Pid) -> {reply, {locked, maps:get(typed, Data)}, locked, Data};
locked(break, _, Data) -> {stop, {shutdown, broken}, ouch, Data}.

open(timeout, Data) ->
    io:format("it falls shut~n"),
    {next_state, locked, Data}.

open(state, _, Data) -> {reply, open, open, Data, 500};
open(later, From, Data) ->
    spawn(fun() -> timer:sleep(5), gen_fsm:reply(From, answered_later) end),
    {next_state, open, Data}.

handle_event({code, Code}, State, Data) -> {next_state, State, Data#{code := Code}};
handle_event(timers, _, Data) ->
    gen_fsm:start_timer(10, tick),
    gen_fsm:send_event_after(20, tock),
    Never = gen_fsm:send_event_after(1000, never),
    show(is_integer(gen_fsm:cancel_timer(Never))),
    show(gen_fsm:cancel_timer(Never)),
    {next_state, locked, Data}.

handle_sync_event(name, _, State, Data) -> {reply, State, State, Data}.

handle_info(Info, State, Data) ->
    io:format("~p while ~p~n", [Info, State]),
    {next_state, State, Data}.

terminate(Reason, State, Data) -> io:format("~p ~p ~p~n", [Reason, State, Data]).

code_change(OldVsn, State, Data, Extra) -> {ok, State, Data#{changed => {OldVsn, Extra}}}.

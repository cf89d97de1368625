%% Time: waiting, measuring, and things to be done later.
-module(timer).
-export([start/0, sleep/1, send_after/2, send_after/3, send_interval/2, send_interval/3, apply_after/4,
         apply_interval/4, exit_after/2, exit_after/3, kill_after/1, kill_after/2, cancel/1, tc/1, tc/2, tc/3,
         now_diff/2, seconds/1, minutes/1, hours/1, hms/3]).

start() -> ok.

sleep(infinity = Time) ->
    receive after Time -> ok end;
sleep(Time) ->
    receive after Time -> ok end.

%% --- once

send_after(Time, Message) -> send_after(Time, self(), Message).

%% The runtime's timers reach processes of their own node only.
send_after(Time, To, Message) when is_integer(Time), Time >= 0, is_pid(To), node(To) =/= node() ->
    apply_after(Time, erlang, send, [To, Message]);
send_after(Time, {_, Node} = To, Message) when is_integer(Time), Time >= 0, is_atom(Node) ->
    apply_after(Time, erlang, send, [To, Message]);
send_after(Time, To, Message) when is_integer(Time), Time >= 0, is_pid(To); is_integer(Time), Time >= 0, is_atom(To) ->
    Kind =
        if
            Time =:= 0 -> instant;
            is_pid(To) -> send_local;
            true -> once
        end,
    {ok, {Kind, erlang:send_after(Time, To, Message)}};
send_after(_, _, _) ->
    {error, badarg}.

apply_after(Time, Module, Function, Arguments)
  when is_integer(Time), Time >= 0, is_atom(Module), is_atom(Function), is_list(Arguments) ->
    case Time of
        0 ->
            spawn(Module, Function, Arguments),
            {ok, {instant, make_ref()}};
        _ -> {ok, {once, started(fun() -> wait(Time, Module, Function, Arguments) end)}}
    end;
apply_after(_, _, _, _) ->
    {error, badarg}.

%% A process that keeps a timer, named by an alias, which serves to cancel it.
started(Keep) ->
    Starter = self(),
    {Pid, Monitor} = spawn_monitor(fun() ->
                                           Alias = alias(),
                                           Starter ! {self(), Alias},
                                           Keep()
                                   end),
    receive
        {Pid, Alias} ->
            demonitor(Monitor, [flush]),
            Alias
    end.

wait(Time, Module, Function, Arguments) ->
    receive cancel -> ok after Time -> apply(Module, Function, Arguments) end.

exit_after(Time, Reason) -> exit_after(Time, self(), Reason).
exit_after(Time, Pid, Reason) -> apply_after(Time, erlang, exit, [Pid, Reason]).

kill_after(Time) -> kill_after(Time, self()).
kill_after(Time, Pid) -> exit_after(Time, Pid, kill).

%% --- again and again

send_interval(Time, Message) -> send_interval(Time, self(), Message).

send_interval(Time, To, Message) when is_integer(Time), Time > 0, is_pid(To); is_integer(Time), Time > 0, is_atom(To) ->
    repeat(Time, To, fun() -> catch To ! Message end);
send_interval(_, _, _) ->
    {error, badarg}.

apply_interval(Time, Module, Function, Arguments)
  when is_integer(Time), Time > 0, is_atom(Module), is_atom(Function), is_list(Arguments) ->
    repeat(Time, none, fun() -> spawn(Module, Function, Arguments) end);
apply_interval(_, _, _, _) ->
    {error, badarg}.

%% A process that acts at each multiple of Time from now on, until it is cancelled or the receiver is gone.
repeat(Time, To, Act) ->
    Begin = erlang:monotonic_time(millisecond),
    Alias = started(fun() ->
        Monitor = case To of none -> none; _ -> monitor(process, To) end,
        repeat_at(Begin + Time, Time, Monitor, Act)
    end),
    {ok, {interval, Alias}}.

repeat_at(Due, Time, Monitor, Act) ->
    Wait = max(0, Due - erlang:monotonic_time(millisecond)),
    receive
        cancel -> ok;
        {'DOWN', Monitor, process, _, _} -> ok
    after Wait ->
        Act(),
        repeat_at(Due + Time, Time, Monitor, Act)
    end.

%% Cancelling what is over is no error.
cancel({send_local, Timer}) when is_reference(Timer) ->
    erlang:cancel_timer(Timer),
    {ok, cancel};
cancel({instant, Ref}) when is_reference(Ref) -> {ok, cancel};
cancel({Kind, Alias}) when is_reference(Alias), Kind =:= once; is_reference(Alias), Kind =:= interval ->
    erlang:cancel_timer(Alias),
    Alias ! cancel,
    {ok, cancel};
cancel(_) ->
    {error, badarg}.

%% --- measuring

tc(Fun) ->
    Before = erlang:monotonic_time(),
    Value = Fun(),
    {since(Before), Value}.

tc(Fun, Arguments) ->
    Before = erlang:monotonic_time(),
    Value = apply(Fun, Arguments),
    {since(Before), Value}.

tc(Module, Function, Arguments) ->
    Before = erlang:monotonic_time(),
    Value = apply(Module, Function, Arguments),
    {since(Before), Value}.

since(Before) ->
    erlang:convert_time_unit(erlang:monotonic_time() - Before, native, microsecond).

now_diff({A2, B2, C2}, {A1, B1, C1}) ->
    ((A2 - A1) * 1000000 + B2 - B1) * 1000000 + C2 - C1.

seconds(Seconds) -> Seconds * 1000.
minutes(Minutes) -> Minutes * 60000.
hours(Hours) -> Hours * 3600000.
hms(Hours, Minutes, Seconds) -> hours(Hours) + minutes(Minutes) + seconds(Seconds).

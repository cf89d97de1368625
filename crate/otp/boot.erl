%% Starts a node: the io server, and the shell if there is to be one. Runs as the process `init'.
-module(boot).
-export([start/1]).

start(Shell) ->
    User = spawn(user, server, []),
    true = register(user, User),
    true = group_leader(User, self()),
    console:system(User),
    Logger = spawn(fun() -> logger() end),
    true = register(logger_proxy, Logger),
    console:system(Logger),
    case is_alive() of
        true -> net_kernel:start_servers();
        false -> ok
    end,
    case Shell of
        true -> shell:start();
        {evaluate, Text} -> shell:evaluate(Text);
        false -> ok
    end,
    loop().

%% Reports go through a process of their own, as in OTP: the answer of whoever caused one is printed before it.
logger() ->
    receive
        %% The process's group leader is on another node: there it is reported.
        {report, _, Pid, Value, Leader} when node(Leader) =/= node() ->
            logger:elsewhere(node(Leader), error, {"Error in process ~p on node ~p with exit value:~n~p~n", [Pid, node(), Value]},
                             #{pid => Pid, gl => Leader, time => logger:timestamp(),
                               error_logger => #{emulator => true, tag => error}});
        {report, Text, Pid, Value, _} ->
            %% Those of the runtime itself go through several in OTP: what others print meanwhile stands before them.
            _ = [io:getopts(user) || _ <- "four"],
            case console:logger_config() of
                undefined -> print(Text, {default, 500, 1000});
                _ -> logger:emulator(Text, "Error in process ~p with exit value:~n~p~n", [Pid, Value],
                                     #{pid => Pid, error_logger => #{emulator => true, tag => error}})
            end;
        {max_heap, Pid, Max, Kill, Messages, Sizes} -> max_heap(Pid, Max, Kill, Messages, Sizes);
        {remote, Node, Event} -> {logger_proxy, Node} ! Event;
        {error, Text} -> error_logger:error_msg("~ts", [Text]);
        {log, Level, Format, Args, Meta} -> logger:from_elsewhere(Level, {Format, Args}, Meta);
        {log, Level, What, Meta} -> logger:from_elsewhere(Level, What, Meta);
        {print, Text, Limit} ->
            %% What others print because of the same event, an answer of `catch gen_server:call(...)', stands before it.
            erlang:yield(),
            print(Text, Limit);
        _ -> ok
    end,
    logger().

%% Overload protection, as OTP's handlers have it: of a burst of events no more are printed than the limit allows.
print(Text, none) ->
    user ! {report, Text};
print(Text, {Id, Max, Window}) ->
    Now = erlang:monotonic_time(millisecond),
    Known = case get({burst, Id}) of
        {Max, Window, Seen, Start, Last} when Now - Last =< 100 -> {Seen, Start};
        {Max, Window, _, Start, _} -> {0, Start};
        undefined -> {0, Now};
        _ -> {0, Now}   % the limit was changed
    end,
    {Fits, Count, Since} = case Known of
        {N, From} when N < Max -> {true, N + 1, From};
        {N, From} when Now - From < Window -> {false, N + 1, From};
        _ -> {true, 0, Now}
    end,
    put({burst, Id}, {Max, Window, Count, Since, Now}),
    Fits andalso (user ! {report, Text}).

%% A process has outgrown its max_heap_size. There is one heap, and binaries are not counted here.
max_heap(Pid, Max, Kill, Messages, {Room, Heap, Stack}) ->
    Format = "     Process:            ~p ~n     Context:            maximum heap size reached~n"
             "     Max Heap Size:      ~p~n     Total Heap Size:    ~p~n     Kill:               ~p~n"
             "     Error Logger:       ~p~n     Message Queue Len:  ~p~n     GC Info:            ~p~n",
    Info = [{old_heap_block_size, 0}, {heap_block_size, Room}, {mbuf_size, 0}, {recent_size, 0}, {stack_size, Stack},
            {old_heap_size, 0}, {heap_size, Heap}, {bin_vheap_size, 0}, {bin_vheap_block_size, 46422},
            {bin_old_vheap_size, 0}, {bin_old_vheap_block_size, 46422}],
    logger:log(error, Format, [Pid, Max, Heap + Stack, Kill, true, Messages, Info],
               #{pid => Pid, error_logger => #{emulator => true, tag => error}}).

%% A shell that stops the node still prints its answer and the next prompt.
wait_for_prompt(0) ->
    ok;
wait_for_prompt(Turns) ->
    case console:wants_input() of
        true -> ok;
        false -> erlang:yield(), wait_for_prompt(Turns - 1)
    end.

%% init serves requests to stop the node, and drops what else is sent to it.
loop() ->
    receive
        {stop, Status} ->
            wait_for_prompt(1000),
            halt(Status);
        _ -> loop()
    end.

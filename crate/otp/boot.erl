%% Starts a node: the io server, and the shell if there is to be one. Runs as the process `init'.
-module(boot).
-export([start/2]).

%% IsOpen: whether nodes of OTP's runtime can be met.
start(Shell, IsOpen) ->
    User = spawn(user, server, []),
    true = register(user, User),
    true = group_leader(User, self()),
    console:system(User),
    Logger = spawn(fun() -> logger() end),
    true = register(logger_proxy, Logger),
    console:system(Logger),
    case is_alive() of
        true -> net_kernel:start(), global:start();
        false -> ok
    end,
    IsOpen andalso rpc:start(),
    case Shell of
        true -> shell:start();
        {evaluate, Text} -> shell:evaluate(Text);
        false -> ok
    end,
    loop().

%% Reports go through a process of their own, as in OTP: the answer of whoever caused one is printed before it.
logger() ->
    receive
        {report, Text, Pid, Value, Leader} ->
            %% Those of the runtime itself go through several in OTP: what others print meanwhile stands before them.
            _ = [io:getopts(user) || _ <- "four"],
            case console:logger_config() of
                undefined when node(Leader) =:= node() -> user ! {report, Text};
                _ -> logger:emulator(Text, Pid, Value, Leader)
            end;
        {print, Text} -> user ! {report, Text};
        %% From another node, where the process that logs has its group leader on this one.
        {log, Level, Format, Args, Meta} -> logger:remote(Level, {Format, Args}, Meta);
        {log, Level, What, Meta} -> logger:remote(Level, What, Meta);
        _ -> ok
    end,
    logger().

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

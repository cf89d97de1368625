%% Starts a node: the io server, and the shell if there is to be one. Runs as the process `init'.
-module(boot).
-export([start/1]).

start(Shell) ->
    User = spawn(user, server, []),
    true = register(user, User),
    true = group_leader(User, self()),
    console:system(User),
    case Shell of
        true -> shell:start();
        {evaluate, Text} -> shell:evaluate(Text);
        false -> ok
    end,
    loop().

%% init serves requests to stop the node, and drops what else is sent to it.
loop() ->
    receive
        {stop, Status} -> halt(Status);
        _ -> loop()
    end.

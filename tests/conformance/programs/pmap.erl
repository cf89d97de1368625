-module(pmap).
-export([main/0]).

main() -> pmap(fun(N) -> timer:sleep(40 - N * 10), N * N end, [1, 2, 3, 4]).

pmap(F, List) ->
    Self = self(),
    Pids = [spawn(fun() -> Self ! {self(), F(X)} end) || X <- List],
    [receive {Pid, Value} -> Value end || Pid <- Pids].

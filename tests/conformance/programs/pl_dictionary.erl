-module(pl_dictionary).
-export([main/0, show/2]).

main() ->
    Self = self(),
    Show = fun() ->
        Self ! {self(), [length(get('$ancestors')), get('$initial_call')]},
        receive stop -> ok end
    end,
    register(pl_main, self()),
    A = proc_lib:spawn_link(?MODULE, show, [Self, 1]),
    B = proc_lib:spawn_link(?MODULE, show, [Self, 2]),
    C = proc_lib:spawn(Show),
    Answers = [receive {Pid, X} -> X end || Pid <- [A, B, C]],
    D = receive {nested, X} -> X end,
    {Answers, D, proc_lib:initial_call(A), proc_lib:translate_initial_call(A),
     proc_lib:translate_initial_call(spawn(fun() -> receive x -> ok end end)),
     proc_lib:initial_call(spawn(fun() -> receive x -> ok end end)),
     element(1, hd(element(2, process_info(A, dictionary)))) =/= undefined}.

show(To, 1) ->
    To ! {self(), get('$ancestors')},
    receive stop -> ok end;
show(To, 2) ->
    To ! {self(), get('$ancestors')},
    Own = self(),
    proc_lib:spawn_link(fun() -> To ! {nested, [case P of Own -> parent; _ -> P end || P <- get('$ancestors')]} end),
    receive stop -> ok end.

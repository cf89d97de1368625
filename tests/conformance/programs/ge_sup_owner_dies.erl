%% Handlers end with their owner, for whatever reason; others are not told.
-module(ge_sup_owner_dies).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    Pid = new(other),
    [begin
         {_, M} = spawn_monitor(fun() ->
             ok = gen_event:add_sup_handler(Pid, {?MODULE, 1}, one),
             ok = gen_event:add_sup_handler(Pid, {?MODULE, 2}, two),
             exit(Reason)
         end),
         receive {'DOWN', M, _, _, _} -> ok end,
         timer:sleep(30),
         gen_event:which_handlers(Pid)
     end || Reason <- [normal, crash]].

%% Requests to managers that are not there.
-module(ge_nobody).
-behaviour(gen_event).
-include("ge_handler.hrl").

main() ->
    [catch_it(F) || F <- [fun() -> gen_event:notify(nobody, x) end, fun() -> gen_event:notify({global, nobody}, x) end,
        fun() -> gen_event:notify({via, global, nobody}, x) end, fun() -> gen_event:notify({nobody, node()}, x) end,
        fun() -> gen_event:notify({nobody, 'no@where'}, x) end, fun() -> gen_event:notify("name", x) end,
        fun() -> gen_event:sync_notify(nobody, x) end, fun() -> gen_event:which_handlers({global, nobody}) end,
        fun() -> gen_event:add_handler(nobody, ?MODULE, x) end, fun() -> gen_event:delete_handler(nobody, ?MODULE, x) end,
        fun() -> gen_event:swap_handler(nobody, {a, b}, {c, d}) end, fun() -> gen_event:stop(nobody) end]].
catch_it(F) -> case catch F() of {'EXIT', {Reason, [_ | _]}} -> {'EXIT', Reason}; Other -> Other end.

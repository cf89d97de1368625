%% behaviour_info/1 of a module with callbacks, and of OTP's behaviours.
-module(behaviour_info).
-export([main/0]).
-callback zeta(term()) -> ok.
-callback alpha() -> ok.
-callback 'odd name'(a, b) -> ok; (c, d) -> ok.
-optional_callbacks([alpha/0]).
-callback beta() -> ok.
-optional_callbacks([zeta/1]).

main() ->
    {?MODULE:behaviour_info(callbacks), lists:sort(?MODULE:behaviour_info(optional_callbacks)),
     lists:sort(?MODULE:module_info(exports)),
     [{M, lists:sort(M:behaviour_info(callbacks)), lists:sort(M:behaviour_info(optional_callbacks))} ||
         M <- [gen_server, gen_statem, gen_event, supervisor, supervisor_bridge, application]],
     element(1, element(2, catch ?MODULE:behaviour_info(other)))}.

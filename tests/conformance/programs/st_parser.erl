%% A machine with modules on a stack: strings inside of lists are read by another module.
-module(st_parser).
-behaviour(gen_statem).
-compile([export_all, nowarn_export_all]).

main() ->
    [begin
         {ok, Pid} = gen_statem:start(?MODULE, [], []),
         [gen_statem:cast(Pid, {char, C}) || C <- Text],
         R = gen_statem:call(Pid, done),
         gen_statem:stop(Pid),
         R
     end || Text <- ["[1,2]", "[1,'a b',3]", "['x','']", "[]"]].

init([]) -> {ok, list, {[], []}}.
callback_mode() -> handle_event_function.
handle_event(cast, {char, $[}, list, Data) -> {keep_state, Data};
handle_event(cast, {char, $'}, list, Data) ->
    {next_state, quoted, Data, [{push_callback_module, ?MODULE}]};
handle_event(cast, {char, $'}, quoted, {Done, Text}) ->
    {next_state, list, {Done, [quoted | Text]}, [pop_callback_module]};
handle_event(cast, {char, C}, quoted, {Done, Text}) -> {keep_state, {Done, [C | Text]}};
handle_event(cast, {char, C}, list, {Done, Text}) when C =:= $,; C =:= $] ->
    case Text of
        [] when C =:= $] -> keep_state_and_data;
        [quoted | Chars] -> {keep_state, {[{quoted, lists:reverse(Chars)} | Done], []}};
        _ -> {keep_state, {[lists:reverse(Text) | Done], []}}
    end;
handle_event(cast, {char, C}, list, {Done, Text}) -> {keep_state, {Done, [C | Text]}};
handle_event({call, From}, done, State, {Done, _}) -> {keep_state_and_data, {reply, From, {State, lists:reverse(Done)}}}.

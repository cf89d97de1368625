%% The report as text: several lines, one line, cut short.
-module(gs_format_log).
-behaviour(gen_server).
-compile([export_all, nowarn_export_all]).

start(Init) -> start(Init, []).
start(Init, Options) -> {ok, Pid} = gen_server:start(?MODULE, Init, Options), Pid.
init(Fun) when is_function(Fun) -> Fun();
init(Returned) -> Returned.
handle_call({do, Fun}, From, State) when is_function(Fun) -> Fun(From, State);
handle_call({do, Result}, _, _) -> Result;
handle_call(Request, _, State) -> {reply, {Request, State}, State}.
handle_cast({do, Fun}, State) when is_function(Fun) -> Fun(State);
handle_cast({do, Result}, _) -> Result;
handle_cast(Request, State) -> io:format("cast ~p ~p~n", [Request, State]), {noreply, State}.
handle_info(Info, State) -> io:format("info ~p ~p~n", [Info, State]), {noreply, State}.
handle_continue({do, Result}, _) -> Result;
handle_continue(What, State) -> io:format("continue ~p ~p~n", [What, State]), {noreply, State}.
terminate(Reason, State) -> io:format("terminate ~P ~p~n", [Reason, 8, State]).
do(Pid, Result) -> gen_server:cast(Pid, {do, Result}), timer:sleep(40).
reason(Fun) -> case catch Fun() of {'EXIT', {Reason, Where}} when is_list(Where); is_tuple(Where) -> {'EXIT', Reason}; Other -> Other end.

main() ->
    R = #{label => {gen_server, terminate}, name => my_server, last_message => {message, lists:seq(1, 30)}, state => lists:seq(1, 30),
          log => [{in, x}, {noreply, y}], reason => {oops, [{m, f, 1, []}]}, client_info => {self(), dead}},
    [io:format("~ts~n", [gen_server:format_log(X, C)]) || X <- [R#{client_info := undefined}, R#{log := [], client_info := undefined, reason := {undef, [{no_module, f, [], []}]}}, #{label => {gen_server, no_handle_info}, module => m, message => x}],
        C <- [#{}, #{single_line => true}, #{depth => 8}, #{depth => 8, single_line => true}]],
    gen_server:format_log(R#{log := [], client_info := undefined}).

%% A machine for the cases with gen_statem: red, green; counts how often it became green.
-module(light).
-behaviour(gen_statem).
-export([start/1, start_there/2, init/1, callback_mode/0, red/3, green/3, terminate/3]).

start(Name) -> gen_statem:start(Name, ?MODULE, 0, []).

%% Starts one on another node; it lives on there.
start_there(Node, Name) -> erpc:call(Node, ?MODULE, start, [Name]).

callback_mode() -> state_functions.

init(refuse) -> {stop, refused};
init(N) -> {ok, red, N}.

red({call, From}, next, N) -> {next_state, green, N + 1, [{reply, From, {green, N + 1}}]};
red(cast, next, N) -> {next_state, green, N + 1, [{state_timeout, 60, back}]};
red({call, From}, later, _) -> {keep_state_and_data, [{postpone, true}, {next_event, cast, {hint, From}}]};
red(Type, Event, N) -> always(Type, Event, red, N).

green({call, From}, next, N) -> {next_state, red, N, [{reply, From, red}]};
green({call, From}, later, _) -> {keep_state_and_data, [{reply, From, now_green}]};
green(state_timeout, back, N) -> {next_state, red, N};
green(Type, Event, N) -> always(Type, Event, green, N).

always({call, From}, where, State, N) -> {keep_state_and_data, [{reply, From, {node(), State, N}}]};
always({call, From}, {sleep, Ms}, _, _) -> timer:sleep(Ms), {keep_state_and_data, [{reply, From, slept}]};
always({call, From}, {leave, Reason}, _, _) -> {stop_and_reply, Reason, [{reply, From, leaving}]};
always({call, _}, crash, _, _) -> error(crashed);
always(info, {tell, To}, State, _) -> To ! {told, node(), State}, keep_state_and_data;
always(_, _, _, _) -> keep_state_and_data.

terminate(_, _, _) -> ok.

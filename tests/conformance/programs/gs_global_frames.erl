-module(gs_global_frames).
-behaviour(gen_server).
-export([main/0, init/1, handle_call/3, handle_cast/2]).

%% Calls by a global name, and options that are no list, as stack traces show them.
main() ->
    {ok, _} = gen_server:start({global, ?MODULE}, ?MODULE, [], []),
    Self = self(),
    Frames = [fun() -> gen_server:call({global, ?MODULE}, frames) end,
              fun() -> gen_server:call({via, global, ?MODULE}, frames) end],
    Shown = [begin gen_server:call({global, ?MODULE}, {watch, spawn(fun() -> Self ! {done, Ask()} end)}), receive {done, Names} -> Names end end || Ask <- Frames],
    Failed = [names(catch Start()) || Start <- [fun() -> gen_server:start(?MODULE, [], foo) end,
                                                fun() -> gen_server:start({local, here}, ?MODULE, [], foo) end]],
    {Shown, Failed, [catch gen_server:call(Name, x) || Name <- [{global, nobody}, {via, global, nobody}]]}.

names({'EXIT', {Reason, Stack}}) -> {Reason, [{M, F} || {M, F, _, _} <- lists:sublist(Stack, 4)]}.

init(State) -> {ok, State}.
handle_call({watch, _}, _, State) -> {reply, ok, State};
handle_call(frames, {Client, _}, State) ->
    {current_stacktrace, Stack} = process_info(Client, current_stacktrace),
    {reply, [{M, F, A} || {M, F, A, _} <- Stack, M =:= gen orelse M =:= gen_server], State}.
handle_cast(_, State) -> {noreply, State}.

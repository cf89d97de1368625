%% Lets something that is no OTP process stand in a supervision tree: a bridge starts it by Module:init/1, ends when its
%% main process ends, and stops it by Module:terminate/2 when the supervisor says so. A bridge is a gen_server.
-module(supervisor_bridge).
-behaviour(gen_server).
-export([start_link/2, start_link/3]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2, terminate/2, code_change/3, format_log/1, format_log/2]).

-callback init(Args :: term()) -> {ok, pid(), State :: term()} | ignore | {error, Reason :: term()}.
-callback terminate(Reason :: shutdown | term(), State :: term()) -> term().

%% pid: undefined once it has ended. name: how reports call the bridge.
-record(state, {module, pid, child_state, name}).

start_link(Module, Args) -> gen_server:start_link(?MODULE, [Module, Args, self], []).
start_link(Name, Module, Args) -> gen_server:start_link(Name, ?MODULE, [Module, Args, Name], []).

init([Module, Args, NameRef]) ->
    process_flag(trap_exit, true),
    case Module:init(Args) of
        {ok, Pid, State} when is_pid(Pid) ->
            link(Pid),
            Name = case NameRef of self -> {self(), Module}; _ -> NameRef end,
            log(info, "PROGRESS REPORT", #{tag => info_report, type => progress}, {report_progress, 4},
                #{label => {supervisor, progress},
                  report => [{supervisor, Name}, {started, [{pid, Pid}, {mfa, {Module, init, [Args]}}]}]}),
            {ok, #state{module = Module, pid = Pid, child_state = State, name = Name}};
        ignore ->
            ignore;
        {error, Reason} ->
            {stop, Reason}
    end.

handle_call(_, _, State) -> {reply, {error, badcall}, State}.

handle_cast(_, State) -> {noreply, State}.

handle_info({'EXIT', Pid, Reason}, #state{pid = Pid} = State) ->
    is_quiet(Reason) orelse report(child_terminated, Reason, State),
    {stop, Reason, State#state{pid = undefined}};
handle_info(_, State) ->
    {noreply, State}.

is_quiet(Reason) -> Reason =:= normal orelse Reason =:= shutdown orelse is_quiet_with(Reason).
is_quiet_with({shutdown, _}) -> true;
is_quiet_with(_) -> false.

terminate(_, #state{pid = undefined}) -> ok;
terminate(Reason, #state{module = Module, child_state = State}) -> Module:terminate(Reason, State).

code_change(_, State, _) -> {ok, State}.

%% --- reports

report(What, Reason, #state{name = Name, pid = Pid, module = Module}) ->
    log(error, "SUPERVISOR REPORT", #{tag => error_report, type => supervisor_report}, {report_error, 3},
        #{label => {supervisor, error},
          report => [{supervisor, Name}, {errorContext, What}, {reason, Reason},
                     {offender, [{pid, Pid}, {mod, Module}]}]}).

log(Level, Title, ForErrorLogger, {Function, Arity}, Report) ->
    logger:log(Level, Report,
               #{domain => [otp, sasl], report_cb => fun ?MODULE:format_log/2, logger_formatter => #{title => Title},
                 error_logger => ForErrorLogger#{report_cb => fun ?MODULE:format_log/1},
                 mfa => {?MODULE, Function, Arity}, file => "supervisor_bridge.erl", line => ?LINE}).

format_log(Report) -> supervisor:format_log(Report).

format_log(#{report := Report}, #{single_line := true} = Config) ->
    gen:report_text(supervisor:report_sentences(Report, fun(Items) -> Items end), Config);
format_log(Report, Config) ->
    supervisor:format_log(Report, Config).

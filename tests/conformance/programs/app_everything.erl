-module(app_everything).
-behaviour(application).
-behaviour(supervisor).
-export([main/0, start/2, start_phase/3, prep_stop/1, stop/1, config_change/3, init/1]).
p(X) -> io:format("~p~n", [X]).
c(F) -> try F() of V -> p(V) catch C:R -> p({C, R}) end.
start(Type, Args) ->
    io:format("start ~p ~p ~p~n", [Type, Args, application:get_application()]),
    case Args of
        ok -> supervisor:start_link({local, p_app_sup}, ?MODULE, []);
        state -> {ok, P} = supervisor:start_link({local, p_app_sup}, ?MODULE, []), {ok, P, my_state};
        bad -> bad;
        err -> {error, why};
        crash -> error(crash);
        exit -> exit(normal)
    end.
start_phase(Ph, T, A) -> io:format("phase ~p ~p ~p~n", [Ph, T, A]), case A of fail -> {error, failed}; crash -> error(x); _ -> ok end.
prep_stop(S) -> io:format("prep_stop ~p~n", [S]), {prepared, S}.
stop(S) -> io:format("stop ~p~n", [S]), ok.
config_change(C, N, R) -> io:format("config ~p ~p ~p~n", [C, N, R]), ok.
init([]) -> {ok, {#{}, [#{id => w, start => {gen_server, start_link, [{local, p_app_w}, p_app_w, [], []]}}]}};
init(_) -> ignore.
spec(Name, Extra) -> {application, Name, [{description, "d"}, {vsn, "1.2"}, {modules, [?MODULE]}, {registered, [p_app_sup]}, {applications, [kernel, stdlib]}, {env, [{a, 1}, {b, [x]}]} | Extra]}.
w() ->
    Src = [{attribute,1,module,p_app_w},{attribute,1,export,[{init,1},{handle_call,3},{handle_cast,2}]},{function,1,init,1,[{clause,1,[{var,1,'_'}],[],[{tuple,1,[{atom,1,ok},{atom,1,st}]}]}]},{function,1,handle_call,3,[{clause,1,[{var,1,'R'},{var,1,'_'},{var,1,'S'}],[],[{tuple,1,[{atom,1,reply},{var,1,'R'},{var,1,'S'}]}]}]},{function,1,handle_cast,2,[{clause,1,[{var,1,'R'},{var,1,'S'}],[],[{tuple,1,[{atom,1,stop},{var,1,'R'},{var,1,'S'}]}]}]}],
    {ok, M, B} = compile:forms(Src), code:load_binary(M, "p_app_w", B).
main() ->
    w(),
    c(fun() -> application:load(spec(app1, [{mod, {?MODULE, ok}}])) end),
    c(fun() -> application:load(spec(app1, [])) end),
    c(fun() -> application:start(app1) end),
    c(fun() -> application:start(app1) end),
    c(fun() -> application:which_applications() end),
    c(fun() -> lists:keyfind(app1, 1, application:loaded_applications()) end),
    c(fun() -> lists:keydelete(env, 1, element(2, application:get_all_key(app1))) end),
    c(fun() -> lists:sort(application:get_all_env(app1)) end),
    c(fun() -> application:get_env(app1, a) end),
    c(fun() -> application:get_env(app1, zz) end),
    c(fun() -> application:get_env(app1, zz, def) end),
    c(fun() -> application:set_env(app1, zz, 7), application:get_env(app1, zz) end),
    c(fun() -> application:set_env([{app1, [{q, 1}, {r, 2}]}]), lists:sort(application:get_all_env(app1)) end),
    c(fun() -> application:set_env([{app1, [{q, 1}]}, {app1, []}]) end),
    c(fun() -> application:set_env(app1, zz, 7, [{persistent, true}]) end),
    c(fun() -> application:set_env("app1", zz, 7) end),
    c(fun() -> application:unset_env(app1, zz) end),
    c(fun() -> application:get_key(app1, vsn) end),
    c(fun() -> application:get_key(app1, nokey) end),
    c(fun() -> application:get_key(noapp, vsn) end),
    c(fun() -> application:get_application(whereis(p_app_w)) end),
    c(fun() -> application:get_application(?MODULE) end),
    c(fun() -> application:get_application(lists) end),
    c(fun() -> application:get_supervisor(app1) =:= {ok, whereis(p_app_sup)} end),
    c(fun() -> application:get_env(vsn) end),
    c(fun() -> application:unload(app1) end),
    c(fun() -> application:stop(app1) end),
    timer:sleep(30),
    c(fun() -> application:stop(app1) end),
    c(fun() -> application:unload(app1) end),
    c(fun() -> application:unload(app1) end),
    c(fun() -> application:start(noapp) end),
    c(fun() -> application:load(noapp) end),
    c(fun() -> application:load({application, app2, x}) end),
    c(fun() -> application:load(x, y) end),
    [begin
        c(fun() -> application:load(spec(N, [{mod, {?MODULE, A}} | E])) end),
        c(fun() -> application:start(N) end), timer:sleep(50), catch exit(whereis(p_app_sup), case N of af -> kill; _ -> normal end), timer:sleep(20),
        c(fun() -> application:stop(N) end), timer:sleep(50),
        c(fun() -> application:unload(N) end)
     end || {N, A, E} <- [{as, state, []}, {ab, bad, []}, {ae, err, []}, {ac, crash, []}, {ax, exit, []},
                          {ap, ok, [{start_phases, [{one, a}, {two, b}]}]}, {af, ok, [{start_phases, [{one, a}, {two, fail}]}]},
                          {ag, ok, []}]],
    c(fun() -> application:load(spec(dep, [{mod, {?MODULE, ok}}])) end),
    c(fun() -> application:load(setelement(3, spec(top, []), [{applications, [kernel, stdlib, dep]}, {optional_applications, []}])) end),
    c(fun() -> application:start(top) end),
    c(fun() -> application:ensure_all_started(top) end),
    c(fun() -> application:ensure_all_started(top) end),
    c(fun() -> application:ensure_all_started(missing) end),
    c(fun() -> application:ensure_started(dep) end),
    c(fun() -> application:stop(dep) end), timer:sleep(30),
    c(fun() -> application:start(top) end),
    c(fun() -> application:stop(top) end), timer:sleep(30),
    %% the tree ends by itself
    logger:set_primary_config(level, none),
    c(fun() -> application:start(dep, permanentx) end),
    c(fun() -> application:start(dep, temporary) end),
    gen_server:cast(p_app_w, boom), timer:sleep(20), gen_server:cast(p_app_w, boom), timer:sleep(50),
    c(fun() -> lists:keymember(dep, 1, application:which_applications()) end),
    c(fun() -> application:start(dep, temporary) end),
    exit(whereis(p_app_sup), kill), timer:sleep(50),
    c(fun() -> application:which_applications() end),
    ok.

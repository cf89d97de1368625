%% Loading of code. What is loaded on a node, and purging, are in crate/src/builtin/code.rs.
-module(code).
-export([load_binary/3, load_file/1, load_abs/1, load_abs/2, ensure_modules_loaded/1, atomic_load/1, delete/1, module_md5/1,
         modified_modules/0, module_status/1, module_status/0, is_sticky/1, get_mode/0, root_dir/0, lib_dir/0,
         lib_dir/1, priv_dir/1, objfile_extension/0, compiler_dir/0, where_is_file/1, is_module_native/1, clash/0, get_doc/1]).
%% For module erlang, for the world, and for calls that come before a module has its name.
-export([load_module/2, start_loading/1, finish_loading/1]).
-export([add_path/1, add_patha/1, add_pathz/1, add_paths/1, add_pathsa/1, add_pathsz/1, del_path/1, set_path/1,
         replace_path/2, rehash/0, stick_dir/1, unstick_dir/1, lib_dir/2]).

%% --- loading

load_binary(Module, File, Binary) when is_atom(Module), is_list(File) orelse is_atom(File), is_binary(Binary) ->
    is_sticky(Module) orelse code:purge(Module),
    load(Module, File, Binary).

load_file(Module) when is_atom(Module) ->
    Object = atom_to_list(Module) ++ ".beam",
    case is_sticky(Module) orelse prim_file:read_file(Object) of
        true -> sticky(Module);
        {ok, Binary} -> load(Module, filename:absname(Object), Binary);
        {error, _} -> reload(Module, prim_compile:reload(Module))
    end.

%% What has no object file is loaded again as it is.
reload(Module, {error, not_purged}) -> not_purged(atom_to_list(Module));
reload(_Module, Result) -> Result.

load_abs(File) when is_atom(File); is_list(File) ->
    load_abs(File, list_to_atom(filename:basename(File))).

load_abs(File, Module) ->
    Object = filename:absname(File) ++ ".beam",
    case is_sticky(Module) orelse file:read_file(Object) of
        true -> sticky(Module);
        {ok, Binary} -> load(Module, Object, Binary);
        {error, _} -> {error, nofile}
    end.

load(Module, File, Binary) ->
    case is_sticky(Module) orelse compile:object(Binary) of
        true -> sticky(Module);
        none -> bad(Module, File, "corrupt file header");
        {_, _, Input, Settings} -> stage(Module, File, prim_compile:stage(Input, Settings))
    end.

sticky(Module) ->
    error_logger:error_msg("Can't load module '~w' that resides in sticky dir\n", [Module]),
    {error, sticky_directory}.

stage(Module, File, {Module, Number, none}) ->
    install(Module, File, Number);
stage(Module, File, {Module, Number, OnLoad}) ->
    {Pid, Monitor} = spawn_monitor(fun() -> exit(OnLoad()) end),
    receive
        {'DOWN', Monitor, process, Pid, ok} ->
            install(Module, File, Number);
        {'DOWN', Monitor, process, Pid, Result} ->
            prim_compile:discard(Number),
            is_tuple(Result) andalso
                error_logger:warning_msg("The on_load function for module ~s returned:~n~P\n", [Module, Result, 10]),
            {error, on_load_failure}
    end;
stage(Module, File, {Other, Number, _}) ->
    prim_compile:discard(Number),
    bad(Module, File, ["module name in object code is ", atom_to_list(Other)]);
stage(Module, File, badfile) ->
    bad(Module, File, "corrupt file header").

%% A process of its own for a module that the world brings.
start_loading(Module) ->
    case whereis(user) of
        undefined ->
            %% The node is starting.
            erlang:yield(),
            start_loading(Module);
        User ->
            group_leader(User, self()),
            finish_loading(Module)
    end.

%% Of a module that waits for its -on_load: has that run, or waits for who does. {module, Module} | {error, Reason}.
finish_loading(Module) ->
    case prim_compile:claim(Module) of
        {Place, Staged} ->
            code:purge(Module),
            stage(Module, Place, Staged);
        none ->
            code:ensure_loaded(Module);
        Pid ->
            Monitor = monitor(process, Pid),
            receive {'DOWN', Monitor, process, Pid, _} -> ok end,
            finish_loading(Module)
    end.

install(Module, File, Number) ->
    case erlang:check_old_code(Module) of
        false ->
            {module, prim_compile:publish(Number, place(File))};
        true ->
            prim_compile:discard(Number),
            not_purged(File)
    end.

not_purged(File) ->
    error_logger:error_msg("Loading of ~ts failed: ~p\n", [File, not_purged]),
    {error, not_purged}.

%% erlang:load_module/2: nothing is purged, and no -on_load run.
load_module(Module, Binary) ->
    case erlang:check_old_code(Module) orelse compile:object(Binary) of
        true -> {error, not_purged};
        none -> {error, badfile};
        {Module, _, Input, Settings} ->
            {_, Number, _} = prim_compile:stage(Input, Settings),
            {module, prim_compile:publish(Number, atom_to_list(Module))};
        _ -> {error, badfile}
    end.

place(File) when is_atom(File) -> atom_to_list(File);
place(File) -> File.

bad(Module, File, Why) ->
    error_logger:error_msg("Error loading module ~w:\n  ~s\n\n", [Module, Why]),
    error_logger:error_msg("Loading of ~ts failed: ~p\n", [File, badfile]),
    {error, badfile}.

ensure_modules_loaded(Modules) when is_list(Modules) ->
    case [{Module, Reason} || Module <- lists:usort(Modules), {error, Reason} <- [code:ensure_loaded(Module)]] of
        [] -> ok;
        Missing -> {error, Missing}
    end.

%% All of the modules, or none; those with an -on_load are refused.
atomic_load(Modules) ->
    Staged = [staged(Module) || Module <- Modules],
    Old = [{Module, not_purged} || {Module, {_, Number}} <- Staged, is_integer(Number), erlang:check_old_code(Module)],
    case [{Module, Reason} || {Module, {error, Reason}} <- Staged] ++ Old of
        [] ->
            [install(Module, File, Number) || {Module, {File, Number}} <- Staged],
            ok;
        Problems ->
            [prim_compile:discard(Number) || {_, {_, Number}} <- Staged, is_integer(Number)],
            {error, Problems}
    end.

staged({Module, File, Binary}) ->
    case is_sticky(Module) orelse compile:object(Binary) of
        true -> {Module, {error, sticky_directory}};
        none -> {Module, {error, badfile}};
        {_, _, Input, Settings} ->
            case prim_compile:stage(Input, Settings) of
                {Module, Number, none} -> {Module, {File, Number}};
                {Module, Number, _} -> prim_compile:discard(Number), {Module, {error, on_load_not_allowed}};
                {_, Number, _} -> prim_compile:discard(Number), {Module, {error, badfile}};
                badfile -> {Module, {error, badfile}}
            end
    end;
staged(Module) when is_atom(Module) ->
    Object = atom_to_list(Module) ++ ".beam",
    case prim_file:read_file(Object) of
        {ok, Binary} -> staged({Module, filename:absname(Object), Binary});
        {error, _} -> {Module, {error, nofile}}
    end.

%% --- unloading

delete(Module) when is_atom(Module) ->
    case erlang:check_old_code(Module) of
        false ->
            erlang:delete_module(Module) =:= true;
        true ->
            error_logger:error_msg("Module ~w must be purged before deleting\n\n", [Module]),
            false
    end.

%% --- questions

module_md5(Binary) when is_binary(Binary) -> compile:md5(Binary).

modified_modules() ->
    [Module || {Module, _} <- code:all_loaded(), module_status(Module) =:= modified].

module_status() -> [{Module, module_status(Module)} || {Module, _} <- code:all_loaded()].

module_status(Modules) when is_list(Modules) ->
    [{Module, module_status(Module)} || Module <- Modules];
module_status(Module) when is_atom(Module) ->
    case {code:is_loaded(Module), code:get_object_code(Module)} of
        {false, _} -> not_loaded;
        {{file, preloaded}, _} -> loaded;
        {_, {_, Binary, _}} -> same(compile:md5(Binary), Module:module_info(md5));
        {{file, _}, error} -> case is_sticky(Module) of true -> loaded; false -> removed end
    end.

same(Md5, Md5) -> loaded;
same(_, _) -> modified.

%% Modules bring no documentation along here.
get_doc(Module) when is_atom(Module) ->
    case code:ensure_loaded(Module) of
        {module, _} -> {error, missing};
        _ -> {error, non_existing}
    end.

is_sticky(Module) when is_atom(Module) -> prim_compile:is_library(Module).

get_mode() -> interactive.
root_dir() -> "/usr/lib/erlang".
lib_dir() -> "/usr/lib/erlang/lib".
compiler_dir() -> {error, bad_name}.
lib_dir(Name) when is_atom(Name); is_list(Name) -> {error, bad_name}.
lib_dir(Name, _Folder) -> lib_dir(Name).
priv_dir(Name) -> lib_dir(Name).
objfile_extension() -> ".beam".
is_module_native(Module) -> case code:is_loaded(Module) of false -> undefined; _ -> false end.

clash() -> io:put_chars("** Found 0 name clashes in code paths \n").

where_is_file(Name) when is_list(Name) ->
    case file:entry(Name) of
        {file, _} -> filename:absname(Name);
        _ -> non_existing
    end.

%% A node has one folder of code.
add_path(Folder) -> is_folder(Folder).
add_patha(Folder) -> is_folder(Folder).
add_pathz(Folder) -> is_folder(Folder).
add_paths(_) -> ok.
add_pathsa(_) -> ok.
add_pathsz(_) -> ok.
del_path(Folder) when is_list(Folder); is_atom(Folder) -> is_folder(Folder) =:= true.
set_path(Folders) when is_list(Folders) ->
    case [Folder || Folder <- Folders, is_folder(Folder) =/= true] of
        [] -> true;
        _ -> {error, bad_directory}
    end.
replace_path(_, _) -> {error, bad_name}.
rehash() -> ok.
stick_dir(_) -> error.
unstick_dir(_) -> error.

is_folder(Folder) when is_list(Folder); is_atom(Folder) ->
    case file:entry(Folder) of
        directory -> true;
        _ -> {error, bad_directory}
    end.

%% Tables on file. While a table is open, its objects are in an ETS table of the server `dets`; they are written to the file when it is
%% closed, synchronised, or its last user is gone. The files have a form of their own.
-module(dets).
-export([all/0, bchunk/2, close/1, delete/2, delete_all_objects/1, delete_object/2, first/1, foldl/3, foldr/3, from_ets/2,
         info/1, info/2, init_table/2, init_table/3, insert/2, insert_new/2, is_compatible_bchunk_format/2,
         is_dets_file/1, lookup/2, match/1, match/2, match/3, match_delete/2, match_object/1, match_object/2,
         match_object/3, member/2, next/2, open_file/1, open_file/2, pid2name/1, repair_continuation/2,
         safe_fixtable/2, select/1, select/2, select/3, select_delete/2, slot/2, sync/1, to_ets/2, traverse/2,
         update_counter/3]).

-record(table, {name, data, type = set, position = 1, file, access = read_write, users = []}).

-define(MAGIC, "dets of spawnpoint\n").

%% --- opening and closing

open_file(File) when is_list(File); is_binary(File) ->
    Path = filename:flatten(if is_binary(File) -> unicode:characters_to_list(File); true -> File end),
    case read(Path) of
        {ok, Type, Position, _} -> open_file(make_ref(), [{type, Type}, {keypos, Position}, {file, Path}]);
        {error, enoent} -> {error, {file_error, Path, enoent}};
        {error, Reason} -> {error, {Reason, Path}}
    end;
open_file(Name) when is_atom(Name) -> open_file(atom_to_list(Name));
open_file(Name) -> erlang:error(badarg, [Name]).

open_file(Name, Options) when is_atom(Name), is_list(Options); is_reference(Name), is_list(Options) ->
    try lists:foldl(fun option/2, #table{name = Name}, Options) of
        #table{file = undefined} = Table when is_atom(Name) -> call({open, Table#table{file = atom_to_list(Name)}, self()});
        #table{file = undefined} -> erlang:error(badarg, [Name, Options]);
        Table -> call({open, Table, self()})
    catch
        error:_ -> erlang:error(badarg, [Name, Options])
    end;
open_file(Name, Options) -> erlang:error(badarg, [Name, Options]).

option({type, Type}, Table) when Type =:= set; Type =:= bag; Type =:= duplicate_bag -> Table#table{type = Type};
option({keypos, Position}, Table) when is_integer(Position), Position > 0 -> Table#table{position = Position};
option({file, File}, Table) -> Table#table{file = filename:flatten(File)};
option({access, Access}, Table) when Access =:= read; Access =:= read_write -> Table#table{access = Access};
option({Key, _}, Table) when Key =:= auto_save; Key =:= estimated_no_objects; Key =:= max_no_slots; Key =:= min_no_slots;
                             Key =:= ram_file; Key =:= repair; Key =:= version ->
    Table.

close(Name) -> call({close, Name, self()}).

sync(Name) ->
    case find(Name) of
        #table{} = Table -> write(Table);
        none -> {error, not_owner}
    end.

all() -> call(all).

is_dets_file(File) ->
    case read(File) of
        {ok, _, _, _} -> true;
        {error, not_a_dets_file} -> false;
        {error, Reason} -> {error, {file_error, File, Reason}}
    end.

%% --- the server

call(Request) ->
    Server = server(),
    Ref = monitor(process, Server),
    Server ! {Ref, self(), Request},
    receive
        {Ref, Answer} ->
            demonitor(Ref, [flush]),
            Answer;
        {'DOWN', Ref, process, _, Reason} -> exit(Reason)
    end.

server() ->
    case whereis(?MODULE) of
        undefined -> start();
        Server -> Server
    end.

%% Two that start it at once end up with one.
start() ->
    {Pid, Monitor} =
        spawn_monitor(fun() ->
                              group_leader(whereis(init), self()),
                              register(?MODULE, self()),
                              loop(#{})
                      end),
    started(Pid, Monitor).

started(Pid, Monitor) ->
    receive {'DOWN', Monitor, process, Pid, _} -> server()
    after 0 ->
            case whereis(?MODULE) of
                undefined -> erlang:yield(), started(Pid, Monitor);
                Server -> demonitor(Monitor, [flush]), Server
            end
    end.

loop(Tables) ->
    receive
        {Ref, From, Request} when is_reference(Ref) ->
            {Answer, NewTables} = handle(Request, Tables),
            From ! {Ref, Answer},
            loop(NewTables);
        {'DOWN', _, process, User, _} ->
            loop(lists:foldl(fun(Name, Acc) -> left(Name, User, Acc) end, Tables, maps:keys(Tables)))
    end.

handle(all, Tables) -> {maps:keys(Tables), Tables};
handle({find, Name}, Tables) -> {maps:get(Name, Tables, none), Tables};
handle({close, Name, User}, Tables) ->
    case Tables of
        #{Name := #table{users = Users} = Table} ->
            case lists:keytake(User, 1, Users) of
                {value, {User, Monitor}, Rest} ->
                    demonitor(Monitor, [flush]),
                    {ok, closed(Table#table{users = Rest}, Tables)};
                false -> {{error, not_owner}, Tables}
            end;
        #{} -> {{error, not_owner}, Tables}
    end;
handle({open, #table{name = Name} = Wanted, User}, Tables) ->
    case Tables of
        #{Name := #table{type = Type, position = Position, file = File} = Table}
          when Type =:= Wanted#table.type, Position =:= Wanted#table.position, File =:= Wanted#table.file ->
            {{ok, Name}, Tables#{Name := used(Table, User)}};
        #{Name := _} -> {{error, incompatible_arguments}, Tables};
        #{} ->
            case opened(Wanted) of
                #table{} = Table -> {{ok, Name}, Tables#{Name => used(Table, User)}};
                Error -> {Error, Tables}
            end
    end.

used(#table{users = Users} = Table, User) -> Table#table{users = [{User, monitor(process, User)} | Users]}.

opened(#table{type = Type, position = Position, file = File} = Table) ->
    case read(File) of
        {ok, Type, Position, Objects} -> filled(Table, Objects);
        {ok, Type, _, _} -> {error, {keypos_mismatch, File}};
        {ok, _, _, _} -> {error, {type_mismatch, File}};
        {error, enoent} when Table#table.access =:= read_write ->
            New = filled(Table, []),
            case write(New) of
                ok -> New;
                Error -> Error
            end;
        {error, not_a_dets_file} -> {error, {not_a_dets_file, File}};
        {error, Reason} -> {error, {file_error, File, Reason}}
    end.

filled(#table{type = Type, position = Position} = Table, Objects) ->
    Data = ets:new(?MODULE, [Type, public, {keypos, Position}]),
    ets:insert(Data, Objects),
    Table#table{data = Data}.

left(Name, User, Tables) ->
    #{Name := #table{users = Users} = Table} = Tables,
    case [Entry || {Pid, _} = Entry <- Users, Pid =/= User] of
        Users -> Tables;
        Rest -> closed(Table#table{users = Rest}, Tables)
    end.

%% One user less; with the last one the table goes to its file.
closed(#table{name = Name, users = []} = Table, Tables) ->
    write(Table),
    ets:delete(Table#table.data),
    maps:remove(Name, Tables);
closed(#table{name = Name} = Table, Tables) -> Tables#{Name := Table}.

%% --- files

read(File) ->
    case file:read_file(File) of
        {ok, <<?MAGIC, Bytes/binary>>} ->
            {Type, Position, Objects} = binary_to_term(Bytes),
            {ok, Type, Position, Objects};
        {ok, _} -> {error, not_a_dets_file};
        {error, Reason} -> {error, Reason}
    end.

write(#table{access = read}) -> ok;
write(#table{type = Type, position = Position, file = File, data = Data}) ->
    Bytes = term_to_binary({Type, Position, ets:tab2list(Data)}, [compressed]),
    case file:write_file(File, <<?MAGIC, Bytes/binary>>) of
        ok -> ok;
        {error, Reason} -> {error, {file_error, File, Reason}}
    end.

%% --- objects

find(Name) -> call({find, Name}).

-define(WITH(Name, Table, Args, Work),
        case find(Name) of
            #table{} = Table -> Work;
            none -> erlang:error(badarg, Args)
        end).

-define(CHANGING(Name, Table, Args, Work),
        ?WITH(Name, Table, Args, case Table#table.access of
                                     read -> {error, {access_mode, Table#table.file}};
                                     read_write -> Work
                                 end)).

insert(Name, Objects) ->
    ?CHANGING(Name, Table, [Name, Objects],
              case all_fit(Objects, Table) of
                  true -> put_objects(as_list(Objects), Table);
                  false -> erlang:error(badarg, [Name, Objects])
              end).

as_list(Objects) when is_list(Objects) -> Objects;
as_list(Object) -> [Object].

all_fit(Objects, #table{position = Position}) ->
    try lists:all(fun(Object) -> is_tuple(Object) andalso tuple_size(Object) >= Position end, as_list(Objects))
    catch error:_ -> false
    end.

%% In a bag an object that is there already becomes the newest.
put_objects(Objects, #table{type = bag, data = Data}) ->
    lists:foreach(fun(Object) -> ets:delete_object(Data, Object), ets:insert(Data, Object) end, Objects);
put_objects(Objects, #table{data = Data}) ->
    ets:insert(Data, Objects),
    ok.

insert_new(Name, Objects) ->
    ?CHANGING(Name, Table, [Name, Objects],
              case all_fit(Objects, Table) of
                  true -> ets:insert_new(Table#table.data, Objects);
                  false -> erlang:error(badarg, [Name, Objects])
              end).

lookup(Name, Key) -> ?WITH(Name, Table, [Name, Key], ets:lookup(Table#table.data, Key)).

member(Name, Key) -> ?WITH(Name, Table, [Name, Key], ets:member(Table#table.data, Key)).

delete(Name, Key) -> ?CHANGING(Name, Table, [Name, Key], done(ets:delete(Table#table.data, Key))).

delete_object(Name, Object) ->
    ?CHANGING(Name, Table, [Name, Object], done(ets:delete_object(Table#table.data, Object))).

delete_all_objects(Name) -> ?CHANGING(Name, Table, [Name], done(ets:delete_all_objects(Table#table.data))).

done(true) -> ok.

update_counter(Name, Key, Change) ->
    ?CHANGING(Name, Table, [Name, Key, Change],
              try ets:update_counter(Table#table.data, Key, Change)
              catch error:badarg -> erlang:error(badarg, [Name, Key, Change])
              end).

first(Name) -> ?WITH(Name, Table, [Name], ets:first(Table#table.data)).

next(Name, Key) ->
    ?WITH(Name, Table, [Name, Key],
          try ets:next(Table#table.data, Key)
          catch error:badarg -> erlang:error(badarg, [Name, Key])
          end).

slot(Name, Slot) -> ?WITH(Name, Table, [Name, Slot], ets:slot(Table#table.data, Slot)).

safe_fixtable(Name, Fix) -> ?WITH(Name, Table, [Name, Fix], done(ets:safe_fixtable(Table#table.data, Fix))).

%% --- many objects

match(Name, Pattern) -> ?WITH(Name, Table, [Name, Pattern], ets:match(Table#table.data, Pattern)).

match(Name, Pattern, Limit) -> ?WITH(Name, Table, [Name, Pattern, Limit], ets:match(Table#table.data, Pattern, Limit)).

match(Continuation) -> ets:match(Continuation).

match_object(Name, Pattern) -> ?WITH(Name, Table, [Name, Pattern], ets:match_object(Table#table.data, Pattern)).

match_object(Name, Pattern, Limit) ->
    ?WITH(Name, Table, [Name, Pattern, Limit], ets:match_object(Table#table.data, Pattern, Limit)).

match_object(Continuation) -> ets:match_object(Continuation).

match_delete(Name, Pattern) ->
    ?CHANGING(Name, Table, [Name, Pattern], done(ets:match_delete(Table#table.data, Pattern))).

select(Name, Specification) -> ?WITH(Name, Table, [Name, Specification], ets:select(Table#table.data, Specification)).

select(Name, Specification, Limit) ->
    ?WITH(Name, Table, [Name, Specification, Limit], ets:select(Table#table.data, Specification, Limit)).

select(Continuation) -> ets:select(Continuation).

select_delete(Name, Specification) ->
    ?CHANGING(Name, Table, [Name, Specification], ets:select_delete(Table#table.data, Specification)).

repair_continuation(Continuation, Specification) -> ets:repair_continuation(Continuation, Specification).

foldl(Fun, Acc, Name) -> ?WITH(Name, Table, [Fun, Acc, Name], ets:foldl(Fun, Acc, Table#table.data)).

foldr(Fun, Acc, Name) -> foldl(Fun, Acc, Name).

traverse(Name, Fun) -> ?WITH(Name, Table, [Name, Fun], traversed(ets:tab2list(Table#table.data), Fun, [])).

traversed([Object | Objects], Fun, Found) ->
    case Fun(Object) of
        continue -> traversed(Objects, Fun, Found);
        {continue, Value} -> traversed(Objects, Fun, [Value | Found]);
        {done, Value} -> [Value | Found];
        Other -> Other
    end;
traversed([], _, Found) -> Found.

from_ets(Name, Ets) ->
    ?CHANGING(Name, Table, [Name, Ets],
              begin
                  ets:delete_all_objects(Table#table.data),
                  put_objects(ets:tab2list(Ets), Table)
              end).

to_ets(Name, Ets) ->
    ?WITH(Name, Table, [Name, Ets],
          begin
              ets:insert(Ets, ets:tab2list(Table#table.data)),
              Ets
          end).

init_table(Name, Read) -> init_table(Name, Read, []).

init_table(Name, Read, Options) ->
    ?CHANGING(Name, Table, [Name, Read, Options],
              begin
                  ets:delete_all_objects(Table#table.data),
                  init_from(Read, Table)
              end).

init_from(Read, Table) ->
    case Read(read) of
        end_of_input -> ok;
        {Objects, Next} ->
            put_objects(Objects, Table),
            init_from(Next, Table)
    end.

%% The files are no others' files: there is nothing to copy piece by piece.
bchunk(Name, Continuation) -> ?WITH(Name, _, [Name, Continuation], '$end_of_table').

is_compatible_bchunk_format(_, _) -> false.

pid2name(Pid) when is_pid(Pid) -> undefined.

%% --- what a table is

info(Name) ->
    case find(Name) of
        #table{} -> [{Item, info(Name, Item)} || Item <- [type, keypos, size, file_size, filename]];
        none -> undefined
    end.

info(Name, Item) ->
    case find(Name) of
        #table{} = Table -> about(Item, Table);
        none -> undefined
    end.

about(type, #table{type = Type}) -> Type;
about(keypos, #table{position = Position}) -> Position;
about(filename, #table{file = File}) -> File;
about(access, #table{access = Access}) -> Access;
about(size, #table{data = Data}) -> ets:info(Data, size);
about(no_objects, Table) -> about(size, Table);
about(no_keys, #table{type = set} = Table) -> about(size, Table);
about(no_keys, #table{data = Data, position = Position}) ->
    length(lists:usort([element(Position, Object) || Object <- ets:tab2list(Data)]));
about(file_size, #table{file = File}) -> filelib:file_size(File);
about(memory, Table) -> about(file_size, Table);
about(owner, _) -> whereis(?MODULE);
about(users, #table{users = Users}) -> [User || {User, _} <- Users];
about(ram_file, _) -> false;
about(safe_fixed, #table{data = Data}) -> ets:info(Data, safe_fixed);
about(version, _) -> 9;
about(_, _) -> undefined.

%% Calls of ets:fun2ms/1 and dbg:fun2ms/1 with a fun become match specifications when the module is compiled.
-compile({parse_transform, ms_transform}).

%% Calls of qlc:q/1,2 with a list comprehension become queries when the module is compiled.
-compile({parse_transform, qlc}).

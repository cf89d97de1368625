%% Module binary is built in (crate/src/builtin/binary); here it has what every module has, `module_info/0,1`.
-module(binary).

%% Module math is built in (crate/src/builtin); here it has what every module has, `module_info/0,1`.
-module(math).

-compile(export_all).
-compile(nowarn_export_all).
f() -> ok.
-module(compile_before_module).

-module(ff).
-file("x.yrl", 100).
a() -> ?LINE.
-include("y.hrl").
b() -> ?LINE, ?FILE.
-file("x.yrl", 200).
c() -> ?LINE, ?FILE.

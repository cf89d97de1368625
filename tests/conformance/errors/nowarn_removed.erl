-module(nowarn_removed).
-export([a/0,b/0,c/0,d/0,e/0,f/0]).
-compile({nowarn_deprecated_function, {erlang,now,0}}).
-compile({nowarn_removed, {http_uri,parse,1}}).
-compile({nowarn_removed, [zlib,{erlang,hash,2}]}).
-compile({nowarn_bif_clash,{max,2}}).
a() -> now().
b() -> http_uri:parse("x").
c() -> erlang:hash(1,2).
d() -> zlib:crc32(1,2).
e() -> filename:safe_relative_path("x").
f() -> max(1,2).

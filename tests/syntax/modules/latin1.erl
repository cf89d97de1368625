%% coding: latin-1
-module(h5).
f() -> "é". 
-record(a,{b}).

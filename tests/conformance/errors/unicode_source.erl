-module(unicode_source).
-export([f/0]).

%% Комментарий 注释
f() ->
    Text = "日本語 é",
    {Text,
     Other}.

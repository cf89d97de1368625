-module(s2).
-behaviour(gen_server).
-compile([export_all,nowarn_export_all]).
init({ret,X}) -> X;
init({ret,X,_}) -> X;
init({f,F}) -> F();
init(S) -> {ok, S}.
handle_call({f,F}, From, S) -> F(From, S).
handle_cast({f,F}, S) -> F(S).
handle_info({f,F}, S) -> F(S);
handle_info(I, S) -> io:format("info ~p~n", [I]), {noreply, S}.
handle_continue({f,F}, S) -> F(S);
handle_continue(C, S) -> io:format("continue ~p~n", [C]), {noreply, S}.
code_change(O,S,E) -> io:format("cc ~p ~p~n",[O,E]), {ok,{new,S}}.

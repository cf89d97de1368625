%% dbg: processes, functions and messages that are traced, saved specifications, and what is refused.
-module(dbg_words).
-export([x/1,main/0,f/1,g/1,loop/0]).
f(X)->h(X).
h(X)->X+1.
g(X)->h(X)*2.
loop()->receive {F,P}->P!{r,F()},loop();stop->ok end.
r(P,F)->P!{F,self()}, receive {r,R}->R after 200->timeout end, timer:sleep(20).
s({ok,L}) when is_list(L)->{ok,[case X of {matched,N,_}->{matched,N};_->X end||X<-L]}; s(X)->X.
p(X)->io:format("~p~n",[s(X)]).
x(_)->ok.
main()->

  P=spawn(?MODULE,loop,[]),
  p(dbg:p(P,[c])), p(dbg:tp(?MODULE,f,[])), p(catch dbg:get_tracer()),
  {ok,_}=dbg:tracer(process,{fun(M,N)->io:format("~p ~p~n",[N,setelement(2,M,pid)]),N+1 end,0}),
  p(dbg:tracer()),
  p(dbg:p(P,[c,return_to])), p(dbg:tpl(?MODULE,h,x)), r(P,fun()->f(1) end),
  p(dbg:tpl(?MODULE,h,c)), r(P,fun()->f(1) end),
  p(dbg:tpl(?MODULE,h,cx)), r(P,fun()->f(1) end),
  p(dbg:tp(?MODULE,g,[])), r(P,fun()->?MODULE:g(1) end),
  p(dbg:tpl({?MODULE,h,1},[{'_',[],[{return_trace}]}])), r(P,fun()->f(1) end),
  dbg:ltp(), p(dbg:dtp(1)), p(dbg:dtp(99)), dbg:ltp(),
  file:delete("dbg_words.patterns"), p(dbg:wtp("dbg_words.patterns")), p(dbg:dtp()), dbg:ltp(), p(dbg:rtp("dbg_words.patterns")), dbg:ltp(), p(dbg:rtp("dbg_words.none")),
  p(dbg:ctpl(?MODULE)), r(P,fun()->?MODULE:g(1) end), p(dbg:ctpg(?MODULE,g)), r(P,fun()->?MODULE:g(1) end),
  p(dbg:ctp(?MODULE)), p(dbg:ctp()), p(dbg:ctpl()), p(dbg:ctpg()),
  p(dbg:tp(?MODULE,nope,[])), p(dbg:tp(nomod,nope,[])), p(dbg:tp(?MODULE,f,1,foo)), p(dbg:tp(?MODULE,f,1,[foo])), p(catch dbg:tp(?MODULE,f,"x",[])), p(catch dbg:tp("a",[])),
  p(dbg:p(P,clear)), p(dbg:p(foo,c)), p(dbg:p(P,[zork])), p(catch dbg:p({a,b},c)), p(dbg:p(list_to_pid("<0.9999.0>"),c)),
  p(dbg:p(P,[m])), r(P,fun()->ok end), p(dbg:tpe(send,[{'_',[],[{message,{self}}]}])), p(dbg:ctpe(send)), p(dbg:tpe('receive',foo)), p(catch dbg:tpe(foo,[])),
  p(dbg:p(P,clear)), p(dbg:p(P,[p,sos])), r(P,fun()->spawn(fun()->ok end),ok end), p(dbg:p(P,clear)),
  p(dbg:c(?MODULE,g,[1])), p(dbg:c(?MODULE,g,[1],[c])), 
  p(dbg:n(node())), p(dbg:n(foo@bar)), p(dbg:cn(foo@bar)), p(dbg:ln()),
  p(dbg:transform_flags([c,m])), p(dbg:transform_flags([zz])),
  dbg:h(), [dbg:h(H)||H<-[p,c,tp,tpl,ctp,ctpl,ltp,n,cn,tracer,i,stop]],
  p(dbg:stop()), p(dbg:stop_clear()),
  {ok,_}=dbg:tracer(), dbg:tp(?MODULE,'_',[]), dbg:p(P,[c,arity]), r(P,fun()->?MODULE:g(1) end), dbg:p(P,clear),
  dbg:p(P,[p,s]), r(P,fun()->link(spawn(fun()->timer:sleep(5) end)) end), dbg:stop_clear().

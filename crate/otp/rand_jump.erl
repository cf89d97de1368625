%% Jumps of rand's generators: as if so many numbers had been drawn that two sequences which start a jump apart do not meet.
%%
%% A step is linear in the bits of the state, so that 2^64 or 2^512 steps are a sum of the first few: those that the
%% polynomial x^(2^64) modulo the step's own polynomial names, lowest first.
-module(rand_jump).
-export([jump/3]).

-define(EXSP_STEPS, 16#d174a83e17de2302f8ea6bc32c797).
-define(EXROP_STEPS, 16#9863200f83fcd4a11293241fcb12a).
-define(EXS1024_STEPS, 16#284600e3f30e38c3b99181f2d8f685ca047f7684e9fc949d0b5fc64563b3e2a87910c41d10a1e6a5691548c86c1bd5405ee975283d71c93bc4cb815590989b13aac17d8efa43cab83659132bb12fea70dc2d9891fe68c0222ffeeb0a48316f404489affce4f31a1e5b34a39f070b5837a3c65b8776f9685584242f96eca9c41d).
-define(EXRO928_STEPS, 16#b10773cbe19f5fc1a1504acd83f240c6007e76cebcb3b7c4cc049c536e62a33cc2323831b45a3a8a3cef3cc0f02f778573cf0f0a0657e19f00d4b3584ddd98ee4be41e015ac26d5d20f9b49fa81b0090567fd9f0b83fe51a1eb3be1910a1de1d7d6813d2ba05381fdfd1490244085302f77130ca).

%% The state of the generator Alg after a jump; Next makes its steps.
jump(Alg, Next, [S1 | S0]) ->
    Step = fun([W1, W0]) ->
                   {_, [V1 | V0]} = Next([W1 | W0]),
                   [V1, V0]
           end,
    [J1, J0] = sum(steps(Alg), Step, [S1, S0], [0, 0]),
    [J1 | J0];
jump(Alg, Next, {ToCome, Gone}) ->
    Step = fun(Words) ->
                   {_, {Rest, Last}} = Next({Words, []}),
                   Rest ++ Last
           end,
    Words = ToCome ++ lists:reverse(Gone),
    Jumped = sum(steps(Alg), Step, Words, [0 || _ <- Words]),
    case Alg of
        exro928ss -> {Jumped, []};
        _ ->
            {First, Second} = lists:split(length(ToCome), Jumped),
            {First, lists:reverse(Second)}
    end.

steps(Alg) when Alg =:= exsss; Alg =:= exsp; Alg =:= exsplus -> ?EXSP_STEPS;
steps(exrop) -> ?EXROP_STEPS;
steps(Alg) when Alg =:= exs1024; Alg =:= exs1024s -> ?EXS1024_STEPS;
steps(exro928ss) -> ?EXRO928_STEPS.

sum(0, _, _, Sum) -> Sum;
sum(Steps, Step, Words, Sum) when Steps band 1 =:= 1 ->
    sum(Steps bsr 1, Step, Step(Words), lists:zipwith(fun erlang:'bxor'/2, Words, Sum));
sum(Steps, Step, Words, Sum) -> sum(Steps bsr 1, Step, Step(Words), Sum).

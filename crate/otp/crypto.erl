%% Digests, codes made with them, and random bytes; no ciphers, keys or curves. A digest that is made in parts keeps the parts.
-module(crypto).
-export([start/0, stop/0, info_lib/0, supports/0, supports/1, hash/2, hash_init/1, hash_update/2, hash_final/1,
         hash_info/1, hash_equals/2, mac/3, mac/4, macN/4, macN/5, mac_init/2, mac_init/3, mac_update/2, mac_final/1,
         mac_finalN/2, pbkdf2_hmac/5, strong_rand_bytes/1, rand_uniform/2, rand_seed/0, rand_seed/1, rand_seed_s/0,
         rand_seed_alg/1, rand_seed_alg/2, rand_seed_alg_s/1, rand_seed_alg_s/2, rand_plugin_next/1,
         rand_plugin_uniform/1, rand_plugin_uniform/2, bytes_to_integer/1, exor/2, mod_pow/3, format_error/2]).

%% A badarg as OTP's C code raises it: file, line and words.
-define(WRONG(Argument, File, Line, Words, Args),
        erlang:error({badarg, {File, Line}, Words}, Args,
                     [{error_info, #{module => ?MODULE, erl_function_arg_num => Argument}}])).

start() -> ok.

stop() -> ok.

info_lib() -> [{<<"OpenSSL">>, 805306368, <<"OpenSSL 3.0.0">>}].

supports() ->
    [{Type, supports(Type)} || Type <- [hashs, ciphers, kems, public_keys, macs, curves, rsa_opts], Type =/= kems].

supports(hashs) -> [sha3_512, sha3_384, sha3_256, sha3_224, sha512, sha384, sha256, sha224, sha, md5];
supports(macs) -> [hmac];
supports(Type) when Type =:= ciphers; Type =:= public_keys; Type =:= curves; Type =:= rsa_opts -> [].

format_error({badarg, {File, Line}, Words}, [{_, _, _, Location} | _]) ->
    General = io_lib:format("(Found in the internal file ~s at line ~p)", [File, Line]),
    case lists:keyfind(error_info, 1, Location) of
        {error_info, #{erl_function_arg_num := Argument}} when is_integer(Argument) ->
            #{Argument => Words, general => General};
        _ -> #{general => General}
    end;
format_error(_, _) -> #{}.

%% --- digests

hash(Type, Data) ->
    Bytes = iolist_to_binary(Data),
    case digest_size(Type) of
        unknown -> ?WRONG(1, "hash.c", 108, "Bad digest type", [Type, Bytes]);
        _ -> prim_crypto:digest(Type, Bytes)
    end.

digest_size(Type) ->
    case Type of
        md5 -> 16;
        sha -> 20;
        sha224 -> 28;
        sha256 -> 32;
        sha384 -> 48;
        sha512 -> 64;
        sha3_224 -> 28;
        sha3_256 -> 32;
        sha3_384 -> 48;
        sha3_512 -> 64;
        _ -> unknown
    end.

%% Bytes that the digest takes at a time.
block_size(sha384) -> 128;
block_size(sha512) -> 128;
block_size(sha3_224) -> 144;
block_size(sha3_256) -> 136;
block_size(sha3_384) -> 104;
block_size(sha3_512) -> 72;
block_size(_) -> 64.

hash_info(Type) ->
    case digest_size(Type) of
        unknown -> ?WRONG(1, "hash.c", 72, "Bad digest type", [Type]);
        Size -> #{block_size => block_size(Type), size => Size, type => number(Type)}
    end.

%% OpenSSL's numbers.
number(Type) ->
    maps:get(Type, #{md5 => 4, sha => 64, sha224 => 675, sha256 => 672, sha384 => 673, sha512 => 674, sha3_224 => 1096,
                     sha3_256 => 1097, sha3_384 => 1098, sha3_512 => 1099}).

hash_init(Type) ->
    case digest_size(Type) of
        unknown -> ?WRONG(1, "hash.c", 129, "Bad digest type", [Type]);
        _ -> {hash_state, Type, []}
    end.

hash_update({hash_state, Type, Parts}, Data) -> {hash_state, Type, [Parts | iolist_to_binary(Data)]};
hash_update(State, Data) -> ?WRONG(1, "hash.c", 171, "Bad state", [State, Data]).

hash_final({hash_state, Type, Parts}) -> hash(Type, Parts);
hash_final(State) -> ?WRONG(1, "hash.c", 205, "Bad state", [State]).

hash_equals(A, B) when is_binary(A), is_binary(B), byte_size(A) =:= byte_size(B) -> A =:= B;
hash_equals(A, B) -> erlang:error(badarg, [A, B]).

%% --- codes

mac(Type, Key, Data) -> erlang:error({badarg, {"mac.c", 196}, "Unknown mac algorithm"}, [Type, undefined, Key, Data]).

mac(hmac, Type, Key, Data) ->
    Bytes = iolist_to_binary(Key),
    case digest_size(Type) of
        unknown -> ?WRONG(2, "mac.c", 263, "Bad digest algorithm for HMAC", [hmac, Type, Bytes, Data]);
        _ -> hmac(Type, Bytes, iolist_to_binary(Data))
    end;
mac(Type, SubType, Key, Data) ->
    ?WRONG(1, "mac.c", 196, "Unknown mac algorithm", [Type, SubType, iolist_to_binary(Key), Data]).

hmac(Type, Key, Data) ->
    {Inner, Outer} = hmac_keys(Type, Key),
    hash(Type, [Outer, hash(Type, [Inner, Data])]).

hmac_keys(Type, Key) ->
    Size = block_size(Type),
    Short = if byte_size(Key) > Size -> hash(Type, Key); true -> Key end,
    Padded = <<Short/binary, 0:((Size - byte_size(Short)) * 8)>>,
    {<< <<(Byte bxor 16#36)>> || <<Byte>> <= Padded >>, << <<(Byte bxor 16#5C)>> || <<Byte>> <= Padded >>}.

macN(Type, Key, Data, Size) -> shortened(mac(Type, Key, Data), Size).

macN(Type, SubType, Key, Data, Size) -> shortened(mac(Type, SubType, Key, Data), Size).

shortened(Code, Size) -> binary:part(Code, 0, min(Size, byte_size(Code))).

mac_init(Type, Key) -> mac(Type, Key, <<>>).

mac_init(hmac, Type, Key) ->
    _ = mac(hmac, Type, Key, <<>>),
    {mac_state, Type, iolist_to_binary(Key), []};
mac_init(Type, SubType, Key) -> mac(Type, SubType, Key, <<>>).

mac_update({mac_state, Type, Key, Parts}, Data) -> {mac_state, Type, Key, [Parts | iolist_to_binary(Data)]};
mac_update(State, Data) -> ?WRONG(1, "mac.c", 651, "Bad ref", [State, Data]).

mac_final({mac_state, Type, Key, Parts}) -> mac(hmac, Type, Key, Parts);
mac_final(State) -> ?WRONG(1, "mac.c", 697, "Bad ref", [State]).

mac_finalN(State, Size) -> shortened(mac_final(State), Size).

pbkdf2_hmac(Type, Password, Salt, Rounds, Size) ->
    Blocks = (Size + digest_size(Type) - 1) div digest_size(Type),
    Key = << <<(derived(Type, Password, Salt, Rounds, Block))/binary>> || Block <- lists:seq(1, Blocks) >>,
    binary:part(Key, 0, Size).

derived(Type, Password, Salt, Rounds, Block) ->
    First = hmac(Type, Password, <<Salt/binary, Block:32>>),
    repeated(Type, Password, Rounds - 1, First, First).

repeated(_, _, 0, _, Sum) -> Sum;
repeated(Type, Password, Rounds, Last, Sum) ->
    Next = hmac(Type, Password, Last),
    repeated(Type, Password, Rounds - 1, Next, exor(Sum, Next)).

%% --- chance

strong_rand_bytes(Size) ->
    try prim_crypto:random(Size)
    catch error:badarg -> erlang:raise(error, badarg, [{?MODULE, strong_rand_bytes_nif, [Size], []}])
    end.

rand_uniform(From, To) when is_integer(From), is_integer(To), From < To -> From + uniform(To - From);
rand_uniform(_, _) -> erlang:error(badarg).

%% A number below Range.
uniform(Range) ->
    Bits = bit_size(binary:encode_unsigned(Range)) + 64,
    binary:decode_unsigned(strong_rand_bytes(Bits div 8)) rem Range.

rand_seed() -> rand:seed(rand_seed_s()).

rand_seed(Seed) when is_binary(Seed) -> ok.

rand_seed_s() -> rand_seed_alg_s(crypto).

rand_seed_alg(Type) -> rand:seed(rand_seed_alg_s(Type)).

rand_seed_alg(Type, Seed) -> rand:seed(rand_seed_alg_s(Type, Seed)).

rand_seed_alg_s(crypto) ->
    {#{type => crypto, bits => 64, next => fun ?MODULE:rand_plugin_next/1,
       uniform => fun ?MODULE:rand_plugin_uniform/1, uniform_n => fun ?MODULE:rand_plugin_uniform/2},
     no_seed};
rand_seed_alg_s(crypto_cache) -> rand_seed_alg_s(crypto).

rand_seed_alg_s(Type, _) -> rand_seed_alg_s(Type).

rand_plugin_next(State) -> {uniform(1 bsl 64), State}.

rand_plugin_uniform(State) -> {uniform(1 bsl 53) * 1.1102230246251565e-16, State}.

rand_plugin_uniform(Max, State) -> {rand_uniform(1, Max + 1), State}.

%% --- numbers

bytes_to_integer(Bytes) -> binary:decode_unsigned(Bytes).

exor(A, B) ->
    {Left, Right} = {iolist_to_binary(A), iolist_to_binary(B)},
    Bits = bit_size(Left),
    case bit_size(Right) of
        Bits -> <<((binary:decode_unsigned(<<1, Left/binary>>) bxor binary:decode_unsigned(<<1, Right/binary>>))):Bits>>;
        _ -> erlang:raise(error, badarg, [{?MODULE, do_exor, [Left, Right], []}])
    end.

mod_pow(Base, Exponent, Modulus) ->
    binary:encode_unsigned(power(integer(Base), integer(Exponent), integer(Modulus), 1)).

integer(Bytes) when is_binary(Bytes) -> binary:decode_unsigned(Bytes);
integer(Number) when is_integer(Number) -> Number.

power(_, 0, Modulus, Result) -> Result rem Modulus;
power(Base, Exponent, Modulus, Result) when Exponent band 1 =:= 1 ->
    power(Base * Base rem Modulus, Exponent bsr 1, Modulus, Result * Base rem Modulus);
power(Base, Exponent, Modulus, Result) -> power(Base * Base rem Modulus, Exponent bsr 1, Modulus, Result).

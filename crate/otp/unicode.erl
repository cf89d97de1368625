%% The functions of module unicode that make normal forms; those that convert are built in.
-module(unicode).
-export([characters_to_nfc_list/1, characters_to_nfc_binary/1, characters_to_nfd_list/1, characters_to_nfd_binary/1,
         characters_to_nfkc_list/1, characters_to_nfkc_binary/1, characters_to_nfkd_list/1,
         characters_to_nfkd_binary/1]).

-define(NORMAL(Form, Kind, Data),
        try normal(Form, Kind, Data)
        catch error:badarg -> erlang:error(badarg, [Data], [{error_info, #{module => erl_stdlib_errors}}])
        end).

characters_to_nfc_list(Data) -> ?NORMAL(nfc, list, Data).

characters_to_nfc_binary(Data) -> ?NORMAL(nfc, binary, Data).

characters_to_nfd_list(Data) -> ?NORMAL(nfd, list, Data).

characters_to_nfd_binary(Data) -> ?NORMAL(nfd, binary, Data).

characters_to_nfkc_list(Data) -> ?NORMAL(nfkc, list, Data).

characters_to_nfkc_binary(Data) -> ?NORMAL(nfkc, binary, Data).

characters_to_nfkd_list(Data) -> ?NORMAL(nfkd, list, Data).

characters_to_nfkd_binary(Data) -> ?NORMAL(nfkd, binary, Data).

normal(Form, Kind, Data) ->
    case unicode:characters_to_list(Data) of
        {_, _, [Wrong | _]} when is_integer(Wrong) -> erlang:error(badarg);
        %% Also where the data only end too early.
        {_, Text, Rest} -> {error, as(Kind, unicode_nf:Form(Text)), Rest};
        Text -> as(Kind, unicode_nf:Form(Text))
    end.

as(list, Text) -> Text;
as(binary, Text) -> unicode:characters_to_binary(Text).

%% The first code point or grapheme cluster of character data and the rest, as it is or changed; [] at the end.
-module(unicode_util).
-export([cp/1, gc/1, nfd/1, nfc/1, nfkd/1, nfkc/1, lowercase/1, uppercase/1, titlecase/1, casefold/1, whitespace/0,
         is_whitespace/1, spec_version/0]).

spec_version() -> {14, 0}.

cp(Text) -> string:next_codepoint(Text).

gc(Text) -> string:next_grapheme(Text).

nfd(Text) -> normal(fun unicode_nf:nfd/1, Text).

nfc(Text) -> normal(fun unicode_nf:nfc/1, Text).

nfkd(Text) -> normal(fun unicode_nf:nfkd/1, Text).

nfkc(Text) -> normal(fun unicode_nf:nfkc/1, Text).

normal(Form, Text) ->
    case gc(Text) of
        [Cluster | Rest] ->
            case Form(lists:flatten([Cluster])) of
                [C] -> [C | Rest];
                Several -> [Several | Rest]
            end;
        Other -> Other
    end.

lowercase(Text) -> cased(fun string:lowercase/1, Text).

uppercase(Text) -> cased(fun string:uppercase/1, Text).

titlecase(Text) -> cased(fun string:titlecase/1, Text).

casefold(Text) -> cased(fun string:casefold/1, Text).

%% What becomes of one character may be several.
cased(Change, Text) ->
    case cp(Text) of
        [C | Rest] ->
            case Change([C]) of
                [Changed] -> [Changed | Rest];
                Several -> [Several | Rest]
            end;
        Other -> Other
    end.

whitespace() -> [[$\r, $\n], $\t, $\n, $\v, $\f, $\r, $\s, 16#85, 16#200E, 16#200F, 16#2028, 16#2029].

is_whitespace(C) -> lists:member(C, whitespace()).

/**
 * What Erlang's errors mean, for those who see them for the first time. Erlang's own words stay as they are; these stand
 * below them. The first that fits is taken, so special ones come before general ones. Pure.
 */
import type { Locale } from "../i18n/index.ts";

type Gloss = Record<Locale, string>;

/** What the shell prints when a line fails. */
const EXCEPTIONS: readonly (readonly [RegExp, Gloss])[] = [
  [/variable '.*' is unbound/, {
    en: "Nothing was bound to this name so far. A capital letter begins a variable; an atom begins with a small one.",
    "zh-CN": "这个名字还没有绑定任何值。大写字母开头的是变量，小写字母开头的才是原子。",
  }],
  [/illegal character/, {
    en: "This sign means nothing outside of quotes. Text stands between double quotes; names begin with a Latin letter, and commas and brackets are the half-width ones.",
    "zh-CN": "这个字符只能写在引号里。文字要放进双引号；名字以拉丁字母开头，标点要用半角的。",
  }],
  [/syntax error before/, {
    en: "The text could not be read from here on. Often something is missing right before it: a comma, a bracket, an `end`.",
    "zh-CN": "从这里开始读不懂了。多半是它前面少了什么：逗号、括号，或者 end。",
  }],
  [/no match of right hand side value/, {
    en: "The pattern on the left of `=` does not fit the value on the right. A variable that is bound already fits only its own value.",
    "zh-CN": "等号左边的模式与右边的值对不上。已经绑定的变量只与它自己的值匹配。",
  }],
  [/no function clause matching/, {
    en: "The function exists, but none of its clauses fits these arguments.",
    "zh-CN": "函数是有的，但它的分支里没有一个与这些参数匹配。",
  }],
  [/no case clause matching|no true branch found|no try clause matching/, {
    en: "No branch fits the value. A last branch that fits everything (`_`, or `true` in an `if`) would have caught it.",
    "zh-CN": "没有一个分支与这个值匹配。最后加一个什么都匹配的分支（_，在 if 里是 true）就能接住它。",
  }],
  [/undefined shell command/, {
    en: "The shell has no command of this name with so many arguments. Functions of a module are called with it: `module:function(...)`.",
    "zh-CN": "shell 没有这个名字、这么多参数的命令。调用模块里的函数要写出模块名：module:function(...)。",
  }],
  [/undefined function|\{undef,/, {
    en: "There is no function of this name with so many arguments: it is misspelt or not exported, or its module is not loaded on this node.",
    "zh-CN": "没有这个名字、这么多参数的函数：写错了名字，没有导出，或者这个节点没有加载那个模块。",
  }],
  [/evaluating an arithmetic expression|\{badarith,/, {
    en: "An operand is not a number, or something was divided by zero.",
    "zh-CN": "有一个操作数不是数，或者除以了零。",
  }],
  [/a system limit has been reached|\bsystem_limit\b/, {
    en: "More was asked for than a node can hold: too large a number, too many atoms, processes or tables.",
    "zh-CN": "要的超出了节点的上限：数太大，或者原子、进程、表太多。",
  }],
  [/bad key: /, { en: "The map has no such key.", "zh-CN": "映射里没有这个键。" }],
  [/bad map: /, { en: "What stands where a map is needed is not one.", "zh-CN": "这里需要一个映射，给的却不是。" }],
  [/called with (?:no|one|two|three|\d+|\w+) arguments?/, {
    en: "This fun takes another number of arguments than it was given.",
    "zh-CN": "这个 fun 的参数个数与调用时给的不一样。",
  }],
  [/bad function/, { en: "What is called here is not a fun.", "zh-CN": "这里调用的不是 fun。" }],
  [/bad argument|\{badarg,/, {
    en: "A built-in function was given something that it cannot work with. The lines below say which argument, where Erlang knows.",
    "zh-CN": "内置函数收到了它处理不了的参数。如果 Erlang 知道是哪一个，下面几行会说明。",
  }],
  [/\{nodedown,|\bnoconnection\b/, {
    en: "The other node cannot be reached: it is down, cut off, or has another cookie.",
    "zh-CN": "连不上另一个节点：它停了、网络断了，或者 cookie 不同。",
  }],
  [/\bnoproc\b/, {
    en: "Nobody is there: the process has ended, or nobody is registered under this name.",
    "zh-CN": "没有这个进程：它已经结束，或者没有进程注册过这个名字。",
  }],
  [/\{timeout,\{gen_/, {
    en: "The answer did not come within the time a call waits, five seconds unless told otherwise. The server may still be at it.",
    "zh-CN": "在调用等待的时间里没有等到答复（默认五秒）。服务器可能还在处理。",
  }],
  [/exception throw/, { en: "The value was thrown, and no `catch` took it.", "zh-CN": "这个值被 throw 抛出，没有 catch 接住它。" }],
  [/exception exit: killed/, {
    en: "The process was killed from outside: `kill` cannot be caught.",
    "zh-CN": "进程被外部杀死了：kill 是接不住的。",
  }],
  [/exception exit/, { en: "The process was told to end, by itself or by a link, for this reason.", "zh-CN": "进程因为这个原因结束：它自己要求的，或者由链接传来。" }],
];

/** What the compiler says. */
const DIAGNOSTICS: readonly (readonly [RegExp, Gloss])[] = [
  ...EXCEPTIONS.slice(0, 3),
  [/^function .* undefined$/, {
    en: "It is called, but this module does not define it with so many arguments.",
    "zh-CN": "调用了它，但这个模块没有定义这么多参数的这个函数。",
  }],
  [/^undefined (?:record|field)|^record .* undefined|^field .* undefined/, { en: "`-record(...)` has to name it first.", "zh-CN": "要先用 -record(...) 定义它。" }],
  [/^undefined macro/, { en: "`-define(...)` has to name it first.", "zh-CN": "要先用 -define(...) 定义它。" }],
  [/ is unsafe in /, {
    en: "It is bound in some branches only, so that behind them it may have no value.",
    "zh-CN": "它只在一部分分支里绑定，出了这些分支就不一定有值。",
  }],
  [/^head mismatch|^function .* already defined/, {
    en: "Clauses of one function stand together, have one name and one number of arguments, and are separated by `;`. The last one ends with a full stop.",
    "zh-CN": "同一个函数的分支要写在一起，名字和参数个数相同，用分号隔开，最后一个以句点结束。",
  }],
  [/^variable '.*' is unused$/, {
    en: "The value is never looked at. A name that begins with `_` says that this is meant.",
    "zh-CN": "这个值没有人用。名字以 _ 开头，表示这是有意的。",
  }],
  [/^function .* is unused$/, { en: "Nobody calls it. What others are to call stands in `-export([...])`.", "zh-CN": "没有人调用它。要给外面调用的函数，写进 -export([...])。" }],
  [/cannot match because/, {
    en: "An earlier clause takes everything already, so this one is never reached.",
    "zh-CN": "前面的分支已经匹配一切，这一个永远轮不到。",
  }],
  [/^illegal guard|illegal guard expression/, {
    en: "Only tests and simple calculations may stand in a guard: nothing that has an effect, hence no functions of your own.",
    "zh-CN": "守卫里只能写判断和简单的计算，不能有副作用，所以不能调用自己的函数。",
  }],
  [/^illegal pattern/, { en: "In a pattern nothing is calculated; it says only what the value looks like.", "zh-CN": "模式里不做计算，只描述值的样子。" }],
  [/a term is constructed, but never used|result of the expression is ignored/, {
    en: "The value is made and thrown away. It may be that a comma stands where `;` or a full stop was meant.",
    "zh-CN": "算出的值没有用到。也许该写分号或句点的地方写成了逗号。",
  }],
  [/^no module definition/, { en: "A module begins with `-module(name).`, the name being that of its file.", "zh-CN": "模块的第一行是 -module(名字).，名字与文件名相同。" }],
];

const find = (all: typeof EXCEPTIONS, text: string, locale: Locale): string | undefined => all.find(([pattern]) => pattern.test(text))?.[1][locale];

/** Of what a shell has printed; only what begins with Erlang's mark of an error is one. */
export function glossOfOutput(text: string, locale: Locale): string | undefined {
  const at = text.search(/^\*{1,2} /m);
  return at < 0 ? undefined : find(EXCEPTIONS, text.slice(at), locale);
}

export const glossOfDiagnostic = (message: string, locale: Locale): string | undefined => find(DIAGNOSTICS, message, locale);

export const all = (): readonly Gloss[] => [...EXCEPTIONS, ...DIAGNOSTICS].map(([, gloss]) => gloss);

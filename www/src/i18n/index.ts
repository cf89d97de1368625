/** The language in force. Elements watch the store and render anew; nothing else is touched by a switch. */
import { Store } from "../state/store.ts";
import { en, type Messages } from "./en.ts";
import { zh } from "./zh.ts";

export type { Messages };
export type Locale = "en" | "zh-CN";
export const LOCALES: readonly Locale[] = ["en", "zh-CN"];

export const CATALOGUES: Record<Locale, Messages> = { en, "zh-CN": zh };

class Language extends Store {
  locale: Locale = "en";

  get messages(): Messages {
    return CATALOGUES[this.locale];
  }

  use(locale: Locale): void {
    if (locale === this.locale) return;
    this.locale = locale;
    this.changed();
  }
}

export const language = new Language();

/** The messages in force: `t().shell.stop`. */
export const t = (): Messages => language.messages;

export function otherLocale(): Locale {
  return language.locale === "en" ? "zh-CN" : "en";
}

export function isLocale(text: string | undefined): text is Locale {
  return text === "en" || text === "zh-CN";
}

/** Virtual milliseconds as seconds, with as many decimals as help: `3`, `0.25`, `12.4`. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return String(value >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
}

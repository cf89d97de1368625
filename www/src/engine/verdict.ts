/** How a check's expression ends well: with `true` or `ok`. */
export const isPassed = (answer: { kind: string; text?: string | null }): boolean =>
  answer.kind === "shell_result" && ["true", "ok"].includes((answer.text ?? "").trim());

/** A check fails when it has not answered within a minute of virtual time. */
export const CHECK_CLOCK_MS_MAX = 60_000;

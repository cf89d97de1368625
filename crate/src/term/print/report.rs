//! Reports as the default logger prints them.

use super::super::heap::Heap;
use super::super::word::Term;
use super::Names;
use super::format::{FormatOptions, format_text};

/// A moment: microseconds since 1970, as local time.
pub type Microseconds = u64;

/// `=ERROR REPORT==== 22-Nov-2026::02:40:01.123456 ===` and a new line; `level` is in capitals.
pub fn header(level: &str, time: Microseconds) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let seconds = time / 1_000_000;
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!(
        "={level} REPORT==== {day}-{}-{year:4}::{hour:02}:{minute:02}:{second:02}.{:06} ===\n",
        MONTHS[month as usize - 1],
        time % 1_000_000
    )
}

/// Year, month and day of a number of days since 1970, by the Gregorian calendar.
fn date(days: u64) -> (u64, u64, u64) {
    // Counted from 1 March of the year 0, so that the leap day comes last; 400 years have 146,097 days.
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year_of_era + carry, month, day)
}

/// The report of a process that ended with an exception: `value` is `{Reason, StackTrace}` or, for an uncaught throw,
/// `{{nocatch, Term}, StackTrace}`. `node` is the node's name if it is part of a cluster.
pub fn crash(
    heap: &Heap,
    time: Microseconds,
    pid: Term,
    node: Option<&str>,
    value: Term,
    names: &dyn Names,
) -> String {
    let node = node
        .map(|node| format!(" on node {node}"))
        .unwrap_or_default();
    let options = FormatOptions::new(names);
    let text = format_text(
        heap,
        &format!("Error in process ~p{node} with exit value:~n~p~n"),
        &[pid, value],
        &options,
    );
    header("ERROR", time) + &text.unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn dates_follow_the_calendar() {
        assert_eq!(
            header("ERROR", 0),
            "=ERROR REPORT==== 1-Jan-1970::00:00:00.000000 ===\n"
        );
        assert_eq!(
            header("INFO", 951_827_696_000_042),
            "=INFO REPORT==== 29-Feb-2000::12:34:56.000042 ===\n"
        );
        assert_eq!(
            header("ERROR", 1_795_315_201_123_456),
            "=ERROR REPORT==== 22-Nov-2026::02:40:01.123456 ===\n"
        );
    }
}

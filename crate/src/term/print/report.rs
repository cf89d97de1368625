//! Reports as the default logger prints them.

use super::super::heap::Heap;
use super::super::word::Term;
use super::Names;
use super::format::{FormatOptions, format_text};

/// A moment: microseconds since 1970, as local time.
pub type Microseconds = u64;

/// `=ERROR REPORT==== 22-Nov-2026::02:40:01.123456 ===` and a new line; `title` is `ERROR REPORT`.
pub fn header(title: &str, time: Microseconds) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (year, month, day) = date(time / DAY_US);
    format!(
        "={title}==== {day}-{}-{year:4}::{} ===\n",
        MONTHS[month as usize - 1],
        clock(time)
    )
}

/// As `2026-11-26T06:14:22.487627+00:00`, with `designator` for the T.
pub fn rfc3339(time: Microseconds, designator: char) -> String {
    let (year, month, day) = date(time / DAY_US);
    format!(
        "{year:04}-{month:02}-{day:02}{designator}{}+00:00",
        clock(time)
    )
}

const DAY_US: u64 = 86_400_000_000;

/// The time of day: `02:40:01.123456`.
fn clock(time: Microseconds) -> String {
    let seconds = time / 1_000_000;
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{hour:02}:{minute:02}:{second:02}.{:06}", time % 1_000_000)
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
    header("ERROR REPORT", time) + &text.unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::header;

    #[test]
    fn dates_follow_the_calendar() {
        assert_eq!(
            header("ERROR REPORT", 0),
            "=ERROR REPORT==== 1-Jan-1970::00:00:00.000000 ===\n"
        );
        assert_eq!(
            header("INFO REPORT", 951_827_696_000_042),
            "=INFO REPORT==== 29-Feb-2000::12:34:56.000042 ===\n"
        );
        assert_eq!(
            header("ERROR REPORT", 1_795_315_201_123_456),
            "=ERROR REPORT==== 22-Nov-2026::02:40:01.123456 ===\n"
        );
    }
}

//! A schedule with a value out of range.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, Value, kebab_case};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("schedule-invalid"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "a time, day or number of a schedule is out of range",
    page: include_str!("schedule-invalid.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let automations = cx.site.automations.iter().map(|a| ("automation", &a.name, &a.attributes));
    let named = cx.site.named.iter().map(|n| (n.kind.word, &n.name, &n.attributes));
    for (object, name, attributes) in automations.chain(named) {
        for setting in attributes.iter() {
            for (what, remedy) in problems(setting) {
                findings.push(
                    RULE.found(format!("{what} in {object} `{name}`"))
                        .at(setting.span, "Files.com refuses this value")
                        .help(remedy),
                );
            }
            for (what, remedy) in recurring(setting, attributes.text("interval")) {
                findings.push(
                    RULE.found(format!("{what} in {object} `{name}`"))
                        .at(setting.span, "this day never comes")
                        .help(remedy),
                );
            }
        }
    }
}

/// What is out of range in an attribute, and what is in range.
fn problems(setting: &Setting) -> Vec<(String, &'static str)> {
    let items = setting.value.as_list().iter();
    let number = setting.value.as_int();
    match setting.attribute.name {
        "schedule_times_of_day" => items
            .filter_map(Value::as_text)
            .filter(|time| !is_time(time))
            .map(|time| format!("`{time}` is no time of day"))
            .map(|what| (what, "write hours and minutes, from `00:00` to `23:59`"))
            .collect(),
        "schedule_days_of_week" => items
            .filter_map(Value::as_int)
            .filter(|day| !(0..=6).contains(day))
            .map(|day| format!("`{day}` is no day of the week"))
            .map(|what| (what, "count days from 0, Sunday, to 6, Saturday"))
            .collect(),
        "retry_on_failure_interval_in_minutes" => number
            .filter(|minutes| !(5..=1440).contains(minutes))
            .map(|minutes| format!("`{minutes}` is out of range for the minutes between retries"))
            .map(|what| (what, "wait between 5 and 1440 minutes"))
            .into_iter()
            .collect(),
        "retry_on_failure_number_of_attempts" => number
            .filter(|tries| !(0..=10).contains(tries))
            .map(|tries| format!("`{tries}` is out of range for the number of retries"))
            .map(|what| (what, "retry at most 10 times"))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Intervals within which days are counted, with the first and the last that there may be.
const COUNTED: &[(&str, i64, i64)] =
    &[("week", 0, 7), ("month", 1, 31), ("quarter", 1, 92), ("year", 1, 366)];

/// Days that the interval does not have. Where none is said, another rule asks for it.
fn recurring(setting: &Setting, interval: Option<&str>) -> Vec<(String, String)> {
    let days: Vec<i64> = match setting.attribute.name {
        "recurring_day" => setting.value.as_int().into_iter().collect(),
        "recurring_days" => setting.value.as_list().iter().filter_map(Value::as_int).collect(),
        _ => Vec::new(),
    };
    let Some(interval) = interval.filter(|_| !days.is_empty()) else { return Vec::new() };
    let word = setting.attribute.word();
    let Some((_, first, last)) = COUNTED.iter().find(|(known, ..)| *known == interval) else {
        let what = format!("no days are counted in interval \"{}\"", kebab_case(interval));
        let others = "\"week\", \"month\", \"quarter\" or \"year\"";
        return vec![(what, format!("delete `{word}`, or say interval {others}"))];
    };
    let beyond = days.into_iter().filter(|day| !(*first..=*last).contains(day));
    beyond
        .map(|day| format!("`{day}` is no day of a {interval}"))
        .map(|what| (what, format!("count days of a {interval} from {first} to {last}")))
        .collect()
}

/// `HH:MM`; the hour may have one digit.
fn is_time(text: &str) -> bool {
    let Some((hour, minute)) = text.split_once(':') else { return false };
    let number = |digits: &str, longest: usize| -> Option<u8> {
        let plain = !digits.is_empty()
            && digits.len() <= longest
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| plain)
    };
    minute.len() == 2
        && number(hour, 2).is_some_and(|hour| hour < 24)
        && number(minute, 2).is_some_and(|minute| minute < 60)
}

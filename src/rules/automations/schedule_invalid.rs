//! A schedule with a value out of range.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Automation, Setting, Value};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("schedule-invalid"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "a time, day or number of a schedule is out of range",
    page: include_str!("schedule_invalid.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in &cx.site.automations {
        let Settings { times, days, interval, attempts } = Settings::of(automation);
        let mut report = |setting: &Setting, what: String, help: &str| {
            let name = &automation.name;
            findings.push(
                RULE.found(format!("{what} of automation `{name}`"))
                    .at(setting.span, "Files.com refuses this value")
                    .help(help),
            );
        };
        for (setting, time) in items(times) {
            if let Some(time) = time.as_text().filter(|time| !is_time(time)) {
                report(
                    setting,
                    format!("`{time}` is no time of day in the schedule"),
                    "write hours and minutes, from `00:00` to `23:59`",
                );
            }
        }
        for (setting, day) in items(days) {
            if let Some(day) = day.as_int().filter(|day| !(0..=6).contains(day)) {
                report(
                    setting,
                    format!("`{day}` is no day of the week in the schedule"),
                    "count days from 0, Sunday, to 6, Saturday",
                );
            }
        }
        let minutes = interval.and_then(|setting| Some((setting, setting.value.as_int()?)));
        if let Some((setting, minutes)) = minutes.filter(|(_, m)| !(5..=1440).contains(m)) {
            report(
                setting,
                format!("`{minutes}` is out of range for the minutes between retries"),
                "wait between 5 and 1440 minutes",
            );
        }
        let tries = attempts.and_then(|setting| Some((setting, setting.value.as_int()?)));
        if let Some((setting, tries)) = tries.filter(|(_, tries)| !(0..=10).contains(tries)) {
            report(
                setting,
                format!("`{tries}` is out of range for the number of retries"),
                "retry at most 10 times",
            );
        }
    }
}

/// The attributes of an automation that this rule reads.
struct Settings<'a> {
    times: Option<&'a Setting>,
    days: Option<&'a Setting>,
    interval: Option<&'a Setting>,
    attempts: Option<&'a Setting>,
}

impl<'a> Settings<'a> {
    fn of(automation: &'a Automation) -> Self {
        Self {
            times: automation.attributes.get("schedule_times_of_day"),
            days: automation.attributes.get("schedule_days_of_week"),
            interval: automation.attributes.get("retry_on_failure_interval_in_minutes"),
            attempts: automation.attributes.get("retry_on_failure_number_of_attempts"),
        }
    }
}

fn items(setting: Option<&Setting>) -> impl Iterator<Item = (&Setting, &Value)> {
    setting.into_iter().flat_map(|s| s.value.as_list().iter().map(move |value| (s, value)))
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

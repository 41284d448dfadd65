//! Numbers, from their spelling to their value.
//!
//! In: a word that begins like a number. Out: its value, or what is wrong with it.

use super::super::tree::Value;

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// `.5`
    NoInteger,
    /// `1.`, `1.e7`
    NoFraction,
    /// `1e`
    NoExponent,
    /// `0x`
    NoDigits,
    /// `1._7`, `0x_10`
    Underscore,
    /// `0xZZ`: the character that is no digit of this radix.
    Digit { at: usize, radix: u32 },
    /// Something else that begins with a digit, such as a date.
    NotANumber,
}

/// Reads a number; `text` begins with a digit, or with a sign or point and a digit.
pub(super) fn parse(text: &str) -> Result<Value, Fault> {
    let bytes = text.as_bytes();
    if bytes.len() <= 18 && bytes.iter().all(u8::is_ascii_digit) {
        let value = bytes.iter().fold(0i64, |value, digit| value * 10 + i64::from(digit - b'0'));
        return Ok(Value::Int(value));
    }
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    match digits {
        [b'0', b'x', rest @ ..] => power_of_two(rest, 4, negative),
        [b'0', b'o', rest @ ..] => power_of_two(rest, 3, negative),
        [b'0', b'b', rest @ ..] => power_of_two(rest, 1, negative),
        _ => decimal(digits, negative),
    }
}

/// A number of radix `1 << bits`.
fn power_of_two(digits: &[u8], bits: u32, negative: bool) -> Result<Value, Fault> {
    match digits.first() {
        None => return Err(Fault::NoDigits),
        Some(b'_') => return Err(Fault::Underscore),
        Some(_) => {}
    }
    let radix = 1 << bits;
    let (mut value, mut shift, mut sticky) = (0u128, 0i32, false);
    for (at, byte) in digits.iter().enumerate().filter(|(_, byte)| **byte != b'_') {
        let Some(digit) = char::from(*byte).to_digit(radix) else {
            return Err(Fault::Digit { at, radix });
        };
        // What no longer fits moves the rest up; the sticky bit keeps the rounding right.
        if value >> 120 == 0 {
            value = value << bits | u128::from(digit);
        } else {
            shift = shift.saturating_add(bits as i32);
            sticky |= digit != 0;
        }
    }
    if shift == 0 {
        let signed = if negative { -(value as i128) } else { value as i128 };
        if let Ok(value) = i64::try_from(signed) {
            return Ok(Value::Int(value));
        }
    }
    let size = (value | u128::from(sticky)) as f64 * 2f64.powi(shift);
    Ok(Value::Float(if negative { -size } else { size }))
}

fn decimal(digits: &[u8], negative: bool) -> Result<Value, Fault> {
    let mut rest = digits;
    match integer(&mut rest) {
        Ok(()) => {}
        Err(_) if rest.first() == Some(&b'.') => return Err(Fault::NoInteger),
        Err(_) => return Err(Fault::NotANumber),
    }
    let mut whole = true;
    if let [b'.', after @ ..] = rest {
        rest = after;
        whole = false;
        integer(&mut rest).map_err(|()| match rest {
            [b'_', ..] => Fault::Underscore,
            [] | [b'e' | b'E', ..] => Fault::NoFraction,
            _ => Fault::NotANumber,
        })?;
    }
    if let [b'e' | b'E', after @ ..] = rest {
        rest = after.strip_prefix(b"-").or(after.strip_prefix(b"+")).unwrap_or(after);
        whole = false;
        integer(&mut rest).map_err(|()| match rest {
            [b'_', ..] => Fault::Underscore,
            [] => Fault::NoExponent,
            _ => Fault::NotANumber,
        })?;
    }
    if !rest.is_empty() {
        return Err(Fault::NotANumber);
    }
    let sign = if negative { "-" } else { "" };
    let plain = digits.iter().filter(|byte| **byte != b'_').map(|byte| char::from(*byte));
    let spelling: String = sign.chars().chain(plain).collect();
    if whole && let Ok(value) = spelling.parse() {
        return Ok(Value::Int(value));
    }
    spelling.parse().map(Value::Float).map_err(|_| Fault::NotANumber)
}

/// Takes a digit and what digits and underscores follow.
fn integer(rest: &mut &[u8]) -> Result<(), ()> {
    if !rest.first().is_some_and(u8::is_ascii_digit) {
        return Err(());
    }
    let len = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
    *rest = rest.get(len..).unwrap_or_default();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_every_radix() {
        for (text, value) in [
            ("0", 0),
            ("011", 11),
            ("-1", -1),
            ("+1_0__", 10),
            ("0xAb", 171),
            ("-0o17", -15),
            ("0b1_0_", 2),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("-0x8000000000000000", i64::MIN),
        ] {
            assert_eq!(parse(text), Ok(Value::Int(value)), "{text}");
        }
    }

    #[test]
    fn floats_and_what_does_not_fit() {
        for (text, value) in [
            ("1.5", 1.5),
            ("-1_0.2_5e+1_0", -10.25e10),
            ("1e3", 1000.0),
            ("1.23E+1000", f64::INFINITY),
            ("9223372036854775808", 9223372036854775808.0),
            ("0xABCDEF0123456789abcdef", 207698809136909011942886895.0),
            ("0x20000000000001000000000000000000000000001", 2f64.powi(161) + 2f64.powi(109)),
        ] {
            assert_eq!(parse(text), Ok(Value::Float(value)), "{text}");
        }
    }

    #[test]
    fn faults() {
        for (text, fault) in [
            (".5", Fault::NoInteger),
            ("-.5", Fault::NoInteger),
            ("1.", Fault::NoFraction),
            ("1.e7", Fault::NoFraction),
            ("1e", Fault::NoExponent),
            ("1e+", Fault::NoExponent),
            ("0x", Fault::NoDigits),
            ("0x_1", Fault::Underscore),
            ("1._7", Fault::Underscore),
            ("0xx1", Fault::Digit { at: 0, radix: 16 }),
            ("0b12", Fault::Digit { at: 1, radix: 2 }),
            ("1.0.0", Fault::NotANumber),
            ("2024-01-01", Fault::NotANumber),
            ("1.0E10e10", Fault::NotANumber),
            ("0X1", Fault::NotANumber),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }
}

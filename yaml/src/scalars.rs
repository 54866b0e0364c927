//! The scalars of YAML 1.1, resolved as PyYAML does.

use serde_json::{Number, Value};

use super::{Position, YamlError, fail};

/// Resolves a plain scalar by PyYAML's implicit resolvers.
pub(crate) fn plain(text: &str, position: Position) -> Result<Value, YamlError> {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Ok(Value::Null);
    }
    if let Some(value) = boolean(text) {
        return Ok(Value::from(value));
    }
    if let Some(digits) = integer(text) {
        return number(&digits, position);
    }
    if let Some(value) = float(text) {
        return finite(value, position);
    }
    Ok(Value::from(text))
}

pub(crate) fn number(digits: &str, position: Position) -> Result<Value, YamlError> {
    let value = digits.parse::<i64>().map(Value::from).or_else(|_| digits.parse::<u64>().map(Value::from));
    value.or_else(|_| fail(position, "the integer is too large"))
}

pub(crate) fn finite(value: f64, position: Position) -> Result<Value, YamlError> {
    Number::from_f64(value).map_or_else(
        || fail(position, "infinity and NaN have no JSON representation"),
        |number| Ok(Value::Number(number)),
    )
}

pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// Returns the decimal digits of a YAML 1.1 integer: `0b1`, `017`, `1_000`, `0xF`, `1:30`.
pub(crate) fn integer(text: &str) -> Option<String> {
    let (sign, digits) = sign_of(text);
    let only =
        |digits: &str, allowed: fn(char) -> bool| !digits.is_empty() && digits.chars().all(|c| c == '_' || allowed(c));
    let value = if let Some(binary) = digits.strip_prefix("0b") {
        only(binary, |c| matches!(c, '0' | '1')).then(|| u128::from_str_radix(&binary.replace('_', ""), 2).ok())??
    } else if let Some(hexadecimal) = digits.strip_prefix("0x") {
        only(hexadecimal, |c| c.is_ascii_hexdigit())
            .then(|| u128::from_str_radix(&hexadecimal.replace('_', ""), 16).ok())??
    } else if digits == "0" {
        0
    } else if let Some(octal) = digits.strip_prefix('0') {
        only(octal, |c| matches!(c, '0'..='7')).then(|| {
            let octal = octal.replace('_', "");
            u128::from_str_radix(if octal.is_empty() { "0" } else { &octal }, 8).ok()
        })??
    } else if digits.contains(':') {
        sexagesimal(digits)?
    } else {
        let starts = digits.starts_with(|c: char| c.is_ascii_digit());
        (starts && only(digits, |c| c.is_ascii_digit())).then(|| digits.replace('_', "").parse().ok())??
    };
    Some(if sign < 0.0 && value > 0 { format!("-{value}") } else { value.to_string() })
}

fn sign_of(text: &str) -> (f64, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Parses a base-60 integer: `1:30:00` is 5400.
fn sexagesimal(digits: &str) -> Option<u128> {
    let mut parts = digits.split(':');
    let first = parts.next()?;
    let starts = first.starts_with(|c: char| matches!(c, '1'..='9'));
    if !starts || !first.chars().all(|c| c == '_' || c.is_ascii_digit()) {
        return None;
    }
    let mut value: u128 = first.replace('_', "").parse().ok()?;
    for part in parts {
        if part.is_empty() || part.len() > 2 || !part.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let part: u128 = part.parse().ok().filter(|part| *part < 60)?;
        value = value.checked_mul(60)?.checked_add(part)?;
    }
    Some(value)
}

/// Parses a YAML 1.1 float, which has a point and a signed exponent.
pub(crate) fn float(text: &str) -> Option<f64> {
    let (sign, digits) = sign_of(text);
    match digits {
        ".inf" | ".Inf" | ".INF" => return Some(sign * f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if digits.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let (whole, rest) = digits.split_once('.')?;
    let digit_or_line = |text: &str| text.chars().all(|c| c == '_' || c.is_ascii_digit());
    if whole.contains(':') {
        // A base-60 float such as `1:30.5`.
        let fraction: f64 = format!("0.{}", rest.replace('_', "")).parse().ok().filter(|_| digit_or_line(rest))?;
        let (head, tail) = whole.rsplit_once(':')?;
        let plausible = whole.starts_with(|c: char| c.is_ascii_digit());
        let mut value = 0.0;
        for part in head.split(':').chain([tail]) {
            let part: f64 =
                part.replace('_', "").parse().ok().filter(|part: &f64| plausible && (value == 0.0 || *part < 60.0))?;
            value = value * 60.0 + part;
        }
        return Some(sign * (value + fraction));
    }
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, Some(exponent)),
        None => (rest, None),
    };
    let whole_is_fine = if whole.is_empty() {
        // `.5` needs a digit and may not be signed.
        digits.len() == text.len() && fraction.starts_with(|c: char| c.is_ascii_digit())
    } else {
        whole.starts_with(|c: char| c.is_ascii_digit())
    };
    let exponent_is_fine = exponent.is_none_or(|exponent| {
        exponent
            .strip_prefix(['+', '-'])
            .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
    });
    if !whole_is_fine || !exponent_is_fine || !digit_or_line(whole) || !digit_or_line(fraction) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let text = format!("{}.{}0e{}", whole.replace('_', ""), fraction.replace('_', ""), exponent.unwrap_or("0"));
    text.parse().ok().map(|value: f64| sign * value)
}

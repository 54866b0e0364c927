//! The CSV file of `users import`: read whole, and checked before anything is sent.

use std::collections::HashMap;

use anyhow::Result;
use csv::StringRecord;
use serde_json::{Map, Value};

use super::super::people;
use crate::commands::{durations, params};
use crate::failure::Failure;
use litellm_proxy_client::users::NewUser;

/// Fields of the server that are whole numbers.
const COUNTS: [&str; 3] = ["tpm_limit", "rpm_limit", "max_parallel_requests"];
/// What options of the command decide, not the file.
const NOT_THE_FILES: [&str; 2] = ["auto_create_key", "key"];

/// A row of the file.
#[derive(Debug)]
pub(super) struct Row {
    /// Counted from 1, the header included.
    pub(super) line: u64,
    /// Without the teams, which may be given by alias.
    pub(super) user: NewUser,
    /// Ids or aliases.
    pub(super) teams: Vec<String>,
}

/// The place of a cell, for messages.
pub(super) fn place(file: &str, line: u64, column: &str) -> String {
    format!("{file}, line {line}, column {column}")
}

/// Where rows begin. The reader itself counts one line too few in files whose lines end as on Windows.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line of a row, counted from 1; rows are asked for in their order.
    fn of_row(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let rest = self.bytes.get(start..).unwrap_or_default();
        // The end of the line before, and lines without anything, are no part of the row.
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        self.line += passed.iter().fold(0, |lines, byte| lines + u64::from(*byte == b'\n'));
        self.at = start.max(self.at);
        self.line
    }
}

/// How many rows are named that cannot be used.
const NAMED: usize = 20;

/// What is wrong with a file, each row with its place.
pub(super) fn refuse(file: &str, mut wrong: Vec<String>) -> anyhow::Error {
    if let [only] = wrong.as_slice() {
        return Failure::usage(only.as_str());
    }
    let count = wrong.len();
    wrong.truncate(NAMED);
    let rest = if count > NAMED { format!("\nand {} more", count - NAMED) } else { String::new() };
    Failure::usage(format!("{count} things in {file} cannot be used:\n{}{rest}", wrong.join("\n")))
}

/// The users of a file, every one of them usable; else what is wrong with those that are not.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Row>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| Failure::usage(format!("{file}{}", describe(&error, &mut Lines::of(bytes)))))?;
    let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    check_header(file, &columns)?;
    let (mut rows, mut ids, mut addresses) = (Vec::new(), HashMap::new(), HashMap::new());
    let mut wrong = Vec::new();
    let mut lines = Lines::of(bytes);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                // The reader can go on behind a row that is no text.
                wrong.push(format!("{file}{}", describe(&error, &mut lines)));
                continue;
            }
        };
        let line = lines.of_row(record.position());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets leave such lines at the end.
            continue;
        }
        let row = match read_row(line, &columns, &record) {
            Ok(row) => row,
            Err(whats) => {
                wrong.extend(whats.into_iter().map(|(column, what)| match column {
                    Some(column) => format!("{}: {what}", place(file, line, column)),
                    None => format!("{file}, line {line}: {what}"),
                }));
                continue;
            }
        };
        // The server tells addresses apart by their letters, not by the case of them.
        let address = row.user.user_email.as_deref().map(str::to_lowercase);
        for (column, value, seen) in
            [("user_id", row.user.user_id.clone(), &mut ids), ("user_email", address, &mut addresses)]
        {
            let Some(value) = value else { continue };
            if let Some(first) = seen.get(&value) {
                wrong.push(format!("{}: it is that of line {first} already", place(file, line, column)));
            } else {
                seen.insert(value, line);
            }
        }
        rows.push(row);
    }
    if wrong.is_empty() { Ok(rows) } else { Err(refuse(file, wrong)) }
}

fn check_header(file: &str, columns: &[String]) -> Result<()> {
    let wrong = |what: String| Err(Failure::usage(format!("{file}, line 1: {what}")));
    for (number, column) in columns.iter().enumerate() {
        if column.is_empty() {
            return wrong(format!("column {} has no name", number + 1));
        }
        if columns.iter().take(number).any(|other| other == column) {
            return wrong(format!("there are two columns `{column}`"));
        }
        if NOT_THE_FILES.contains(&column.as_str()) {
            return wrong(format!("there must be no column `{column}`: keys are made with --with-keys, or not at all"));
        }
    }
    if !columns.iter().any(|column| column == "user_email" || column == "user_id") {
        return wrong(
            "there is neither a column `user_email` nor `user_id`; columns are separated by commas".to_owned(),
        );
    }
    Ok(())
}

/// What is wrong, and in which column if it is in one.
type Wrong<'a> = (Option<&'a str>, String);

fn read_row<'a>(line: u64, columns: &'a [String], record: &StringRecord) -> Result<Row, Vec<Wrong<'a>>> {
    if record.len() != columns.len() {
        let (cells, names) = (record.len(), columns.len());
        let cells = if cells == 1 { "is 1 cell".to_owned() } else { format!("are {cells} cells") };
        return Err(vec![(None, format!("there {cells}, and the header names {names} columns"))]);
    }
    let mut row = Row { line, user: NewUser::default(), teams: Vec::new() };
    let mut wrong = Vec::new();
    for (column, cell) in columns.iter().zip(record) {
        let cell = cell.trim();
        if !cell.is_empty()
            && let Err(what) = set(&mut row, column, cell)
        {
            wrong.push((Some(column.as_str()), what));
        }
    }
    if wrong.is_empty() && row.user.user_email.is_none() && row.user.user_id.is_none() {
        wrong.push((None, "there is neither a user_email nor a user_id".to_owned()));
    }
    if wrong.is_empty() { Ok(row) } else { Err(wrong) }
}

fn set(row: &mut Row, column: &str, cell: &str) -> Result<(), String> {
    let user = &mut row.user;
    let text = || Some(cell.to_owned());
    match column {
        "user_email" => user.user_email = Some(people::address(cell)?),
        "user_role" => user.user_role = Some(people::role(cell)?),
        "user_alias" => user.user_alias = text(),
        "user_id" => user.user_id = text(),
        "max_budget" => {
            user.max_budget = Some(params::dollars(cell).map_err(|what| format!("`{cell}`: {what}"))?);
        }
        "budget_duration" => {
            user.budget_duration =
                Some(durations::parse(cell).map_err(|how| format!("`{cell}` is no duration: {how}"))?);
        }
        "models" => user.models = Some(list(cell)?),
        "teams" => row.teams = list(cell)?,
        "metadata" => match serde_json::from_str(cell) {
            Ok(Value::Object(fields)) => user.metadata = Some(Value::Object(fields)),
            _ => return Err("it must be a JSON object".to_owned()),
        },
        count if COUNTS.contains(&count) => {
            let number: u64 = cell.parse().map_err(|_| format!("`{cell}` is not a whole number"))?;
            set_extra(&mut user.extra, count, &number.to_string())?;
        }
        other => set_extra(&mut user.extra, other, cell)?,
    }
    Ok(())
}

fn set_extra(fields: &mut Map<String, Value>, column: &str, cell: &str) -> Result<(), String> {
    params::insert(fields, column, cell)
}

/// A list that is separated by semicolons.
fn list(cell: &str) -> Result<Vec<String>, String> {
    let mut parts: Vec<String> = Vec::new();
    for part in cell.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        if !parts.iter().any(|other| other == part) {
            parts.push(part.to_owned());
        }
    }
    if parts.is_empty() { Err("it names nothing".to_owned()) } else { Ok(parts) }
}

/// What the reader found wrong, with its place.
fn describe(error: &csv::Error, lines: &mut Lines<'_>) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, err } => {
            format!(", line {}, cell {}: it is not UTF-8 text", lines.of_row(pos.as_ref()), err.field() + 1)
        }
        _ => format!(": {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<Row>> {
        read("f.csv", text.as_bytes())
    }

    #[track_caller]
    fn is_wrong(text: &str, what: &str) {
        assert_eq!(rows(text).expect_err(text).to_string(), what);
    }

    #[test]
    fn cells_are_typed_by_their_column() {
        let text = "\u{feff}user_email, user_id,user_role,user_alias,max_budget,budget_duration,models,teams,tpm_limit,metadata,sso_user_id,object_permission.vector_stores\r\n\
                    a@b.c,007,internal_user,\"Ada, L.\",12.50,30d,gpt-4; m2 ;gpt-4,t1;Team 2,100,\"{\"\"a\"\":1}\",x1,\"[\"\"v\"\"]\"\r\n,,,\r\n,u2,,,,,,,,,,\r\n";
        let rows = rows(text).expect("rows");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(
            serde_json::to_value(&rows[0].user).expect("JSON"),
            serde_json::json!({
                "user_email": "a@b.c", "user_id": "007", "user_role": "internal_user", "user_alias": "Ada, L.",
                "max_budget": 12.5, "budget_duration": "30d", "models": ["gpt-4", "m2"], "tpm_limit": 100,
                "metadata": {"a": 1}, "sso_user_id": "x1", "object_permission": {"vector_stores": ["v"]},
            })
        );
        assert_eq!(rows[0].teams, ["t1", "Team 2"]);
        assert_eq!(serde_json::to_value(&rows[1].user).expect("JSON"), serde_json::json!({"user_id": "u2"}));
    }

    #[test]
    fn what_is_wrong_is_named_by_line_and_column() {
        let head = "user_email,user_role,max_budget,budget_duration,models,tpm_limit,metadata\na@b.c,,,,,,\n";
        for (row, what) in [
            ("b.c,,,,,,", "column user_email: `b.c` is not an email address"),
            ("b@,,,,,,", "column user_email: `b@` is not an email address"),
            ("a b@c,,,,,,", "column user_email: `a b@c` is not an email address"),
            (
                "b@c,boss,,,,,",
                "column user_role: `boss` is not a role; expected one of proxy_admin, proxy_admin_viewer, internal_user, internal_user_viewer",
            ),
            ("b@c,,-1,,,,", "column max_budget: `-1`: must be an amount of dollars, 0 or more"),
            ("b@c,,much,,,,", "column max_budget: `much`: not a number"),
            (
                "b@c,,,monthly,,,",
                "column budget_duration: `monthly` is no duration: give a whole number and s, m, h, d, w or mo, such as 30d, 24h or 1mo",
            ),
            (
                "b@c,,,0d,,,",
                "column budget_duration: `0d` is no duration: it must be more than zero: give a whole number and s, m, h, d, w or mo, such as 30d, 24h or 1mo",
            ),
            ("b@c,,,,;,,", "column models: it names nothing"),
            ("b@c,,,,,1.5,", "column tpm_limit: `1.5` is not a whole number"),
            ("b@c,,,,,,x", "column metadata: it must be a JSON object"),
            ("A@B.C,,,,,,", "column user_email: it is that of line 2 already"),
        ] {
            is_wrong(&format!("{head}{row}\n"), &format!("f.csv, line 3, {what}"));
        }
        // Lines may end as on Windows, and there may be some without anything.
        is_wrong("user_id,x\r\nu1,\r\n\r\nu1,\r\n", "f.csv, line 4, column user_id: it is that of line 2 already");
        is_wrong(&format!("{head}b@c,x\n"), "f.csv, line 3: there are 2 cells, and the header names 7 columns");
        is_wrong(&format!("{head},internal_user,,,,,\n"), "f.csv, line 3: there is neither a user_email nor a user_id");
        // A cell may hold line ends; what counts is where the row begins.
        is_wrong(
            "user_id,user_alias\nu1,\"two\nlines\"\nu1,\n",
            "f.csv, line 4, column user_id: it is that of line 2 already",
        );
    }

    #[test]
    fn a_header_must_be_usable() {
        let neither = "there is neither a column `user_email` nor `user_id`; columns are separated by commas";
        for (text, what) in [
            ("", neither),
            ("email\na@b.c\n", neither),
            ("user_email;user_role\na@b.c;\n", neither),
            ("user_email,,x\n", "column 2 has no name"),
            ("user_email,x,x\n", "there are two columns `x`"),
            ("user_email,key\n", "there must be no column `key`: keys are made with --with-keys, or not at all"),
        ] {
            is_wrong(text, &format!("f.csv, line 1: {what}"));
        }
        let error = read("f.csv", b"user_email\na@b.c\n\xff@b.c\n").expect_err("no UTF-8").to_string();
        assert_eq!(error, "f.csv, line 3, cell 1: it is not UTF-8 text");
    }
}

//! The CSV file of `users import`: read and validated completely before anything is sent.

use std::collections::HashMap;

use anyhow::Result;
use csv::StringRecord;
use reqwest::Method;
use serde_json::{Map, Value};

use super::super::people;
use crate::commands::{durations, params};
use crate::failure::Failure;
use litellm_proxy_client::users::NewUser;
use litellm_proxy_client::{GuardedField, guarded_fields, known_fields};

/// Integer fields of the server.
const INTEGER_FIELDS: [&str; 3] = ["tpm_limit", "rpm_limit", "max_parallel_requests"];
/// Fields that are set by options of the command, not by the file.
const RESERVED_COLUMNS: [&str; 2] = ["auto_create_key", "key"];

/// A row of the file.
#[derive(Debug)]
pub(super) struct UserRow {
    /// The line where the row starts, counted from 1, the header.
    pub(super) line: u64,
    /// Without the teams, which may still be aliases.
    pub(super) user: NewUser,
    /// Ids or aliases.
    pub(super) teams: Vec<String>,
}

/// Describes the location of a cell.
pub(super) fn location(file: &str, line: u64, column: &str) -> String {
    format!("{file}, line {line}, column {column}")
}

/// Counts the lines where rows start. The CSV reader's own count is one too low in files with CRLF line ends.
struct LineCounter<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// Returns the line of a row, counted from 1. Rows must be given in order.
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let rest = self.bytes.get(start..).unwrap_or_default();
        // The position includes the end of the previous line and empty lines.
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.at..start).unwrap_or_default();
        // A line ends with LF, CRLF or, in files of old spreadsheets, CR alone.
        let ends = passed.iter().enumerate().filter(|(index, byte)| match byte {
            b'\n' => true,
            b'\r' => passed.get(index + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count() as u64;
        self.at = start.max(self.at);
        self.line
    }
}

/// How many problems an error lists.
const MAX_PROBLEMS: usize = 20;

/// Builds the error that lists the problems of a file.
pub(super) fn refuse(file: &str, mut problems: Vec<String>) -> anyhow::Error {
    if let [only] = problems.as_slice() {
        return Failure::usage(only.as_str());
    }
    let count = problems.len();
    problems.truncate(MAX_PROBLEMS);
    let rest = if count > MAX_PROBLEMS { format!("\nand {} more", count - MAX_PROBLEMS) } else { String::new() };
    Failure::usage(format!("{count} problems in {file}:\n{}{rest}", problems.join("\n")))
}

/// The users of a file.
#[derive(Debug)]
pub(super) struct UserFile {
    pub(super) rows: Vec<UserRow>,
    /// Columns that are not fields of users on any server this program knows.
    pub(super) unknown_columns: Vec<String>,
}

/// Reads the users of a file. If any row is invalid, the error lists all problems.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<UserFile> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader
        .headers()
        .map_err(|error| Failure::usage(format!("{file}{}", describe(&error, &mut LineCounter::new(bytes)))))?;
    let columns: Vec<String> = header.iter().map(|name| field_of(name.trim())).collect();
    let unknown_columns = check_header(file, &columns)?;
    let (mut rows, mut ids, mut addresses) = (Vec::new(), HashMap::new(), HashMap::new());
    let mut problems = Vec::new();
    let mut line_counter = LineCounter::new(bytes);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                // The reader continues after a row that is not valid UTF-8.
                problems.push(format!("{file}{}", describe(&error, &mut line_counter)));
                continue;
            }
        };
        let line = line_counter.line_of(record.position());
        if record.iter().all(|cell| cell.trim().is_empty()) {
            // Spreadsheets leave empty rows at the end.
            continue;
        }
        let row = match read_row(line, &columns, &record) {
            Ok(row) => row,
            Err(found) => {
                problems.extend(found.into_iter().map(|(column, problem)| match column {
                    Some(column) => format!("{}: {problem}", location(file, line, column)),
                    None => format!("{file}, line {line}: {problem}"),
                }));
                continue;
            }
        };
        // The server compares addresses case-insensitively.
        let address = row.user.user_email.as_deref().map(str::to_lowercase);
        for (column, value, seen) in
            [("user_id", row.user.user_id.clone(), &mut ids), ("user_email", address, &mut addresses)]
        {
            let Some(value) = value else { continue };
            if let Some(first) = seen.get(&value) {
                problems.push(format!("{}: the same as in line {first}", location(file, line, column)));
            } else {
                seen.insert(value, line);
            }
        }
        rows.push(row);
    }
    if problems.is_empty() { Ok(UserFile { rows, unknown_columns }) } else { Err(refuse(file, problems)) }
}

/// What spreadsheets call the fields of a user.
const SYNONYMS: &[(&[&str], &str)] = &[
    (&["email", "e_mail", "mail", "email_address"], "user_email"),
    (&["role"], "user_role"),
    (&["name", "alias", "full_name"], "user_alias"),
    (&["id"], "user_id"),
    (&["budget"], "max_budget"),
    (&["team"], "teams"),
    (&["model"], "models"),
];

/// Returns the field that the name of a column means: `Email` is `user_email`.
fn field_of(column: &str) -> String {
    let plain = column.to_lowercase().replace([' ', '-'], "_");
    if known_fields::NEW_USER.contains(&plain) {
        return plain;
    }
    let synonym = SYNONYMS.iter().find(|(names, _)| names.contains(&plain.as_str()));
    synonym.map_or_else(|| column.to_owned(), |(_, field)| (*field).to_owned())
}

/// Validates the names of the columns. Returns those that no server is known to take and that do not look mistyped.
fn check_header(file: &str, columns: &[String]) -> Result<Vec<String>> {
    let refuse = |problem: String| Err(Failure::usage(format!("{file}, line 1: {problem}")));
    let mut unknown = Vec::new();
    for (number, column) in columns.iter().enumerate() {
        if column.is_empty() {
            return refuse(format!("column {} has no name", number + 1));
        }
        if columns.iter().take(number).any(|other| other == column) {
            return refuse(format!("duplicate column `{column}`"));
        }
        if RESERVED_COLUMNS.contains(&column.as_str()) {
            return refuse(format!("column `{column}` is not allowed; to create keys, use --with-keys"));
        }
        // Servers ignore fields that they do not know.
        let field = column.split('.').next().unwrap_or_default();
        if !known_fields::NEW_USER.contains(field) {
            match known_fields::NEW_USER.similar(field) {
                Some(similar) => {
                    let message = format!("{file}, line 1: `{column}` is not a field of a user");
                    let hint = Some(format!("did you mean `{similar}`?"));
                    return Err(Failure::Usage { message, hint }.into());
                }
                None => unknown.push(column.clone()),
            }
        }
    }
    if !columns.iter().any(|column| column == "user_email" || column == "user_id") {
        return refuse("no column is named `user_email` or `user_id`; columns must be separated by commas".to_owned());
    }
    Ok(unknown)
}

/// A problem, and its column if it is in one.
type Problem<'a> = (Option<&'a str>, String);

fn read_row<'a>(line: u64, columns: &'a [String], record: &StringRecord) -> Result<UserRow, Vec<Problem<'a>>> {
    if record.len() != columns.len() {
        let (cells, names) = (record.len(), columns.len());
        let cells = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
        return Err(vec![(None, format!("{cells}, but the header has {names} columns"))]);
    }
    let mut row = UserRow { line, user: NewUser::default(), teams: Vec::new() };
    let mut problems = Vec::new();
    for (column, cell) in columns.iter().zip(record) {
        let cell = cell.trim();
        if !cell.is_empty()
            && let Err(problem) = set(&mut row, column, cell)
        {
            problems.push((Some(column.as_str()), problem));
        }
    }
    if problems.is_empty() && row.user.user_email.is_none() && row.user.user_id.is_none() {
        problems.push((None, "the row has neither a user_email nor a user_id".to_owned()));
    }
    problems.extend(masked(&row.user, columns));
    if problems.is_empty() { Ok(row) } else { Err(problems) }
}

/// Returns the masked values of a row: the server would store them.
fn masked<'a>(user: &NewUser, columns: &'a [String]) -> Vec<Problem<'a>> {
    let json = serde_json::to_string(user).unwrap_or_default();
    let column_of = |field: &GuardedField| {
        let has =
            |column: &&String| field.name.strip_prefix(column.as_str()).is_some_and(|rest| !rest.starts_with('_'));
        columns.iter().filter(has).max_by_key(|column| column.len()).map(String::as_str)
    };
    let fields = guarded_fields(&Method::POST, "/user/new", &json);
    fields.iter().map(|field| (column_of(field), field.to_string())).collect()
}

fn set(row: &mut UserRow, column: &str, cell: &str) -> Result<(), String> {
    let user = &mut row.user;
    let text = || Some(cell.to_owned());
    match column {
        "user_email" => user.user_email = Some(people::address(cell)?),
        "user_role" => user.user_role = Some(people::role(cell)?.into()),
        "user_alias" => user.user_alias = text(),
        "user_id" => user.user_id = text(),
        "max_budget" => {
            user.max_budget = Some(params::dollars(cell).map_err(|error| format!("`{cell}`: {error}"))?);
        }
        "budget_duration" => {
            user.budget_duration =
                Some(durations::parse(cell).map_err(|error| format!("`{cell}` is not a duration: {error}"))?.into());
        }
        "models" => user.models = Some(list(cell)?),
        "teams" => row.teams = list(cell)?,
        "metadata" => match serde_json::from_str(cell) {
            Ok(Value::Object(fields)) => user.metadata = Some(Value::Object(fields)),
            _ => return Err("must be a JSON object".to_owned()),
        },
        field if INTEGER_FIELDS.contains(&field) => {
            let number: u64 = cell.parse().map_err(|_| format!("`{cell}` is not an integer"))?;
            set_extra(&mut user.extra, field, &number.to_string())?;
        }
        other => set_extra(&mut user.extra, other, cell)?,
    }
    Ok(())
}

fn set_extra(fields: &mut Map<String, Value>, column: &str, cell: &str) -> Result<(), String> {
    params::insert(fields, column, cell)
}

/// Parses a list, without duplicates. Its items are separated by commas, as in LiteLLM's own template, or by semicolons if
/// there is one.
fn list(cell: &str) -> Result<Vec<String>, String> {
    let separator = if cell.contains(';') { ';' } else { ',' };
    let mut items: Vec<String> = Vec::new();
    for item in cell.split(separator).map(str::trim).filter(|item| !item.is_empty()) {
        if !items.iter().any(|other| other == item) {
            items.push(item.to_owned());
        }
    }
    if items.is_empty() { Err("the list is empty".to_owned()) } else { Ok(items) }
}

/// Describes an error of the CSV reader, with its location.
fn describe(error: &csv::Error, line_counter: &mut LineCounter<'_>) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, err } => {
            format!(", line {}, cell {}: not valid UTF-8", line_counter.line_of(pos.as_ref()), err.field() + 1)
        }
        _ => format!(": {error}"),
    }
}

/// What must hold for any file. The entry function of a fuzz target, and of a test below.
#[cfg(any(test, fuzzing))]
pub(super) fn check(data: &[u8]) {
    let Ok(file) = read("f", data) else { return };
    let mut last = 1;
    for row in file.rows {
        assert!(row.user.user_id.is_some() || row.user.user_email.is_some(), "nobody in line {}", row.line);
        assert!(row.line > last, "line {} after {last}", row.line);
        last = row.line;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Result<Vec<UserRow>> {
        read("f.csv", text.as_bytes()).map(|file| file.rows)
    }

    #[track_caller]
    fn assert_refused(text: &str, message: &str) {
        assert_eq!(rows(text).expect_err(text).to_string(), message);
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
    fn errors_name_line_and_column() {
        let head = "user_email,user_role,max_budget,budget_duration,models,tpm_limit,metadata\na@b.c,,,,,,\n";
        for (row, problem) in [
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
                "column budget_duration: `monthly` is not a duration: expected a whole number and a unit (s, m, h, d, w or mo), such as 30d, 24h or 1mo",
            ),
            ("b@c,,,0d,,,", "column budget_duration: `0d` is not a duration: must be greater than zero"),
            ("b@c,,,,;,,", "column models: the list is empty"),
            ("b@c,,,,,1.5,", "column tpm_limit: `1.5` is not an integer"),
            ("b@c,,,,,,x", "column metadata: must be a JSON object"),
            ("A@B.C,,,,,,", "column user_email: the same as in line 2"),
        ] {
            assert_refused(&format!("{head}{row}\n"), &format!("f.csv, line 3, {problem}"));
        }
        // CRLF line ends and empty lines are counted.
        assert_refused(
            "user_id,user_alias\r\nu1,\r\n\r\nu1,\r\n",
            "f.csv, line 4, column user_id: the same as in line 2",
        );
        assert_refused(&format!("{head}b@c,x\n"), "f.csv, line 3: 2 cells, but the header has 7 columns");
        assert_refused(
            &format!("{head},internal_user,,,,,\n"),
            "f.csv, line 3: the row has neither a user_email nor a user_id",
        );
        assert_refused("user_id\ru1\ru1\r", "f.csv, line 3, column user_id: the same as in line 2");
        // A cell may contain line ends; the line where the row starts counts.
        assert_refused(
            "user_id,user_alias\nu1,\"two\nlines\"\nu1,\n",
            "f.csv, line 4, column user_id: the same as in line 2",
        );
    }

    #[test]
    fn lists_are_separated_by_commas_or_semicolons() {
        for (cell, expected) in [
            ("\"gpt-3.5-turbo,gpt-4\"", vec!["gpt-3.5-turbo", "gpt-4"]),
            ("\" a , b,a,\"", vec!["a", "b"]),
            ("a;b", vec!["a", "b"]),
            ("\"one, with a comma;two\"", vec!["one, with a comma", "two"]),
            ("\"one, with a comma;\"", vec!["one, with a comma"]),
        ] {
            let rows = rows(&format!("user_id,models,teams\nu,{cell},{cell}\n")).expect(cell);
            assert_eq!(
                rows[0].user.models.as_deref(),
                Some(expected.iter().map(|&item| item.to_owned()).collect::<Vec<_>>().as_slice())
            );
            assert_eq!(rows[0].teams, expected);
        }
    }

    #[test]
    fn the_template_of_litellm_and_a_list_of_users_are_read() {
        let template = "user_email,user_role,teams,max_budget,budget_duration,models\r\n\
                        user@example.com,internal_user,\"team-id-1,team-id-2\",100,30d,\"gpt-3.5-turbo,gpt-4\"\r\n";
        let row = rows(template).expect("rows").pop().expect("a row");
        assert_eq!(row.teams, ["team-id-1", "team-id-2"]);
        assert_eq!(
            serde_json::to_value(&row.user).expect("JSON"),
            serde_json::json!({"user_email": "user@example.com", "user_role": "internal_user", "max_budget": 100.0,
                "budget_duration": "30d", "models": ["gpt-3.5-turbo", "gpt-4"]})
        );
        let list = "user_id,user_email,user_role,teams\nu1,a@b.c,internal_user,\"t1, t2\"\nu2,,,\n";
        let list = rows(list).expect("rows");
        assert_eq!((list.len(), list[0].teams.as_slice()), (2, ["t1".to_owned(), "t2".to_owned()].as_slice()));
    }

    #[test]
    fn unknown_columns_are_refused_only_if_they_look_mistyped() {
        let file = read("f.csv", b"user_id,department,object_permission.vector_stores\nu,x,\n").expect("a file");
        assert_eq!(file.unknown_columns, ["department"]);
    }

    #[test]
    fn columns_may_have_the_names_of_a_spreadsheet() {
        let list =
            rows("E-Mail,Name,Role,Team,Max Budget,User ID\na@b.c,Ada,internal_user,research,5,ada\n").expect("rows");
        let user = &list[0].user;
        assert_eq!((user.user_email.as_deref(), user.user_id.as_deref()), (Some("a@b.c"), Some("ada")));
        assert_eq!(
            (user.user_alias.as_deref(), list[0].teams.as_slice()),
            (Some("Ada"), ["research".to_owned()].as_slice())
        );
        assert!(user.max_budget.is_some());
    }

    #[test]
    fn invalid_headers_are_refused() {
        let no_identity = "no column is named `user_email` or `user_id`; columns must be separated by commas";
        for (text, problem) in [
            ("", no_identity),
            ("address\na@b.c\n", no_identity),
            ("user_email;user_role\na@b.c;\n", no_identity),
            ("user_email,,models\n", "column 2 has no name"),
            ("user_email,models,models\n", "duplicate column `models`"),
            ("user_email,max_budgt\n", "`max_budgt` is not a field of a user"),
            ("user_email,Email\n", "duplicate column `user_email`"),
            ("user_email,Teamss\n", "`Teamss` is not a field of a user"),
            ("user_email,key\n", "column `key` is not allowed; to create keys, use --with-keys"),
        ] {
            assert_refused(text, &format!("f.csv, line 1: {problem}"));
        }
        let error = read("f.csv", b"user_email\na@b.c\n\xff@b.c\n").expect_err("no UTF-8").to_string();
        assert_eq!(error, "f.csv, line 3, cell 1: not valid UTF-8");
    }

    proptest::proptest! {
        #[test]
        fn any_file_is_read_or_refused(
            cells in proptest::collection::vec("(user_id|user_email|models|teams|metadata|a@b\\.cc|[a;,\"é]{0,4}|\\{\\}|[0-9.e-]{0,4}|30d)[,,\n\r]?\n?", 0..16),
        ) {
            check(cells.concat().as_bytes());
            check(format!("user_id,user_email,models,metadata\n{}", cells.concat()).as_bytes());
        }
    }
}

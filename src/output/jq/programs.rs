//! Many programs, held against what jq 1.6 prints: the table in `programs.txt`, and jq itself where it is installed.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::tests::results;

/// After a line with an input, each program on a line, its results indented below.
const PROGRAMS: &str = include_str!("programs.txt");

/// Programs that differ: what jq 1.6 prints, and what is printed here, or the beginning of the error. Numbers are kept as they
/// are written, missing parents are not created, and what depends on where jq runs does not exist.
const DIFFERENCES: [(&str, &str, &str, Result<&str, &str>); 31] = [
    ("10.0", "null", "10\n", Ok("10.0\n")),
    ("[3.0,1e3]", "null", "[3,1000]\n", Ok("[3.0,1e3]\n")),
    (".", "12345678901234567890", "12345678901234567000\n", Ok("12345678901234567890\n")),
    (".", "1e1000", "1.7976931348623157e+308\n", Ok("1e1000\n")),
    ("tostring", "1.10", "1.1\n", Ok("1.10\n")),
    ("2 * 1.5", "null", "3\n", Ok("3.0\n")),
    ("map(pow(.;2))", "[2]", "[4]\n", Ok("[4.0]\n")),
    ("infinite", "null", "1.7976931348623157e+308\n", Err("the result has an infinite number")),
    ("[nan]", "null", "[null]\n", Err("the result has NaN")),
    (".b.c = 1", "null", "{\"b\":{\"c\":1}}\n", Err("cannot use null as iterable")),
    ("setpath([\"b\",\"c\"];1)", "{}", "{\"b\":{\"c\":1}}\n", Err("cannot use null as iterable")),
    ("ltrimstr(\"a\")", "1", "1\n", Err("cannot use 1 as string")),
    ("rtrimstr(1)", "\"a\"", "a\n", Err("cannot use 1 as string")),
    ("test(\"a\"; null)", "\"a\"", "true\n", Err("cannot use null as string")),
    (".[1.7]", "[1]", "null\n", Err("cannot index")),
    ("error", "null", "", Err("null")),
    (".[1:] = \"x\"", "\"abc\"", "", Ok("ax\n")),
    ("limit(0; 1,2)", "null", "1\n", Ok("")),
    (".5", "null", "0.5\n", Err("unexpected `5`")),
    ("\"\\ud83d\\ude00\"", "null", "😀\n", Err("expected a 4-digit hexadecimal UTF-8 code point")),
    (". as [$a] ?// $a | $a", "1", "1\n", Err("unexpected `?`")),
    ("abs", "-1", "", Ok("1\n")),
    ("pick(.a)", "{\"a\":1,\"b\":2}", "", Ok("{\"a\":1}\n")),
    ("fromdate", "\"2015-03-05T23:51:47.5Z\"", "", Ok("1425599507.5\n")),
    ("[inputs]", "null", "[]\n", Err("no function `inputs`")),
    ("fromstream(tostream)", "[1]", "[1]\n", Err("no function `fromstream`")),
    ("builtins|type", "null", "array\n", Err("no function `builtins`")),
    ("$ENV|type", "null", "object\n", Err("no variable `$ENV`")),
    ("$__loc__|type", "null", "object\n", Err("no variable `$__loc__`")),
    ("input_line_number", "null", "0\n", Err("no function `input_line_number`")),
    ("get_search_list|type", "null", "array\n", Err("no function `get_search_list`")),
];

/// Returns each program with its input and its results.
fn programs() -> Vec<(&'static str, &'static str, String)> {
    let mut programs: Vec<(&str, &str, String)> = Vec::new();
    let mut input = "";
    for line in PROGRAMS.lines() {
        if let Some(result) = line.strip_prefix("  ") {
            let (_, _, results) = programs.last_mut().expect("a program before its results");
            results.push_str(result);
            results.push('\n');
        } else if let Some(json) = line.strip_prefix("input ") {
            input = json;
        } else {
            programs.push((line, input, String::new()));
        }
    }
    programs
}

#[test]
fn programs_give_what_jq_gives() {
    let programs = programs();
    assert!(programs.len() > 200, "{}", programs.len());
    for (program, input, expected) in programs {
        let found = results(program, &format!("{input}\n"));
        assert_eq!(found.map_err(|error| error.to_string()), Ok(expected), "{program}");
    }
}

#[test]
fn differences_from_jq_are_those_that_are_known() {
    for (program, input, of_jq, expected) in DIFFERENCES {
        match (results(program, &format!("{input}\n")), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{program}"),
            (Err(error), Err(expected)) => {
                let error = error.to_string();
                assert!(error.starts_with(&format!("--jq: {expected}")), "{program}: {error}");
            }
            (found, _) => panic!("{program}: {found:?}"),
        }
        assert_ne!(expected, Ok(of_jq), "{program} does not differ");
    }
}

/// Runs jq, which may fail after some results.
fn jq(program: &str, input: &str) -> String {
    let mut jq = Command::new("jq");
    jq.args(["-rc", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut jq = jq.spawn().expect("jq");
    // It does not read the input of a program that is wrong.
    let _ = jq.stdin.take().expect("stdin").write_all(input.as_bytes());
    String::from_utf8(jq.wait_with_output().expect("jq").stdout).expect("UTF-8")
}

/// Holds for the version that the table was made with.
#[test]
fn the_table_is_what_jq_prints() {
    let version = Command::new("jq").arg("--version").output();
    if !version.is_ok_and(|version| version.stdout.starts_with(b"jq-1.6")) {
        return;
    }
    let differences = DIFFERENCES.map(|(program, input, of_jq, _)| (program, input, of_jq.to_owned()));
    let programs = [programs(), differences.into()].concat();
    std::thread::scope(|scope| {
        for some in programs.chunks(programs.len().div_ceil(4)) {
            scope.spawn(move || {
                for (program, input, expected) in some {
                    assert_eq!(jq(program, input), *expected, "{program}");
                }
            });
        }
    });
}

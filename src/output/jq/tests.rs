//! Programs of the jq language, and what is wrong with others.

use super::*;

pub(super) fn results(expression: &str, input: &str) -> Result<String> {
    let mut filter = Filter::new(expression)?;
    let mut text = String::new();
    for part in input.as_bytes().chunks(3) {
        filter.feed(part, false, |line| {
            text.push_str(line);
            Ok(true)
        })?;
    }
    filter.finish()?;
    Ok(text)
}

#[test]
fn programs_run_as_in_jq() {
    for (expression, input, expected) in [
        (
            ".",
            r#"{"b": 1.0, "a": 12345678901234567890, "c": 1e1000}"#,
            "{\"b\":1.0,\"a\":12345678901234567890,\"c\":1e1000}\n",
        ),
        (".keys[].alias", r#"{"keys":[{"alias":"a\nb"},{"alias":null}]}"#, "a\nb\nnull\n"),
        ("del(.a)", r#"{"a":1,"b":2,"c":3}"#, "{\"b\":2,\"c\":3}\n"),
        ("del(.[0,2])", "[1,2,3,4]", "[2,4]\n"),
        ("@csv", r#"["a\"b",1,null]"#, "\"a\"\"b\",1,\n"),
        ("@tsv", r#"["a\tb",1]"#, "a\\tb\t1\n"),
        ("[leaf_paths]", r#"{"a":[1]}"#, "[[\"a\",0]]\n"),
        ("INDEX(.id)", r#"[{"id":1}]"#, "{\"1\":{\"id\":1}}\n"),
        ("IN(1,2)", "2\n", "true\n"),
        ("[tostream]|length", r#"{"a":[1,2]}"#, "4\n"),
        (".a", "{\"a\":1}\n{\"a\":\"}\"}\n", "1\n}\n"),
        ("empty", "[]", ""),
        ("halt", "[1]\n[2]\n", ""),
        (
            "group_by(.t)|map({t: .[0].t, n: length})",
            r#"[{"t":"a"},{"t":"b"},{"t":"a"}]"#,
            "[{\"t\":\"a\",\"n\":2},{\"t\":\"b\",\"n\":1}]\n",
        ),
        ("test(\"^c.\")", "\"ci\"\n", "true\n"),
    ] {
        assert_eq!(results(expression, input).expect(expression), expected, "{expression}");
    }
}

#[test]
fn what_is_wrong_with_an_expression_is_pointed_to() {
    for (expression, message) in [
        (".foo bar", "--jq: unexpected `bar` after `.foo`\n.foo bar\n     ^"),
        ("", "--jq: the expression is empty\n\n^"),
        (".a |", "--jq: expected a term after `|`\n.a |\n    ^"),
        ("[.a", "--jq: expected a closing bracket at the end\n[.a\n   ^"),
        (".a | & b", "--jq: unexpected `&`\n.a | & b\n     ^"),
        (".\n| foo(1)", "--jq: no function `foo` with one argument\n| foo(1)\n  ^"),
        ("$ENV", "--jq: no variable `$ENV`\n$ENV\n^"),
        ("if . then 1", "--jq: expected an else or end after `1`\nif . then 1\n           ^"),
        ("include \"x\"; .", "--jq: there are no modules to include or import\ninclude \"x\"; .\n         ^"),
    ] {
        let error = Filter::new(expression).err().expect(expression);
        assert_eq!(error.to_string(), message, "{expression}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    let secret = format!("{{\"token\":\"sk-{}\",\"list\":[{}0]}}", "1234567890abcdef", "0,".repeat(100));
    for (expression, input, message) in [
        ("1/0", "1\n", "--jq: the result has an infinite number, which JSON does not have"),
        ("[{a: nan}]", "1\n", "--jq: the result has NaN, which JSON does not have"),
        ("{(1): 2}", "1\n", "--jq: the result has a name that is not a string, which JSON does not have"),
        (".", "Usage: x", "--jq: what this command prints is not JSON"),
        (".", "{\"a\":", "--jq: what this command prints is not JSON"),
        (".", "nothing\n", "--jq: what this command prints is not JSON"),
        ("halt_error", "{}\n", "--jq: halted with 5"),
    ] {
        assert_eq!(results(expression, input).expect_err(expression).to_string(), message, "{expression}");
    }
    let message = results("[.]|.x", &secret).expect_err("an error").to_string();
    assert!(
        message.starts_with("--jq: cannot index [{\"token\":\"[redacted]") && message.ends_with("with \"x\""),
        "{message}"
    );
    assert!(message.chars().count() <= LIMIT, "{message}");
}

const LIMIT: usize = "--jq: ".len() + 60;

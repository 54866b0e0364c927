//! Tables as Markdown, for issues and chat: a line per row, never cut.

/// Returns the header of a table, given the title of each column and whether it is right-aligned.
pub(super) fn header<'a>(columns: impl Iterator<Item = (&'a str, bool)>) -> String {
    let (titles, marks): (Vec<&str>, Vec<&str>) =
        columns.map(|(title, is_right)| (title, if is_right { "--:" } else { "---" })).unzip();
    format!("{}| {} |\n", row(titles), marks.join(" | "))
}

/// Returns a row of a table.
pub(super) fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| escaped(cell.as_ref())).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\").replace('|', "\\|").replace("\r\n", "<br>").replace(['\n', '\r'], "<br>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_in_their_row() {
        assert_eq!(header([("A", false), ("B", true)].into_iter()), "| A | B |\n| --- | --: |\n");
        assert_eq!(row(["a|b", "c\nd\\", ""]), "| a\\|b | c<br>d\\\\ |  |\n");
    }
}

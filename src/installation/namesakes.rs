//! Other programs called `litellm-proxy` in `PATH`: LiteLLM's Python package has a script of this name.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The bytes of a script that are looked at.
const BEGINNING: u64 = 4096;

/// Returns a warning if `PATH` has other programs of this name, and which of them runs. `program` is this one, without links.
pub(crate) fn warning(program: &Path, path: &OsStr) -> Option<String> {
    let name = format!("litellm-proxy{}", std::env::consts::EXE_SUFFIX);
    let mut known: Vec<PathBuf> = Vec::new();
    let mut others: Vec<PathBuf> = Vec::new();
    let mut own: Option<(PathBuf, usize)> = None;
    for folder in std::env::split_paths(path) {
        let found = folder.join(&name);
        if !is_program(&found) {
            continue;
        }
        let file = found.canonicalize().unwrap_or_else(|_| found.clone());
        if known.contains(&file) {
            continue;
        }
        if is_same(&file, program) || is_launcher_of(&file, program) {
            own.get_or_insert((found, others.len()));
        } else {
            others.push(found);
        }
        known.push(file);
    }
    let first = others.first()?;
    let shown = |path: &PathBuf| format!("{}{}", path.display(), kind_of(path));
    Some(match own {
        None => format!("this is {}; `litellm-proxy` runs {}", program.display(), shown(first)),
        Some((own, 0)) => {
            let later: Vec<String> = others.iter().map(shown).collect();
            let verb = if later.len() == 1 { "comes" } else { "come" };
            format!("this is {}; {} {verb} later in PATH", own.display(), later.join(", "))
        }
        Some((own, _)) => format!("this is {}; {} comes first in PATH", own.display(), shown(first)),
    })
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// Returns whether two paths lead to one file. npm makes hard links.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |path: &Path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    one == other || id(one).is_some_and(|one| Some(one) == id(other))
}

#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    one == other
}

/// Returns whether a file is the script of the wheel or of the npm package that runs this program.
fn is_launcher_of(file: &Path, program: &Path) -> bool {
    let text = beginning(file);
    if text.contains("exec \"$here/litellm-proxy-cli\"") {
        return is_same(&file.with_file_name("litellm-proxy-cli"), program);
    }
    // The program is in a package of its own, below the same `node_modules`.
    let modules = file.ancestors().filter(|path| path.ends_with("node_modules")).last();
    text.contains("require(\"../platform.js\")") && modules.is_some_and(|modules| program.starts_with(modules))
}

/// Returns what else there is to say about a program.
fn kind_of(path: &Path) -> &'static str {
    let text = beginning(path);
    // pip writes a shell as the interpreter if the path of Python is long, and Python on the second line.
    let is_python = text.starts_with("#!") && text.lines().take(2).any(|line| line.contains("python"));
    let words = ["from litellm.", "from litellm ", "import litellm"];
    let imports = |line: &str| words.iter().any(|word| line.trim_start().starts_with(word));
    let is_litellm = is_python && text.lines().any(|line| imports(line) && !line.contains("litellm_proxy_cli"));
    if is_litellm { " (LiteLLM's Python script)" } else { "" }
}

fn beginning(path: &Path) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes));
    if read.is_ok() && bytes.starts_with(b"#!") { String::from_utf8_lossy(&bytes).into_owned() } else { String::new() }
}

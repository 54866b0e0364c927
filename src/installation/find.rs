//! Finds out what installed a program, from its path and the files that package managers keep. Nothing is run.

use std::path::{Component, Path, PathBuf};

use super::{Installation, PACKAGE, Update, VERSION};
use crate::shell::quote_if_needed;

/// Names that are not those of commands.
pub(super) const DISTRIBUTION: &str = "distribution";
pub(super) const IMAGE: &str = "image";
pub(super) const BUILD: &str = "build";

/// The name of the crate.
const CRATE: &str = "litellm-proxy";
/// The folders of programs that belong to a distribution.
const SYSTEM_FOLDERS: [&str; 4] = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
/// A larger file is not one that is looked into.
const MAX_BYTES: u64 = 64 << 20;

/// What is looked up in the file system.
pub(super) trait Files {
    fn exists(&self, path: &Path) -> bool;
    /// Returns the content of a file of text.
    fn text(&self, path: &Path) -> Option<String>;
    /// Returns the names in a folder.
    fn names(&self, folder: &Path) -> Vec<String>;
}

/// The file system of this machine.
pub(super) struct System;

impl Files for System {
    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn text(&self, path: &Path) -> Option<String> {
        let is_small = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() <= MAX_BYTES);
        is_small.then(|| std::fs::read_to_string(path).ok()).flatten()
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }
}

/// Returns what installed the program at a path without links.
pub(super) fn installation(program: &Path, home: Option<&Path>, files: &dyn Files) -> Installation {
    let folder = program.parent().unwrap_or(Path::new("/"));
    let prefix = folder.parent().unwrap_or(folder);
    by_path(program)
        .or_else(|| of_node(program))
        .or_else(|| of_environment(program, prefix, files))
        .or_else(|| of_cargo(folder, prefix, files))
        .or_else(|| of_python(program, prefix, home, files))
        .or_else(|| of_system(folder, files))
        .unwrap_or(Installation { installed_by: None, update: Update::Itself })
}

fn run(name: &'static str, command: impl Into<String>) -> Installation {
    Installation { installed_by: Some(name), update: Update::Run(command.into()) }
}

/// Returns the names in a path, with `/` for both separators.
fn names(path: &Path) -> Vec<&str> {
    let normal = path.components().filter_map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    normal.collect()
}

/// Returns whether a path has these names one after the other.
fn holds(path: &Path, wanted: &[&str]) -> bool {
    names(path).windows(wanted.len()).any(|found| found == wanted)
}

fn by_path(program: &Path) -> Option<Installation> {
    if program.starts_with("/nix/store") {
        return Some(run("nix", format!("nix profile upgrade {PACKAGE}")));
    }
    if holds(program, &["Cellar", PACKAGE]) {
        return Some(run("brew", format!("brew upgrade {PACKAGE}")));
    }
    holds(program, &["apps", PACKAGE]).then(|| run("scoop", format!("scoop update {PACKAGE}")))
}

/// What a package manager of Node.js has installed: it is below a folder `node_modules`.
fn of_node(program: &Path) -> Option<Installation> {
    // The outermost one: packages have folders of their own below it.
    let modules = program.ancestors().filter(|path| path.ends_with("node_modules")).last()?;
    let project = modules.parent()?;
    let newest = format!("{PACKAGE}@latest");
    let in_project = |command: &str| format!("{command} {}", quote_if_needed(&project.to_string_lossy()));
    Some(if holds(project, &["_npx"]) {
        run("npx", format!("npx {newest}"))
    } else if holds(project, &["pnpm", "dlx"]) {
        run("pnpm", format!("pnpm dlx {newest}"))
    } else if holds(project, &["pnpm", "global"]) {
        run("pnpm", format!("pnpm add --global {newest}"))
    } else if holds(modules, &["install", "global", "node_modules"]) {
        run("bun", format!("bun add --global {newest}"))
    } else if holds(program, &["node_modules", ".pnpm"]) {
        run("pnpm", format!("{} add {newest}", in_project("pnpm --dir")))
    } else if project.ends_with("lib") || project.ends_with("npm") {
        // `PREFIX/lib/node_modules`, on Windows `npm/node_modules`.
        run("npm", format!("npm install --global {newest}"))
    } else {
        run("npm", format!("{} {newest}", in_project("npm install --prefix")))
    })
}

/// What is in a virtual environment of Python, which several tools create.
fn of_environment(program: &Path, prefix: &Path, files: &dyn Files) -> Option<Installation> {
    let name = quote_if_needed(prefix.file_name()?.to_str()?);
    if files.exists(&prefix.join("uv-receipt.toml")) || holds(prefix, &["uv", "tools"]) {
        return Some(run("uv", format!("uv tool upgrade {name}")));
    }
    if [["pipx", ".cache"], [".cache", "pipx"], ["Caches", "pipx"]].iter().any(|names| holds(prefix, names)) {
        return Some(run("pipx", format!("pipx run --no-cache {PACKAGE}")));
    }
    if files.exists(&prefix.join("pipx_metadata.json")) || holds(prefix, &["pipx", "venvs"]) {
        let scope = if prefix.starts_with("/opt/pipx") { "--global " } else { "" };
        return Some(run("pipx", format!("pipx upgrade {scope}{name}")));
    }
    let settings = files.text(&prefix.join("pyvenv.cfg"))?;
    let is_cached = |part: &&str| *part == "archive-v0" || part.starts_with("environments-v");
    if names(prefix).iter().any(is_cached) {
        return Some(run("uvx", format!("uvx {PACKAGE}@latest")));
    }
    if !is_of_wheel(program) {
        return None;
    }
    let python = program.with_file_name(if cfg!(windows) { "python.exe" } else { "python" });
    let python = quote_if_needed(&python.to_string_lossy());
    let made_by_uv = settings.lines().any(|line| line.split('=').next().is_some_and(|key| key.trim() == "uv"));
    Some(if made_by_uv {
        // Such an environment has no pip.
        run("uv", format!("uv pip install --python {python} --upgrade {PACKAGE}"))
    } else {
        run("pip", format!("{python} -m pip install --upgrade {PACKAGE}"))
    })
}

/// Returns whether a program has the name that it has in the wheel, where `litellm-proxy` is a script.
fn is_of_wheel(program: &Path) -> bool {
    program.file_stem().is_some_and(|name| name == PACKAGE)
}

/// What pip has installed outside of virtual environments.
fn of_python(program: &Path, prefix: &Path, home: Option<&Path>, files: &dyn Files) -> Option<Installation> {
    if !is_of_wheel(program) {
        return None;
    }
    let module = PACKAGE.replace('-', "_");
    if files.exists(&prefix.join(&module)) {
        let target = quote_if_needed(&prefix.to_string_lossy());
        return Some(run("pip", format!("python3 -m pip install --upgrade --target {target} {PACKAGE}")));
    }
    let holds_module = |library: &Path| {
        ["site-packages", "dist-packages"].iter().any(|site| files.exists(&library.join(site).join(&module)))
    };
    let version = ["lib", "lib64"].iter().find_map(|library| {
        let library = prefix.join(library);
        let names = files.names(&library);
        names.into_iter().find(|name| name.starts_with("python") && holds_module(&library.join(name)))
    })?;
    let version = if version == "python" { "python3".to_owned() } else { version };
    let own = prefix.join("bin").join(&version);
    let python = if files.exists(&own) { quote_if_needed(&own.to_string_lossy()) } else { version };
    let is_of_user =
        home.is_some_and(|home| prefix == home.join(".local") || prefix.starts_with(home.join("Library/Python")));
    let scope = if is_of_user { "--user " } else { "" };
    Some(run("pip", format!("{python} -m pip install {scope}--upgrade {PACKAGE}")))
}

/// What Cargo has installed, which it keeps a list of, or built.
fn of_cargo(folder: &Path, prefix: &Path, files: &dyn Files) -> Option<Installation> {
    let is_profile = |name: &&str| ["debug", "release", "dist"].contains(name);
    let in_target = names(folder).last().is_some_and(is_profile) && holds(folder, &["target"]);
    if in_target || files.exists(&folder.join(".cargo-lock")) {
        let update = Update::Otherwise("update the source code and build it again");
        return Some(Installation { installed_by: Some(BUILD), update });
    }
    let list = files.text(&prefix.join(".crates.toml"))?;
    // `"litellm-proxy 0.1.0 (registry+https://…)" = ["litellm-proxy"]`
    let entry = list.lines().find_map(|line| line.strip_prefix('"')?.strip_prefix(CRATE)?.strip_prefix(' '))?;
    let source = entry.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(source, _)| source);
    let binstall = || files.text(&prefix.join("binstall/crates-v1.json"));
    let command = if let Some(path) = source.strip_prefix("path+file://") {
        format!("cargo install --locked --path {}", quote_if_needed(path))
    } else if let Some(url) = source.strip_prefix("git+") {
        let url = url.split(['#', '?']).next().unwrap_or(url);
        format!("cargo install --locked --git {} {CRATE}", quote_if_needed(url))
    } else if binstall().is_some_and(|list| list.contains(&format!("\"{CRATE}\""))) {
        format!("cargo binstall {CRATE}")
    } else {
        format!("cargo install --locked {CRATE}")
    };
    Some(run("cargo", command))
}

/// What belongs to a distribution, or is part of an image without one.
fn of_system(folder: &Path, files: &dyn Files) -> Option<Installation> {
    if !SYSTEM_FOLDERS.iter().any(|system| folder == Path::new(system)) {
        return None;
    }
    let exists = |path: &str| files.exists(Path::new(path));
    let download = |name, file: String, command: &str| Installation {
        installed_by: Some(name),
        update: Update::Download { command: format!("{command} ./{file}"), file },
    };
    let processor = std::env::consts::ARCH;
    // Only a deb has this file. dpkg's own database is not an interface for other programs.
    if exists("/usr/share/doc/litellm-proxy-cli/copyright") {
        let processor = match processor {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        return Some(download("dpkg", format!("{PACKAGE}_{VERSION}-1_{processor}.deb"), "apt install"));
    }
    let is_apk = |path: &&str| {
        let packages = files.text(Path::new(path)).unwrap_or_default();
        packages.lines().any(|line| line.strip_prefix("P:") == Some(PACKAGE))
    };
    if ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"].iter().any(is_apk) {
        return Some(download("apk", format!("{PACKAGE}_{VERSION}-r1_{processor}.apk"), "apk add --allow-untrusted"));
    }
    let of_pacman = |name: &String| name.strip_prefix(PACKAGE).is_some_and(|rest| rest.starts_with('-'));
    if let Some(name) = files.names(Path::new("/var/lib/pacman/local")).into_iter().find(of_pacman) {
        return Some(if name.starts_with(&format!("{PACKAGE}-bin-")) {
            let advice = "update litellm-proxy-cli-bin from the AUR, such as with `yay -S litellm-proxy-cli-bin`";
            Installation { installed_by: Some("pacman"), update: Update::Otherwise(advice) }
        } else {
            download("pacman", format!("{PACKAGE}-{VERSION}-1-{processor}.pkg.tar.zst"), "pacman -U")
        });
    }
    // The database of rpm is not text. Where it is, it is the one that counts, unless the system is Debian with rpm as a tool.
    let has_rpm = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"].iter().any(|folder| {
        ["rpmdb.sqlite", "Packages.db", "Packages"].iter().any(|name| files.exists(&PathBuf::from(folder).join(name)))
    });
    if has_rpm && !exists("/etc/debian_version") {
        return Some(download("rpm", format!("{PACKAGE}-{VERSION}-1.{processor}.rpm"), "rpm --upgrade"));
    }
    let (name, advice) = if exists("/bin/sh") || exists("/etc/os-release") {
        (DISTRIBUTION, "update the package litellm-proxy-cli with the package manager of the system")
    } else {
        (IMAGE, "pull a newer image")
    };
    Some(Installation { installed_by: Some(name), update: Update::Otherwise(advice) })
}

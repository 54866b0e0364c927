//! Paths of real installations, and what updates them; other programs of the same name in `PATH`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::find::{Files, installation};
use super::warning;

/// Files with their contents; folders are those that files are in.
struct Known(BTreeMap<PathBuf, &'static str>);

impl Known {
    fn of(files: &[(&str, &'static str)]) -> Self {
        Self(files.iter().map(|(path, text)| (PathBuf::from(path), *text)).collect())
    }
}

impl Files for Known {
    fn exists(&self, path: &Path) -> bool {
        self.0.keys().any(|known| known.starts_with(path))
    }

    fn text(&self, path: &Path) -> Option<String> {
        self.0.get(path).map(|text| (*text).to_owned())
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let below = self.0.keys().filter_map(|path| path.strip_prefix(folder).ok());
        below.filter_map(|path| path.components().next()?.as_os_str().to_str().map(str::to_owned)).collect()
    }
}

/// The name and the advice of what installed a program.
fn found(program: &str, files: &[(&str, &'static str)]) -> (Option<&'static str>, String) {
    let files = [files, &[("/bin/sh", ""), ("/etc/os-release", "")]].concat();
    let installation = installation(Path::new(program), Some(Path::new("/home/ada")), &Known::of(&files));
    (installation.installed_by, installation.advice(Some("1.2.3")))
}

/// A program, what else there is in the file system, and the name and the advice of what installed it.
type Case<'a> = (&'a str, &'a [(&'a str, &'static str)], &'a str, &'a str);

#[track_caller]
fn check(cases: &[Case<'_>]) {
    for (program, files, name, advice) in cases {
        assert_eq!(found(program, files), (Some(*name), (*advice).to_owned()), "{program} {files:?}");
    }
}

/// The settings of an environment made by `venv`, and of one made by `uv`.
const VENV: &str = "home = /usr/bin\nversion = 3.11.7\n";
const UV_VENV: &str = "home = /usr/bin\nimplementation = CPython\nuv = 0.9.2\n";

#[test]
fn package_managers_with_folders_of_their_own_are_known() {
    check(&[
        (
            "/nix/store/0c9-litellm-proxy-cli-1.0.0/bin/litellm-proxy",
            &[],
            "nix",
            "run `nix profile upgrade litellm-proxy-cli`",
        ),
        (
            "/opt/homebrew/Cellar/litellm-proxy-cli/1.0.0/bin/litellm-proxy",
            &[],
            "brew",
            "run `brew upgrade litellm-proxy-cli`",
        ),
        (
            "/home/linuxbrew/.linuxbrew/Cellar/litellm-proxy-cli/1.0.0/bin/litellm-proxy",
            &[],
            "brew",
            "run `brew upgrade litellm-proxy-cli`",
        ),
        (
            "/c/Users/ada/scoop/apps/litellm-proxy-cli/current/litellm-proxy.exe",
            &[],
            "scoop",
            "run `scoop update litellm-proxy-cli`",
        ),
    ]);
}

#[test]
fn package_managers_of_node_are_known() {
    check(&[
        (
            "/usr/lib/node_modules/litellm-proxy-cli/bin/litellm-proxy",
            &[],
            "npm",
            "run `npm install --global litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/.nvm/versions/node/v20.20.2/lib/node_modules/litellm-proxy-cli/node_modules/@litellm-proxy-cli/linux-x64/bin/litellm-proxy",
            &[],
            "npm",
            "run `npm install --global litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/my shop/node_modules/litellm-proxy-cli/bin/litellm-proxy",
            &[],
            "npm",
            "run `npm install --prefix '/home/ada/my shop' litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/.npm/_npx/0f1e2d3c4b5a6978/node_modules/litellm-proxy-cli/bin/litellm-proxy",
            &[],
            "npx",
            "run `npx litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/shop/node_modules/.pnpm/@litellm-proxy-cli+linux-x64@1.0.0/node_modules/@litellm-proxy-cli/linux-x64/bin/litellm-proxy",
            &[],
            "pnpm",
            "run `pnpm --dir /home/ada/shop add litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/.local/share/pnpm/global/5/node_modules/.pnpm/litellm-proxy-cli@1.0.0/node_modules/litellm-proxy-cli/bin/litellm-proxy",
            &[],
            "pnpm",
            "run `pnpm add --global litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/.bun/install/global/node_modules/litellm-proxy-cli/bin/litellm-proxy",
            &[],
            "bun",
            "run `bun add --global litellm-proxy-cli@latest`",
        ),
    ]);
}

#[test]
fn tools_with_environments_of_python_are_known() {
    check(&[
        (
            "/home/ada/.local/share/uv/tools/litellm-proxy-cli/bin/litellm-proxy-cli",
            &[("/home/ada/.local/share/uv/tools/litellm-proxy-cli/pyvenv.cfg", UV_VENV)],
            "uv",
            "run `uv tool upgrade litellm-proxy-cli`",
        ),
        (
            "/opt/tools/litellm-proxy-cli/bin/litellm-proxy-cli",
            &[
                ("/opt/tools/litellm-proxy-cli/uv-receipt.toml", "[tool]"),
                ("/opt/tools/litellm-proxy-cli/pyvenv.cfg", UV_VENV),
            ],
            "uv",
            "run `uv tool upgrade litellm-proxy-cli`",
        ),
        (
            "/home/ada/.cache/uv/archive-v0/Xk2PJ0aB/bin/litellm-proxy-cli",
            &[("/home/ada/.cache/uv/archive-v0/Xk2PJ0aB/pyvenv.cfg", UV_VENV)],
            "uvx",
            "run `uvx litellm-proxy-cli@latest`",
        ),
        (
            "/home/ada/.local/share/pipx/venvs/litellm-proxy-cli/bin/litellm-proxy-cli",
            &[("/home/ada/.local/share/pipx/venvs/litellm-proxy-cli/pyvenv.cfg", VENV)],
            "pipx",
            "run `pipx upgrade litellm-proxy-cli`",
        ),
        (
            "/opt/pipx/venvs/litellm-proxy-cli/bin/litellm-proxy-cli",
            &[],
            "pipx",
            "run `pipx upgrade --global litellm-proxy-cli`",
        ),
        (
            "/home/ada/.cache/pipx/2d3f7a1b9c/bin/litellm-proxy-cli",
            &[],
            "pipx",
            "run `pipx run --no-cache litellm-proxy-cli`",
        ),
    ]);
}

#[test]
fn pip_is_known_in_and_out_of_environments() {
    check(&[
        (
            "/home/ada/shop/.venv/bin/litellm-proxy-cli",
            &[("/home/ada/shop/.venv/pyvenv.cfg", VENV)],
            "pip",
            "run `/home/ada/shop/.venv/bin/python -m pip install --upgrade litellm-proxy-cli`",
        ),
        (
            "/home/ada/shop/.venv/bin/litellm-proxy-cli",
            &[("/home/ada/shop/.venv/pyvenv.cfg", UV_VENV)],
            "uv",
            "run `uv pip install --python /home/ada/shop/.venv/bin/python --upgrade litellm-proxy-cli`",
        ),
        (
            "/home/ada/.local/bin/litellm-proxy-cli",
            &[("/home/ada/.local/lib/python3.11/site-packages/litellm_proxy_cli/__init__.py", "")],
            "pip",
            "run `python3.11 -m pip install --user --upgrade litellm-proxy-cli`",
        ),
        (
            "/usr/local/bin/litellm-proxy-cli",
            &[
                ("/usr/local/lib/python3.12/dist-packages/other/__init__.py", ""),
                ("/usr/local/lib/python3.13/dist-packages/litellm_proxy_cli/__init__.py", ""),
                ("/usr/local/bin/python3.13", ""),
            ],
            "pip",
            "run `/usr/local/bin/python3.13 -m pip install --upgrade litellm-proxy-cli`",
        ),
        (
            "/usr/bin/litellm-proxy-cli",
            &[("/usr/lib64/python3.9/site-packages/litellm_proxy_cli/__init__.py", "")],
            "pip",
            "run `python3.9 -m pip install --upgrade litellm-proxy-cli`",
        ),
        (
            "/srv/libraries/bin/litellm-proxy-cli",
            &[("/srv/libraries/litellm_proxy_cli/__init__.py", "")],
            "pip",
            "run `python3 -m pip install --upgrade --target /srv/libraries litellm-proxy-cli`",
        ),
    ]);
}

#[test]
fn cargo_updates_from_where_it_installed() {
    check(&[
        (
            "/home/ada/.cargo/bin/litellm-proxy",
            &[(
                "/home/ada/.cargo/.crates.toml",
                "[v1]\n\"litellm-proxy 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)\" = [\"litellm-proxy\"]\n",
            )],
            "cargo",
            "run `cargo install --locked litellm-proxy`",
        ),
        (
            "/home/ada/.cargo/bin/litellm-proxy",
            &[
                (
                    "/home/ada/.cargo/.crates.toml",
                    "[v1]\n\"litellm-proxy 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)\" = [\"litellm-proxy\"]\n",
                ),
                ("/home/ada/.cargo/binstall/crates-v1.json", r#"{"name":"litellm-proxy","version_req":"*"}"#),
            ],
            "cargo",
            "run `cargo binstall litellm-proxy`",
        ),
        (
            "/opt/cargo/bin/litellm-proxy",
            &[(
                "/opt/cargo/.crates.toml",
                "[v1]\n\"litellm-proxy 1.0.0 (path+file:///home/ada/src)\" = [\"litellm-proxy\"]\n",
            )],
            "cargo",
            "run `cargo install --locked --path /home/ada/src`",
        ),
        (
            "/opt/cargo/bin/litellm-proxy",
            &[(
                "/opt/cargo/.crates.toml",
                "\"litellm-proxy 1.0.0 (git+https://h/o/n?tag=v1.0.0#0a1b2c)\" = [\"litellm-proxy\"]\n",
            )],
            "cargo",
            "run `cargo install --locked --git https://h/o/n litellm-proxy`",
        ),
    ]);
}

#[test]
fn builds_are_built_again() {
    check(&[
        ("/home/ada/src/target/debug/litellm-proxy", &[], "build", "update the source code and build it again"),
        (
            "/home/ada/src/target/x86_64-unknown-linux-musl/dist/litellm-proxy",
            &[],
            "build",
            "update the source code and build it again",
        ),
        (
            "/var/build/quick/litellm-proxy",
            &[("/var/build/quick/.cargo-lock", "")],
            "build",
            "update the source code and build it again",
        ),
    ]);
}

#[test]
fn package_managers_of_distributions_are_known() {
    let deb = format!("litellm-proxy-cli_1.2.3-1_{}.deb", if cfg!(target_arch = "x86_64") { "amd64" } else { "arm64" });
    let arch = std::env::consts::ARCH;
    let download = |file: &str, command: &str| format!("download {file} of the release, then run `{command} ./{file}`");
    check(&[
        (
            "/usr/bin/litellm-proxy",
            &[("/usr/share/doc/litellm-proxy-cli/copyright", "MIT"), ("/var/lib/rpm/rpmdb.sqlite", "")],
            "dpkg",
            &download(&deb, "apt install"),
        ),
        (
            "/usr/bin/litellm-proxy",
            &[("/usr/lib/sysimage/rpm/rpmdb.sqlite", "")],
            "rpm",
            &download(&format!("litellm-proxy-cli-1.2.3-1.{arch}.rpm"), "rpm --upgrade"),
        ),
        (
            "/usr/bin/litellm-proxy",
            &[("/lib/apk/db/installed", "C:Q1\nP:musl\n\nP:litellm-proxy-cli\nV:1.0.0-r1\n")],
            "apk",
            &download(&format!("litellm-proxy-cli_1.2.3-r1_{arch}.apk"), "apk add --allow-untrusted"),
        ),
        (
            "/usr/bin/litellm-proxy",
            &[("/var/lib/pacman/local/litellm-proxy-cli-1.0.0-1/desc", "")],
            "pacman",
            &download(&format!("litellm-proxy-cli-1.2.3-1-{arch}.pkg.tar.zst"), "pacman -U"),
        ),
        (
            "/usr/bin/litellm-proxy",
            &[("/var/lib/pacman/local/litellm-proxy-cli-bin-1.0.0-1/desc", "")],
            "pacman",
            "update litellm-proxy-cli-bin from the AUR, such as with `yay -S litellm-proxy-cli-bin`",
        ),
        (
            "/usr/bin/litellm-proxy",
            &[("/etc/debian_version", ""), ("/var/lib/rpm/rpmdb.sqlite", "")],
            "distribution",
            "update the package litellm-proxy-cli with the package manager of the system",
        ),
    ]);
}

#[test]
fn an_image_without_a_system_is_pulled_again() {
    let image = Known::of(&[("/etc/passwd", ""), ("/etc/ssl/certs/ca-certificates.crt", "")]);
    let found = installation(Path::new("/usr/bin/litellm-proxy"), Some(Path::new("/tmp")), &image);
    assert_eq!((found.installed_by, found.advice(None).as_str()), (Some("image"), "pull a newer image"));
}

#[test]
fn what_no_package_manager_installed_updates_itself() {
    let other_crates = "[v1]\n\"litellm-proxy-tools 1.0.0 (registry+https://h)\" = [\"litellm-proxy-tools\"]\n";
    let cases: &[(&str, &[(&str, &'static str)])] = &[
        ("/home/ada/.local/bin/litellm-proxy", &[]),
        (
            "/home/ada/.local/bin/litellm-proxy",
            &[("/home/ada/.local/lib/python3.11/site-packages/other/__init__.py", "")],
        ),
        ("/usr/local/bin/litellm-proxy", &[("/etc/debian_version", "")]),
        ("/opt/litellm-proxy-x86_64-unknown-linux-musl/litellm-proxy", &[]),
        // Copied there by hand.
        ("/home/ada/.cargo/bin/litellm-proxy", &[("/home/ada/.cargo/.crates.toml", other_crates)]),
        ("/home/ada/shop/.venv/bin/litellm-proxy", &[("/home/ada/shop/.venv/pyvenv.cfg", "home = /usr/bin\n")]),
        ("/litellm-proxy", &[]),
    ];
    for (program, files) in cases {
        let expected = (None, "run `litellm-proxy self update`".to_owned());
        assert_eq!(found(program, files), expected, "{program} {files:?}");
    }
}

#[cfg(unix)]
mod namesakes {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    const LITELLM: &str = "#!/home/ada/.venv/bin/python\n# -*- coding: utf-8 -*-\nimport re\nimport sys\nfrom litellm.proxy.client.cli import cli\n";
    const LITELLM_FAR_AWAY: &str = "#!/bin/sh\n'''exec' \"/a/long/path/bin/python3\" \"$0\" \"$@\"\n' '''\nfrom litellm.proxy.client.cli import cli\n";
    const OURS_ON_WINDOWS: &str = "#!/usr/bin/python3\nfrom litellm_proxy_cli import main\n";

    struct Folders(tempfile::TempDir);

    impl Folders {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().canonicalize().expect("a folder").join(name)
        }

        fn program(&self, name: &str, text: &str) -> PathBuf {
            let path = self.path(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(&path, text).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("a mode");
            path
        }

        /// The warning of a program with these folders in `PATH`, in which the folder of the test is `ROOT`.
        fn warning(&self, program: &Path, path: &[&str]) -> Option<String> {
            let path = std::env::join_paths(path.iter().map(|name| self.path(name))).expect("a path");
            warning(program, &path).map(|text| text.replace(&self.path("").display().to_string(), "ROOT/"))
        }
    }

    #[test]
    fn the_program_that_runs_is_named() {
        let folders = Folders::new();
        let own = folders.program("a/litellm-proxy", "\u{7f}ELF");
        folders.program("b/litellm-proxy", "\u{7f}ELF");
        folders.program("c/litellm-proxy", LITELLM);
        folders.program("d/litellm-proxy", LITELLM_FAR_AWAY);
        folders.program("e/litellm-proxy", OURS_ON_WINDOWS);
        let cases: &[(&[&str], Option<&str>)] = &[
            (&["a"], None),
            (&[], None),
            (&["nowhere", "a", "a"], None),
            (&["b", "a"], Some("this is ROOT/a/litellm-proxy; ROOT/b/litellm-proxy comes first in PATH")),
            (&["a", "b"], Some("this is ROOT/a/litellm-proxy; ROOT/b/litellm-proxy comes later in PATH")),
            (&["b"], Some("this is ROOT/a/litellm-proxy; `litellm-proxy` runs ROOT/b/litellm-proxy")),
            (
                &["c", "a", "b"],
                Some(
                    "this is ROOT/a/litellm-proxy; ROOT/c/litellm-proxy (LiteLLM's Python script) comes first in PATH",
                ),
            ),
            (
                &["a", "d", "e"],
                Some(
                    "this is ROOT/a/litellm-proxy; ROOT/d/litellm-proxy (LiteLLM's Python script), ROOT/e/litellm-proxy come later in PATH",
                ),
            ),
        ];
        for (path, expected) in cases {
            assert_eq!(folders.warning(&own, path).as_deref(), *expected, "{path:?}");
        }
    }

    #[test]
    fn links_and_what_cannot_run_are_not_other_programs() {
        let folders = Folders::new();
        let own = folders.program("a/litellm-proxy", "\u{7f}ELF");
        for name in ["links", "hard", "modes", "folders/litellm-proxy"] {
            fs::create_dir_all(folders.path(name)).expect("a folder");
        }
        symlink(&own, folders.path("links/litellm-proxy")).expect("a link");
        fs::hard_link(&own, folders.path("hard/litellm-proxy")).expect("a link");
        fs::write(folders.path("modes/litellm-proxy"), LITELLM).expect("a file");
        symlink(folders.path("a"), folders.path("linked")).expect("a link");
        assert_eq!(folders.warning(&own, &["links", "hard", "modes", "folders", "linked", "a"]), None);
    }

    #[test]
    fn scripts_that_run_this_program_are_not_other_programs() {
        let read = |name: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a script");
        let (wheel, npm) = (read("packaging/python/litellm-proxy.sh"), read("packaging/npm/litellm-proxy"));
        let folders = Folders::new();
        let own = folders.program("venv/bin/litellm-proxy-cli", "\u{7f}ELF");
        folders.program("venv/bin/litellm-proxy", &wheel);
        assert_eq!(folders.warning(&own, &["venv/bin"]), None);
        // The script of another environment runs another program.
        folders.program("other/bin/litellm-proxy-cli", "\u{7f}ELF");
        folders.program("other/bin/litellm-proxy", &wheel);
        assert!(folders.warning(&own, &["other/bin", "venv/bin"]).is_some_and(|text| text.contains("other/bin")));

        let own = folders.program("node_modules/@litellm-proxy-cli/linux-x64/bin/litellm-proxy", "\u{7f}ELF");
        let script = folders.program("node_modules/litellm-proxy-cli/bin/litellm-proxy", &npm);
        fs::create_dir_all(folders.path("node_modules/.bin")).expect("a folder");
        symlink(script, folders.path("node_modules/.bin/litellm-proxy")).expect("a link");
        assert_eq!(folders.warning(&own, &["node_modules/.bin"]), None);
    }
}

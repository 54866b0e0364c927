//! Uploads: which endpoints take files only, and the parts of a form that are files.

use std::path::Path;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::config::describe_io;
use crate::failure::Failure;
use litellm_proxy_client::Form;

/// The endpoints whose body is `multipart/form-data` and nothing else, without `/v1`. `*` is a segment.
const ROUTES: [&str; 11] = [
    "/files",
    "/audio/transcriptions",
    "/images/edits",
    "/videos",
    "/videos/characters",
    "/openai/deployments/*/images/edits",
    "/upload/logo",
    "/utils/dotprompt_json_converter",
    "/skill-hub/skills/upload",
    "/skill-hub/skills/*/upload",
    "/claude-code/plugins/upload",
];

/// Content types by the extension of a file. Servers look at the content; some refuse a type that does not fit.
const TYPES: [(&str, &str); 22] = [
    ("csv", "text/csv"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("jsonl", "application/jsonl"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
];

/// Returns whether an endpoint takes `multipart/form-data` only.
pub(super) fn is_only_type_of(uri: &str) -> bool {
    let path = uri.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
    let path = path.strip_prefix("v1/").unwrap_or(path);
    ROUTES.iter().any(|route| {
        let (route, path) = (route.trim_start_matches('/').split('/'), path.split('/'));
        route.clone().count() == path.clone().count()
            && route.zip(path).all(|(pattern, part)| pattern == "*" || pattern == part)
    })
}

/// Adds a file to a form, with its name and type. `-` is standard input.
pub(super) fn add_file(form: Form, name: &str, path: &str, arguments: &mut Arguments) -> Result<Form> {
    let file = Path::new(path);
    let file_name = file.file_name().filter(|_| path != "-").map_or("stdin".into(), |name| name.to_string_lossy());
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let content_type = TYPES.iter().find(|(known, _)| extension.as_deref() == Some(known));
    let content_type = content_type.map_or("application/octet-stream", |(_, content_type)| content_type);
    if path != "-" && file.is_file() {
        return form
            .file_at(name, file_name, content_type, file)
            .map_err(|error| Failure::usage(format!("cannot read `{path}`: {}", describe_io(&error))));
    }
    // What has no length is held in memory.
    Ok(form.file_of_type(name, file_name, content_type, arguments.file(path)?))
}

#[cfg(test)]
mod tests {
    use super::is_only_type_of;

    #[test]
    fn endpoints_for_files_are_known_with_and_without_their_version() {
        for uri in [
            "/v1/files",
            "files",
            "/files/?purpose=batch",
            "/v1/audio/transcriptions",
            "/openai/deployments/m/images/edits",
        ] {
            assert!(is_only_type_of(uri), "{uri}");
        }
        for uri in [
            "/v1/files/file-1",
            "/key/generate",
            "/v2/files",
            "/v1/images/generations",
            "/openai/deployments/images/edits",
            "",
        ] {
            assert!(!is_only_type_of(uri), "{uri}");
        }
    }
}

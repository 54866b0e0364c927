//! `include`: files merged into a configuration, as LiteLLM merges them. Lists are joined; any other value of an included
//! file replaces the one before it.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

/// Reads the files that a configuration includes, and those that they include, and merges them into it.
pub(super) fn merge(path: &Path, mut config: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let mut loaded = HashSet::from([absolute(path)]);
    let mut waiting: VecDeque<(PathBuf, String)> = entries(path, &mut config)?.into();
    while let Some((directory, entry)) = waiting.pop_front() {
        let beside = directory.join(&entry);
        let at_root = directory_of(path).join(&entry);
        let file = if !beside.exists() && at_root.exists() { at_root } else { beside };
        if !loaded.insert(absolute(&file)) {
            continue;
        }
        let name = file.display();
        let text = std::fs::read_to_string(&file).map_err(|error| format!("cannot read `{name}`: {error}"))?;
        let node = litellm_proxy_yaml::read(&text).map_err(|error| format!("{name}: {error}"))?;
        let mut included = match node.to_json() {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            _ => return Err(format!("{name}: not a mapping")),
        };
        waiting.extend(entries(&file, &mut included)?);
        for (section, value) in included {
            match (config.get_mut(&section), value) {
                (Some(Value::Array(list)), Value::Array(more)) => list.extend(more),
                (_, value) => {
                    config.insert(section, value);
                }
            }
        }
    }
    Ok(config)
}

/// Removes `include` from a configuration, and returns its entries with the directory that they are relative to.
fn entries(path: &Path, config: &mut Map<String, Value>) -> Result<Vec<(PathBuf, String)>, String> {
    let wrong = || "`include` must be a list of file paths".to_owned();
    match crate::object::remove(config, "include") {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => {
            let entry = |item: Value| match item {
                Value::String(entry) => Ok((directory_of(path), entry)),
                _ => Err(wrong()),
            };
            list.into_iter().map(entry).collect()
        }
        Some(_) => Err(wrong()),
    }
}

fn directory_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Config;

    #[test]
    fn included_files_are_merged() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();
        let model =
            |name: &str| format!("model_list: [{{model_name: {name}, litellm_params: {{model: openai/x}}, rpm: 5}}]\n");
        std::fs::create_dir(directory.path().join("more")).unwrap();
        write("config.yaml", &format!("include: [more/a.yaml, b.yaml]\n{}", model("own")));
        write("more/a.yaml", &format!("include: [config.yaml, c.yaml]\n{}", model("a")));
        write("more/c.yaml", &model("c"));
        write("b.yaml", &format!("general_settings: {{master_key: sk-included}}\n{}", model("b")));
        let config = Config::read(&directory.path().join("config.yaml")).unwrap();
        let names: Vec<_> = config.models.iter().filter_map(|model| model.get_str("model_name")).collect();
        assert_eq!((names, config.master_key()), (vec!["own", "a", "b", "c"], "sk-included"));
        assert_eq!(config.ignored_settings(), [""; 0]);
        assert_eq!(config.models[0].get_object("litellm_params").unwrap()["rpm"], 5);

        write("config.yaml", "include: [nope.yaml]\n");
        assert!(Config::read(&directory.path().join("config.yaml")).unwrap_err().to_string().contains("nope.yaml"));
        write("config.yaml", "include: b.yaml\n");
        let error = Config::read(&directory.path().join("config.yaml")).unwrap_err();
        assert!(error.to_string().contains("`include` must be a list of file paths"), "{error}");
    }
}

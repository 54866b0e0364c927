//! Keys without an alias: they are counted, and a file can name one by its hash.

use litellm_proxy_desired::export::{ExportOptions, export};
use litellm_proxy_desired::plan::{Action, ObstacleKind};
use litellm_proxy_desired::print::Document;
use serde_json::json;

use crate::bed::World;

const HEAD: &str = "litellm_proxy: {version: 1, owner: acme/platform}\n";

async fn hash_of_new_key(world: &World) -> String {
    let key = world.by_hand("/key/generate", json!({"max_budget": 1})).await;
    key.get("token").and_then(|token| token.as_str()).expect("a hash").to_owned()
}

#[tokio::test]
async fn keys_without_an_alias_are_counted_and_left_alone() {
    let world = World::start().await;
    hash_of_new_key(&world).await;
    let plan = world.plan(&format!("{HEAD}keys: {{}}\n")).await;
    assert!(plan.is_empty() && plan.prunable.is_empty(), "{plan:?}");
    let exported = export(&world.live().await, &ExportOptions::default());
    assert_eq!(Document::new(&exported.desired).to_yaml(), "");
    assert_eq!(exported.report.hints(), ["left out: 1 key has no alias"]);
}

#[tokio::test]
async fn a_file_names_a_key_without_an_alias_by_its_hash() {
    let world = World::start().await;
    let hash = hash_of_new_key(&world).await;
    let yaml = format!("{HEAD}keys: {{{hash}: {{max_budget: 5}}}}\n");
    let plan = world.apply(&yaml).await;
    assert_eq!((plan.changes.len(), plan.changes[0].action), (1, Action::Update), "{plan:?}");
    assert!(world.plan(&yaml).await.is_empty());
    let exported = export(&world.live().await, &ExportOptions::default());
    let text = Document::new(&exported.desired).to_yaml();
    assert!(text.contains(&format!("\n  {hash}:\n    max_budget: 5\n")), "{text}");
    assert!(world.plan(&text).await.is_empty(), "{text}");
}

#[tokio::test]
async fn other_hashes_are_refused() {
    let world = World::start().await;
    let hash = hash_of_new_key(&world).await;
    let unknown = "0".repeat(64);
    let beginning: String = hash.chars().take(8).collect();
    for (name, message) in
        [(&beginning, "is the beginning of the hash of a key"), (&unknown, "is a hash that no key has")]
    {
        let plan = world.plan(&format!("{HEAD}keys: {{'{name}': {{key: {{$env: K}}}}}}\n")).await;
        assert!(plan.is_empty(), "{plan:?}");
        let obstacle = plan.obstacles.first().expect("an obstacle");
        assert_eq!(obstacle.kind, ObstacleKind::Impossible);
        assert!(obstacle.message.starts_with(message), "{}", obstacle.message);
    }
}
